import { type Condition, inRepositories, secondRange, where } from '../conditions.ts'
import {
  REVIEWS,
  type ReviewQuestion,
  reviewedPulls,
  type WaitingQuestion,
  waitingPulls,
} from '../reviews.ts'
import { type TeamQuestion, teamReviews } from '../team-reviews.ts'
import { all, contributionKeys, type KeysByEvent, key, pullKeys, when, whole } from './payload-keys.ts'
import type { Things } from './told-deliveries.ts'

const STARTS = "action IN ('opened', 'ready_for_review', 'converted_to_draft')"

/** Reviews, labels that approve, and what says since when a pull request was ready. */
const reviewKeys: KeysByEvent = {
  pull_request: all(
    when(STARTS, key('pull', whole('pull_request', 'number'))),
    contributionKeys.pull_request ?? '[]',
  ),
  pull_request_review: contributionKeys.pull_request_review ?? '[]',
}

/** Reviews and approvals in the range, and what began the clocks of their pull requests. */
export function reviewThings(question: ReviewQuestion): Things {
  return thingsOf(question, reviewedPulls(question))
}

/** The same of those of which both teams are known. */
export function teamThings(question: TeamQuestion): Things {
  return thingsOf(question, teamReviews(question))
}

function thingsOf(
  { since, until, repositories }: Pick<ReviewQuestion, 'since' | 'until' | 'repositories'>,
  { sql, values }: Condition,
): Things {
  const facts = where([
    inRepositories(repositories),
    { sql: REVIEWS, values: {} },
    ...secondRange('at', { since, until }),
    {
      sql: `(repository_id, number, login_key) IN (SELECT its_repository, its_number, reviewer FROM (${sql}) SETTINGS final = 1)`,
      values,
    },
  ])
  return {
    keys: {
      sql: `
        SELECT repository_id, concat(kind, ':', key) FROM contributions ${facts.sql}
        UNION ALL
        SELECT its_repository, concat('pull:', toString(its_number)) FROM (${sql}) SETTINGS final = 1`,
      values: facts.values,
    },
    events: reviewKeys,
    firstTime: { sql: `SELECT min(opened_at) FROM (${sql}) WHERE opened_at > 0 SETTINGS final = 1`, values },
  }
}

/** Pull requests that wait for approval, by everything that tells of them. */
export function waitingThings(question: WaitingQuestion): Things {
  const { sql, values } = waitingPulls(question)
  const lives = `FROM pull_request_lives ${sql} SETTINGS final = 1`
  return {
    keys: { sql: `SELECT repository_id, concat('pull:', toString(number)) ${lives}`, values },
    events: pullKeys,
    firstTime: { sql: `SELECT min(created_at) ${lives}`, values },
  }
}
