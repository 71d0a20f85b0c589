import type { IncomingMessage } from 'node:http'
import {
  type DeliveryMetadata,
  decodeBodyText,
  describePayload,
  type EncodedDelivery,
  encodeDelivery,
  parseBodyText,
  UndecodableMessageError,
} from '@octometer/event-contracts'
import {
  type Appender,
  type AppendReceipt,
  LogFullError,
  LogRefusedError,
  LogUnavailableError,
  MessageTooLargeError,
} from '@octometer/event-log'
import { trace } from '@opentelemetry/api'
import type { Answer, DeliveryPath } from './answers.ts'
import type { ByteBudget } from './byte-budget.ts'
import { type DeliveryHeaders, readDeliveryHeaders } from './delivery-headers.ts'
import type { FailedVerificationLimit } from './failed-verification-limit.ts'
import { type HookSecret, isOfOwner, type SecretsFor } from './hook-secrets.ts'
import { type BodyLimits, readBody } from './read-body.ts'
import { DeliveryRefusedError } from './refusal.ts'
import type { SourceAddresses } from './source-addresses.ts'
import type { VerifySignature } from './verify-signature.ts'

export interface ReceiveDependencies {
  readonly sources: SourceAddresses
  readonly budget: ByteBudget
  readonly limits: BodyLimits
  readonly secretsFor: SecretsFor
  /** Also takes what carries no signature, and what is signed while there is no secret. */
  readonly allowUnsigned: boolean
  readonly verifySignature: VerifySignature
  readonly failures: FailedVerificationLimit
  readonly appender: Appender
}

interface StoredDelivery {
  readonly metadata: DeliveryMetadata
  readonly bytes: number
  readonly receipt: AppendReceipt
  readonly answer: Answer
}

/**
 * Takes one delivery from its headers to its acknowledgement by the log; resolves only when it is on disk.
 * Throws DeliveryRefusedError, or UploadAbortedError when the sender has gone.
 */
export type Receive = (
  request: IncomingMessage,
  clientAddress: string,
  path: DeliveryPath,
) => Promise<StoredDelivery>

export function createReceive(dependencies: ReceiveDependencies): Receive {
  const { sources, limits, budget, appender } = dependencies
  return async (request, clientAddress, path) => {
    const receivedAt = new Date()
    if (!sources.allows(clientAddress)) {
      throw new DeliveryRefusedError('source_not_allowed', 'deliveries are not taken from this address')
    }
    const headers = readDeliveryHeaders(request.headersDistinct)
    const metadata: DeliveryMetadata = { ...headers, receivedAt, source: 'webhook' }
    trace.getActiveSpan()?.setAttributes({
      'octo.delivery.guid': metadata.guid,
      'octo.delivery.event': metadata.event,
    })
    requireSignature(metadata, clientAddress, dependencies)
    using body = await readBody(request, limits, budget)
    const { entry, answer } = await open(body.bytes, metadata, clientAddress, path, dependencies)
    const receipt = await append(appender, entry, body.bytes)
    return { metadata, bytes: body.bytes.length, receipt, answer: answer(receipt) }
  }
}

interface OpenedDelivery {
  readonly entry: EncodedDelivery
  readonly answer: (receipt: AppendReceipt) => Answer
}

/** Verifies and reads a body. A function of its own, so that text and payload are gone while the append waits. */
async function open(
  bytes: Buffer,
  metadata: DeliveryMetadata,
  clientAddress: string,
  path: DeliveryPath,
  dependencies: ReceiveDependencies,
): Promise<OpenedDelivery> {
  try {
    const text = decodeBodyText(bytes)
    // GitHub never signs nothing, and the library that verifies refuses it with an exception of its own.
    if (text === '') throw new UndecodableMessageError('the body is empty')
    const owner = await verify(text, metadata, clientAddress, dependencies)
    const { payload } = parseBodyText(text, metadata.contentType)
    if (!isOfOwner(payload, owner)) throw mismatch(clientAddress, dependencies)
    return {
      entry: encodeDelivery(metadata, describePayload(payload).repository),
      answer: path.prepare(metadata, payload),
    }
  } catch (error) {
    if (!(error instanceof UndecodableMessageError)) throw error
    throw new DeliveryRefusedError('body_malformed', error.message, { cause: error })
  }
}

/** Before the body is read: who sends no signature shall not send us 25 MiB. */
function requireSignature(
  { signature }: DeliveryHeaders,
  clientAddress: string,
  { allowUnsigned, failures }: ReceiveDependencies,
): void {
  if (signature !== null || allowUnsigned) return
  throw unverified('signature_missing', 'header X-Hub-Signature-256 is missing', clientAddress, failures)
}

/** Whose secret signed it; null: everybody's, or nobody's where that is allowed. */
async function verify(
  text: string,
  headers: DeliveryHeaders,
  clientAddress: string,
  dependencies: ReceiveDependencies,
): Promise<HookSecret['owner']> {
  const { allowUnsigned, secretsFor, verifySignature } = dependencies
  const { signature } = headers
  if (signature === null) return null
  const secrets = secretsFor(headers)
  if (secrets.length === 0 && allowUnsigned) return null
  for (const { secret, owner } of secrets) if (await verifySignature(text, signature, [secret])) return owner
  throw mismatch(clientAddress, dependencies)
}

function mismatch(clientAddress: string, { failures }: ReceiveDependencies): DeliveryRefusedError {
  const reason = 'X-Hub-Signature-256 is not the signature of this body with a secret that is known here'
  return unverified('signature_mismatch', reason, clientAddress, failures)
}

/** 401 within the address's rate, 429 beyond. Only failures come here: what verifies is never refused for its rate. */
function unverified(
  code: 'signature_missing' | 'signature_mismatch',
  reason: string,
  clientAddress: string,
  failures: FailedVerificationLimit,
): DeliveryRefusedError {
  const retryAfterSeconds = failures.secondsToWait(clientAddress)
  if (retryAfterSeconds === null) return new DeliveryRefusedError(code, reason)
  const detail = 'too many requests of this address failed verification; one that is signed is still taken'
  return new DeliveryRefusedError('rate_limited', detail, { retryAfterSeconds })
}

async function append(appender: Appender, entry: EncodedDelivery, body: Uint8Array): Promise<AppendReceipt> {
  try {
    return await appender.append({ ...entry, body })
  } catch (error) {
    throw appendRefusal(error)
  }
}

/** What the log's refusal means to a sender; any other error as it is. */
export function appendRefusal(cause: unknown): unknown {
  if (cause instanceof LogUnavailableError) {
    const detail = 'the log did not acknowledge in time: send it again, it counts once'
    return new DeliveryRefusedError('log_unavailable', detail, { retryAfterSeconds: 5, cause })
  }
  if (cause instanceof LogFullError) {
    const detail = 'the log is full and takes nothing until its oldest messages may go'
    return new DeliveryRefusedError('log_full', detail, { retryAfterSeconds: 60, cause })
  }
  if (cause instanceof LogRefusedError) {
    const detail = "the log refused for a reason of its own, which the service's log has"
    return new DeliveryRefusedError('log_refused', detail, { retryAfterSeconds: 60, cause })
  }
  if (cause instanceof MessageTooLargeError) {
    const detail = "the body is larger than the log's server takes, even compressed"
    return new DeliveryRefusedError('body_too_large', detail, { cause })
  }
  return cause
}
