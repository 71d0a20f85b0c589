import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, tokenFor } from '../gateway.fixture.ts'
import { lifeRow } from '../life-rows.fixture.ts'
import { deliveryRow, guidOf, nameRow, pullRow } from '../rows.fixture.ts'

const gateway = gatewayForTests({ now: new Date('2026-03-20T00:00:00Z') })
const PATH = '/api/v1/pull-requests/funnel'
const RANGE = 'since=2026-03-01T00:00:00Z&until=2026-03-16T00:00:00Z'

const HOUR = 3600
const DAY = 24 * HOUR
const on = (day: number, hours = 0) => new Date(Date.UTC(2026, 2, day, hours))

interface Life {
  readonly repository?: number
  readonly number: number
  readonly opened: Date
  readonly author?: string
  /** Hours after the opening. */
  readonly review?: number
  readonly approval?: number
  readonly merge?: number
  readonly close?: number
  readonly draft?: boolean
}

const lives: readonly Life[] = [
  { number: 1, opened: on(2), review: 2, approval: 5, merge: 6 },
  { number: 2, opened: on(3), review: 4, approval: 4, merge: 10 },
  // Never reviewed, and never approved, but merged.
  { number: 3, opened: on(4), merge: 1 },
  { number: 4, opened: on(5), review: 30, merge: 40 },
  // Closed while nobody had reviewed it, and while nobody had approved it.
  { number: 5, opened: on(6), close: 2 },
  { number: 6, opened: on(7), review: 1, close: 9 },
  // Open: without review, without approval, approved, a draft.
  { number: 7, opened: on(8) },
  { number: 8, opened: on(9), review: 24 },
  { number: 9, opened: on(10), review: 24, approval: 24 },
  { number: 10, opened: on(11), draft: true },
  // Opened before the range: it stands, and is not of those that were opened.
  { number: 11, opened: new Date('2026-02-20T00:00:00Z'), author: 'Ada' },
  { number: 12, opened: on(12), author: 'dependabot[bot]' },
  { repository: 2, number: 1, opened: on(5) },
]

function timesOf({ opened, review, approval, merge, close }: Life) {
  const after = (hours: number | undefined) =>
    hours === undefined ? null : new Date(opened.getTime() + hours * HOUR * 1000)
  return {
    first_review_at: after(review),
    first_approval_at: after(approval),
    merged_at: after(merge),
    closed_at: after(merge ?? close),
  }
}

beforeAll(async () => {
  await gateway.insert('deliveries', {
    repository_names: [
      nameRow(1, 'acme/api', '2026-03-01T00:00:00Z'),
      nameRow(2, 'acme/web', '2026-03-01T00:00:00Z'),
    ],
    deliveries: [
      deliveryRow('opening', on(8).toISOString(), {
        event: 'pull_request',
        action: 'opened',
        repository_id: 1,
        pull_request: 7,
      }),
      deliveryRow('of another', on(8).toISOString(), {
        event: 'pull_request',
        action: 'opened',
        repository_id: 1,
        pull_request: 12,
      }),
    ],
  })
  const rows = lives.map((life) => {
    const { repository = 1, number, opened, author = 'mona' } = life
    const author_bot = author.endsWith('[bot]') ? 1 : 0
    return lifeRow(repository, number, opened, { author, author_bot, ...timesOf(life) })
  })
  const open = lives.filter(({ merge, close }) => merge === undefined && close === undefined)
  await gateway.insert('pull-requests', {
    // A comment told of one, and nothing else.
    pull_request_lives: [...rows, lifeRow(1, 13, on(13), { author: 'mona', mark: 0 })],
    pull_requests: open.map(({ repository = 1, number, opened, author = 'mona', draft = false }) => {
      const row = pullRow({
        repository_id: repository,
        number,
        at: opened,
        state: 'open',
        author,
        labels: [],
      })
      return { ...row, detail: { ...row.detail, draft } }
    }),
  })
})

interface Funnel {
  readonly phases: readonly Record<string, unknown>[]
  readonly standing: readonly { readonly place: string; readonly longest: readonly { number: number }[] }[]
}

