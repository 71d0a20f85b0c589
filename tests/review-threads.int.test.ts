import { genuinePayload } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { type HandMadeEvent, sendEvents } from './support/send-events.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

const day = (time: string) => `2026-03-02T${time}:00Z`

interface Said {
  readonly id: number
  readonly by: string
  readonly at: string
  readonly answers?: number
}

function commentOf({ id, by, at, answers }: Said) {
  const { comment } = genuinePayload('pull_request_review_comment', 2)
  const user = { ...Object(Object(comment).user), login: by, type: by.endsWith('[bot]') ? 'Bot' : 'User' }
  const reply = answers === undefined ? {} : { in_reply_to_id: answers }
  return { ...Object(comment), id, user, created_at: day(at), updated_at: day(at), ...reply }
}

const first = { id: 100, by: 'ada', at: '10:00' }
const robot = { id: 101, by: 'lint[bot]', at: '10:01', answers: 100 }
const reply = { id: 102, by: 'mona', at: '10:30', answers: 100 }
const lost = { id: 103, by: 'mona', at: '10:40', answers: 100 }

/** What one repository sends: a thread that is answered, resolved, opened again and resolved. */
function lifeOf(repository: object): readonly HandMadeEvent[] {
  const payloadOf = (event: string, index: number, more: object) => {
    const payload = genuinePayload(event, index)
    const pull_request = { ...Object(payload.pull_request), number: 7, updated_at: day('10:45') }
    return { event, payload: { ...payload, repository, pull_request, ...more } }
  }
  const comment = (action: string, said: Said) =>
    payloadOf('pull_request_review_comment', 2, { action, comment: commentOf(said) })
  const turn = (action: string, by: string, updated_at: string) => {
    const thread = { node_id: 'PRRT_1', comments: [commentOf(first), commentOf(robot), commentOf(reply)] }
    const more = { action, thread, updated_at: day(updated_at), sender: { login: by, id: 1, type: 'User' } }
    return payloadOf('pull_request_review_thread', 1, more)
  }
  return [
    comment('created', first),
    comment('created', robot),
    comment('created', reply),
    comment('created', lost),
    comment('deleted', lost),
    turn('resolved', 'mona', '11:00'),
    turn('unresolved', 'ada', '11:20'),
    turn('resolved', 'ada', '12:00'),
  ]
}

/** Repository 1 in order; the others each in another one, with the last event told again by another hook. */
const repositories = Array.from({ length: 8 }, (_, index) => ({
  ...Object(genuinePayload('pull_request_review_thread', 1).repository),
  id: index + 1,
  full_name: `acme/api-${index + 1}`,
}))

function ordered(repository: { readonly id: number }): readonly HandMadeEvent[] {
  const life = lifeOf(repository)
  const [again] = life.slice(-1)
  const events = again === undefined ? life : [...life, { ...again, hookId: '2' }]
  const step = [1, 2, 4, 5, 7, 8, 2, 4][repository.id - 1] ?? 1
  const from = repository.id > 6 ? 5 : 0
  return events.map((_, index) => events[(from + index * step) % events.length] ?? { event: '', payload: {} })
}

let system: TestSystem
let gateway: AskedGateway

beforeAll(async () => {
  system = await startTestSystem({ natsServerBin: inject('natsServerBin') })
  gateway = await startAskedGateway(system, new Date('2026-03-20T00:00:00Z'))
})

afterAll(async () => {
  await gateway[Symbol.asyncDispose]()
  await system[Symbol.asyncDispose]()
})

test('a thread worked out by hand, from its deliveries to the answer, in whatever order they come', async () => {
  await using projectors = await system.startProjectors()
  await sendEvents(system, repositories.flatMap(ordered))
  await projectors.caughtUp()
  // Opened at 10:00 by ada; a bot answers at 10:01, mona at 10:30: half an hour. Resolved at 11:00, opened again at
  // 11:20, resolved at 12:00: two hours. Three comments are left of four.
  const thread = {
    ...{ id: 100, number: 7, path: 'README.md', author: 'ada', author_type: 'User' },
    ...{ opened_at: day('10:00'), comments: 3, participants: ['ada', 'lint[bot]', 'mona'] },
    ...{
      first_reply_at: day('10:01'),
      first_response_at: day('10:30'),
      time_to_first_response_seconds: 1800,
    },
    ...{ state: 'resolved', resolved_at: '2026-03-02T12:00:00.000Z', resolved_by: 'ada', reopened: 1 },
    ...{ time_to_resolve_seconds: 7200, resolution_time_source: 'payload' },
  }
  const { data, metrics } = (await gateway.ask('/api/v1/comment-threads')).body
  expect(data).toEqual(
    repositories
      .toReversed()
      .map(({ id, full_name }) => ({ repository: full_name, repository_id: id, ...thread })),
  )
  const same = (seconds: number) => ({ p50: seconds, p75: seconds, p90: seconds, mean: seconds })
  expect(metrics).toEqual({
    ...{ threads: 8, resolved: 8, resolution_rate: 1, reopened: 8, mean_comments: 3 },
    time_to_resolve_seconds: same(7200),
    time_to_first_response_seconds: same(1800),
    unresolved_older: { days: 7, threads: 0 },
  })
})

test('the audit finds nothing, until a comment was not told; a rebuild mends that and changes nothing else', async () => {
  await using projectors = await system.startProjectors()
  const before = (await gateway.ask('/api/v1/comment-threads')).body
  const threads = projectors.projections.find(({ name }) => name === 'review-threads')
  const today = new Date().toISOString().slice(0, 10)
  expect(await threads?.audit(today)).toMatchObject({ missing: 0, drifted: 0 })
  await system.store.command(
    'tamper',
    `INSERT INTO octometer.review_thread_comments__${threads?.generation()} VALUES (1, 7, 100, 999, now(), 'eve', 'User', '', 0, NULL)`,
  )
  expect(await threads?.audit(today)).toMatchObject({ missing: 0, drifted: 1 })
  await threads?.rebuild()
  const after = (await gateway.ask('/api/v1/comment-threads')).body
  expect(after.data).toEqual(before.data)
  expect(after.metrics).toEqual(before.metrics)
})
