import { type Agenda, createAgenda } from './agenda.ts'
import { day, nextWorkingTime, second } from './calendar.ts'
import { createSimulatedDelivery, type SimulatedDelivery } from './delivery.ts'
import type { JsonObject } from './json.ts'
import type { Hook } from './model.ts'
import type { Oracle } from './oracle.ts'
import type { Random } from './random.ts'
import { repositoryObject } from './repositories.ts'
import { type Cast, createIds, type Happening, type Life, type World } from './world.ts'

/** A life that was started on its own, with all that it started. */
export interface Undertaking {
  readonly kind: string
  sent: number
  /** Lives of it that are not over. */
  open: number
}

interface Planned {
  readonly life: Life
  readonly undertaking: Undertaking
}

/** Where lives are played, in the order of their times. */
export interface Stage {
  readonly world: World
  sent(): number
  begin(undertaking: Undertaking, life: Life): void
  /** Plays until the workload is complete. Deliveries come in the order of their arrival. */
  play(): Generator<SimulatedDelivery, void, void>
}

export interface StageOptions {
  readonly random: Random
  readonly cast: Cast
  readonly start: number
  readonly end: number
  readonly deliveries: number
  readonly oracle: Oracle
  /** Called when all lives of an undertaking are over. */
  readonly ended: (undertaking: Undertaking) => void
}

interface State {
  now: number
  sent: number
  current: Undertaking
  readonly agenda: Agenda<Planned>
  readonly outbox: Agenda<SimulatedDelivery>
}

const nobody: Undertaking = { kind: 'none', sent: 0, open: 1 }

export function createStage(options: StageOptions): Stage {
  const { start, end, cast, random, deliveries } = options
  const state: State = {
    now: Math.ceil(start / second) * second,
    sent: 0,
    current: nobody,
    agenda: createAgenda(),
    outbox: createAgenda(),
  }
  const begin = (undertaking: Undertaking, life: Life) => {
    undertaking.open += 1
    state.agenda.plan(state.now, { life, undertaking })
  }
  const network = random.fork('network')
  const world: World = {
    ...cast,
    ...timing(options, state),
    random,
    start,
    end,
    id: createIds(random.fork('ids')),
    spawn: (life) => begin(state.current, life),
    deliver(happening, record) {
      if (state.sent >= deliveries) return
      state.sent += 1
      state.current.sent += 1
      const delivery = envelop(network, happening, state.now)
      options.oracle.delivered(delivery.event)
      record?.(options.oracle)
      state.outbox.plan(delivery.receivedAt.getTime(), delivery)
    },
  }
  return { world, begin, sent: () => state.sent, play: () => play(options, state) }
}

function timing(options: StageOptions, state: State): Pick<World, 'now' | 'later' | 'soon'> {
  const { random, end } = options
  // Short workloads live faster, so that they too hold whole lives.
  const tempo = Math.min(1, Math.max(0.01, (end - options.start) / (14 * day)))
  const soon = (median: number) => {
    const wait = Math.max(second, random.around(median * tempo))
    return state.now + Math.ceil(wait / second) * second
  }
  return {
    now: () => state.now,
    soon,
    later(person, median) {
      const at = soon(median)
      if (person.bot) return at
      const atWork = nextWorkingTime(random, person.zone, at)
      return atWork < end ? atWork : at
    },
  }
}

function* play(options: StageOptions, state: State): Generator<SimulatedDelivery, void, void> {
  while (state.sent < options.deliveries) {
    const next = state.agenda.take()
    if (next === null) throw new Error('the simulated world stood still before its workload was complete')
    state.now = Math.max(state.now, next.at)
    resume(options, state, next.value)
    yield* arrived(state.outbox, state.now)
  }
  yield* arrived(state.outbox, Number.POSITIVE_INFINITY)
}

function resume(options: StageOptions, state: State, planned: Planned): void {
  state.current = planned.undertaking
  const step = planned.life.next()
  state.current = nobody
  if (step.done !== true) {
    state.agenda.plan(Math.ceil(step.value / second) * second, planned)
    return
  }
  planned.undertaking.open -= 1
  if (planned.undertaking.open === 0) options.ended(planned.undertaking)
}

function* arrived(
  outbox: Agenda<SimulatedDelivery>,
  until: number,
): Generator<SimulatedDelivery, void, void> {
  for (let at = outbox.soonest(); at !== null && at <= until; at = outbox.soonest()) {
    const next = outbox.take()
    if (next !== null) yield next.value
  }
}

function envelop(network: Random, happening: Happening, now: number): SimulatedDelivery {
  const hook = hookOf(happening)
  // GitHub takes some seconds, and on a bad day minutes: neighbours overtake each other.
  const latency = network.chance(0.003) ? network.int(30_000, 240_000) : 300 + network.around(1_500, 0.7)
  return createSimulatedDelivery({
    guid: network.guid(),
    event: happening.event,
    hookId: hook.id,
    targetType: hook.targetType,
    targetId: hook.targetId,
    receivedAt: new Date(now + Math.round(latency)),
    payload: { ...happening.payload, ...surroundings(happening, hook) },
  })
}

function hookOf({ event, repository, account }: Happening): Hook {
  if (repository !== undefined) return repository.owner.hook ?? repository.hook
  const hook = account?.hook ?? null
  if (hook === null) throw new Error(`nobody's hook would send this ${event}`)
  return hook
}

function surroundings(happening: Happening, hook: Hook): JsonObject {
  const { repository, sender } = happening
  const organization = (repository?.owner ?? happening.account)?.organization ?? null
  return {
    ...(repository === undefined
      ? {}
      : { repository: happening.repositoryObject ?? repositoryObject(repository) }),
    ...(organization === null ? {} : { organization }),
    ...(hook.installation === null || 'installation' in happening.payload
      ? {}
      : { installation: hook.installation }),
    sender: sender?.object ?? null,
  }
}
