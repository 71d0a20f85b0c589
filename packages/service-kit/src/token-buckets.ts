import ipaddr from 'ipaddr.js'

/** How often each of many may do something, in bounded memory. */
export interface TokenBuckets {
  /** Takes one: null while there is one, else the whole seconds until there is again. */
  secondsToWait(key: string): number | null
  /** The same without taking one. */
  secondsUntilNext(key: string): number | null
  /** How many are left to take at once. */
  left(key: string): number
}

export interface TokenBucketOptions {
  /** They come back at this rate. */
  readonly perSecond: number
  /** As many may be taken at once. */
  readonly atOnce: number
  /** Those that are remembered; the one that was quiet longest is forgotten first. */
  readonly maxKeys?: number
  /** Milliseconds that only grow. */
  readonly now?: () => number
}

interface Bucket {
  readonly tokens: number
  readonly at: number
}

/** A token bucket for each key. */
export function createTokenBuckets({
  perSecond,
  atOnce,
  maxKeys = 10_000,
  now = () => performance.now(),
}: TokenBucketOptions): TokenBuckets {
  const buckets = new Map<string, Bucket>()
  const tokensOf = (key: string) => {
    const known = buckets.get(key)
    return known === undefined
      ? atOnce
      : Math.min(atOnce, known.tokens + ((now() - known.at) / 1000) * perSecond)
  }
  const waiting = (tokens: number) => (tokens >= 1 ? null : Math.max(1, Math.ceil((1 - tokens) / perSecond)))
  return {
    secondsToWait(key) {
      const tokens = tokensOf(key)
      // Set anew, so that the map stays in the order of last use.
      buckets.delete(key)
      buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now() })
      if (buckets.size > maxKeys) forgetOldest(buckets)
      return waiting(tokens)
    },
    secondsUntilNext: (key) => waiting(tokensOf(key)),
    left: (key) => Math.floor(tokensOf(key)),
  }
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  const [oldest] = buckets.keys()
  if (oldest !== undefined) buckets.delete(oldest)
}

/** Whom an address stands for: an IPv6 client has a whole /64 to send from, and counts as one. */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return parsed.toByteArray().slice(0, 8).join('.')
}
