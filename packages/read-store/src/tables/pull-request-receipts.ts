import type { Rollup } from '../rollup.ts'
import { defineTable } from '../table.ts'

const times = "Array(DateTime('UTC'))"
const receipts = "Array(DateTime64(3, 'UTC'))"
const logins = 'Array(LowCardinality(String))'
const once = "Nullable(DateTime('UTC'))"

const pullRequestReceipts = defineTable(
  'pull_request_receipts',
  ['repository_id', 'number'],
  {
    repository_id: 'UInt64',
    number: 'UInt64',
    version: 'UInt128',
    opened_at: once,
    opened_received: "DateTime64(3, 'UTC')",
    first_review_at: once,
    changes_requested_at: once,
    approved_at: once,
    verified_at: once,
    ended_at: once,
    author: 'LowCardinality(String)',
    receipts,
    shown: 'Array(UInt8)',
    authors: logins,
    commits: 'Array(UInt32)',
    review_times: times,
    review_receipts: receipts,
    reviewers: logins,
    review_kinds: 'Array(UInt8)',
    label_times: times,
    label_receipts: receipts,
    label_logins: logins,
    label_kinds: 'Array(UInt8)',
  },
  'version',
)

export const pullRequestReceiptTables = [pullRequestReceipts]

/** What a moment is, as bits: in `shown`, then, from 8 on, in `review_kinds`, then, from 128 on, in `label_kinds`. */
const BITS = {
  /** The payload was the pull request's own. */
  own: 4,
  submitted: 8,
  edited: 16,
  requestsChanges: 32,
  byAnother: 64,
  approves: 128,
  lgtm: 256,
} as const

/** States as `shown` has them, without its own bit; 0: the payload does not say. */
export const SHOWN = { bits: 3, open: 1, closed: 2, merged: 3, own: BITS.own } as const

const REVIEWS = BITS.submitted
export const REVIEW_KINDS = {
  submitted: BITS.submitted / REVIEWS,
  requestsChanges: BITS.requestsChanges / REVIEWS,
  byAnother: BITS.byAnother / REVIEWS,
} as const

const LABELS = BITS.approves
export const LABEL_KINDS = { approved: BITS.approves / LABELS, lgtm: BITS.lgtm / LABELS } as const

const login = (of: string) => `lower(ifNull(${of}, ''))`
const SUBMITTED = "action IN ('review_approved', 'review_changes_requested', 'review_commented')"
const BY_ANOTHER = `${login('actor')} != ${login('author')}`
const APPROVES = "action = 'labeled' AND startsWith(subject, 'approved-')"
const LGTM = "action = 'labeled' AND startsWith(subject, 'lgtm-')"
const ENDS = "action IN ('closed', 'merged')"
const OPENED = "action = 'opened'"

const WHAT = `toUInt16(transform(state, ['open', 'closed', 'merged'], [1, 2, 3], 0) + (head_sha != '') * ${BITS.own}
  + (${SUBMITTED}) * ${BITS.submitted} + (action = 'review_edited') * ${BITS.edited}
  + (action = 'review_changes_requested') * ${BITS.requestsChanges} + (${BY_ANOTHER}) * ${BITS.byAnother}
  + (${APPROVES}) * ${BITS.approves} + (${LGTM}) * ${BITS.lgtm})`

/** Of a moment: its time, whether it ends the pull request, its receipt, what it is, who did it, whose it is, commits, whom a label names. */
const MOMENT = `(at, ${ENDS}, received_at, ${WHAT}, ifNull(actor, ''), ifNull(author, ''),
  if(isNull(commits), 0, toUInt32(least(commits + 1, 4294967295))),
  if(${APPROVES} OR ${LGTM}, substring(subject, position(subject, '-') + 1), ''))`

/** More that is known of a pull request wins; of as much, what was received earlier. */
const VERSION = `bitOr(
  bitShiftLeft(toUInt128(count() + countIf(isNotNull(actor)) + countIf(isNotNull(author)) + countIf(state != '')
    + countIf(head_sha != '') + sum(ifNull(commits, 0))), 64),
  toUInt128(bitNot(toUInt64(sum(toUnixTimestamp64Milli(received_at))))))`

const elements = (from: string, place: number) => `arrayMap(moment -> moment.${place}, ${from})`
const bits = (from: string, shift: number, mask: number) =>
  `arrayMap(moment -> toUInt8(bitAnd(bitShiftRight(moment.4, ${shift}), ${mask})), ${from})`

/**
 * What was received of each pull request, as one row: of its moments, in their order, the receipts and what they are; of
 * reviews and of labels `approved-…` and `lgtm-…` who they are of too.
 */
export const pullRequestReceiptRollups: readonly Rollup[] = [
  {
    table: pullRequestReceipts,
    from: 'pull_request_timeline',
    bucketOf: ({ repository_id, number }) => `(${Number(repository_id)},${Number(number)})`,
    select: ({ tableOf }, buckets) => `
      SELECT repository_id, number, version, opened_at, ifNull(received, toDateTime64(0, 3, 'UTC')) AS opened_received,
        first_review_at, changes_requested_at, approved_at, verified_at, ended_at,
        arrayMax(moment -> moment.6, all) AS author, ${elements('all', 3)} AS receipts, ${bits('all', 0, 7)} AS shown,
        if(arrayExists(moment -> moment.6 != author, all), ${elements('all', 6)}, []) AS authors,
        ${elements('all', 7)} AS commits,
        arrayFilter(moment -> bitAnd(moment.4, ${BITS.submitted + BITS.edited}) != 0, all) AS reviews,
        ${elements('reviews', 1)} AS review_times, ${elements('reviews', 3)} AS review_receipts,
        ${elements('reviews', 5)} AS reviewers, ${bits('reviews', Math.log2(REVIEWS), 15)} AS review_kinds,
        arrayFilter(moment -> bitAnd(moment.4, ${BITS.approves + BITS.lgtm}) != 0, all) AS labels,
        ${elements('labels', 1)} AS label_times, ${elements('labels', 3)} AS label_receipts,
        ${elements('labels', 8)} AS label_logins, ${bits('labels', Math.log2(LABELS), 3)} AS label_kinds
      FROM (
        SELECT repository_id, number, ${VERSION} AS version, arraySort(groupArray(${MOMENT})) AS all,
          minOrNullIf(at, ${OPENED}) AS opened_at, minOrNullIf(received_at, ${OPENED}) AS received,
          minOrNullIf(at, ${SUBMITTED} AND ${BY_ANOTHER}) AS first_review_at,
          minOrNullIf(at, action = 'review_changes_requested') AS changes_requested_at,
          minOrNullIf(at, ${APPROVES}) AS approved_at,
          minOrNullIf(at, action = 'labeled' AND positionCaseInsensitive(subject, 'verified') > 0) AS verified_at,
          minOrNullIf(at, ${ENDS}) AS ended_at
        FROM ${tableOf('pull_request_timeline')} FINAL
        ${buckets === null ? '' : `WHERE (repository_id, number) IN (${buckets.join(',')})`}
        GROUP BY repository_id, number SETTINGS optimize_aggregation_in_order = 1)`,
  },
]
