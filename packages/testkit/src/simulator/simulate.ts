import { createOrganization, personalAccount } from './accounts.ts'
import { createApiCalls } from './api-calls.ts'
import type { SimulatedApiCall } from './api-usage.ts'
import { day } from './calendar.ts'
import type { SimulatedDelivery } from './delivery.ts'
import { createCosts, direct } from './director.ts'
import type { Expected } from './expected.ts'
import type { Account, Repository, TargetType } from './model.ts'
import { createOracle } from './oracle.ts'
import { createPeople } from './people.ts'
import { createRandom, type Random } from './random.ts'
import { createRepositories } from './repositories.ts'
import { createStage } from './stage.ts'
import type { Cast } from './world.ts'

export interface WorkloadOptions {
  readonly seed: number
  /** Exactly so many are sent. */
  readonly deliveries: number
  readonly start: Date
  /** All is over by `start` + `days`, but for what takes its time to arrive. */
  readonly days: number
  /** At least 1. 3. */
  readonly organizations?: number
  /** One per 2,000 deliveries, at least 6. */
  readonly repositories?: number
  /** At least 2, so that somebody can review. Four per repository. */
  readonly people?: number
  /** Of the days and weeks of `expected.trend` when a question names none. UTC. */
  readonly timezone?: string
  /** A tenth of the deliveries. */
  readonly apiCalls?: number
}

interface SimulatedRepository {
  readonly id: number
  /** As it is at the end. */
  readonly fullName: string
  /** Every name that it had, oldest first. */
  readonly names: readonly string[]
}

export interface WorkloadSummary {
  readonly apiCalls: readonly SimulatedApiCall[]
  readonly expected: Expected
  readonly repositories: readonly SimulatedRepository[]
}

export interface Workload extends WorkloadSummary {
  /** In the order of their arrival. */
  readonly deliveries: readonly SimulatedDelivery[]
}

/** A workload, whole. The same options give the same bytes. Throws RangeError when too few take part in it. */
export function simulateWorkload(options: WorkloadOptions): Workload {
  const stream = simulateStream(options)
  const deliveries: SimulatedDelivery[] = []
  for (;;) {
    const next = stream.next()
    if (next.done === true) return { deliveries, ...next.value }
    deliveries.push(next.value)
  }
}

/** The same workload delivery by delivery: what was handed out is not kept. Returns the rest at its end. */
export function* simulateStream(
  options: WorkloadOptions,
): Generator<SimulatedDelivery, WorkloadSummary, void> {
  const start = options.start.getTime()
  const end = start + options.days * day
  const random = createRandom(options.seed)
  const cast = createCast(options, random)
  const oracle = createOracle()
  const costs = createCosts()
  const stage = createStage({
    random: random.fork('lives'),
    cast,
    start,
    end,
    deliveries: options.deliveries,
    oracle,
    ended: (undertaking) => costs.learn(undertaking),
  })
  stage.begin(costs.begin('direction'), direct({ stage, costs, deliveries: options.deliveries }))
  const guids: string[] = []
  for (const delivery of stage.play()) {
    if (guids.length < 1_000) guids.push(delivery.guid)
    yield delivery
  }
  const count = options.apiCalls ?? Math.ceil(options.deliveries / 10)
  const apiCalls = createApiCalls({ random: random.fork('api'), count, start, end, guids })
  for (const call of apiCalls) oracle.apiCall(call)
  return {
    apiCalls,
    expected: oracle.expected(options.timezone),
    repositories: cast.repositories.map(summarize),
  }
}

const hookKinds: readonly TargetType[] = ['organization', 'integration', 'repository']

function createCast(options: WorkloadOptions, random: Random): Cast {
  const count = options.repositories ?? Math.max(6, Math.round(options.deliveries / 2_000))
  if (count < 1 || (options.people ?? 2) < 2 || (options.organizations ?? 1) < 1)
    throw new RangeError('a workload needs a repository, two people and an organization')
  const people = createPeople(random.fork('people'), options.people ?? Math.max(8, 4 * count))
  const organizations = Array.from({ length: options.organizations ?? 3 }, (_, index) => {
    const hookedBy = hookKinds[index % hookKinds.length] ?? 'organization'
    const login = ['acme', 'Globex-Corp', 'initech', 'umbrella'][index] ?? `org-${index}`
    return createOrganization(60_000_000 + index * 1_001, login, hookedBy)
  })
  const owner = people[0]
  const accounts: Account[] = [...organizations, ...(owner === undefined ? [] : [personalAccount(owner)])]
  const repositories = createRepositories(
    random.fork('repositories'),
    accounts,
    count,
    options.start.getTime(),
  )
  return { people, accounts, repositories }
}

function summarize({ id, names }: Repository): SimulatedRepository {
  return { id, fullName: names.at(-1) ?? '', names }
}
