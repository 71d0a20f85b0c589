import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { lookupOf, type SafeAddress, safeAddress, UnsafeAddressError } from '@octometer/service-kit'
import { ChannelError } from './channel.ts'

export interface PostOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly allowedHosts: readonly string[]
  readonly signal: AbortSignal
}

/** Posts JSON as `post` does. Resolves for a 2xx. */
export async function postJson(url: string, body: string, options: PostOptions): Promise<void> {
  const status = await post(url, body, options)
  if (status >= 200 && status < 300) return
  // Whatever it refuses: within a day somebody may mend the receiver.
  throw new ChannelError(`${new URL(url).host} answered ${status}`, true)
}

/**
 * Posts a body to a public address, following no redirect; gives the status that is answered. Throws ChannelError,
 * which names the host alone: the rest of the URL may be a secret.
 */
export async function post(url: string, body: string | Uint8Array, options: PostOptions): Promise<number> {
  const target = new URL(url)
  const address = await receiverAddress(target.hostname, options.allowedHosts)
  return exchange(target, body, address, options)
}

async function receiverAddress(host: string, allowedHosts: readonly string[]): Promise<SafeAddress> {
  try {
    return await safeAddress(host, { allowedHosts, setting: 'OCTO_ALERT_ALLOWED_HOSTS' })
  } catch (cause) {
    if (cause instanceof UnsafeAddressError) throw new ChannelError(cause.message, cause.retryable, { cause })
    throw cause
  }
}

function exchange(
  target: URL,
  body: string | Uint8Array,
  address: SafeAddress,
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
      'Content-Length': typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength,
      ...headers,
    },
    lookup: lookupOf(address),
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
