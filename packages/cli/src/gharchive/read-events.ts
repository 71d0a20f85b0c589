import { jsonIn } from '../log-file/check-log-file.ts'
import { readLines } from '../log-file/read-lines.ts'
import { attemptOf, type SentLine } from '../log-file/send-lines.ts'
import { archivedEvent } from './archived-event.ts'
import { deliveryOfEvent } from './delivery-of-event.ts'

/** What was read, and what is not sent of it, by type and reason. */
export interface EventCounts {
  events: number
  of_other_repositories: number
  readonly skipped: { readonly type: string; readonly reason: string; events: number }[]
}

export const noEvents = (): EventCounts => ({ events: 0, of_other_repositories: 0, skipped: [] })

/** The events of a file as lines of a log file. Of these repositories alone (names in small letters); null: of all. */
export async function* readEvents(
  file: string,
  repositories: ReadonlySet<string> | null,
  counts: EventCounts,
): AsyncGenerator<SentLine> {
  for await (const { number, bytes } of readLines(file)) {
    counts.events += 1
    const { data } = archivedEvent.safeParse(jsonIn(bytes))
    if (data === undefined) {
      skip(counts, 'unknown', 'not an event as GH Archive has them since 2015')
      continue
    }
    if (repositories !== null && !repositories.has(data.repo.name.toLowerCase())) {
      counts.of_other_repositories += 1
      continue
    }
    const made = deliveryOfEvent(data)
    if ('skipped' in made) skip(counts, data.type, made.skipped)
    else yield { number, text: JSON.stringify(made.delivery), attempt: attemptOf(made.delivery) }
  }
}

function skip({ skipped }: EventCounts, type: string, reason: string): void {
  const known = skipped.find((each) => each.type === type && each.reason === reason)
  if (known === undefined) skipped.push({ type, reason, events: 1 })
  else known.events += 1
}
