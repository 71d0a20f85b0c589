import { type StoreAccess, tellStore } from '../support/ask-store.ts'

/** The archive alone: github-metrics' formulas are recomputed from payloads, apart from the read models. */
export interface Scope {
  /** Id of one repository; null: all. */
  readonly repository: number | null
  /** Receipts from and to, both inclusive; null: all time. */
  readonly range: { readonly from: Date; readonly to: Date } | null
}

const literal = (time: Date) => `toDateTime64('${time.toISOString().replace('Z', '')}', 3, 'UTC')`

const literalOf = ({ repository }: Scope) => (repository === null ? '1' : `repo = ${repository}`)

/** Deliveries once each, by their first receipt `t`, of the scope's repositories. */
export function received(scope: Scope): string {
  return `SELECT * FROM recomputed_deliveries WHERE ${literalOf(scope)}`
}

export function inRange({ range }: Scope): string {
  return range === null ? '1' : `t >= ${literal(range.from)} AND t <= ${literal(range.to)}`
}

export const beforeRange = ({ range }: Scope) => (range === null ? '0' : `t < ${literal(range.from)}`)

export const notAfterRange = ({ range }: Scope) => (range === null ? '1' : `t <= ${literal(range.to)}`)

/** What payloads tell of pull requests, in the range or ever. */
export function pullEvents(scope: Scope, condition = inRange(scope)): string {
  return `SELECT * FROM recomputed_pulls WHERE ${literalOf(scope)} AND ${condition}`
}

const text = (json: string, ...path: readonly string[]) =>
  `nullIf(JSONExtractString(${[json, ...path.map((key) => `'${key}'`)].join(', ')}), '')`
export const time = (json: string, ...path: readonly string[]) =>
  `parseDateTimeBestEffortOrNull(ifNull(${text(json, ...path)}, ''), 'UTC')`

const DELIVERIES = `
  SELECT guid, min(received_at) AS t, min(archived_at) AS archived, any(d.event) AS event, any(payload) AS body,
    if(JSONHas(body, 'repository', 'id'), toNullable(JSONExtractUInt(body, 'repository', 'id')), NULL) AS repo,
    ${text('body', 'sender', 'login')} AS sender
  FROM deliveries AS d GROUP BY guid`

/**
 * Of pull requests: `n` the number, `at` the time of what happened (as the payload tells, W8), `shown` the state (by
 * `merged_at`, which every payload has, W11).
 */
const PULLS = `
  SELECT guid, t, event, repo, body, sender, JSONExtractString(body, 'action') AS action, pr,
    JSONExtractUInt(pr, 'number') AS n, ${text('pr', 'user', 'login')} AS author,
    ${text('body', 'label', 'name')} AS label, lower(JSONExtractString(body, 'review', 'state')) AS review_state,
    multiIf(isNotNull(${text('pr', 'merged_at')}) OR isNotNull(${text('pr', 'pull_request', 'merged_at')}), 'merged',
      JSONExtractString(pr, 'state')) AS shown,
    if(event = 'pull_request' AND JSONHas(pr, 'commits'), toNullable(JSONExtractUInt(pr, 'commits')), NULL) AS commits,
    assumeNotNull(multiIf(
      event = 'pull_request_review' AND action = 'submitted', ${time('body', 'review', 'submitted_at')},
      event IN ('pull_request_review_comment', 'issue_comment'), ${time('body', 'comment', 'created_at')},
      event = 'pull_request' AND action = 'opened', ${time('pr', 'created_at')},
      event = 'pull_request' AND action = 'closed', coalesce(${time('pr', 'merged_at')}, ${time('pr', 'closed_at')}),
      ${time('pr', 'updated_at')})) AS at
  FROM (
    SELECT *, multiIf(JSONExtractRaw(body, 'pull_request') NOT IN ('', 'null'), JSONExtractRaw(body, 'pull_request'),
      JSONHas(body, 'issue', 'pull_request'), JSONExtractRaw(body, 'issue'), '') AS pr
    FROM recomputed_deliveries
    WHERE event IN ('pull_request', 'pull_request_review', 'pull_request_review_comment', 'issue_comment'))
  WHERE pr != ''`

/** Takes from the payloads, once, what all formulas need of each. */
export async function readArchive(access: StoreAccess): Promise<void> {
  await tellStore(access, `CREATE TABLE recomputed_deliveries ENGINE = Memory AS ${DELIVERIES}`)
  await tellStore(access, `CREATE TABLE recomputed_pulls ENGINE = Memory AS ${PULLS}`)
}

/** To a tenth, a half up: as JavaScript rounds, and not to the even neighbour. */
export const tenth = (value: string) => `floor((${value}) * 10 + 0.5) / 10`

export const hundredth = (value: string) => `floor((${value}) * 100 + 0.5) / 100`

export const SUBMITTED = "event = 'pull_request_review' AND action = 'submitted'"
export const FOREIGN = "lower(ifNull(sender, '')) != lower(ifNull(author, ''))"
export const LABELLED = "event = 'pull_request' AND action = 'labeled'"
export const APPROVED = `${LABELLED} AND label LIKE 'approved-%'`

/** What a repository is called now: its name in the newest delivery. */
export const NAMES =
  "SELECT repository_id AS repo, argMax(repository, received_at) AS name FROM deliveries WHERE repository != '' GROUP BY repo"
