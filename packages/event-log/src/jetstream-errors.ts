import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream'
import { LogFullError, LogRefusedError, LogUnavailableError, MessageTooLargeError } from './errors.ts'

/** NATS's own description of an error, as JetStream's answers carry it. */
export interface ApiError {
  /** Like an HTTP status. */
  readonly code: number
  /** Unique to each kind of error. */
  readonly err_code: number
  readonly description: string
}

const MESSAGE_TOO_LARGE = 10054
const INSUFFICIENT_RESOURCES = 10023
const STORAGE_EXCEEDED = 10047
const CONSUMER_NAME_EXISTS = 10013
const CONSUMER_EXISTS = 10148
const LEADERLESS = 10008

/** What a refused append means to whoever asked for it. */
export function appendError(stream: string, error: ApiError): Error {
  const said = `${error.description} (${error.err_code})`
  if (/maximum (bytes|messages) exceeded|no space left/i.test(error.description)) {
    return new LogFullError(`stream ${stream} is full: ${said}; raise its bound or let the trimmer catch up`)
  }
  if (error.err_code === INSUFFICIENT_RESOURCES || error.err_code === STORAGE_EXCEEDED) {
    return new LogFullError(`JetStream has no room left for stream ${stream}: ${said}`)
  }
  if (error.err_code === MESSAGE_TOO_LARGE) {
    return new MessageTooLargeError(`stream ${stream} does not take so large a message: ${said}`)
  }
  return error.code >= 500 || error.code === 429
    ? new LogUnavailableError(`stream ${stream} could not store the message: ${said}`)
    : new LogRefusedError(`stream ${stream} refuses the message: ${said}`)
}

/** Any failure of talking to JetStream, as one of our errors; `what` was asked about. */
export function asLogError(cause: unknown, what: string): LogUnavailableError | LogRefusedError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  if (cause instanceof JetStreamApiError && cause.status < 500) {
    return new LogRefusedError(`NATS refuses to answer about ${what}: ${reason}`, { cause })
  }
  return new LogUnavailableError(`the log cannot be reached for ${what}: ${reason}`, { cause })
}

/** The cluster has no leader just now, or this server cannot reach it. */
export function isLeaderless(error: unknown): boolean {
  return hasApiCode(error, LEADERLESS)
}

export function isStreamMissing(error: unknown): boolean {
  return hasApiCode(error, JetStreamApiCodes.StreamNotFound)
}

export function isConsumerMissing(error: unknown): boolean {
  return hasApiCode(error, JetStreamApiCodes.ConsumerNotFound)
}

/** It was to be made, and is there with other settings. */
export function isConsumerTaken(error: unknown): boolean {
  return hasApiCode(error, CONSUMER_EXISTS) || hasApiCode(error, CONSUMER_NAME_EXISTS)
}

/** Somebody else wrote the key since it was read. */
export function isWrongSequence(error: unknown): boolean {
  return (
    hasApiCode(error, JetStreamApiCodes.StreamWrongLastSequence) ||
    hasApiCode(error, JetStreamApiCodes.StreamWrongLastSequenceUnknown)
  )
}

function hasApiCode(error: unknown, code: number): boolean {
  return error instanceof JetStreamApiError && error.code === code
}
