import { createHmac, timingSafeEqual } from 'node:crypto'

export type BadgeParameters = Readonly<Record<string, string>>

const SIGNATURE = 'signature'
const EXPIRES = 'expires'

/** A path with its parameters, and the signature over both: HMAC-SHA-256. */
export function signPath(
  key: Uint8Array,
  path: string,
  parameters: BadgeParameters,
  expires: Date | null,
): string {
  const seconds: BadgeParameters =
    expires === null ? {} : { [EXPIRES]: String(Math.floor(expires.getTime() / 1000)) }
  const query = inOrder(Object.entries({ ...parameters, ...seconds }))
  return `${path}?${query}${query.size === 0 ? '' : '&'}${SIGNATURE}=${macOf(key, path, query).toString('base64url')}`
}

export interface SignedRequest {
  readonly parameters: BadgeParameters
  readonly expires: Date | null
}

/** What was signed; null when the signature does not fit, or its time is over. */
export function readSigned(key: Uint8Array, path: string, query: string, now: Date): SignedRequest | null {
  const given = new URLSearchParams(query)
  const signature = given.get(SIGNATURE) ?? ''
  given.delete(SIGNATURE)
  const entries = [...given]
  if (!isEqual(macOf(key, path, inOrder(entries)), signature)) return null
  const { [EXPIRES]: seconds, ...parameters } = Object.fromEntries(entries)
  const expires = seconds === undefined ? null : new Date(Number(seconds) * 1000)
  return expires !== null && expires <= now ? null : { parameters, expires }
}

/** One way to write them: whoever passes an address on may put them in another order. */
function inOrder(entries: [string, string][]): URLSearchParams {
  const query = new URLSearchParams(entries)
  query.sort()
  return query
}

function macOf(key: Uint8Array, path: string, query: URLSearchParams): Buffer {
  return createHmac('sha256', key).update(`${path}?${query}`).digest()
}

/** In constant time, whatever was given. */
function isEqual(mac: Buffer, signature: string): boolean {
  const given = Buffer.alloc(mac.length)
  const isWhole = Buffer.byteLength(signature) === 43
  if (isWhole) Buffer.from(signature, 'base64url').copy(given)
  return timingSafeEqual(mac, given) && isWhole
}
