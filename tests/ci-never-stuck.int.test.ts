import { createRandom } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type CiEvent, ciOf } from './support/ci-payloads.ts'
import { type CiSystem, startCiSystem } from './support/ci-system.ts'

const LIVES = 30
const random = createRandom(20_260_105)
const ended = ciOf({ id: 201, full_name: 'acme/ended' })
const running = ciOf({ id: 202, full_name: 'acme/running' })

/** Minutes after midnight as a time of the day. */
function clock(minutes: number): string {
  return `${`${Math.floor(minutes / 60)}`.padStart(2, '0')}:${`${minutes % 60}`.padStart(2, '0')}`
}

interface Life {
  readonly id: number
  readonly attempts: number
  readonly start: number
}

type Ci = typeof ended

const suiteOf = ({ id, start }: Life) => ({
  id,
  sha: `${id}`.padStart(40, '0'),
  created: clock(start),
})

/** What happens in one attempt: two jobs, each with its check run, from the queue to the end. */
function attemptOf(ci: Ci, life: Life, attempt: number) {
  const { id } = life
  const from = life.start + (attempt - 1) * 20
  const run = { id, attempt, suite: id, started: clock(from) }
  const middle = [0, 1].flatMap((index): CiEvent[] => {
    const jobId = id * 100 + attempt * 10 + index
    const job = { id: jobId, run: id, attempt, created: clock(from + 1) }
    const check = { id: jobId, name: `job-${index}` }
    const times = [clock(from + 3), clock(from + 8)] as const
    return [
      ci.jobQueued(job),
      ci.jobStarted(job, times[0], 'linux'),
      ci.jobEnded(job, times, 'linux', 'success'),
      ci.checkStarted(suiteOf(life), check, times[0]),
      ci.checkEnded(suiteOf(life), check, times, 'success'),
    ]
  })
  const beginning = ci.run(run, clock(from), null)
  const end = ci.run(run, clock(from + 10), 'success')
  const suiteEnd = ci.suite(suiteOf(life), clock(from + 10), 'success')
  return { beginning, middle, end, suiteEnd }
}

const lives = Array.from({ length: LIVES }, (_, index): Life => {
  return { id: index + 1, attempts: random.int(1, 3), start: 60 + index * 5 }
})

/** Half of all messages are lost, but of the last attempt its end, or of its suite. */
function eventsOf(ci: Ci, life: Life): readonly CiEvent[] {
  return Array.from({ length: life.attempts }, (_, index) => attemptOf(ci, life, index + 1)).flatMap(
    ({ beginning, middle, end, suiteEnd }, index) => {
      const last = index === life.attempts - 1
      const lost = (events: readonly CiEvent[]) => events.filter(() => random.chance(0.5))
      return [...lost([beginning, ...middle]), ...(last ? [end, suiteEnd] : lost([end, suiteEnd]))]
    },
  )
}

/** Of these nothing tells that the last attempt ended. */
function unendedEvents(ci: Ci, life: Life): readonly CiEvent[] {
  const { beginning, middle } = attemptOf(ci, life, 1)
  return [beginning, ...middle.filter((_, index) => index === 0 || index === 1 || index === 3)]
}

let ci: CiSystem

beforeAll(async () => {
  ci = await startCiSystem(inject('natsServerBin'), new Date('2026-01-06T00:00:00Z'))
  await ci.send([
    [
      ...lives.flatMap((life) => eventsOf(ended, life)),
      ...lives.slice(0, 5).flatMap((life) => unendedEvents(running, life)),
    ],
  ])
})

afterAll(() => ci[Symbol.asyncDispose]())

const lists = ['/workflows', '/workflows/jobs', '/checks'] as const
const kinds = ['workflow_run', 'workflow_job', 'check_run'] as const

test.each(lists)(
  '%s: whatever was lost, out of order or sent twice, nothing is left unfinished',
  async (list) => {
    const all = await ci.walk(`${list}?repository=acme/ended&limit=70`)
    expect(all.length).toBeGreaterThan(LIVES)
    expect(all.filter(({ status }) => status !== 'completed')).toEqual([])
    const unfinished = 'status=queued&status=in_progress&status=waiting'
    expect(await ci.walk(`${list}?repository=acme/ended&${unfinished}`)).toEqual([])
    // Something was lost of each kind, or this would show nothing.
    expect(all.some(({ end_proven_by }) => end_proven_by !== 'itself')).toBe(true)
  },
)

test.each(lists)('%s: what nothing proves to have ended is unfinished', async (list) => {
  const all = await ci.walk(`${list}?repository=acme/running`)
  expect(all).toHaveLength(5)
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['in_progress']))
})

test.each(kinds)('stuck %s: only what nothing proves to have ended', async (kind) => {
  const stuck = await ci.walk(`/workflows/stuck?kind=${kind}&queued_minutes=1&in_progress_minutes=1&limit=2`)
  expect(stuck.map(({ repository }) => repository)).toEqual(Array(5).fill('acme/running'))
})
