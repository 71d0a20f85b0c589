import { askStore, type StoreAccess } from '../support/ask-store.ts'
import { beforeRange, inRange, NAMES, notAfterRange, received, type Scope, tenth, time } from './archive.ts'

type Row = Readonly<Record<string, unknown>>

const COMMENTS = `
  SELECT repo, t, JSONExtractString(body, 'action') AS action, JSONExtractUInt(body, 'pull_request', 'number') AS n,
    JSONExtractUInt(body, 'comment', 'id') AS id,
    coalesce(nullIf(JSONExtractUInt(body, 'comment', 'in_reply_to_id'), 0), id) AS root,
    assumeNotNull(${time('body', 'comment', 'created_at')}) AS said_at, JSONExtractString(body, 'comment', 'user', 'login') AS login,
    JSONExtractString(body, 'comment', 'path') AS path`

const comments = (scope: Scope) =>
  `${COMMENTS} FROM (${received(scope)}) WHERE event = 'pull_request_review_comment'`

/** Turns by receipt: simulated payloads have no time of their own. */
const turns = (scope: Scope, condition: string) => `
  SELECT repo, root, argMax(action, t) AS state, max(t) AS turned_at, argMax(who, t) AS turner, argMax(node, t) AS node
  FROM (
    SELECT repo, t, JSONExtractString(body, 'action') AS action, JSONExtractUInt(body, 'thread', 'comments', 1, 'id') AS root,
      JSONExtractString(body, 'sender', 'login') AS who, JSONExtractString(body, 'thread', 'node_id') AS node
    FROM (${received(scope)}) WHERE event = 'pull_request_review_thread' AND ${condition})
  GROUP BY repo, root`

/** 1.6: a thread is a comment that answers none; its state is the newest turn in the range. */
function threads(scope: Scope, condition: string, turned: string): string {
  return `
    SELECT repo, n, root, opened_at, count_of AS comment_count, first_reply_at, people, path,
      state = 'resolved' AS done, if(done, toNullable(turned_at), NULL) AS resolved_at, if(done, toNullable(turner), NULL) AS resolver,
      if(node = '', concat('comment-', toString(root)), node) AS node_id,
      (toUnixTimestamp64Milli(resolved_at) / 1000 - toUnixTimestamp(opened_at)) / 3600 AS hours,
      (toInt64(toUnixTimestamp(first_reply_at)) - toInt64(toUnixTimestamp(opened_at))) / 3600 AS reply_hours
    FROM (SELECT repo, n, id AS root FROM (${comments(scope)}) WHERE action = 'created' AND id = root AND ${condition}) AS roots
    INNER JOIN (
      SELECT repo, root, uniqExact(id) AS count_of, minIf(said_at, id = root) AS opened_at,
        minOrNullIf(said_at, id != root) AS first_reply_at, arraySort(groupUniqArray(login)) AS people, max(path) AS path
      FROM (${comments(scope)}) GROUP BY repo, root) AS said USING (repo, root)
    LEFT JOIN (${turns(scope, turned)}) AS told USING (repo, root)`
}

/** 1.6, can-be-merged: the earliest success of that check on a head that pull_request payloads showed, or label. */
const mergeable = (scope: Scope) => `
  SELECT repo, n, min(since) AS can_be_merged_at FROM (
    SELECT repo, n, since FROM (
      SELECT DISTINCT repo, JSONExtractUInt(body, 'pull_request', 'number') AS n, JSONExtractString(body, 'pull_request', 'head', 'sha') AS sha
      FROM (${received(scope)}) WHERE event = 'pull_request') AS heads
    INNER JOIN (
      SELECT repo, JSONExtractString(body, 'check_run', 'head_sha') AS sha, assumeNotNull(${time('body', 'check_run', 'completed_at')}) AS since
      FROM (${received(scope)}) WHERE event = 'check_run' AND JSONExtractString(body, 'check_run', 'name') = 'can-be-merged'
        AND JSONExtractString(body, 'check_run', 'conclusion') = 'success') AS passed USING (repo, sha)
    UNION ALL
    SELECT repo, JSONExtractUInt(body, 'pull_request', 'number') AS n, assumeNotNull(${time('body', 'pull_request', 'updated_at')}) AS since
    FROM (${received(scope)}) WHERE event = 'pull_request' AND JSONExtractString(body, 'action') = 'labeled'
      AND JSONExtractString(body, 'label', 'name') = 'can-be-merged')
  GROUP BY repo, n`

const NUMBERS = `${tenth('avgOrNull(hours)')} AS avg_resolution_time_hours`

/** 1.6: comment resolution, its threads whole, newest first. */
export async function commentResolution(access: StoreAccess, scope: Scope) {
  const all = threads(scope, inRange(scope), inRange(scope))
  const [summary] = await askStore<Row>(
    access,
    `SELECT ${NUMBERS}, ${tenth('quantileExactInclusiveOrNull(0.5)(hours)')} AS median_resolution_time_hours,
       ${tenth('avgOrNull(reply_hours)')} AS avg_time_to_first_response_hours, ${tenth('avgOrNull(comment_count)')} AS avg_comments_per_thread,
       count() AS total_threads_analyzed, if(count() = 0, NULL, ${tenth('100 * countIf(done) / count()')}) AS resolution_rate,
       (SELECT count() FROM (${threads(scope, beforeRange(scope), notAfterRange(scope))}) WHERE NOT done) AS unresolved_outside_range
     FROM (${all})`,
  )
  const by_repository = await askStore<Row>(
    access,
    `SELECT any(name) AS repository, ${NUMBERS}, count() AS total_threads, countIf(done) AS resolved_threads
     FROM (${all}) AS th LEFT JOIN (${NAMES}) AS names USING (repo) GROUP BY repo ORDER BY total_threads DESC, repo`,
  )
  const list = await askStore<Row>(
    access,
    `SELECT node_id AS thread_node_id, name AS repository, n AS pr_number, title AS pr_title, toUnixTimestamp(opened_at) * 1000 AS first_comment_at,
       toUnixTimestamp64Milli(resolved_at) AS resolved_at_ms, ${tenth('hours')} AS resolution_time_hours,
       ${tenth('reply_hours')} AS time_to_first_response_hours, comment_count, resolver, people AS participants, path AS file_path,
       if(can_be_merged_at = toDateTime(0), NULL, toUnixTimestamp(can_be_merged_at) * 1000) AS can_be_merged_ms,
       ${tenth('(resolved_at_ms - can_be_merged_ms) / 3600000')} AS time_from_can_be_merged_hours
     FROM (${all}) AS th LEFT JOIN (${NAMES}) AS names USING (repo) LEFT JOIN (${mergeable(scope)}) AS ready USING (repo, n)
     LEFT JOIN (
       SELECT repo, JSONExtractUInt(body, 'pull_request', 'number') AS n,
         argMax(JSONExtractString(body, 'pull_request', 'title'), (JSONExtractString(body, 'pull_request', 'updated_at'), event = 'pull_request')) AS title
       FROM (${received(scope)}) WHERE JSONHas(body, 'pull_request', 'title') GROUP BY repo, n) AS titles USING (repo, n)
     ORDER BY opened_at DESC, repo, root DESC`,
  )
  return { summary, by_repository, threads: list }
}
