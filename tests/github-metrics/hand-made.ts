import { randomUUID } from 'node:crypto'
import type { ReceivedDelivery } from '../support/append-deliveries.ts'

const user = (login: string) => ({ login, id: 1, type: login.endsWith('[bot]') ? 'Bot' : 'User' })
const at = (date: number, time: string) => `2026-01-${String(date).padStart(2, '0')}T${time}:00Z`

const repositories = {
  hand: { id: 1, full_name: 'acme/hand', name: 'hand', owner: { login: 'acme' }, pushed_at: null },
  other: { id: 2, full_name: 'acme/other', name: 'other', owner: { login: 'acme' }, pushed_at: null },
}

interface PullState {
  readonly number: number
  readonly author: string
  readonly created: string
  readonly updated: string
  readonly commits?: number
  readonly sha?: string
  readonly labels?: readonly string[]
  readonly closed?: string
  readonly merged?: string
}

function pull({
  number,
  author,
  created,
  updated,
  commits,
  sha = 'a1',
  labels = [],
  closed,
  merged,
}: PullState) {
  return {
    ...{
      id: number,
      number,
      title: `Pull ${number}`,
      user: user(author),
      created_at: created,
      updated_at: updated,
    },
    ...{
      state: closed === undefined ? 'open' : 'closed',
      closed_at: closed ?? null,
      merged_at: merged ?? null,
    },
    ...{ labels: labels.map((name) => ({ name })), head: { ref: 'x', sha }, base: { ref: 'main' } },
    ...(commits === undefined ? {} : { commits, merged: merged !== undefined }),
  }
}

const first = { number: 1, author: 'ada', created: at(5, '08:00') }
const comment = (id: number, login: string, said: string, more: object = {}) => ({
  ...{ id, user: user(login), created_at: said, updated_at: said, path: 'README.md', ...more },
})

type Told = readonly [
  when: string,
  event: string,
  repository: keyof typeof repositories,
  sender: string,
  payload: object,
]

const opened = (when: string, its: Omit<PullState, 'created' | 'updated'>) => ({
  action: 'opened',
  pull_request: pull({ commits: 1, ...its, created: when, updated: when }),
})
const labelled = (when: string, name: string, labels: readonly string[], sha = 'a2', commits = 3) => ({
  action: 'labeled',
  label: { name },
  pull_request: pull({ ...first, updated: when, labels, sha, commits }),
})
const reviewed = (when: string, id: number, login: string, state: string, body: string) => ({
  action: 'submitted',
  review: { id, user: user(login), state, body, submitted_at: when },
  pull_request: pull({ ...first, updated: when, sha: 'a2', labels: ['sig-core'] }),
})
const commented = (when: string, its: object) => ({
  action: 'created',
  comment: its,
  pull_request: pull({ ...first, updated: when, sha: 'a2', labels: ['sig-core'] }),
})
const root = comment(21, 'mona', at(5, '10:00'))
const reply = comment(22, 'ada', at(5, '10:30'), { in_reply_to_id: 21 })

