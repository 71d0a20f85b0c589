import { type AnswerOf, getTeamMetrics, type QueryOf } from '@octometer/gateway-api'
import { type ReviewTimesRow, reviewTimes, waitingForApproval } from '@octometer/read-store'
import type { Principal } from '@octometer/service-kit'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { isKnown, resolveScope } from '../repository-scope.ts'
import { allReviewers, type Contributor, contributionsBehind } from './contributions.ts'
import { lowerCase, reviewsAsked } from './reviews-asked.ts'
import { extremesAmong, slowOnes, workloadOf } from './team-formulas.ts'

type Answer = AnswerOf<typeof getTeamMetrics>
type Member = Answer['data'][number]

export const getTeamMetricsEndpoint = endpoint(
  getTeamMetrics,
  'people',
  async (gateway, { query, principal }) => {
    const { store } = gateway
    const { question, accountOf } = await teamAsked(gateway, principal, query)
    const { repositories } = question
    const [people, times, [waiting], known] = await Promise.all([
      allReviewers(gateway, principal, { ...query, kind: query.kind ?? ['person'] }),
      store.query(reviewTimes, question),
      store.query(waitingForApproval, { repositories, authors: question.reviewers }),
      resolveScope(gateway, principal, query.repository).then((scope) => isKnown(gateway, scope)),
    ])
    const data = membersOf(people, times, { accountOf, least: query.min_reviews })
    return {
      workload: workloadTold(data),
      review_times: reviewTimesTold(
        data,
        times.find(({ of_all }) => of_all),
        query.min_reviews,
      ),
      bottlenecks: {
        waiting: known ? (waiting?.pull_requests ?? 0) : null,
        alerts: alertsOf(data),
      },
      data,
    }
  },
  {
    evidence: async (gateway, { query, principal }) => {
      const { question } = await teamAsked(gateway, principal, query)
      const { since, until, repositories } = question
      const wanted = { ...query, kind: query.kind ?? (['person'] as const) }
      const opened = await contributionsBehind(gateway, principal, wanted, ['pull_opened'])
      const waiting = { repositories, authors: question.reviewers }
      return {
        deliveries: [
          ...opened.deliveries,
          { since, until, repositories, of: { kind: 'reviews', question } },
          { since: null, until: null, repositories, of: { kind: 'waiting_pulls', question: waiting } },
        ],
      }
    },
  },
)

async function teamAsked(
  gateway: GatewayContext,
  principal: Principal,
  query: QueryOf<typeof getTeamMetrics>,
) {
  const { question, accountOf } = await reviewsAsked(gateway, principal, query)
  const only = lowerCase(query.user)
  const isAsked = (login: string) => !question.without.includes(login) && (only?.includes(login) ?? true)
  // Whose pull requests somebody reviewed changes nothing about how long it took: those of people who are left out count too.
  const reviewers = question.reviewers?.filter(isAsked) ?? null
  return { question: { ...question, reviewers, without: [] }, accountOf }
}

interface Among {
  readonly accountOf: (key: string) => Pick<Member, 'login' | 'kind'>
  readonly least: number
}

const UNTIMED = {
  first_reviews: 0,
  review_mean: null,
  review_median: null,
  first_approvals: 0,
  approval_mean: null,
  approval_median: null,
} as const

/** Who did something, and who only approved by a label. */
function membersOf(
  people: readonly Contributor[],
  times: readonly ReviewTimesRow[],
  { accountOf, least }: Among,
): Member[] {
  const counted = new Map(people.map((each) => [each.login_key, each]))
  const timed = new Map(times.filter(({ of_all }) => !of_all).map((each) => [each.reviewer, each]))
  const members = [...new Set([...counted.keys(), ...timed.keys()])].map((key) => {
    const { first_reviews, first_approvals, ...time } = timed.get(key) ?? UNTIMED
    const own = counted.get(key)
    return {
      ...accountOf(key),
      pulls_opened: own?.pulls_opened ?? 0,
      reviews: own?.reviews ?? 0,
      approvals: own?.approvals ?? 0,
      first_reviews,
      first_review_mean_seconds: time.review_mean,
      first_review_median_seconds: time.review_median,
      first_approvals,
      approval_mean_seconds: time.approval_mean,
      approval_median_seconds: time.approval_median,
      low_sample: first_reviews < least,
    }
  })
  return members
    .filter(({ pulls_opened, reviews, first_approvals }) => pulls_opened + reviews + first_approvals > 0)
    .toSorted(
      (left, right) =>
        right.pulls_opened - left.pulls_opened ||
        right.reviews - left.reviews ||
        (left.login.toLowerCase() < right.login.toLowerCase() ? -1 : 1),
    )
}

function workloadTold(data: readonly Member[]): Answer['workload'] {
  const people = data.map(({ login, pulls_opened }) => ({ user: login, created: pulls_opened }))
  const { created, mean, most, gini } = workloadOf(people)
  return {
    contributors: data.length,
    pulls_opened: created,
    pulls_per_contributor: mean,
    most: most && { login: most.user, pulls_opened: most.created },
    gini,
  }
}

function reviewTimesTold(
  data: readonly Member[],
  all: ReviewTimesRow | undefined,
  least: number,
): Answer['review_times'] {
  const timed = data.flatMap(({ login, first_reviews, first_review_mean_seconds: avg }) =>
    avg === null ? [] : [{ user: login, reviews: first_reviews, avg }],
  )
  const { fastest, slowest, isLowSample } = extremesAmong(timed, least)
  const told = (reviewer: typeof fastest) =>
    reviewer === undefined
      ? null
      : {
          login: reviewer.user,
          mean_seconds: reviewer.avg,
          first_reviews: reviewer.reviews,
          low_sample: isLowSample,
        }
  return {
    first_reviews: all?.first_reviews ?? 0,
    mean_seconds: all?.review_mean ?? null,
    median_seconds: all?.review_median ?? null,
    fastest: told(fastest),
    slowest: told(slowest),
    min_reviews: least,
  }
}

const HOUR = 3600

function alertsOf(data: readonly Member[]): Answer['bottlenecks']['alerts'] {
  const approvers = data.flatMap((each) =>
    each.approval_mean_seconds === null ? [] : [{ ...each, avg: each.approval_mean_seconds / HOUR }],
  )
  return slowOnes(approvers).map(({ approver, severity }) => ({
    login: approver.login,
    first_approvals: approver.first_approvals,
    mean_seconds: approver.approval_mean_seconds ?? 0,
    severity,
  }))
}
