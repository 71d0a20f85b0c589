import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests } from '../gateway.fixture.ts'
import { guidOf, momentRow, nameRow, pullRow, reviewRow } from '../rows.fixture.ts'

const gateway = gatewayForTests({ now: new Date('2026-03-20T00:00:00Z') })

interface Seen {
  readonly repository_id: number
  readonly number: number
  readonly at: number
  readonly state: 'open' | 'closed' | 'merged'
  readonly author: string
  readonly labels: readonly string[]
}

const START = Date.parse('2026-03-01T00:00:00Z')
const MINUTE = 60_000
const REPOSITORIES = 20
const PULLS = 700

/**
 * Eleven observations of each pull request, interleaved, several at the same second. In the end the first ones are
 * still open: whoever looks for them passes thousands of updates of others that were open once.
 */
const observations: readonly Seen[] = Array.from({ length: PULLS }, (_, pull) =>
  Array.from({ length: 11 }, (_unused, step): Seen => {
    const isOpen = pull < 7
    const ended = step === 10 && !isOpen
    return {
      repository_id: 1 + (pull % REPOSITORIES),
      number: 1 + Math.floor(pull / REPOSITORIES),
      at: START + (pull * 10 + step * (isOpen ? 1 : 40)) * MINUTE,
      state: ended ? (pull % 3 === 0 ? 'closed' : 'merged') : 'open',
      author: `User-${pull % 50}`,
      labels: [pull % 2 === 0 ? 'Bug' : 'feature', ...(step > 5 && pull % 100 === 0 ? ['Größe/XL'] : [])],
    }
  }),
).flat()

const sightOf = ({ at, ...seen }: Seen) => ({ ...seen, at: new Date(at), created_at: new Date(START) })

beforeAll(async () => {
  await gateway.insert('deliveries', {
    repository_names: Array.from({ length: REPOSITORIES }, (_, index) =>
      nameRow(index + 1, `acme/Repo-${index + 1}`, '2026-03-01T00:00:00Z'),
    ),
  })
  // Out of order and in several parts, some of it twice.
  const shuffled = [...observations].sort((a, b) =>
    guidOf(JSON.stringify(a)).localeCompare(guidOf(JSON.stringify(b))),
  )
  const lots = [shuffled.slice(0, 4000), shuffled.slice(3500, 6000), shuffled.slice(6000)]
  for (const lot of lots) {
    await gateway.insert('pull-requests', {
      pull_requests: lot.map((seen) => pullRow(sightOf(seen))),
    })
  }
})

const current = [
  ...Map.groupBy(observations, ({ repository_id, number }) => `${repository_id} ${number}`).values(),
]
  .map((seen) => seen.reduce((newest, each) => (each.at > newest.at ? each : newest)))
  .sort((a, b) => b.at - a.at || b.repository_id - a.repository_id || b.number - a.number)

type Listed = { repository_id: number; number: number; state: string; updated_at: string; repository: string }

async function walk(query: string, limit: number): Promise<readonly Listed[]> {
  const all: Listed[] = []
  let cursor: string | null = null
  do {
    const next = cursor === null ? '' : `&cursor=${cursor}`
    const { status, body } = await gateway.ask(`/api/v1/pull-requests?limit=${limit}&${query}${next}`)
    expect({ status, body }).toMatchObject({ status: 200 })
    all.push(...(body.data as Listed[]))
    cursor = (body.page as { next_cursor: string | null }).next_cursor
  } while (cursor !== null)
  return all
}

const keysOf = (pulls: readonly { repository_id: number; number: number }[]) =>
  pulls.map(({ repository_id, number }) => `${repository_id}#${number}`)

const lately = START + 5_000 * MINUTE

test.each<[string, string, (pull: Seen) => boolean]>([
  ['everything', '', () => true],
  ['what is open, behind thousands of updates', 'state=open', ({ state }) => state === 'open'],
  [
    'what is open and quiet',
    `state=open&until=${new Date(lately).toISOString()}`,
    ({ state, at }) => state === 'open' && at < lately,
  ],
  ['closed or merged', 'state=closed&state=merged', ({ state }) => state !== 'open'],
  ['one repository', 'repository=ACME/repo-3', ({ repository_id }) => repository_id === 3],
  [
    'merged ones of two repositories',
    'repository=acme/repo-3&repository=acme/repo-4&state=merged',
    ({ repository_id, state }) => [3, 4].includes(repository_id) && state === 'merged',
  ],
  ['authors left out', 'exclude_user=USER-7', ({ author }) => author !== 'User-7'],
  ['an author in another case', 'author=user-7', ({ author }) => author === 'User-7'],
  ['a label in another case, or another', 'label=BUG&label=nope', ({ labels }) => labels.includes('Bug')],
  ['a rare label', `label=${encodeURIComponent('größe/XL')}`, ({ labels }) => labels.includes('Größe/XL')],
  [
    'a range of updates',
    `since=${new Date(lately).toISOString()}&until=${new Date(lately + 900 * MINUTE).toISOString()}`,
    ({ at }) => at >= lately && at < lately + 900 * MINUTE,
  ],
  ['SQL', `author=${encodeURIComponent("x') OR 1=1 --")}`, () => false],
])('pages of %s are complete and in order', async (_what, query, fits) => {
  const expected = keysOf(current.filter(fits))
  expect(keysOf(await walk(query, 1000))).toEqual(expected)
  expect(keysOf(await walk(query, 90))).toEqual(expected)
})

