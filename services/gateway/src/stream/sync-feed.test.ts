import type { SyncRun, SyncRunsAnswer } from '@octometer/event-contracts'
import { ServiceUnavailableError } from '@octometer/event-log'
import type { SyncEvent } from '@octometer/gateway-api'
import { createLogger } from '@octometer/telemetry'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { exampleSync } from '../sync/example-sync.fixture.ts'
import type { StreamClient } from './stream-client.ts'
import { SyncFeed } from './sync-feed.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const { running: example } = await exampleSync.runs(1)

let stack: AsyncDisposableStack

beforeEach(() => {
  stack = new AsyncDisposableStack()
})

afterEach(() => stack.disposeAsync())

/** A feed over an agent that answers what a test says. */
function feed() {
  const state: { answer: SyncRunsAnswer | Error } = { answer: { running: null, ended: [] } }
  const runs = vi.fn(async () => {
    if (state.answer instanceof Error) throw state.answer
    return state.answer
  })
  const syncs = stack.use(
    new SyncFeed({ runs, logger, roundMs: 10, now: () => new Date(), onTold: () => {} }),
  )
  return { state, runs, syncs }
}

function client(): StreamClient & { readonly told: (readonly [SyncEvent['change'], string | null])[] } {
  const told: (readonly [SyncEvent['change'], string | null])[] = []
  const nothing = () => {}
  return {
    told,
    credentials: {},
    after: { delivery: 0, alert: 0 },
    filter: {
      ...{ repositories: null, kinds: new Set(), events: null, rules: null, severities: null },
      asked: { names: undefined, visible: null },
    },
    sink: {
      transport: 'sse',
      buffered: 0,
      isSilent: false,
      send: nothing,
      tell: (note) => void (note.kind === 'sync' && told.push([note.change, note.sync?.id ?? null])),
      heartbeat: nothing,
      hold: nothing,
      flush: nothing,
      end: nothing,
    },
  }
}

function run(id: string, changes: Partial<SyncRun> = {}): SyncRun {
  if (example === null) throw new Error('the example has a sync under way')
  return { ...example, id, ...changes }
}

const ended = (id: string, stage: SyncRun['stage'] = 'completed') =>
  run(id, { stage, ended_at: '2026-01-05T08:02:00.000Z' })

test('a sync is told as it begins, comes on and ends', async () => {
  const { state, syncs } = feed()
  const one = client()
  syncs.join(one)
  await expect.poll(() => one.told).toEqual([['current', null]])
  state.answer = { running: run('a'), ended: [] }
  await expect.poll(() => one.told.at(-1)).toEqual(['started', 'a'])
  state.answer = { running: run('a', { repositories_processed: 7 }), ended: [] }
  await expect.poll(() => one.told.at(-1)).toEqual(['progress', 'a'])
  state.answer = { running: null, ended: [ended('a')] }
  await expect.poll(() => one.told.at(-1)).toEqual(['completed', 'a'])
  expect(one.told).toHaveLength(4)
})

test('a look that found nothing, which no history keeps, is told to be over', async () => {
  const { state, syncs } = feed()
  state.answer = { running: run('poll'), ended: [] }
  const one = client()
  syncs.join(one)
  await expect.poll(() => one.told).toEqual([['current', 'poll']])
  state.answer = { running: null, ended: [] }
  await expect.poll(() => one.told).toHaveLength(2)
  expect(one.told.at(-1)).toEqual(['current', null])
})

test('one that began and ended between two rounds is told as both; a second client hears how it stands', async () => {
  const { state, syncs } = feed()
  const one = client()
  syncs.join(one)
  await expect.poll(() => one.told).toHaveLength(1)
  state.answer = { running: run('c'), ended: [ended('b', 'cancelled')] }
  await expect.poll(() => one.told).toHaveLength(4)
  expect(one.told.slice(1)).toEqual([
    ['started', 'b'],
    ['cancelled', 'b'],
    ['started', 'c'],
  ])
  const second = client()
  syncs.join(second)
  await expect.poll(() => second.told).toEqual([['current', 'c']])
})

test('nobody is asked while nobody listens, and an agent that is away is asked again', async () => {
  const { state, runs, syncs } = feed()
  expect(runs).not.toHaveBeenCalled()
  state.answer = new ServiceUnavailableError('github-agent', 'is not running')
  const one = client()
  syncs.join(one)
  await expect.poll(() => runs.mock.calls.length).toBeGreaterThan(2)
  expect(one.told).toEqual([])
  state.answer = { running: null, ended: [] }
  await expect.poll(() => one.told).toEqual([['current', null]])
})
