import ipaddr from 'ipaddr.js'

/** How often one client address may fail verification. What verifies is never counted and never refused. */
export interface FailedVerificationLimit {
  /** Counts one failure: null while the address is within its rate, else the whole seconds until it is again. */
  secondsToWait(address: string): number | null
}

export interface FailedVerificationLimitOptions {
  /** Failures per second and address, and as many at once; null is no limit. */
  readonly perSecond: number | null
  /** The addresses that are remembered; the one that was quiet longest is forgotten first. */
  readonly maxAddresses?: number
  /** Milliseconds that only grow. */
  readonly now?: () => number
}

interface Bucket {
  tokens: number
  at: number
}

/** A token bucket per client address, in bounded memory. */
export function createFailedVerificationLimit({
  perSecond,
  maxAddresses = 10_000,
  now = () => performance.now(),
}: FailedVerificationLimitOptions): FailedVerificationLimit {
  const buckets = new Map<string, Bucket>()
  if (perSecond === null) return { secondsToWait: () => null }
  return {
    secondsToWait(address) {
      const key = addressKey(address)
      const at = now()
      const known = buckets.get(key)
      const tokens = known
        ? Math.min(perSecond, known.tokens + ((at - known.at) / 1000) * perSecond)
        : perSecond
      const admitted = tokens >= 1
      // Set anew, so that the map stays in the order of last use.
      buckets.delete(key)
      buckets.set(key, { tokens: admitted ? tokens - 1 : tokens, at })
      if (buckets.size > maxAddresses) forgetOldest(buckets)
      return admitted ? null : Math.max(1, Math.ceil((1 - tokens) / perSecond))
    },
  }
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  const [oldest] = buckets.keys()
  if (oldest !== undefined) buckets.delete(oldest)
}

/** An IPv6 client has a whole /64 to send from: it counts as one. */
function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return parsed.toByteArray().slice(0, 8).join('.')
}
