const HIDDEN = '[redacted]'
const DEEPEST = 8

// A key that names a secret. Numbers, booleans and null stay readable (`token_spend: 3`, `secret_set: true`),
// and so do hashes, which are made to be shown.
const SECRET_KEY =
  /authorization|cookie|password|passwd|passphrase|secret|token|credential|signature|(?:^|[-_.])(?:api-?)?(?:key|creds|jwt)s?$/i
const SECRET_CAMEL_KEY = /[a-z](?:Key|Creds|Jwt)s?$/
const SHOWN_KEY = /(?:hash|count|limit|remaining|name|id)$/i

// After the scheme's name stands what no sentence has: a digit, a dot or an equals sign within, or a very long word.
const CREDENTIALS = /\b(bearer|basic)\s+(?=[\w.~+/-]*(?:[\d=]|\.\w)|[\w.~+/=-]{24})[\w.~+/=-]+/gi

/** Takes the secrets out of a text: user information in URLs, bearer and basic credentials, GitHub tokens. */
export function redactText(text: string): string {
  let safe = text
  if (safe.includes('://')) safe = safe.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/"']+@/gi, '$1***@')
  if (/bearer|basic/i.test(safe)) safe = safe.replace(CREDENTIALS, `$1 ${HIDDEN}`)
  if (safe.includes('gh') || safe.includes('github_pat_')) {
    safe = safe.replace(/\b(gh[pousr]_|github_pat_)\w{8,}/g, HIDDEN)
  }
  return safe
}

/** A URL's path without the segments that look like a credential: long, and of digits and letters as no word has them. */
export function redactPath(path: string): string {
  return path
    .split('/')
    .map((segment) => (isRandom(segment) ? HIDDEN : redactText(segment)))
    .join('/')
}

const LEAST_RANDOM = 16

function isRandom(segment: string): boolean {
  if (segment.length < LEAST_RANDOM) return false
  const changes = segment.match(/(?<=[a-z])\d|(?<=\d)[a-z]/gi) ?? []
  const runs = segment.match(/[a-z\d]{20,}/gi) ?? []
  return changes.length >= 3 || runs.some((run) => /\d/.test(run) || (/[a-z]/.test(run) && /[A-Z]/.test(run)))
}

/**
 * A copy of what is to be logged in which the values of keys that name a secret are hidden, at any depth.
 * Errors become plain objects with their cause; circles and what lies too deep are cut.
 */
export function redactFields(fields: object): Record<string, unknown> {
  return copyEntries(Object.entries(fields), [fields])
}

function copyEntries(entries: Iterable<[string, unknown]>, path: readonly object[]): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  for (const [key, value] of entries) {
    copy[key] = isSecret(key, value) ? HIDDEN : copyValue(value, path)
  }
  return copy
}

function isSecret(key: string, value: unknown): boolean {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) return false
  return (SECRET_KEY.test(key) || SECRET_CAMEL_KEY.test(key)) && !SHOWN_KEY.test(key)
}

function copyValue(value: unknown, path: readonly object[]): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (path.includes(value)) return '[circular]'
  if (path.length >= DEEPEST) return '[too deep]'
  const deeper = [...path, value]
  if (value instanceof Error) return copyError(value, deeper)
  if (value instanceof Date || value instanceof URL)
    return String(value instanceof Date ? value.toJSON() : value)
  if (value instanceof RegExp) return String(value)
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (value instanceof Map) return copyEntries(stringKeys(value), deeper)
  if (Array.isArray(value) || value instanceof Set) return [...value].map((item) => copyValue(item, deeper))
  return copyEntries(Object.entries(value), deeper)
}

function* stringKeys(map: ReadonlyMap<unknown, unknown>): Iterable<[string, unknown]> {
  for (const [key, value] of map) yield [String(key), value]
}

function copyError(error: Error, path: readonly object[]): Record<string, unknown> {
  const { name, message, stack, cause } = error
  return {
    type: name,
    message,
    ...copyEntries(Object.entries(error), path),
    stack,
    ...(cause === undefined ? {} : { cause: copyValue(cause, path) }),
  }
}
