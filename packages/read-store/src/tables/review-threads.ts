import { merged, renderType, tuple } from '../column-type.ts'
import type { Rollup } from '../rollup.ts'
import { literal } from '../sql-text.ts'
import { defineTable, type RowOfTable } from '../table.ts'

const thread = { repository_id: 'UInt64', number: 'UInt64', thread_id: 'UInt64' } as const

const reviewThreadComments = defineTable(
  'review_thread_comments',
  ['repository_id', 'number', 'thread_id', 'comment_id'],
  {
    ...thread,
    comment_id: 'UInt64',
    created_at: merged('min', "DateTime('UTC')"),
    author: merged('max', 'Nullable(String)'),
    author_type: merged('max', 'String'),
    path: merged('max', 'String'),
    deleted: merged('max', 'UInt8'),
    received_at: merged('min', "Nullable(DateTime64(3, 'UTC'))"),
  },
)

const reviewThreadTurns = defineTable(
  'review_thread_turns',
  ['repository_id', 'number', 'thread_id', 'observed_at', 'action'],
  {
    ...thread,
    observed_at: "DateTime64(3, 'UTC')",
    action: 'LowCardinality(String)',
    at: merged('min', "DateTime64(3, 'UTC')"),
    actor: merged('max', 'Nullable(String)'),
    time_source: merged('min', 'String'),
    node_id: merged('max', 'String'),
  },
)

/** How much is known of the thread, then how early its turns were told: neither is ever taken back. */
const version = { facts: 'UInt64', told: 'Int64' } as const

const state = tuple({
  ...version,
  opened_at: "DateTime('UTC')",
  comments: 'UInt64',
  author: 'Nullable(String)',
  first_response_at: "Nullable(DateTime('UTC'))",
  resolved: 'Bool',
  resolved_at: "Nullable(DateTime64(3, 'UTC'))",
  reopened: 'UInt64',
})

const detail = tuple({
  ...version,
  author_type: 'String',
  path: 'String',
  participants: 'Array(String)',
  first_reply_at: "Nullable(DateTime('UTC'))",
  resolved_by: 'Nullable(String)',
  time_source: 'String',
  turned_by: 'Array(String)',
  node_ids: 'Array(String)',
})

/** Turns in the order in which they happened, as they were told first; `turned_by` and `node_ids` of the detail are theirs. */
const receipts = tuple({
  ...version,
  first_reply_at: "Nullable(DateTime('UTC'))",
  all_comments: 'UInt64',
  turned_at: "Array(DateTime64(3, 'UTC'))",
  resolves: 'Array(Bool)',
})

const reviewThreads = defineTable('review_threads', ['repository_id', 'number', 'thread_id'], {
  ...thread,
  state: merged('max', state),
  detail: merged('max', detail),
  receipts: merged('max', receipts),
  opened_at: merged('min', "DateTime('UTC')"),
  received_at: merged('min', "Nullable(DateTime64(3, 'UTC'))"),
})

export const reviewThreadTables = [reviewThreadComments, reviewThreadTurns, reviewThreads]

const KEY = 'repository_id, number, thread_id'

/** A turn always comes with comments of its thread: those touch it. */
export const reviewThreadRollups: readonly Rollup[] = [
  {
    table: reviewThreads,
    from: 'review_thread_comments',
    bucketOf: ({ repository_id, number, thread_id }) =>
      `(${Number(repository_id)},${Number(number)},${Number(thread_id)})`,
    select: ({ tableOf }, buckets) => {
      const touched = buckets === null ? '' : `WHERE (${KEY}) IN (${buckets.join(',')})`
      const fields = (type: typeof state | typeof detail | typeof receipts) =>
        `CAST((${Object.keys(type.tuple).join(', ')}), ${literal(renderType(type))})`
      return `
        SELECT ${KEY}, ${fields(state)} AS state, ${fields(detail)} AS detail, ${fields(receipts)} AS receipts,
          opened_at, received_at, comment_facts + turn_facts AS facts, turns_told - ifNull(toUnixTimestamp64Milli(received_at), 0) AS told,
          if(empty(responses), NULL, arrayMin(responses)) AS first_response_at
        FROM (${commentedThreads(tableOf('review_thread_comments'), touched)}) AS commented
        LEFT JOIN (${turnedThreads(tableOf('review_thread_turns'), touched)}) AS turned USING (${KEY})`
    },
  },
]

/** A reply is a response when another person than who opened the thread gave it. */
function commentedThreads(table: string, condition: string): string {
  return `
    SELECT * EXCEPT (answers),
      arrayMap(answer -> answer.1, arrayFilter(answer -> answer.2 != ifNull(author, ''), answers)) AS responses
    FROM (
      SELECT ${KEY}, max(c.path) AS path, argMin(tuple(c.author), comment_id).1 AS author,
        argMin(c.author_type, comment_id) AS author_type, min(c.created_at) AS opened_at,
        uniqExact(comment_id) AS all_comments, uniqExactIf(comment_id, c.deleted = 1) AS deleted_comments,
        all_comments - deleted_comments AS comments,
        minIf(c.received_at, comment_id = thread_id) AS received_at,
        all_comments + deleted_comments + isNotNull(received_at) AS comment_facts,
        arraySort(groupUniqArray(c.author)) AS participants,
        minOrNullIf(c.created_at, comment_id != thread_id) AS first_reply_at,
        groupArrayIf((c.created_at, assumeNotNull(c.author)),
          comment_id != thread_id AND c.author_type != 'Bot' AND isNotNull(c.author)) AS answers
      FROM ${table} AS c ${condition} GROUP BY ${KEY})`
}

/**
 * Two hooks may tell one turn twice: what follows an equal one is none. A resolution is the first since the thread was
 * last opened again.
 */
function turnedThreads(table: string, condition: string): string {
  return `
    SELECT ${KEY}, arrayMap(turn -> turn.3, turns) AS actions, actions[-1] = 'resolved' AS resolved,
      length(turns) AS turn_facts, -arraySum(turn -> toUnixTimestamp64Milli(turn.2), turns) AS turns_told,
      arrayCount((now, before) -> now = 'unresolved' AND before = 'resolved',
        actions, arrayPushFront(arrayPopBack(actions), '')) AS reopened,
      turns[arrayLastIndex(each -> each = 'unresolved', actions) + 1] AS resolution,
      if(resolved, toNullable(resolution.2), NULL) AS resolved_at, if(resolved, resolution.4, NULL) AS resolved_by,
      if(resolved, resolution.5, '') AS time_source,
      arraySort(turn -> (turn.2, turn.1, turn.3), turns) AS happened, arrayMap(turn -> turn.2, happened) AS turned_at,
      arrayMap(turn -> turn.3 = 'resolved', happened) AS resolves, arrayMap(turn -> ifNull(turn.4, ''), happened) AS turned_by,
      arrayMap(turn -> turn.6, happened) AS node_ids
    FROM (
      SELECT ${KEY}, arraySort(groupArray((observed_at, first_at, action, who, source, node))) AS turns
      FROM (
        SELECT ${KEY}, observed_at, action, min(t.at) AS first_at, max(t.actor) AS who, min(t.time_source) AS source,
          max(t.node_id) AS node
        FROM ${table} AS t ${condition} GROUP BY ${KEY}, observed_at, action)
      GROUP BY ${KEY})`
}

export type ReviewThreadCommentRow = RowOfTable<typeof reviewThreadComments>
export type ReviewThreadTurnRow = RowOfTable<typeof reviewThreadTurns>
