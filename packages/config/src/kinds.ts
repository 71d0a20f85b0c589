import { isIP } from 'node:net'
import { z } from 'zod'

/** What a variable's text becomes, and the word for it in the documentation. */
export interface Kind<T> {
  readonly label: string
  /** What it may be, where the variable does not say it more exactly. */
  readonly mayBe: string
  readonly schema: z.ZodType<T>
}

const DURATION_UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

export const text: Kind<string> = { label: 'text', mayBe: 'any text', schema: z.string() }

export const path: Kind<string> = {
  label: 'path',
  mayBe: 'a path',
  schema: z.string().refine((value) => !value.includes('\0')),
}

export const yesOrNo: Kind<boolean> = {
  label: 'yes or no',
  mayBe: 'true, 1, yes, on, false, 0, no or off',
  schema: z.stringbool({ truthy: ['true', '1', 'yes', 'on'], falsy: ['false', '0', 'no', 'off'] }),
}

export const port: Kind<number> = wholeNumber(0, 65_535)

export const duration: Kind<number> = {
  label: 'duration',
  mayBe: 'a whole number above 0 with ms, s, m, h, d or w behind it, like 30s, 12h or 7d',
  schema: z.string().transform((value, issues) => {
    const [, amount = '', unit = ''] = /^(\d{1,9})(ms|[smhdw])$/.exec(value) ?? []
    const milliseconds = Number(amount) * (DURATION_UNITS[unit] ?? 0)
    if (milliseconds > 0) return milliseconds
    issues.addIssue('not a duration')
    return z.NEVER
  }),
}

export const pattern: Kind<RegExp> = {
  label: 'pattern',
  mayBe: 'a JavaScript regular expression, bare or as /…/ with the flags i, m, s, u or v',
  schema: z.string().transform((value, issues) => {
    const [, slashed, flags] = /^\/(.+)\/([a-z]*)$/s.exec(value) ?? []
    // g and y make `test` remember where it was: the same name would match now and not the next time.
    if (!/^[imsuv]*$/.test(flags ?? '')) return reject(issues, 'flags')
    try {
      return new RegExp(slashed ?? value, flags)
    } catch {
      // The engine's message repeats the pattern; what it may be says enough.
      return reject(issues, 'syntax')
    }
  }),
}

export const timezone: Kind<string> = {
  label: 'time zone',
  mayBe: 'an IANA time zone, like UTC or Europe/Berlin',
  schema: z.string().refine((value) => {
    // Intl also takes offsets such as +02:00, which are no calendar.
    if (!/^[A-Za-z]/.test(value)) return false
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: value }))
    } catch {
      // Intl says by a RangeError that it does not know the zone.
      return false
    }
  }),
}

export const encryptionKey: Kind<Uint8Array> = {
  label: 'key',
  mayBe: '32 bytes in base64, as `openssl rand -base64 32` gives them',
  schema: z.base64().transform((value, issues) => {
    const bytes = new Uint8Array(Buffer.from(value, 'base64'))
    if (bytes.length === 32) return bytes
    issues.addIssue('wrong length')
    return z.NEVER
  }),
}

export const addressRange = z.string().refine(isAddressRange)

/** A whole number in decimal digits, between two bounds. */
export function wholeNumber(least: number, most: number): Kind<number> {
  return {
    label: 'number',
    mayBe: `a whole number from ${least} to ${most}`,
    schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(least).max(most)),
  }
}

/** A URL with one of the schemes. */
export function url(...schemes: readonly string[]): Kind<string> {
  return {
    label: 'URL',
    mayBe: `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    schema: z.string().refine((value) => {
      const parsed = URL.parse(value)
      return parsed !== null && parsed.host !== '' && schemes.includes(parsed.protocol.slice(0, -1))
    }),
  }
}

/** One of a few words. */
export function oneOf<const T extends string>(...words: readonly T[]): Kind<T> {
  return { label: 'word', mayBe: words.join(', '), schema: z.enum(words) }
}

/** A comma list; spaces around items do not count, and empty items are left out. */
export function list<T>(mayBe: string, item: z.ZodType<T, string>): Kind<readonly T[]> {
  return {
    label: 'comma list',
    mayBe,
    schema: z
      .union([z.array(z.string()), z.string().transform((value) => value.split(','))])
      .transform((items) => items.map((each) => each.trim()).filter((each) => each !== ''))
      .pipe(z.array(item)),
  }
}

/** A kind that one more word, standing for null, is allowed in. */
export function orWord<T>(word: string, kind: Kind<T>): Kind<T | null> {
  return {
    label: kind.label,
    mayBe: `${kind.mayBe}, or ${word}`,
    schema: z.union([z.literal(word).transform(() => null), kind.schema]),
  }
}

function reject(issues: z.RefinementCtx, why: string): never {
  issues.addIssue(why)
  return z.NEVER
}

function isAddressRange(value: string): boolean {
  const [address = '', bits, ...more] = value.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}
