import { projectMessage } from '@octometer/projector-runtime'
import { type RowsByTable, readModelOf } from '@octometer/read-store'
import { converge, storedDelivery } from '@octometer/testkit'
import { expect, test } from 'vitest'
import { jobEvent, runEvent, suiteEvent, workflowEvent } from './check-events.fixture.ts'
import { checksProjection } from './projection.ts'

const { tables } = readModelOf('checks')
const settings = { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ }
const at = (minutes: number) => new Date(Date.UTC(2026, 0, 5, 10, minutes))

/** A run of three attempts, the first two failing, with its job, its suite and the suite's check run, in their order. */
const life = [1, 2, 3].flatMap((attempt) => {
  const from = attempt * 10
  const conclusion = attempt === 3 ? 'success' : 'failure'
  const job = { id: 30 + attempt, run_attempt: attempt, created_at: at(from) }
  const run = { run_started_at: at(from) }
  const times = { started_at: at(from + 2), completed_at: at(from + 6) }
  return [
    workflowEvent('requested', attempt, { ...run, updated_at: at(from) }),
    jobEvent('queued', { ...job, started_at: at(from) }),
    workflowEvent('in_progress', attempt, { ...run, updated_at: at(from + 1) }),
    jobEvent('in_progress', { ...job, started_at: at(from + 2) }),
    runEvent('created', { status: 'in_progress', started_at: at(from + 2) }),
    jobEvent('completed', { ...job, ...times, conclusion }),
    runEvent('completed', { ...times, conclusion }),
    suiteEvent('completed', { conclusion, updated_at: at(from + 7) }),
    workflowEvent('completed', attempt, { ...run, conclusion, updated_at: at(from + 7) }),
  ]
})

const writes: readonly RowsByTable[] = life.map((given, index) => {
  const { outcome } = projectMessage(checksProjection, settings, storedDelivery(given, index + 1))
  if (outcome?.outcome !== 'projected') throw new Error(`not projected: ${JSON.stringify(outcome)}`)
  return outcome.rows
})

/** A permutation of all, some of them twice; the same for the same seed. */
function permutation(seed: number): readonly RowsByTable[] {
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 0x1_0000_0000
  }
  const twice = [...writes, ...writes.filter(() => random() < 0.4)]
  return twice
    .map((write) => ({ write, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ write }) => write)
}

const seeds = Array.from({ length: 150 }, (_, seed) => seed + 1)
const inOrder = converge(tables, writes)

test('in order: every attempt and job has ended as it did, the check run as it did last', () => {
  expect(
    inOrder.workflow_runs?.map(({ attempt, stage, conclusion }) => [attempt, stage, conclusion]),
  ).toEqual([
    [1, 4, 'failure'],
    [2, 4, 'failure'],
    [3, 4, 'success'],
  ])
  expect(inOrder.workflow_jobs?.map(({ stage, conclusion }) => [stage, conclusion])).toEqual([
    [4, 'failure'],
    [4, 'failure'],
    [4, 'success'],
  ])
  expect(inOrder.check_runs).toMatchObject([
    { stage: 4, completion: { conclusion: 'success' }, first_failed_at: at(16) },
  ])
  expect(inOrder.check_suites).toMatchObject([{ stage: 4, last_failed_at: at(27), last_passed_at: at(37) }])
})

test('150 permutations with repetitions end in the same rows', () => {
  for (const seed of seeds) expect(converge(tables, permutation(seed)), `seed ${seed}`).toEqual(inOrder)
})

/** How far each thing is, by its table and key. */
function stagesOf(seen: readonly RowsByTable[]): ReadonlyMap<string, number> {
  const converged = converge(tables, seen)
  return new Map(
    tables.flatMap(({ name, key }) =>
      (converged[name] ?? []).flatMap((row) =>
        'stage' in row
          ? [[`${name} ${key.map((column) => String(row[column])).join(' ')}`, Number(row.stage)] as const]
          : [],
      ),
    ),
  )
}

test('on no way there does anything go back', () => {
  for (const seed of seeds.slice(0, 30)) {
    const order = permutation(seed)
    let before: ReadonlyMap<string, number> = new Map()
    for (let count = 1; count <= order.length; count += 1) {
      const now = stagesOf(order.slice(0, count))
      for (const [thing, stage] of before) {
        expect(now.get(thing), `seed ${seed}, ${thing} after ${count}`).toBeGreaterThanOrEqual(stage)
      }
      before = now
    }
    expect([...before.values()].every((stage) => stage === 4)).toBe(true)
  }
})
