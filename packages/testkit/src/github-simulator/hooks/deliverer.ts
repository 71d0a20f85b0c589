import type { Random } from '../../simulator/random.ts'
import type { Credentials } from '../access/credentials.ts'
import type { SimulatedClock } from '../clock.ts'
import { type GitHubObject, numberAt } from '../fields.ts'
import type { GitHubWorld } from '../world/github-world.ts'
import { createAttempts, type Parcel, type Recorder } from './attempts.ts'
import type { LoggedAttempt } from './delivery-log.ts'
import { createFates, type DisturbanceOptions } from './disturbance.ts'
import type { HookRegistry } from './hook-registry.ts'
import type { HookState } from './hook-state.ts'
import { subscriptionsOf } from './subscriptions.ts'

export interface PublishedEvent {
  readonly event: string
  readonly payload: GitHubObject
  /** Of the delivery to the first hook; others get GUIDs of their own. */
  readonly guid?: string
}

export interface Deliverer {
  /** Sends to every hook that subscribes. Resolves when all have answered but those that are delayed. */
  publish(published: PublishedEvent): Promise<void>
  /** The same without sending: each attempt is logged with what `recorder` says. */
  record(published: PublishedEvent, recorder?: Recorder): void
  ping(hook: HookState, payload: GitHubObject): Promise<void>
  /** Sends once more what was sent before: the same GUID, another attempt. */
  redeliver(hook: HookState, attempt: LoggedAttempt): Promise<void>
  disturb(options: DisturbanceOptions): void
  /** Redeliveries are recorded too, with what it says, until null is given. */
  recordInstead(recorder: Recorder | null): void
  /** Sends what was held back to be overtaken. */
  flush(): Promise<void>
  /** Resolves when every delayed delivery was sent: somebody must move the clock meanwhile. */
  settled(): Promise<void>
  /** Attempts were throttled from then on: GitHub writes it into each. */
  throttle(since: number | null): void
}

interface Parts {
  readonly clock: SimulatedClock
  readonly random: Random
  readonly world: GitHubWorld
  readonly hooks: HookRegistry
  readonly credentials: Credentials
  readonly stopped: AbortSignal
}

const largestPayload = 25 * 1024 * 1024

export function createDeliverer(parts: Parts): Deliverer {
  const { clock, stopped } = parts
  const random = parts.random.fork('deliveries')
  const { send, record, recordInstead, throttle } = createAttempts(clock, random, stopped)
  let fates = createFates(random.fork('fates'), {})
  let held: Parcel[] = []
  const late = new Set<Promise<void>>()
  const flush = async () => {
    const overtaken = held
    held = []
    for (const parcel of overtaken) await send(parcel)
  }
  const sendLate = async (parcel: Parcel, delay: number) => {
    await clock.sleep(delay, stopped)
    if (!stopped.aborted) await send(parcel)
  }
  const parcelsOf = ({ event, payload, guid }: PublishedEvent): Parcel[] =>
    subscriptionsOf(parts, event, payload).map((subscription, index) => ({
      ...subscription,
      event,
      guid: index === 0 && guid !== undefined ? guid : random.guid(),
      redelivery: false,
    }))
  const sendAsFated = async (parcel: Parcel) => {
    const { isDropped, isHeldBack, copies, delay } = fates()
    if (isDropped || JSON.stringify(parcel.payload).length > largestPayload) return
    if (isHeldBack) return void held.push(parcel)
    for (let copy = 0; copy < copies; copy += 1) {
      if (delay === 0) await send(parcel)
      else late.add(sendLate(parcel, delay))
    }
    await flush()
  }
  return {
    ...{ flush, recordInstead, throttle },
    settled: async () => void (await Promise.all(late)),
    disturb(options) {
      fates = createFates(random.fork('fates'), options)
    },
    record(published, recorder = () => 202) {
      for (const parcel of parcelsOf(published)) record(parcel, recorder)
    },
    async publish(published) {
      for (const parcel of parcelsOf(published)) await sendAsFated(parcel)
    },
    ping: (hook, payload) => send(parcelTo(parts, hook, { guid: random.guid(), event: 'ping', payload })),
    redeliver: (hook, attempt) => send({ ...parcelTo(parts, hook, attempt), redelivery: true }),
  }
}

type Content = Pick<Parcel, 'guid' | 'event' | 'payload'> & Partial<Pick<Parcel, 'installationId'>>

function parcelTo(parts: Parts, hook: HookState, content: Content): Parcel {
  const { guid, event, payload, installationId = null } = content
  return { hook, target: targetOf(parts, hook), guid, event, payload, installationId, redelivery: false }
}

function targetOf({ world }: Parts, { owner }: HookState): number {
  if (owner.kind !== 'organization') return owner.id
  return numberAt(world.accounts.get(owner.login.toLowerCase()) ?? {}, 'id')
}
