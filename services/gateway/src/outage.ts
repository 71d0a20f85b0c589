import {
  LogFullError,
  LogUnavailableError,
  RequestRefusedError,
  ServiceUnavailableError,
  StreamConfigurationError,
} from '@octometer/event-log'
import { StoreError } from '@octometer/read-store'
import { problem } from '@octometer/service-kit'

// ClickHouse's numbers for what passes: a view or database that is not there yet, and limits of time, memory and load.
const NOT_THERE: ReadonlySet<number | null> = new Set([60, 81])
const OVERLOADED: ReadonlySet<number | null> = new Set([159, 202, 241, 307, 396])

const RETRY_SOON = { 'Retry-After': '1' }

/** What a handler threw, as the problem that its client can act on; anything else stays what it is. */
export function asProblem(error: unknown): unknown {
  if (error instanceof StoreError) return storeProblem(error)
  if (error instanceof LogUnavailableError || error instanceof LogFullError) {
    const detail = 'The log does not take commands now: NATS cannot be reached, or its stream is full.'
    return problem(503, error.code, detail, { headers: RETRY_SOON, cause: error })
  }
  if (error instanceof StreamConfigurationError) {
    const detail =
      'NATS does not hold what this needs yet: ingress and the projectors make it when they start.'
    return problem(503, 'log_not_ready', detail, { headers: RETRY_SOON, cause: error })
  }
  if (error instanceof ServiceUnavailableError) {
    const { code, service } = error
    const detail = `The service ${service} does not answer.`
    return problem(503, code, detail, { headers: RETRY_SOON, members: { service }, cause: error })
  }
  if (error instanceof RequestRefusedError) {
    return problem(409, error.reason, `${error.message}.`, { cause: error })
  }
  return error
}

function storeProblem(error: StoreError): unknown {
  const { exceptionCode } = error
  const options = { headers: RETRY_SOON, cause: error }
  if (exceptionCode === null) {
    return problem(503, 'store_unavailable', 'ClickHouse cannot be reached.', options)
  }
  if (NOT_THERE.has(exceptionCode)) {
    const detail = 'The read model is not there yet: its projection has not been built.'
    return problem(503, 'read_model_missing', detail, options)
  }
  if (OVERLOADED.has(exceptionCode)) {
    return problem(503, 'store_overloaded', 'ClickHouse has too much to do for this query now.', options)
  }
  return error
}
