/** Why a delivery is not accepted, and the status that says so. The names are the `code` of the answer. */
export const refusalStatus = {
  source_not_allowed: 403,
  content_type_unsupported: 415,
  content_encoding_unsupported: 415,
  header_missing: 400,
  header_repeated: 400,
  header_malformed: 400,
  body_too_large: 413,
  body_too_slow: 408,
  body_malformed: 400,
  signature_missing: 401,
  signature_mismatch: 401,
  rate_limited: 429,
  overloaded: 503,
  log_unavailable: 503,
  log_full: 503,
  log_refused: 503,
} as const satisfies Readonly<Record<string, number>>

export type RefusalCode = keyof typeof refusalStatus

// Object.keys gives plain strings; the table's own keys are the codes.
export const refusalCodes = Object.keys(refusalStatus) as readonly RefusalCode[]

/** A delivery that was not accepted; nothing of it was stored. The message is shown to the sender. */
export class DeliveryRefusedError extends Error {
  override readonly name = 'DeliveryRefusedError'
  readonly code: RefusalCode
  /** After which the same delivery may be sent again; null where sending it again changes nothing. */
  readonly retryAfterSeconds: number | null

  constructor(
    code: RefusalCode,
    message: string,
    { retryAfterSeconds = null, cause }: { retryAfterSeconds?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause })
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The sender went away before its body was complete: nothing was stored, and nobody waits for an answer. */
export class UploadAbortedError extends Error {
  override readonly name = 'UploadAbortedError'
  readonly code = 'upload_aborted'
}
