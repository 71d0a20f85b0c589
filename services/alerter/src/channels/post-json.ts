import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { type SafeAddress, safeAddress } from './address-guard.ts'
import { ChannelError } from './channel.ts'

export interface PostOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly allowedHosts: readonly string[]
  readonly signal: AbortSignal
}

/**
 * Posts a body to a public address, following no redirect. Resolves for a 2xx. Throws ChannelError, which names the
 * host alone: the rest of the URL may be a secret.
 */
export async function postJson(url: string, body: string, options: PostOptions): Promise<void> {
  const target = new URL(url)
  const address = await safeAddress(target.hostname, options.allowedHosts)
  const status = await exchange(target, body, address, options)
  if (status >= 200 && status < 300) return
  // Whatever it refuses: within a day somebody may mend the receiver.
  throw new ChannelError(`${target.host} answered ${status}`, true)
}

function exchange(
  target: URL,
  body: string,
  { address, family }: SafeAddress,
  { headers = {}, signal }: PostOptions,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const fail = (cause: unknown) => {
    const reason = signal.aborted ? 'did not answer in time' : 'cannot be reached'
    reject(new ChannelError(`${target.host} ${reason}`, true, { cause }))
  }
  const options: RequestOptions = {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'Octometer',
      'Content-Length': Buffer.byteLength(body),
      ...headers,
    },
    // The address that was looked at is the one that is connected to: a name may point elsewhere a moment later.
    lookup: (_host, { all }, callback) =>
      all === true ? callback(null, [{ address, family }]) : callback(null, address, family),
    agent: false,
    signal,
  }
  const answered = (response: IncomingMessage) => {
    response.on('error', fail)
    response.on('end', () => resolve(response.statusCode ?? 0))
    response.resume()
  }
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest
  send(target, options, answered).on('error', fail).end(body)
  return promise
}
