import { wholeNumber } from '@octometer/gateway-api'
import { z } from 'zod'
import { clamp } from '../range.ts'
import { wrongParameter } from '../request-parameters.ts'

export const TAG = 'Seed 003'

/** Statuses of wrong parameters as the seed's text has them; times and roles are 400. */
export const wrongParameters = { page: 422, page_size: 422, bucket: 422, min_reviews: 422 } as const

const TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/

const timeText = (bound: string) =>
  z
    .string()
    .regex(TIME, 'must be a time like 2024-01-15T00:00:00Z')
    .optional()
    .describe(`${bound} of receipt, inclusive: ISO 8601, in UTC unless it says otherwise.`)

export const times = { start_time: timeText('First time'), end_time: timeText('Last time') }

/** Repeated texts. */
export const many = (description: string) =>
  z
    .array(z.string().min(1, 'must not be empty').max(300, 'must have at most 300 characters'))
    .max(500, 'may be given 500 times')
    .optional()
    .describe(`${description} May be repeated.`)

export const repositories = many('`org/repo`, in any case, by any name that it had.')
export const users = many('Logins, in any case.')
export const excludeUsers = many('Logins to leave out, in any case.')

/** `page` and `page_size`, with how many a page has and may have. */
export const paging = (size: number, most = 1000) => ({
  page: wholeNumber(1, 1_000_000).default(1).describe('From 1.'),
  page_size: wholeNumber(1, most).default(size).describe('Entries of a page.'),
})

export const minReviews = wholeNumber(1, 1000)
  .default(5)
  .describe('Reviews that a fastest or slowest reviewer has at least.')

interface GivenTimes {
  readonly start_time?: string | undefined
  readonly end_time?: string | undefined
}

/** The times that were asked for. Throws a 400 for one that is none, as 30 February. */
export function readTimes({ start_time, end_time }: GivenTimes) {
  return { from: toTime('start_time', start_time), to: toTime('end_time', end_time) }
}

function toTime(name: string, text: string | undefined): Date | null {
  if (text === undefined) return null
  const iso = text.replace(' ', 'T')
  const time = new Date(/T.*(Z|[+-]\d{2}:?\d{2})$/.test(iso) || !iso.includes('T') ? iso : `${iso}Z`)
  if (Number.isNaN(time.getTime())) throw wrongParameter(name, 'must be a time like 2024-01-15T00:00:00Z')
  return clamp(time)
}

export const timeRange = z.strictObject({
  start_time: z.iso.datetime().nullable(),
  end_time: z.iso.datetime().nullable(),
})

/** The range as it is answered; null is no bound. */
export function rangeOf({ from, to }: { readonly from: Date | null; readonly to: Date | null }) {
  return { start_time: from?.toISOString() ?? null, end_time: to?.toISOString() ?? null }
}

interface GivenPeople {
  readonly users?: readonly string[] | undefined
  readonly exclude_users?: readonly string[] | undefined
}

const lowerCase = (logins: readonly string[] | undefined): readonly string[] | null =>
  logins?.map((login) => login.toLowerCase()) ?? null

/** People as queries ask for them: those alone, and without these. */
export function peopleAsked({ users: only, exclude_users: without }: GivenPeople) {
  return { users: only ?? null, without: lowerCase(without) }
}

/** People of rows that are wanted: chosen here, for there are some thousands at most. */
export function choosePeople<T>(
  rows: readonly T[],
  loginOf: (row: T) => string,
  wanted: GivenPeople,
): readonly T[] {
  const only = wanted.users && new Set(lowerCase(wanted.users))
  const without = new Set(lowerCase(wanted.exclude_users))
  const keyOf = (row: T) => loginOf(row).toLowerCase()
  return rows.filter((row) => (only?.has(keyOf(row)) ?? true) && !without.has(keyOf(row)))
}

/** A time of an answer: whole seconds are written without a fraction. */
export function isoTime(text: string): string {
  return new Date(text).toISOString().replace('.000Z', 'Z')
}

export const isoOrNull = (text: string | null) => (text === null ? null : isoTime(text))

export const tenths = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10)
