import type { ReceiverConfig } from '@octometer/config'
import { ChannelError } from '../channels/channel.ts'
import { post } from '../channels/post-json.ts'
import { forwardedHeaders, type SendableDelivery } from './forwarded-request.ts'

/** What became of one attempt. */
export type AttemptResult =
  | { readonly taken: true }
  | {
      readonly taken: false
      /** The receiver says that it will never take this one. */
      readonly forGood: boolean
      readonly statusCode: number | null
      /** Without a secret. */
      readonly reason: string
    }

/** An answer must come within this, as with Svix. */
const DEADLINE_MS = 15_000

/** About this body or this way of asking, not about the moment (RFC 9110). */
const FOR_GOOD: ReadonlySet<number> = new Set([400, 405, 406, 410, 411, 413, 414, 415, 422, 431, 501])

/** Sends a delivery once. Whatever is not a 2xx in time is a refusal; never rejects for what the receiver does. */
export async function attempt(
  { url, secret }: ReceiverConfig,
  delivery: SendableDelivery,
  allowedHosts: readonly string[],
): Promise<AttemptResult> {
  try {
    const headers = forwardedHeaders(delivery, secret)
    const signal = AbortSignal.timeout(DEADLINE_MS)
    const status = await post(url, delivery.body, { headers, allowedHosts, signal })
    if (status >= 200 && status < 300) return { taken: true }
    const reason = `${new URL(url).host} answered ${status}`
    return { taken: false, forGood: FOR_GOOD.has(status), statusCode: status, reason }
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    return { taken: false, forGood: false, statusCode: null, reason: error.message }
  }
}
