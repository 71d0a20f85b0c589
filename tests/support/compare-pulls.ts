import type { ExpectedPullRequest } from '@octometer/testkit'
import { askStore, type StoreAccess } from './ask-store.ts'

type PullState = Omit<
  ExpectedPullRequest,
  'first_review_at' | 'first_approval_at' | 'first_review_request_at' | 'ready_for_review_at' | 'timeline'
> & { readonly timeline: readonly string[] }

const iso = (column: string) =>
  `if(isNull(${column}), NULL, formatDateTime(assumeNotNull(${column}), '%Y-%m-%dT%H:%i:%SZ'))`

/** Every pull request as the read model has it, with its reviews and timeline, by repository and number. */
export async function storedPulls(access: StoreAccess): Promise<readonly PullState[]> {
  return askStore<PullState>(
    access,
    `SELECT repository_id, number, c.state AS state, c.title AS title, d.draft AS draft, c.author AS author,
       ${iso('c.created_at')} AS created_at, ${iso('c.merged_at')} AS merged_at, ${iso('c.closed_at')} AS closed_at,
       d.merged_by AS merged_by, c.labels AS labels, c.head_sha AS head_sha, c.head_ref AS head_ref, c.base_ref AS base_ref,
       d.additions AS additions, d.deletions AS deletions, d.changed_files AS changed_files, d.commits AS commits,
       r.reviews AS reviews, t.timeline AS timeline
     FROM (SELECT repository_id, number, max(core) AS c, max(detail) AS d FROM pull_requests GROUP BY 1, 2) AS p
     LEFT JOIN (
       SELECT repository_id, number,
         arraySort(x -> (x.submitted_at, x.id), groupArray(CAST((review_id, s.state, reviewer, ${iso('at')}),
           'Tuple(id UInt64, state String, user Nullable(String), submitted_at Nullable(String))'))) AS reviews
       FROM (SELECT repository_id, number, review_id, max(state) AS s, max(reviewer) AS reviewer, min(submitted_at) AS at
             FROM pull_request_reviews GROUP BY 1, 2, 3) GROUP BY 1, 2) AS r USING (repository_id, number)
     LEFT JOIN (
       SELECT repository_id, number, arraySort(groupUniqArray(concat(${iso('at')}, ' ', replaceRegexpOne(action, '^review_(approved|changes_requested|commented)$', 'review_submitted'), ' ', subject))) AS timeline
       FROM pull_request_timeline GROUP BY 1, 2) AS t USING (repository_id, number)
     ORDER BY repository_id, number`,
  )
}

/** The simulator's own state in the same shape. What receipt alone dates is left out: it is no fact of the payload. */
export function expectedPulls(pulls: readonly ExpectedPullRequest[]): readonly PullState[] {
  return pulls
    .map(({ first_review_at, first_approval_at, first_review_request_at, ready_for_review_at, ...pull }) => ({
      ...pull,
      timeline: pull.timeline
        .flatMap((mark) => (mark.at === null ? [] : [`${mark.at} ${nameOf(mark, pull)}`]))
        .sort(),
    }))
    .sort((left, right) => left.repository_id - right.repository_id || left.number - right.number)
}

type Mark = ExpectedPullRequest['timeline'][number]

function nameOf({ event, action, subject, at }: Mark, pull: { readonly merged_at: string | null }): string {
  return `${actionName(event, action, at === pull.merged_at)} ${subject}`
}

function actionName(event: string, action: string, merged: boolean): string {
  if (event === 'pull_request') return action === 'closed' && merged ? 'merged' : action
  if (event === 'pull_request_review') return `review_${action}`
  const kind = event === 'issue_comment' ? 'comment' : 'review_comment'
  return action === 'created' ? kind : `${kind}_${action}`
}
