import { day, minute, second, workCurve } from './calendar.ts'
import { deploymentLife } from './deployment-life.ts'
import { issueLife, standingIssueLife } from './issue-life.ts'
import type { Repository } from './model.ts'
import { peopleZones } from './people.ts'
import { botRoundLife, pullRequestLife, standingPullLife } from './pull-request-life.ts'
import { pushLife } from './push-life.ts'
import { renamesLife } from './rename-life.ts'
import { happeningLife, hookLife } from './repository-life.ts'
import type { Stage, Undertaking } from './stage.ts'
import type { Life, World } from './world.ts'

interface Kind {
  readonly name: string
  readonly weight: number
  readonly live: (world: World, repository: Repository) => Life
}

const kinds: readonly Kind[] = [
  { name: 'pull request', weight: 30, live: pullRequestLife },
  { name: 'push', weight: 22, live: pushLife },
  { name: 'issue', weight: 22, live: issueLife },
  { name: 'happening', weight: 16, live: happeningLife },
  { name: 'deployment', weight: 8, live: deploymentLife },
  { name: 'bot round', weight: 2, live: botRoundLife },
]

/** What one undertaking of a kind sends, learnt from those that are over. */
export interface Costs {
  learn(undertaking: Undertaking): void
  /** Deliveries that are still to come from what is under way. */
  pending(): number
  /** Of an undertaking of mixed kinds. */
  average(): number
  begin(kind: string): Undertaking
}

const guesses: Readonly<Record<string, number>> = {
  'pull request': 45,
  push: 8,
  issue: 6,
  happening: 1.3,
  deployment: 5,
  'bot round': 60,
}

export function createCosts(): Costs {
  const means = new Map(Object.entries(guesses).map(([kind, mean]) => [kind, { mean, weight: 20 }]))
  const underWay = new Set<Undertaking>()
  const meanOf = (kind: string) => means.get(kind)?.mean ?? 0
  return {
    begin(kind) {
      const undertaking = { kind, sent: 0, open: 0 }
      underWay.add(undertaking)
      return undertaking
    },
    learn(undertaking) {
      underWay.delete(undertaking)
      const known = means.get(undertaking.kind)
      if (known === undefined) return
      known.weight += 1
      known.mean += (undertaking.sent - known.mean) / known.weight
    },
    pending() {
      let sum = 0
      for (const { kind, sent } of underWay) sum += Math.max(0, meanOf(kind) - sent)
      return sum
    },
    average() {
      const total = kinds.reduce((sum, { weight }) => sum + weight, 0)
      return kinds.reduce((sum, { name, weight }) => sum + (weight * meanOf(name)) / total, 0)
    },
  }
}

export interface Direction {
  readonly stage: Stage
  readonly costs: Costs
  readonly deliveries: number
}

/**
 * Starts undertakings as people work, so that all deliveries are sent shortly before the period ends: faster or slower
 * than the working hours alone would have it as what is sent, with what is still to come of it, lags or leads.
 */
export function* direct(direction: Direction): Life {
  const { stage, deliveries, costs } = direction
  const { world } = stage
  beginWithWhatIsThere(direction)
  const length = world.end - world.start
  const step = Math.min(10 * minute, length / 400)
  const curtain = world.start + 0.94 * length
  const done = workCurve(peopleZones, world.start, curtain)
  // Lives take days: so much of the whole is under way at a time.
  const ahead = Math.min(0.1, day / length)
  for (;;) {
    const now = world.now()
    const lag = done(now) + ahead - (stage.sent() + costs.pending()) / deliveries
    const urgency = Math.min(3, Math.max(0.1, 1 + lag * 20))
    const starts = (urgency * deliveries * (done(now + step) - done(now))) / costs.average()
    beginSome(direction, starts, false)
    if (now >= curtain) beginSome(direction, lateStarts(direction, now, step), true)
    yield now + Math.max(second, step)
  }
}

function beginSome(direction: Direction, count: number, quick: boolean): void {
  const whole = Math.floor(count) + (direction.stage.world.random.chance(count % 1) ? 1 : 0)
  for (let started = 0; started < whole; started += 1) beginOne(direction, quick)
}

/** Towards the end nothing may be left to lives that take days: quick ones make up what is missing. */
function lateStarts({ stage, deliveries }: Direction, now: number, step: number): number {
  const ticks = Math.max(1, (stage.world.end - now) / step - 2)
  return Math.ceil((deliveries - stage.sent()) / ticks / 4)
}

function beginOne({ stage, costs }: Direction, quick: boolean): void {
  const { world } = stage
  const choices = quick ? kinds.filter(({ name }) => name === 'push' || name === 'happening') : kinds
  const kind = world.random.weighted(choices.map((choice) => [choice, choice.weight] as const))
  // Some repositories are busy, most are not.
  const place = Math.floor(world.random.next() ** 1.7 * world.repositories.length)
  const repository = world.repositories[place] ?? world.random.pick(world.repositories)
  stage.begin(costs.begin(kind.name), kind.live(world, repository))
}

function beginWithWhatIsThere({ stage, costs, deliveries }: Direction): void {
  const { world } = stage
  for (const account of world.accounts) stage.begin(costs.begin('hook'), hookLife(world, account))
  stage.begin(costs.begin('renames'), renamesLife(world))
  const each = deliveries / world.repositories.length > 100 ? 2 : 0
  for (const repository of world.repositories) {
    for (let index = 0; index < each; index += 1) {
      stage.begin(costs.begin('pull request'), standingPullLife(world, repository))
      stage.begin(costs.begin('issue'), standingIssueLife(world, repository))
    }
  }
}
