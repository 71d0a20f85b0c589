/** The log did not acknowledge, or cannot be reached: whether it stored anything is unknown. Sending the same
 * message id again is safe. */
export class LogUnavailableError extends Error {
  override readonly name = 'LogUnavailableError'
  readonly code = 'log_unavailable'
  readonly retryable = true
}

/** The stream has reached its bound and refuses: nothing was stored, nothing older was lost. */
export class LogFullError extends Error {
  override readonly name = 'LogFullError'
  readonly code = 'log_full'
  readonly retryable = true
}

/** The message exceeds what the server takes (`max_payload`); it will never fit. */
export class MessageTooLargeError extends Error {
  override readonly name = 'MessageTooLargeError'
  readonly code = 'message_too_large'
  readonly retryable = false
}

/** The server refused for a reason of its own: a missing stream, a permission, a limit. The message says which. */
export class LogRefusedError extends Error {
  override readonly name = 'LogRefusedError'
  readonly code = 'log_refused'
  readonly retryable = false
}

/** A stream exists with a setting that we cannot work with or cannot change. The message names stream and setting. */
export class StreamConfigurationError extends Error {
  override readonly name = 'StreamConfigurationError'
  readonly code = 'stream_configuration'
  readonly retryable = false
}

/** The durable consumer that a reader reads through was deleted, by an operator or by `remove()`. */
export class ConsumerMissingError extends Error {
  override readonly name = 'ConsumerMissingError'
  readonly code = 'consumer_missing'
  readonly retryable = false
}

/** No service answers this request: it does not run, or it did not answer within the deadline. */
export class ServiceUnavailableError extends Error {
  override readonly name = 'ServiceUnavailableError'
  readonly code = 'service_unavailable'
  readonly retryable = true
  readonly service: string

  constructor(service: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.service = service
  }
}

/** The service answered that it could not do what was asked. `reason` is its own code, as data. */
export class RequestRefusedError extends Error {
  override readonly name = 'RequestRefusedError'
  readonly code = 'request_refused'
  readonly retryable: boolean
  readonly reason: string

  constructor(reason: string, message: string, retryable: boolean) {
    super(message)
    this.reason = reason
    this.retryable = retryable
  }
}

/** The nats-server program is missing, too old, or did not become ready. The message says what to do. */
export class NatsServerError extends Error {
  override readonly name = 'NatsServerError'
  readonly code = 'nats_server'
  readonly retryable = false
}

/** Another holder has the lease, or it ran out before it was renewed: what it guarded must stop. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError'
  readonly code = 'lease_lost'
  readonly retryable = false
}