test('of those that were opened, each phase says what became of those that entered it', async () => {
  const { status, body } = await gateway.ask(`${PATH}?${RANGE}&repository=acme/api`)
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { opened: 10, merged: 4, closed: 2, open: 4 },
  })
  const { phases } = body as unknown as Funnel
  const counted = phases.map(({ phase, entered, completed, skipped, closed, standing }) => [
    phase,
    entered,
    completed,
    skipped,
    closed,
    standing,
  ])
  expect(counted).toEqual([
    ['pickup', 10, 6, 1, 1, 2],
    ['review', 6, 3, 1, 1, 1],
    ['merge', 3, 2, 0, 0, 1],
  ])
})

test('how long each phase took is spread as reckoned by hand', async () => {
  const { body } = await gateway.ask(`${PATH}?${RANGE}&repository=acme/api`)
  const spread = (mean: number, median: number, p75: number, p90: number, histogram: number[]) => ({
    mean_seconds: mean * HOUR,
    median_seconds: median * HOUR,
    p75_seconds: p75 * HOUR,
    p90_seconds: p90 * HOUR,
    histogram,
  })
  expect(body).toMatchObject({
    phases: [
      // 1, 2, 4, 24, 24 and 30 hours.
      { phase: 'pickup', ...spread(85 / 6, 14, 24, 27, [0, 2, 1, 0, 3, 0, 0, 0]) },
      // 0, 0 and 3.
      { phase: 'review', ...spread(1, 0, 1.5, 2.4, [2, 1, 0, 0, 0, 0, 0, 0]) },
      // 1 and 6.
      { phase: 'merge', ...spread(3.5, 3.5, 4.75, 5.5, [0, 1, 1, 0, 0, 0, 0, 0]) },
    ],
    // 1, 6, 10 and 40.
    cycle: { completed: 4, ...spread(14.25, 8, 17.5, 31, [0, 1, 2, 0, 1, 0, 0, 0]) },
  })
})

test('all that are open stand somewhere, the longest first', async () => {
  const { body } = await gateway.ask(`${PATH}?${RANGE}&repository=acme/api`)
  expect(body).toMatchObject({
    standing: [
      { place: 'draft', pull_requests: 1, median_seconds: 9 * DAY, longest: [{ number: 10 }] },
      {
        place: 'pickup',
        pull_requests: 2,
        median_seconds: 20 * DAY,
        longest: [
          {
            number: 11,
            repository: 'acme/api',
            title: 'Change 11',
            author: 'Ada',
            since: '2026-02-20T00:00:00.000Z',
            waiting_seconds: 28 * DAY,
          },
          { number: 7, waiting_seconds: 12 * DAY },
        ],
      },
      { place: 'review', pull_requests: 1, longest: [{ number: 8, since: '2026-03-10T00:00:00.000Z' }] },
      { place: 'merge', pull_requests: 1, longest: [{ number: 9, since: '2026-03-11T00:00:00.000Z' }] },
    ],
  })
})

test('authors, kinds and what a token shows narrow both', async () => {
  const standing = async (query: string, as?: string) => {
    const { body } = await gateway.ask(`${PATH}?${RANGE}&${query}`, as === undefined ? {} : { as })
    const all = (body as unknown as Funnel).standing
    return [body.opened, all.find(({ place }) => place === 'pickup')?.longest.map(({ number }) => number)]
  }
  expect(await standing('author=ADA')).toEqual([0, [11]])
  expect(await standing('exclude_user=ada&repository=acme/api')).toEqual([10, [7]])
  expect(await standing('kind=bot')).toEqual([1, [12]])
  expect(await standing('kind=person', await tokenFor(['acme/web']))).toEqual([1, [1]])
})

test('of repositories that nobody knows, nothing is known', async () => {
  const { body } = await gateway.ask(`${PATH}?repository=acme/none`)
  expect(body).toMatchObject({
    opened: null,
    phases: [{ entered: null, completed: null, median_seconds: null, histogram: null }, {}, {}],
    standing: [{ pull_requests: null, longest: [] }, {}, {}, {}],
    unknown_repositories: ['acme/none'],
  })
})

test('the deliveries behind it are those of the pull requests that it counts', async () => {
  const { body } = await gateway.ask(`${PATH}?${RANGE}&evidence=true`)
  expect(body.evidence).toMatchObject({ total: 1, data: [{ guid: guidOf('opening') }] })
})
