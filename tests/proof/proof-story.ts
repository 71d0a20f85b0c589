import { genuinePayload } from '@octometer/testkit'
import { ciOf } from '../support/ci-payloads.ts'
import { at, people, tellPull } from '../support/pull-request-payloads.ts'
import { pullRequestWeek } from '../support/pull-request-week.ts'
import type { Told } from '../support/send-twice.ts'
import { told } from '../support/told.ts'

const api = { id: 1, full_name: 'acme/api' }
const its = { created_at: at('04T08:00'), updated_at: at('04T08:00'), head_branch: 'main' }

const issue = (number: number, action: string, closed: string | null) =>
  told(api, ['issues', 15], {
    action,
    issue: {
      ...{ number, state: closed === null ? 'open' : 'closed', created_at: at('04T08:00'), labels: [] },
      ...{ updated_at: closed ?? at('04T08:00'), closed_at: closed },
    },
  })

/** A tag on a commit of a branch, and the end of that branch: neither is a push that counts. */
const otherPushes: readonly Told[] = [
  told(api, ['push', 0], {
    ...{ ref: 'refs/tags/v1', deleted: false, created: true },
    commits: [{ id: `${'decade'.padEnd(38, '2')}00`, timestamp: at('02T17:00'), distinct: false }],
  }),
  told(api, ['push', 0], { ref: 'refs/heads/feature', deleted: true, created: false, commits: [] }),
]

const conflict = told(api, ['pull_request', 0], {
  action: 'synchronize',
  pull_request: {
    ...{ number: 5, state: 'open', mergeable: false, created_at: at('04T08:00'), updated_at: at('05T08:00') },
    ...{ closed_at: null, merged_at: null, labels: [], head: { ref: 'change', sha: 'dad', repo: { id: 1 } } },
  },
})

const seen = { stargazers_count: 44, open_issues_count: 2, pushed_at: at('02T17:00') }
/** The second tells less than the first, and comes to be known later. */
const stars: readonly Told[] = [
  told(api, ['star', 0], {}, { ...seen, updated_at: at('07T08:00') }),
  told(api, ['star', 0], {}, { ...seen, stargazers_count: 43, updated_at: at('06T20:00') }),
]

interface Said {
  readonly id: number
  readonly by: string
  readonly time: string
  readonly answers?: number
}

function commentOf({ id, by, time, answers }: Said) {
  const { comment } = genuinePayload('pull_request_review_comment', 2)
  const user = { ...Object(Object(comment).user), login: by, type: 'User' }
  const reply = answers === undefined ? {} : { in_reply_to_id: answers }
  return { ...Object(comment), id, user, created_at: at(time), updated_at: at(time), ...reply }
}

const threadOf = { number: 5, updated_at: at('05T20:00'), created_at: at('04T08:00') }
const comment = (action: string, said: Said) =>
  told(api, ['pull_request_review_comment', 2], {
    ...{ action, comment: commentOf(said), pull_request: threadOf },
  })
const turn = (action: string, time: string, comments: readonly Said[]) =>
  told(api, ['pull_request_review_thread', 1], {
    ...{ action, updated_at: at(time), pull_request: threadOf },
    thread: { node_id: 'PRRT_1', comments: comments.map(commentOf) },
  })

const first = { id: 100, by: 'ada', time: '05T10:00' }
const reply = { id: 101, by: 'mona', time: '05T10:30', answers: 100 }
const lone = { id: 200, by: 'mona', time: '05T11:00' }
const gone = { id: 300, by: 'ada', time: '05T12:00' }

/** One that is answered and resolved, one that is neither, and one of which nothing is left. */
const threads: readonly Told[] = [
  comment('created', first),
  comment('created', reply),
  turn('resolved', '05T12:00', [first, reply]),
  comment('created', lone),
  comment('created', gone),
  comment('deleted', gone),
]

const web = ciOf({ id: 3, full_name: 'acme/ci' })
const suite = (id: number, letter: string, created: string, branch = 'main') => {
  return { id, sha: letter.repeat(40), created, branch }
}
const unit = (id: number) => ({ id, name: 'unit' })
const lint = (id: number) => ({ id, name: 'lint' })
const [s1, s2, s3] = [suite(1, 'a', '08:00'), suite(2, 'b', '09:00'), suite(3, 'd', '10:00', 'feature')]

/** `unit` flakes once in three suites, `lint` never; the default branch is green, red, then green again. */
const checks: readonly Told[] = [
  web.checkStarted(s1, unit(11), '08:01'),
  web.checkEnded(s1, unit(11), ['08:01', '08:05'], 'success'),
  web.checkEnded(s1, lint(12), ['08:01', '08:02'], 'failure'),
  web.suite(s1, '08:10', 'success'),
  web.checkEnded(s2, unit(21), ['09:01', '09:05'], 'failure'),
  web.suite(s2, '09:10', 'failure'),
  web.checkEnded(s2, unit(22), ['09:31', '09:35'], 'success'),
  web.suite(s2, '09:40', 'success'),
  web.checkEnded(s3, unit(31), ['10:01', '10:05'], 'failure'),
  web.checkEnded(s3, unit(32), ['10:06', '10:07'], 'cancelled'),
  web.suite(s3, '10:10', 'failure'),
  web.status({ id: 1, sha: s1.sha, context: 'legacy', state: 'pending' }, '08:01'),
  web.status({ id: 2, sha: s1.sha, context: 'legacy', state: 'success' }, '08:06'),
]

/** Of its opening nothing told but a label, two days later. */
const unseen = tellPull({
  ...{
    repository: { id: 2, full_name: 'acme/web' },
    number: 50,
    author: people.grace,
    opened: '04T08:00',
    lines: 3,
  },
})

/** A month with something for every number, and with what counts nowhere. */
export const proofStory: readonly Told[] = [
  ...pullRequestWeek,
  issue(31, 'opened', null),
  issue(32, 'opened', null),
  issue(32, 'closed', at('06T08:00')),
  told(api, ['workflow_run', 0], {
    action: 'completed',
    workflow_run: { id: 41, run_attempt: 1, ...its, run_started_at: at('04T08:00'), conclusion: 'failure' },
  }),
  ...otherPushes,
  conflict,
  ...stars,
  ...threads,
  ...checks,
  unseen.label('bug', '06T08:00'),
]