/** Ada's first pull request in acme/hand: reviewed by Mona and Grace, approved by labels, merged after three days. */
const ofFirst: readonly Told[] = [
  [at(5, '08:00'), 'pull_request', 'hand', 'ada', opened(at(5, '08:00'), { number: 1, author: 'ada' })],
  [
    at(5, '08:30'),
    'pull_request',
    'hand',
    'ada',
    labelled(at(5, '08:30'), 'sig-core', ['sig-core'], 'a1', 1),
  ],
  [
    at(5, '09:00'),
    'pull_request',
    'hand',
    'ada',
    {
      action: 'synchronize',
      pull_request: pull({ ...first, updated: at(5, '09:00'), sha: 'a2', commits: 3, labels: ['sig-core'] }),
    },
  ],
  [
    at(5, '10:00'),
    'pull_request_review',
    'hand',
    'mona',
    reviewed(at(5, '10:00'), 11, 'mona', 'commented', 'Well… /approve'),
  ],
  [at(5, '10:00'), 'pull_request_review_comment', 'hand', 'mona', commented(at(5, '10:00'), root)],
  [
    at(5, '10:30'),
    'pull_request_review',
    'hand',
    'ada',
    reviewed(at(5, '10:30'), 13, 'ada', 'commented', ''),
  ],
  [at(5, '10:30'), 'pull_request_review_comment', 'hand', 'ada', commented(at(5, '10:30'), reply)],
  [
    at(5, '11:00'),
    'check_run',
    'hand',
    'ci[bot]',
    {
      action: 'completed',
      check_run: {
        ...{ id: 31, name: 'can-be-merged', head_sha: 'a2', status: 'completed', conclusion: 'success' },
        ...{
          started_at: at(5, '10:55'),
          completed_at: at(5, '11:00'),
          app: { slug: 'ci' },
          pull_requests: [],
        },
        check_suite: {
          id: 41,
          head_branch: 'x',
          head_sha: 'a2',
          created_at: at(5, '10:50'),
          updated_at: at(5, '11:00'),
        },
        output: { title: null, summary: null },
      },
    },
  ],
  [
    at(5, '12:00'),
    'pull_request_review_thread',
    'hand',
    'ada',
    {
      action: 'resolved',
      thread: { node_id: 'PRRT_1', comments: [root, reply] },
      pull_request: pull({ ...first, updated: at(5, '10:30'), sha: 'a2', labels: ['sig-core'] }),
    },
  ],
  [
    at(5, '14:00'),
    'pull_request_review',
    'hand',
    'grace',
    reviewed(at(5, '14:00'), 12, 'grace', 'changes_requested', ''),
  ],
  [
    at(7, '12:00'),
    'pull_request',
    'hand',
    'mona',
    labelled(at(7, '12:00'), 'approved-Mona', ['sig-core', 'approved-Mona']),
  ],
  [
    at(7, '13:00'),
    'pull_request',
    'hand',
    'ada',
    labelled(at(7, '13:00'), 'Verified', ['sig-core', 'approved-Mona', 'Verified']),
  ],
  [
    at(7, '14:00'),
    'pull_request',
    'hand',
    'grace',
    labelled(at(7, '14:00'), 'lgtm-grace', ['sig-core', 'approved-Mona', 'lgtm-grace']),
  ],
  [
    at(8, '08:00'),
    'pull_request',
    'hand',
    'mona',
    {
      action: 'closed',
      pull_request: pull({
        ...{ ...first, updated: at(8, '08:00'), sha: 'a2', commits: 3, labels: ['sig-core', 'lgtm-grace'] },
        ...{ closed: at(8, '08:00'), merged: at(8, '08:00') },
      }),
    },
  ],
]

/** The same number in another repository, given up after half a day; Bob's stays open; one payload is broken. */
const ofOthers: readonly Told[] = [
  [
    at(6, '08:00'),
    'pull_request',
    'other',
    'ada',
    opened(at(6, '08:00'), { number: 1, author: 'ada', sha: 'b1' }),
  ],
  [
    at(6, '08:00'),
    'pull_request',
    'hand',
    'bob',
    opened(at(6, '08:00'), { number: 2, author: 'bob', sha: 'c1' }),
  ],
  [
    at(6, '09:00'),
    'issue_comment',
    'hand',
    'mona',
    {
      action: 'created',
      issue: {
        ...{
          number: 2,
          title: 'Pull 2',
          state: 'open',
          user: user('bob'),
          pull_request: { merged_at: null },
        },
        ...{ created_at: at(6, '08:00'), updated_at: at(6, '09:00'), closed_at: null },
      },
      comment: {
        ...comment(51, 'mona', at(6, '09:00')),
        body: 'é'.repeat(501),
        html_url: 'https://github.com/c/51',
      },
    },
  ],
  [at(6, '10:00'), 'push', 'hand', 'ada', { ref: 'refs/heads/main', before: '0', after: '1', commits: [] }],
  [
    at(6, '20:00'),
    'pull_request',
    'other',
    'ada',
    {
      action: 'closed',
      pull_request: pull({
        ...{
          number: 1,
          author: 'ada',
          created: at(6, '08:00'),
          updated: at(6, '20:00'),
          sha: 'b1',
          commits: 1,
        },
        closed: at(6, '20:00'),
      }),
    },
  ],
  [at(9, '10:00'), 'pull_request', 'other', 'bob', { action: 'opened', pull_request: { number: 9 } }],
]

/** Twenty deliveries, each received a second after what it tells of. */
export const handMade: readonly ReceivedDelivery[] = [...ofFirst, ...ofOthers].map(
  ([when, event, repository, sender, payload]) => ({
    guid: randomUUID(),
    event,
    receivedAt: new Date(Date.parse(when) + 1000),
    payload: { ...payload, repository: repositories[repository], sender: user(sender) },
  }),
)

/** Mona reviews for another team than the one whose label Ada's pull request bears. */
export const handMadeTeams =
  'acme/hand: { maintainers: [ada], sig-web: [mona], sig-core: [grace] }\nacme/other: { maintainers: [bob] }\n'
