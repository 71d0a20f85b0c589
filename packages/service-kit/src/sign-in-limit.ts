import { createHash } from 'node:crypto'
import { addressKey, createTokenBuckets, type TokenBucketOptions } from './token-buckets.ts'

/**
 * How often one address may give a credential that nobody has. A credential that let somebody in before is looked at all the
 * same: whoever shares an address with one who guesses stays in.
 */
export interface SignInLimit {
  /** The whole seconds until a credential that is not known here is looked at; null: at once. */
  secondsToWait(address: string, credential: string): number | null
  succeeded(credential: string): void
  failed(address: string): void
}

export interface SignInLimitOptions extends Pick<TokenBucketOptions, 'now'> {
  /** Failures a minute and address, and as many at once; null is no limit. */
  readonly perMinute: number | null
}

const MOST_KNOWN = 10_000

export function createSignInLimit({ perMinute, now }: SignInLimitOptions): SignInLimit {
  if (perMinute === null) return { secondsToWait: () => null, succeeded: () => {}, failed: () => {} }
  const failures = createTokenBuckets({ perSecond: perMinute / 60, atOnce: perMinute, ...(now && { now }) })
  const known = new Set<string>()
  return {
    secondsToWait: (address, credential) =>
      known.has(digestOf(credential)) ? null : failures.secondsUntilNext(addressKey(address)),
    succeeded(credential) {
      const digest = digestOf(credential)
      // Put last, so that the one that was quiet longest is forgotten first.
      known.delete(digest)
      known.add(digest)
      const [oldest] = known
      if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest)
    },
    failed: (address) => void failures.secondsToWait(addressKey(address)),
  }
}

/** Nothing that is held here lets anybody in. */
function digestOf(credential: string): string {
  return createHash('sha256').update(credential).digest('base64url')
}
