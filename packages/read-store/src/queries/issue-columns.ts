import { type Condition, second } from './conditions.ts'

// What the bits of an issue's mark mean, as SQL over the columns `mark`, `gone`, `opened_at` and `closed_at`. Codes are
// compared as numbers: millions of them are counted in the time that their names would take to be made.

/** By their codes, as the next ones. */
export const issueSeverities = ['low', 'medium', 'high', 'critical'] as const
export const issueStatuses = ['pending', 'in_progress', 'verified', 'shipped', 'deferred', 'closed'] as const
export const issueStates = ['open', 'closed', 'transferred', 'deleted'] as const

export const severityCode = 'bitAnd(bitShiftRight(mark, 1), 3)'
export const statusCode = 'bitAnd(bitShiftRight(mark, 3), 7)'
export const stateCode = 'if(gone = 0, bitAnd(mark, 1), gone + 1)'

/** The name of a code, as SQL. */
export function nameOf(names: readonly string[], code: string): string {
  return `[${names.map((name) => `'${name}'`).join(', ')}][1 + ${code}]`
}

/** Whether a code is that of one of these names; null asks for nothing. */
export function isOneOf(
  code: string,
  names: readonly string[],
  name: string,
  wanted: readonly string[] | null,
): Condition | null {
  if (wanted === null) return null
  const codes = wanted.map((each) => names.indexOf(each)).filter((index) => index >= 0)
  return { sql: `${code} IN {${name}:Array(UInt8)}`, values: { [name]: codes } }
}

/** Whether an array of texts holds one of these, in any case. */
export function hasAnyOf(array: string, name: string, texts: readonly string[]): Condition {
  return {
    sql: `arrayExists(text -> lowerUTF8(text) IN {${name}:Array(String)}, ${array})`,
    values: { [name]: texts.map((text) => text.toLowerCase()) },
  }
}

/** Of a moment's `shown`, which says the same in the same bits; and whether it says anything. */
export const momentCodes = {
  severity: 'bitAnd(bitShiftRight(shown, 1), 3)',
  status: 'bitAnd(bitShiftRight(shown, 3), 7)',
  isBlocker: 'bitAnd(shown, 64) = 64',
  isClosed: 'bitAnd(shown, 1) = 1',
  isKnown: 'bitAnd(shown, 128) = 128',
} as const

export const isAssigned = 'bitAnd(assignment, 1) = 1'
export const isClosed = 'bitAnd(mark, 1) = 1'
export const isBlocker = 'bitAnd(mark, 64) = 64'
export const seenAtOf = "toDateTime(intDiv(mark, 131072), 'UTC')"

/** The bound parameter `now` in Unix seconds. */
const NOW = second('now')

/** Hours within which an issue is to be closed: low 168, medium 72, high 24, critical 4. */
export const slaHoursOf = `transform(${severityCode}, [0, 1, 2, 3], [168, 72, 24, 4], 72)`
export const dueAtOf = `opened_at + ${slaHoursOf} * 3600`
const endOf = `if(${isClosed}, ifNull(closed_at, ${NOW}), ${NOW})`
const weeksOf = `intDiv(greatest(0, toInt64(${endOf}) - toInt64(opened_at)), 604800)`
export const priorityOf = `least(100, greatest(0, toInt64(bitAnd(bitShiftRight(mark, 7), 255)) + least(20, ${weeksOf})))`

const [VERIFIED, SHIPPED] = [issueStatuses.indexOf('verified'), issueStatuses.indexOf('shipped')]
/** Still to be done and over its time: what was shipped or verified is not waited for. */
export const isBreached = `(gone = 0 AND NOT (${isClosed}) AND ${statusCode} NOT IN (${VERIFIED}, ${SHIPPED}) AND ${dueAtOf} < ${NOW})`
/** Closed within its time. */
export const isMet = `(${isClosed} AND closed_at <= ${dueAtOf})`
/** Whether it met its time is known: it was closed, or is over it. */
export const isDecided = `(${isClosed} AND closed_at IS NOT NULL OR ${isBreached})`
