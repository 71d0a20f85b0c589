import type { CheckSuiteRow } from '@octometer/read-store'
import { createRandom, type Random } from '@octometer/testkit'
import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests } from '../gateway.fixture.ts'
import { nameRow } from '../rows.fixture.ts'

const BEGAN = Date.parse('2026-01-05T08:00:00Z')
const MINUTE_MS = 60_000

/** What is known of a commit, in minutes after eight; it passed or failed last at the time that is given. */
interface Known {
  readonly sha: string
  readonly began: number
  readonly failed?: number
  readonly passed?: number
  readonly red?: boolean
  readonly pending?: boolean
}

/** Some told by hand, and some by chance: often at the same minute. */
const told: readonly (readonly Known[])[] = [
  [{ sha: 'a', began: 0, failed: 70, passed: 65, red: true }],
  [{ sha: 'a', began: 0, passed: 65, pending: true }],
  [
    { sha: 'a', began: 0, failed: 70, passed: 120 },
    { sha: 'b', began: 5, failed: 90, red: true },
  ],
  [
    { sha: 'a', began: 0, failed: 70, passed: 120 },
    { sha: 'b', began: 5, pending: true },
    { sha: 'c', began: 9, passed: 150 },
  ],
  ...Array.from({ length: 12 }, (_, seed) => someCommits(createRandom(`turns/${seed}`))),
]

const byHand = [['09:10 red a'], [], ['09:10 red a'], ['09:10 red a', '10:00 green a']]

function someCommits(random: Random): readonly Known[] {
  return Array.from({ length: random.int(1, 12) }, (_, index) => {
    const began = random.int(0, 20)
    const failed = random.chance(0.5) ? began + random.int(1, 12) : undefined
    const passed = random.chance(0.7) ? began + random.int(1, 12) : undefined
    return {
      ...{ sha: `${index}`.padStart(2, '0'), began, pending: random.chance(0.2) },
      ...(failed !== undefined && { failed, red: passed === undefined || failed >= passed }),
      ...(passed !== undefined && { passed }),
    }
  })
}

/** The definition, read word by word: all verdicts in their order, those of older commits left out, then the changes. */
function expected(commits: readonly Known[]): readonly string[] {
  const inOrder = [...commits].sort((a, b) => a.began - b.began || (a.sha < b.sha ? -1 : 1))
  const verdicts = inOrder.flatMap(({ sha, failed, passed, red, pending }, order) => [
    ...(failed === undefined ? [] : [{ at: failed, state: 'red', sha, order }]),
    ...(passed === undefined || red || pending ? [] : [{ at: passed, state: 'green', sha, order }]),
  ])
  const turns: string[] = []
  let [newest, state] = [-1, '']
  for (const verdict of verdicts.sort((a, b) => a.at - b.at || a.order - b.order)) {
    if (verdict.order < newest) continue
    newest = verdict.order
    if (verdict.state !== state) turns.push(`${clock(verdict.at)} ${verdict.state} ${verdict.sha}`)
    state = verdict.state
  }
  return turns
}

const time = (minutes: number) => new Date(BEGAN + minutes * MINUTE_MS)
const timeOf = (minutes: number | undefined) => (minutes === undefined ? null : time(minutes))
const clock = (minutes: number) => time(minutes).toISOString().slice(11, 16)

function suiteRow(repository_id: number, suite_id: number, commit: Known): CheckSuiteRow {
  const ended = { completed_at: time(commit.began), conclusion: 'success' }
  return {
    ...{ day: '2026-01-05', repository_id, created_at: time(commit.began), suite_id, app: 'ci' },
    ...{ head_sha: commit.sha, head_branch: 'main', default_branch: 'main' },
    ...{ stage: commit.pending ? 3 : 4, completion: ended },
    ...{ first_failed_at: timeOf(commit.failed), last_failed_at: timeOf(commit.failed) },
    last_passed_at: timeOf(commit.passed),
  }
}

const gateway = gatewayForTests()

beforeAll(async () => {
  await gateway.insert('deliveries', {
    repository_names: told.map((_, index) => nameRow(index + 1, `acme/r${index}`, '2026-01-01T00:00:00Z')),
  })
  await gateway.insert('checks', {
    check_suites: told.flatMap((commits, index) =>
      commits.map((commit, place) => suiteRow(index + 1, 100 * index + place + 1, commit)),
    ),
  })
})

interface Health {
  readonly timeline: readonly { readonly at: string; readonly state: string; readonly head_sha: string }[]
}

async function healthOf(index: number): Promise<Health | undefined> {
  const range = 'since=2026-01-05T00:00:00Z&until=2026-01-06T00:00:00Z'
  const { body } = await gateway.ask(
    `/api/v1/branches/health?repository=acme/r${index}&timeline=true&${range}`,
  )
  const data = body.data as readonly Health[]
  return data[0]
}

const shown = (health: Health | undefined) =>
  health?.timeline.map(({ at, state, head_sha }) => `${at.slice(11, 16)} ${state} ${head_sha}`)

test.each(byHand.map((turns, index) => ({ turns, index })))(
  'told by hand: $turns',
  async ({ turns, index }) => {
    expect(shown(await healthOf(index))).toEqual(turns)
  },
)

test('whatever comes when: the turns are those of the definition', async () => {
  for (const [index, commits] of told.entries()) {
    const known = commits.some(({ failed, passed, pending }) => pending || (failed ?? passed) !== undefined)
    expect(shown(await healthOf(index)), `${index}`).toEqual(known ? expected(commits) : undefined)
  }
})
