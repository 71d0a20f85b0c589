import { askStore, type StoreAccess } from '../support/ask-store.ts'
import {
  APPROVED,
  FOREIGN,
  hundredth,
  LABELLED,
  NAMES,
  pullEvents,
  type Scope,
  SUBMITTED,
  tenth,
} from './archive.ts'

type Rows = readonly Readonly<Record<string, unknown>>[]

/** 1.6: PR creators, with distinct pull requests by repository and number (W9) and state by merged_at (W11). */
function creators(access: StoreAccess, scope: Scope): Promise<Rows> {
  return askStore(
    access,
    `SELECT max(creator) AS user, count() AS total_prs, sum(merged) AS merged_prs, sum(closed) AS closed_prs,
       ${tenth('avg(most)')} AS avg_commits_per_pr
     FROM (
       SELECT argMin(author, t) AS creator, max(shown = 'merged') AS merged,
         if(merged = 1, 0, max(shown = 'closed')) AS closed, max(commits) AS most
       FROM (${pullEvents(scope)}) GROUP BY repo, n)
     WHERE isNotNull(creator) GROUP BY lower(creator) ORDER BY total_prs DESC, lower(user)`,
  )
}

/** A person's team, as SQL: of the reviewer in the repository. */
export interface Teams {
  /** `[repository id, login in lower case, team]`. */
  readonly members: readonly (readonly [number, string, string])[]
}

/** 1.6: reviewers; a review crosses teams when both are known and differ. Labels are those of the newest payload. */
function crossing(scope: Scope, { members }: Teams, condition: string): string {
  const cases = members.map(
    ([repo, login, team]) => `(repo = ${repo} AND lower(sender) = '${login}'), '${team}'`,
  )
  return `
    SELECT *, multiIf(${cases.join(', ')}, '') AS team, sig != '' AND team NOT IN ('', sig) AS crosses
    FROM (${pullEvents(scope)}) AS reviews
    LEFT JOIN (
      SELECT repo, n, ifNull(arrayFirst(name -> name LIKE 'sig-%', arraySort(arrayMap(
        each -> JSONExtractString(each, 'name'), JSONExtractArrayRaw(argMax(pr, (updated, t)), 'labels')))), '') AS sig
      FROM (SELECT *, parseDateTimeBestEffort(JSONExtractString(pr, 'updated_at'), 'UTC') AS updated
        FROM (${pullEvents({ ...scope, range: null })}) WHERE event != 'issue_comment')
      GROUP BY repo, n) AS labels USING (repo, n)
    WHERE event = 'pull_request_review' AND ${condition} AND ${FOREIGN} AND isNotNull(sender)`
}

function reviewers(access: StoreAccess, scope: Scope, teams: Teams): Promise<Rows> {
  return askStore(
    access,
    `SELECT max(sender) AS user, count() AS total_reviews, uniqExact((repo, n)) AS prs_reviewed,
       ${hundredth('total_reviews / prs_reviewed')} AS avg_reviews_per_pr, sum(crosses) AS cross_team_reviews
     FROM (${crossing(scope, teams, "action != 'dismissed'")})
     GROUP BY lower(sender) ORDER BY total_reviews DESC, lower(user)`,
  )
}

function labelled(
  access: StoreAccess,
  scope: Scope,
  prefix: string,
  labels: string,
  prs: string,
): Promise<Rows> {
  const user = `substring(label, ${prefix.length + 1})`
  return askStore(
    access,
    `SELECT max(${user}) AS user, count() AS ${labels}, uniqExact((repo, n)) AS ${prs}
     FROM (SELECT repo, n, assumeNotNull(e.label) AS label FROM (${pullEvents(scope)}) AS e
       WHERE ${LABELLED} AND e.label LIKE '${prefix}%')
     GROUP BY lower(${user}) ORDER BY ${labels} DESC, lower(user)`,
  )
}

/** The four sections of contributors, whole. */
export async function contributors(access: StoreAccess, scope: Scope, teams: Teams) {
  return {
    pr_creators: await creators(access, scope),
    pr_reviewers: await reviewers(access, scope, teams),
    pr_approvers: await labelled(access, scope, 'approved-', 'total_approvals', 'prs_approved'),
    pr_lgtm: await labelled(access, scope, 'lgtm-', 'total_lgtm', 'prs_lgtm'),
  }
}

const ROLES: Readonly<Record<string, string>> = {
  pr_creators: 'isNotNull(author)',
  pr_reviewers: `${SUBMITTED} AND ${FOREIGN} AND isNotNull(sender)`,
  pr_approvers: APPROVED,
  pr_lgtm: `${LABELLED} AND label LIKE 'lgtm-%'`,
}

/** 1.1: the pull requests of a role (none: those with a payload of their own), by repository and number descending. */
export function userPulls(access: StoreAccess, scope: Scope, role: string | null): Promise<Rows> {
  const condition = role === null ? "event = 'pull_request'" : (ROLES[role] ?? '0')
  const newest = (value: string) =>
    `argMax(tuple(${value}), (updated, event = 'pull_request', action = 'closed', t)).1`
  return askStore(
    access,
    `SELECT n AS number, told.title AS title, told.owner AS owner, names.name AS repository,
       if(told.shown = 'open', 'open', 'closed') AS state, told.shown = 'merged' AS merged,
       concat('https://github.com/', names.name, '/pull/', toString(n)) AS url, told.created_at AS created_at,
       told.updated_at AS updated_at, told.commits_count AS commits_count, told.head_sha AS head_sha
     FROM (SELECT DISTINCT repo, n FROM (${pullEvents(scope)}) WHERE ${condition}) AS wanted
     INNER JOIN (
       SELECT repo, n, ${newest("JSONExtractString(pr, 'title')")} AS title, ${newest('author')} AS owner,
         ${newest('shown')} AS shown, ${newest("JSONExtractString(pr, 'created_at')")} AS created_at,
         ${newest("JSONExtractString(pr, 'updated_at')")} AS updated_at, argMaxIf(commits, (updated, t), event = 'pull_request') AS commits_count,
         ${newest("JSONExtractString(pr, 'head', 'sha')")} AS head_sha
       FROM (SELECT *, parseDateTimeBestEffort(JSONExtractString(pr, 'updated_at'), 'UTC') AS updated
         FROM (${pullEvents({ ...scope, range: null })}) WHERE event != 'issue_comment')
       GROUP BY repo, n) AS told USING (repo, n)
     LEFT JOIN (${NAMES}) AS names USING (repo)
     ORDER BY lower(repository), number DESC`,
  )
}

/** 1.6: submitted reviews that crossed teams, newest first. */
export function crossTeam(access: StoreAccess, scope: Scope, teams: Teams): Promise<Rows> {
  return askStore(
    access,
    `SELECT n AS pr_number, name AS repository, sender AS reviewer, team AS reviewer_team, sig AS pr_sig_label,
       multiIf(position(words, '/approve') > 0, 'approved', position(words, '/lgtm') > 0 OR review_state = 'approved', 'lgtm',
         review_state) AS review_type,
       formatDateTime(at, '%Y-%m-%dT%H:%i:%SZ') AS created_at
     FROM (SELECT *, JSONExtractString(body, 'review', 'body') AS words FROM (${crossing(scope, teams, "action = 'submitted'")}) WHERE crosses) AS r
     LEFT JOIN (${NAMES}) AS names USING (repo)
     ORDER BY at DESC, repo, n, toString(JSONExtractUInt(body, 'review', 'id'))`,
  )
}
