import { askStore, type StoreAccess } from '../support/ask-store.ts'
import { APPROVED, FOREIGN, LABELLED, NAMES, pullEvents, type Scope, SUBMITTED, tenth } from './archive.ts'

type Row = Readonly<Record<string, unknown>>

/** Everything that happened to pull requests whose opening was received in the range, with hours since it (W8). */
function lives(scope: Scope): string {
  return `
    SELECT e.*, opened_at, (toUnixTimestamp(at) - toUnixTimestamp(opened_at)) / 3600 AS h
    FROM (${pullEvents(scope, '1')}) AS e
    INNER JOIN (
      SELECT repo, n, min(at) AS opened_at FROM (${pullEvents(scope)})
      WHERE event = 'pull_request' AND action = 'opened' GROUP BY repo, n) AS o USING (repo, n)`
}

const averages = [
  ['avg_time_to_first_review_hours', `${SUBMITTED} AND ${FOREIGN}`],
  ['avg_time_to_approval_hours', APPROVED],
  ['avg_time_to_first_verified_hours', `${LABELLED} AND lower(label) LIKE '%verified%'`],
  ['avg_time_to_first_changes_requested_hours', `${SUBMITTED} AND review_state = 'changes_requested'`],
  ['avg_pr_lifecycle_hours', "event = 'pull_request' AND action = 'closed'"],
] as const

/** 1.6: first review, approval, verified, changes requested and lifecycle; averages to a tenth, null without any (W13). */
export async function turnaround(access: StoreAccess, scope: Scope) {
  const firsts = averages
    .map(([name, condition]) => `minOrNullIf(h, ifNull(${condition}, 0)) AS ${name}`)
    .join(', ')
  const means = averages.map(([name]) => `${tenth(`avgOrNull(p.${name})`)} AS ${name}`).join(', ')
  const each = `SELECT repo, n, ${firsts} FROM (${lives(scope)}) GROUP BY repo, n`
  const [summary] = await askStore<Row>(
    access,
    `SELECT ${means}, count() AS total_prs_analyzed FROM (${each}) AS p`,
  )
  const by_repository = await askStore<Row>(
    access,
    `SELECT any(name) AS repository, ${means}, count() AS total_prs FROM (${each}) AS p LEFT JOIN (${NAMES}) AS names USING (repo)
     GROUP BY repo ORDER BY total_prs DESC, repo`,
  )
  const by_reviewer = await askStore<Row>(
    access,
    `SELECT max(sender) AS reviewer, ${tenth('avg(h)')} AS avg_response_time_hours, count() AS total_reviews,
       arraySort(groupUniqArray(name)) AS repositories_reviewed
     FROM (${lives(scope)}) AS l LEFT JOIN (${NAMES}) AS names USING (repo)
     WHERE ${SUBMITTED} AND ${FOREIGN} AND isNotNull(sender)
     GROUP BY lower(sender) ORDER BY total_reviews DESC, lower(reviewer)`,
  )
  return { summary, by_repository, by_reviewer }
}

interface Contributor {
  readonly user: string
  readonly prs_created: number
  readonly prs_reviewed: number
  readonly prs_approved: number
}

function workload(access: StoreAccess, scope: Scope): Promise<readonly Contributor[]> {
  return askStore(
    access,
    `SELECT max(who) AS user, uniqExactIf((repo, n), role = 'created') AS prs_created, countIf(role = 'reviewed') AS prs_reviewed,
       uniqExactIf((repo, n), role = 'approved') AS prs_approved
     FROM (
       SELECT repo, n, 'created' AS role, author AS who FROM (${pullEvents(scope)}) WHERE event = 'pull_request'
       UNION ALL
       SELECT repo, n, 'reviewed', sender FROM (${pullEvents(scope)}) WHERE ${SUBMITTED} AND ${FOREIGN}
       UNION ALL
       SELECT repo, n, 'approved', substring(assumeNotNull(label), 10) FROM (${pullEvents(scope)}) WHERE ${APPROVED})
     WHERE isNotNull(who) GROUP BY lower(who) ORDER BY prs_created DESC, prs_reviewed DESC, lower(user)`,
  )
}

/** 1.6, by its own words: (2·Σ i·xᵢ)/(n·Σx) − (n+1)/n, ascending, to three digits. */
function giniOf(values: readonly number[]): number | null {
  const sum = values.reduce((total, value) => total + value, 0)
  if (sum === 0) return null
  const ranked = values.toSorted((a, b) => a - b).reduce((total, value, i) => total + (i + 1) * value, 0)
  const n = values.length
  return Math.round(1000 * ((2 * ranked) / (n * sum) - (n + 1) / n)) / 1000
}

