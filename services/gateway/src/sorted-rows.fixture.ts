import type { IssueRow } from '@octometer/read-store'
import { alertRow } from './alerts/alert-rows.fixture.ts'
import { repositoryRows } from './repository-rows.fixture.ts'
import { deadLetterRow, deliveryRow, nameRow, pullRow } from './rows.fixture.ts'
import { deploymentRow, issueRow } from './work-rows.fixture.ts'

// Rows of every list that can be sorted: equal values, unknown ones, texts in several cases, and things seen more than once, of
// which only what was seen last counts.

const START = Date.parse('2026-03-01T00:00:00Z')
const HOUR = 3_600_000
const REPOSITORIES = 17
const COUNT = 42

const at = (hours: number) => new Date(START + hours * HOUR)
const every = <T>(make: (index: number) => T, count = COUNT): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index))
/** One of these by turns. */
const turn = <const T extends readonly unknown[]>(index: number, values: T): T[number] =>
  values[index % values.length]

const titles = ['zebra', 'Apple', 'apple', 'Ärger', '=1', 'Zebra', '10', '9'] as const
const logins = ['mona', 'Hubot', null, 'hubot', 'Zoe'] as const

export const names = every(
  (index) => nameRow(index + 1, `acme/repo-${index + 1}`, '2026-03-01T00:00:00Z'),
  REPOSITORIES,
)

export const pulls = every((index) =>
  [0, 1, 2].map((seen) => {
    const row = pullRow({
      repository_id: 1 + (index % 5),
      number: 1 + Math.floor(index / 5),
      at: at((index % 13) + seen * 24),
      created_at: at(index % 7),
      state: seen === 2 ? turn(index, ['open', 'merged', 'closed']) : 'open',
      author: `User-${(index * 7 + seen) % 11}`,
      labels: index % 2 === 0 ? ['bug'] : [],
      title: turn(index + seen, titles),
    })
    const lines = seen === 2 ? (index * 5) % 9 : 1000
    const known = { additions: lines, deletions: lines, commits: lines % 4, changed_files: lines % 3 }
    const unknown = { additions: null, deletions: null, commits: null, changed_files: null }
    return { ...row, detail: { ...row.detail, ...(index % 6 === 0 ? unknown : known) } }
  }),
).flat()

export const repositories = every((index) => {
  const name = `acme/${turn(index, ['Repo', 'repo'])}-${(index * 5) % REPOSITORIES}`
  return repositoryRows(index + 1, name, at(index)).map((row) => ({
    ...row,
    state: {
      ...row.state,
      stars: index % 4 === 0 ? null : index % 3,
      forks: index % 5,
      language: turn(index, ['TypeScript', 'go', null, 'Rust']),
      pushed_at: index % 6 === 0 ? null : at(index % 8),
      archived: index % 3 === 0,
    },
    measured: { ...row.measured, contributors: index % 5 === 0 ? null : index % 4 },
  }))
}, REPOSITORIES).flat()

/** Two of them are archived twice, as after a crash. */
export const deliveries = [...every(deliveryOf), deliveryOf(3), deliveryOf(33)]

function deliveryOf(index: number) {
  const repository =
    index % 9 === 0 ? { repository_id: null, repository: '' } : { repository_id: 1 + (index % 4) }
  return deliveryRow(`sorted ${index}`, at(index % 11).toISOString(), {
    event: turn(index, ['push', 'issues', 'check_run']),
    action: turn(index, ['', 'opened', 'closed', 'opened']),
    repository: `acme/${turn(index, ['Repo', 'repo'])}-${1 + (index % 4)}`,
    ...repository,
    sender: turn(index, logins),
    size: 100 * (index % 8),
  })
}

const SEVERITY_BITS = 2

/** Opened, and seen again an hour later: closed, or with another title. */
export const issues = every((index): readonly IssueRow[] => {
  const opened = at(index % 10)
  const seen = new Date(opened.getTime() + (1 + (index % 3)) * HOUR)
  const first = issueRow(1 + (index % 3), index + 1, opened, opened, 'open')
  const last = issueRow(1 + (index % 3), index + 1, opened, seen, turn(index, ['open', 'closed']))
  const mark = last.mark + (index % 3) * SEVERITY_BITS - SEVERITY_BITS
  return [
    first,
    {
      ...last,
      mark,
      first_response_at: index % 4 === 0 ? null : new Date(opened.getTime() + (index % 5) * 60_000),
      labels: { ...last.labels, mark },
      about: {
        ...last.about,
        mark,
        title: turn(index, titles),
        author: turn(index, logins),
        comments: index % 7 === 0 ? null : index % 4,
      },
    },
  ]
}).flat()

export const deployments = every((index) => {
  const created_at = at(index % 12)
  const its = { repository_id: 1 + (index % 3), deployment_id: index + 1, created_at }
  const succeeded = index % 4 === 0 ? null : new Date(created_at.getTime() + (index % 6) * 60_000)
  const about = {
    environment: turn(index, ['production', 'Staging', 'staging']),
    ref: turn(index, ['main', 'Release', 'hotfix/1']),
    creator: turn(index, logins),
  }
  return [
    { ...deploymentRow(its, null), ...about },
    { ...deploymentRow(its, succeeded), ...about },
  ]
}).flat()

export const alerts = every((index) => {
  const opened = at(index % 9)
  const resolved_at = index % 3 === 0 ? new Date(opened.getTime() + (index % 4) * HOUR) : null
  return alertRow(`alert-${index}`, opened.toISOString(), {
    state: resolved_at === null ? turn(index, ['open', 'acknowledged']) : 'resolved',
    rule: turn(index, ['conflict', 'build-failure']),
    severity: turn(index, ['low', 'critical', 'high', 'medium']),
    title: turn(index, titles),
    last_evidence_at: new Date(opened.getTime() + (index % 5) * HOUR),
    resolved_at,
    evidence: index % 6,
  })
})

export const deadLetters = every((index) => ({
  ...deadLetterRow(
    turn(index, ['issues', 'people', 'checks']),
    `letter ${index}`,
    at(index % 7).toISOString(),
  ),
  subject: `events.delivery.${turn(index, ['push', 'Issues'])}`,
  reason: turn(index, titles),
  status: turn(index, [
    { rank: 1, status: 'open' },
    { rank: 2, status: 'dismissed' },
  ] as const),
}))
