import type { ReceiverConfig } from '@octometer/config'

type Filter = Pick<ReceiverConfig, 'events' | 'repositories'>

/** What a delivery is told apart by. */
export interface Described {
  readonly event: string
  readonly action: string | null
  /** `owner/name`; null for an event of none. */
  readonly repository: string | null
}

/** Whether a receiver may want some delivery of an event, whatever is in it. */
export function wantsEvent({ events }: Filter, event: string): boolean {
  return events.length === 0 || events.some((each) => each === event || each.startsWith(`${event}.`))
}

/**
 * Whether a receiver wants a delivery. Names of repositories are compared without case; who names repositories gets
 * nothing that is of none.
 */
export function wants(filter: Filter, delivery: Described): boolean {
  return wantsAction(filter, delivery) && wantsRepository(filter, delivery)
}

function wantsAction({ events }: Filter, { event, action }: Described): boolean {
  return (
    events.length === 0 ||
    events.includes(event) ||
    (action !== null && events.includes(`${event}.${action}`))
  )
}

function wantsRepository({ repositories }: Filter, { repository }: Described): boolean {
  if (repositories.length === 0) return true
  if (repository === null) return false
  const name = repository.toLowerCase()
  const owner = name.slice(0, name.indexOf('/'))
  return repositories.some((each) => {
    const pattern = each.toLowerCase()
    return pattern === name || pattern === `${owner}/*`
  })
}