const rounded = (value: number) => Math.round(value * 10) / 10

interface Reviewer {
  readonly user: string
  readonly avg_review_time_hours: number
  readonly median_review_time_hours: number
  readonly total_reviews: number
}

async function efficiency(access: StoreAccess, scope: Scope, least: number) {
  const times = `SELECT * FROM (${lives(scope)}) WHERE ${SUBMITTED} AND ${FOREIGN} AND isNotNull(sender) AND at >= opened_at`
  const by_reviewer = await askStore<Reviewer>(
    access,
    `SELECT max(sender) AS user, ${tenth('avg(h)')} AS avg_review_time_hours,
       ${tenth('quantileExactInclusive(0.5)(h)')} AS median_review_time_hours, count() AS total_reviews
     FROM (${times}) GROUP BY lower(sender) ORDER BY avg_review_time_hours, lower(user)`,
  )
  const [all] = await askStore<{ m: number | null }>(
    access,
    `SELECT ${tenth('quantileExactInclusiveOrNull(0.5)(h)')} AS m FROM (${times})`,
  )
  // Tenths as whole numbers: their sum is exact, and so is a half.
  const tenths = by_reviewer.map((row) => Math.round(row.avg_review_time_hours * 10))
  const mean = tenths.reduce((sum, each) => sum + each, 0) / tenths.length
  const many = by_reviewer.filter((row) => row.total_reviews >= least)
  const most = Math.max(...by_reviewer.map((row) => row.total_reviews))
  const among = many.length > 0 ? many : by_reviewer.filter((row) => row.total_reviews === most)
  const extreme = (row: Reviewer | undefined) =>
    row === undefined
      ? null
      : {
          ...{ user: row.user, avg_hours: row.avg_review_time_hours, total_reviews: row.total_reviews },
          ...(many.length > 0 ? {} : { low_sample_size: true }),
        }
  return {
    summary: {
      avg_review_time_hours: by_reviewer.length === 0 ? null : Math.round(mean) / 10,
      median_review_time_hours: all?.m ?? null,
      fastest_reviewer: extreme(among[0]),
      slowest_reviewer: extreme(among.at(-1)),
      min_reviews_threshold: least,
    },
    by_reviewer,
  }
}

interface Approver {
  readonly approver: string
  readonly avg_approval_hours: number
  readonly total_approvals: number
}

async function bottlenecks(access: StoreAccess, scope: Scope) {
  const by_approver = await askStore<Approver>(
    access,
    `SELECT max(who) AS approver, ${tenth('avg(h)')} AS avg_approval_hours, count() AS total_approvals
     FROM (SELECT *, substring(assumeNotNull(label), 10) AS who FROM (${lives(scope)}) WHERE ${APPROVED} AND at >= opened_at)
     GROUP BY lower(who) ORDER BY avg_approval_hours DESC, lower(approver)`,
  )
  const [pending] = await askStore<{ pulls: number }>(
    access,
    `SELECT count() AS pulls FROM (
       SELECT repo, n, argMax(shown, (at, action = 'closed', t)) AS latest, countIf(ifNull(${APPROVED}, 0)) AS approvals
       FROM (${pullEvents(scope)}) WHERE event = 'pull_request' GROUP BY repo, n) WHERE latest = 'open' AND approvals = 0`,
  )
  const alerts = by_approver
    .filter((row) => row.avg_approval_hours > 24)
    .map((row) => ({
      approver: row.approver,
      avg_approval_hours: row.avg_approval_hours,
      team_pending_count: pending?.pulls,
      severity: row.avg_approval_hours > 48 ? 'critical' : 'warning',
    }))
  return { alerts, by_approver }
}

/** 1.6: workload with Gini, review efficiency, bottlenecks; of the lists, all of them. */
export async function teamDynamics(access: StoreAccess, scope: Scope, least: number) {
  const by_contributor = await workload(access, scope)
  const created = by_contributor.map((row) => row.prs_created)
  const top = by_contributor[0]
  return {
    workload: {
      summary: {
        total_contributors: by_contributor.length,
        avg_prs_per_contributor:
          created.length === 0
            ? null
            : rounded(created.reduce((sum, value) => sum + value, 0) / created.length),
        top_contributor:
          top === undefined || top.prs_created === 0 ? null : { user: top.user, total_prs: top.prs_created },
        workload_gini: giniOf(created),
      },
      by_contributor,
    },
    review_efficiency: await efficiency(access, scope, least),
    bottlenecks: await bottlenecks(access, scope),
  }
}
