import type { CountersEvent } from '@octometer/gateway-api'
import { createLogger } from '@octometer/telemetry'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AskedRepositories } from '../counters/counters-now.ts'
import { CountersFeed } from './counters-feed.ts'
import type { StreamClient } from './stream-client.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const week = { window: 'week', since: '2026-01-05T00:00:00.000Z' } as const

let stack: AsyncDisposableStack

beforeEach(() => {
  stack = new AsyncDisposableStack()
})

afterEach(() => stack.disposeAsync())

/** A feed over values that a test says, and what was asked of them. */
function feed() {
  const asked: AskedRepositories[] = []
  const state = { version: '1', until: '2026-01-06T00:00:00.000Z', counters: { commits: 1, pushes: 1 } }
  const source = {
    version: vi.fn(async () => state.version),
    read: async (repositories: AskedRepositories) => {
      asked.push(repositories)
      return { ...week, until: state.until, counters: { ...state.counters } }
    },
  }
  const counters = stack.use(new CountersFeed({ source, logger, roundMs: 20, onTold: () => {} }))
  return { state, source, asked, counters }
}

function client(asked: AskedRepositories): StreamClient & { readonly told: CountersEvent['counters'][] } {
  const told: CountersEvent['counters'][] = []
  const nothing = () => {}
  return {
    told,
    credentials: {},
    after: { delivery: 0, alert: 0 },
    filter: { repositories: null, asked, kinds: new Set(), events: null, rules: null, severities: null },
    sink: {
      transport: 'sse',
      buffered: 0,
      isSilent: false,
      send: nothing,
      tell: (note) => void (note.kind === 'counters' && told.push(note.counters)),
      heartbeat: nothing,
      hold: nothing,
      flush: nothing,
      end: nothing,
    },
  }
}

const all: AskedRepositories = { names: undefined, visible: null }
const patient = { timeout: 10_000 }

test('a round asks once for all who want the same, and not at all while nothing was counted', async () => {
  const { state, source, asked, counters } = feed()
  const same = Array.from({ length: 50 }, () => client(all))
  const one = client({ names: ['acme/api', 'Acme/Web'], visible: null })
  const other = client({ names: ['acme/web', 'acme/API'], visible: null })
  const limited = client({ names: undefined, visible: ['acme/api'] })
  for (const each of [...same, one, other, limited]) counters.join(each)
  await expect.poll(() => limited.told, patient).toHaveLength(1)
  const rounds = () => source.version.mock.calls.length
  expect(asked.length).toBeLessThanOrEqual(3 * rounds())
  // Each version is read three times, for names that are found late.
  await expect.poll(rounds, patient).toBeGreaterThan(6)
  expect(asked).toHaveLength(9)
  state.version = '2'
  const before = rounds()
  await expect.poll(rounds, patient).toBeGreaterThan(before + 6)
  expect(asked).toHaveLength(18)
  for (const each of [...same, one, other, limited]) expect(each.told).toEqual([{ commits: 1, pushes: 1 }])
})

test('first all values are told, then those that have changed, and all when the day changes', async () => {
  const { state, counters } = feed()
  const early = client(all)
  counters.join(early)
  await expect.poll(() => early.told, patient).toEqual([{ commits: 1, pushes: 1 }])
  Object.assign(state, { version: '2', counters: { commits: 3, pushes: 1 } })
  await expect.poll(() => early.told.at(-1), patient).toEqual({ commits: 3 })
  const late = client(all)
  counters.join(late)
  expect(late.told).toEqual([{ commits: 3, pushes: 1 }])
  counters.leave(early)
  Object.assign(state, { version: '3', until: '2026-01-07T00:00:00.000Z' })
  await expect.poll(() => late.told, patient).toHaveLength(2)
  expect(late.told[1]).toEqual({ commits: 3, pushes: 1 })
  expect(early.told).toHaveLength(2)
})

test('what cannot be read now is told in a later round', async () => {
  const { source, counters } = feed()
  source.version.mockRejectedValueOnce(new Error('the store is away'))
  const patientOne = client(all)
  counters.join(patientOne)
  await expect.poll(() => patientOne.told, patient).toEqual([{ commits: 1, pushes: 1 }])
  expect(source.version.mock.calls.length).toBeGreaterThan(1)
})
