import type { RenderedQuery } from '../named-query.ts'
import { LABEL_KINDS, REVIEW_KINDS, SHOWN } from '../tables/pull-request-receipts.ts'
import { type Condition, inRepositories, instant, where } from './conditions.ts'
import { type Receipts, receivedFrom, receivedTo } from './github-metrics-moments.ts'

/**
 * Columns of pull requests by what was received of them: a row each, of those that fit. Rows are merged as they lie: nothing but
 * their keys is read twice.
 */
export function received(
  columns: string,
  { repositories }: Receipts,
  ...only: readonly (Condition | null)[]
): RenderedQuery {
  const { sql, values } = where([inRepositories(repositories), ...only])
  return { sql: `(SELECT ${columns} FROM pull_request_receipts ${sql} SETTINGS final = 1)`, values }
}

/** Pull requests whose opening was received in the range. */
export function openedIn({ from, to }: Receipts): readonly (Condition | null)[] {
  return [
    { sql: 'isNotNull(opened_at)', values: {} },
    receivedFrom('opened_received', from),
    receivedTo('opened_received', to),
  ]
}

/** Whether a receipt lies in the range, as SQL, with what it binds. */
export function within(receipt: string, { from, to }: Receipts): Condition {
  const bounds = [from && `${receipt} >= ${instant('from')}`, to && `${receipt} <= ${instant('to')}`]
  return {
    sql: bounds.filter((bound) => bound !== null).join(' AND ') || '1',
    values: { ...(from && { from: from.getTime() }), ...(to && { to: to.getTime() }) },
  }
}

/** Of an element of `shown`. */
export const IS_OWN = `bitTest(what, ${Math.log2(SHOWN.own)})`
export const shows = (state: 'open' | 'closed' | 'merged') => `bitAnd(what, ${SHOWN.bits}) = ${SHOWN[state]}`

const hasAll = (kind: string, bits: number) => `bitAnd(${kind}, ${bits}) = ${bits}`

/** Of an element of `review_kinds`: a submitted review, or any, of another's pull request, or any. */
export const submittedByAnother = (kind: string) =>
  hasAll(kind, REVIEW_KINDS.submitted + REVIEW_KINDS.byAnother)
export const byAnother = (kind: string) => hasAll(kind, REVIEW_KINDS.byAnother)
export const requestsChanges = (kind: string) => hasAll(kind, REVIEW_KINDS.requestsChanges)

/** Of an element of `label_kinds`. */
export const isLabel = (kind: string, label: 'approved' | 'lgtm') => `${kind} = ${LABEL_KINDS[label]}`

type Arrays = Readonly<Record<string, string>>

/** A higher-order function over arrays by the names of their elements; those that the condition does not name are not read. */
export function each(name: string, condition: string, arrays: Arrays, first: keyof Arrays): string {
  const used = Object.keys(arrays).filter(
    (element) => element === first || new RegExp(`\\b${element}\\b`).test(condition),
  )
  return `${name}((${used.join(', ')}) -> ${condition}, ${used.map((element) => arrays[element]).join(', ')})`
}

const MOMENTS = { what: 'shown', receipt: 'receipts' }
const REVIEWS = { login: 'reviewers', kind: 'review_kinds', receipt: 'review_receipts', at: 'review_times' }
const LABELS = { login: 'label_logins', kind: 'label_kinds', receipt: 'label_receipts' }

/** Whether there is such a moment, by `what` and `receipt`. */
export const hasMoment = (condition: string) => each('arrayExists', condition, MOMENTS, 'what')

/** Who submitted such reviews, or whom such labels name, each as often, by `login`, `kind` and `receipt`. */
export const reviewersOf = (condition: string) => each('arrayFilter', condition, REVIEWS, 'login')
export const labelledOf = (condition: string) => each('arrayFilter', condition, LABELS, 'login')
export const hasLabel = (condition: string) => each('arrayExists', condition, LABELS, 'login')

/** The authors that such moments told, by `what` and `receipt`: nearly always all tell the same, which is one look at them. */
export function authorsOf(condition: string): string {
  const told = condition.replaceAll(/\bwhat\b/g, 'shown[place]').replaceAll(/\breceipt\b/g, 'receipts[place]')
  return `if(empty(authors), if(${hasMoment(condition)}, [author], []),
    arrayMap(place -> authors[place], arrayFilter(place -> ${told}, arrayEnumerate(authors))))`
}
