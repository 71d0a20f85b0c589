import { addressKey, createTokenBuckets } from '@octometer/service-kit'

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

/** A token bucket per client address, in bounded memory. */
export function createFailedVerificationLimit({
  perSecond,
  maxAddresses,
  now,
}: FailedVerificationLimitOptions): FailedVerificationLimit {
  if (perSecond === null) return { secondsToWait: () => null }
  const buckets = createTokenBuckets({
    ...{ perSecond, atOnce: perSecond },
    ...(maxAddresses !== undefined && { maxKeys: maxAddresses }),
    ...(now && { now }),
  })
  return { secondsToWait: (address) => buckets.secondsToWait(addressKey(address)) }
}