test('an entry says what the pull request is now', async () => {
  const [newest] = await walk('state=merged', 1000)
  const expected = current.find(({ state }) => state === 'merged')
  expect(newest).toMatchObject({
    repository: `acme/Repo-${expected?.repository_id}`,
    state: 'merged',
    updated_at: new Date(expected?.at ?? 0).toISOString(),
    merged_at: new Date(expected?.at ?? 0).toISOString().replace('.000', ''),
    size: (expected?.number ?? 0) < 10 ? 'XS' : (expected?.number ?? 0) < 30 ? 'S' : 'M',
  })
})

const its = { repository_id: 1, number: 900 }
const onTheTenth = (time: string) => new Date(`2026-03-10T${time}:00Z`)

async function insertOne(): Promise<void> {
  const seen = {
    ...its,
    at: onTheTenth('12:00'),
    created_at: onTheTenth('08:00'),
    state: 'merged',
    author: 'mona',
    labels: ['lgtm-hubot'],
  } as const
  await gateway.insert('pull-requests', {
    pull_requests: [pullRow(seen)],
    pull_request_reviews: [reviewRow(its, 5, onTheTenth('09:00'))],
    pull_request_timeline: [
      momentRow(its, onTheTenth('08:00'), 'labeled', 'bug'),
      momentRow(its, onTheTenth('08:00'), 'opened', ''),
      momentRow(its, onTheTenth('09:00'), 'review_approved', '5', 'hubot'),
      momentRow(its, onTheTenth('10:00'), 'labeled', 'lgtm-hubot', 'hubot'),
      momentRow(its, onTheTenth('12:00'), 'merged', '', 'hubot'),
    ],
  })
}

test('one pull request, its reviews, its lifecycle and its story', async () => {
  await insertOne()
  const { body } = await gateway.ask('/api/v1/pull-requests/ACME/repo-1/900')
  expect(body).toMatchObject({
    repository: 'acme/Repo-1',
    state: 'merged',
    lifecycle: {
      started_at: '2026-03-10T08:00:00Z',
      first_review_at: '2026-03-10T09:00:00Z',
      first_approval_label_at: '2026-03-10T10:00:00Z',
      time_to_approval_seconds: 3600,
      time_to_merge_seconds: 4 * 3600,
    },
    reviews: [{ id: 5, reviewer: 'hubot', state: 'approved', submitted_at: '2026-03-10T09:00:00Z' }],
  })
  const actions: unknown[] = []
  let cursor: unknown = null
  do {
    const next = cursor === null ? '' : `&cursor=${cursor}`
    const story = await gateway.ask(`/api/v1/pull-requests/acme/repo-1/900/story?limit=2${next}`)
    expect(story.body).toMatchObject({ repository: 'acme/Repo-1', number: 900, state: 'merged' })
    actions.push(...(story.body.data as { action: string }[]).map(({ action }) => action))
    cursor = (story.body.page as { next_cursor: unknown }).next_cursor
  } while (cursor !== null)
  expect(actions).toEqual(['opened', 'labeled', 'review_approved', 'labeled', 'merged'])
})

test.each([
  ['/api/v1/pull-requests/acme/never/1', 404, 'repository_not_found'],
  ['/api/v1/pull-requests/acme/repo-1/4711', 404, 'pull_request_not_found'],
  ['/api/v1/pull-requests/acme/repo-1/4711/story', 404, 'pull_request_not_found'],
  ['/api/v1/pull-requests/acme/repo-1/zero', 400, 'bad_parameter'],
  ['/api/v1/pull-requests/acme/repo-1/0', 400, 'bad_parameter'],
])('%s is %i %s', async (path, status, code) => {
  const answer = await gateway.ask(path)
  expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code })
})
