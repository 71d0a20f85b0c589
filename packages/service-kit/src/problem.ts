import { STATUS_CODES } from 'node:http'

export interface ProblemOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** More members of the answer, such as the `parameter` that is wrong. */
  readonly members?: Readonly<Record<string, unknown>>
  /** The thrower has logged it in its own way: a 5xx of many requests at once is not one error line each. */
  readonly logged?: boolean
  readonly cause?: unknown
}

/** The media type of RFC 9457. */
export const PROBLEM_TYPE = 'application/problem+json'

/** An answer that is an error: thrown anywhere under the app, it becomes problem+json. Its detail is shown to the client. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly headers: Readonly<Record<string, string>>
  readonly members: Readonly<Record<string, unknown>>
  readonly logged: boolean

  constructor(status: number, code: string, detail: string, options: ProblemOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause })
    this.status = status
    this.code = code
    this.detail = detail
    this.headers = options.headers ?? {}
    this.members = options.members ?? {}
    this.logged = options.logged ?? false
  }
}

/** The problem with an HTTP status, a code for programs (snake_case) and a sentence for people. */
export function problem(
  status: number,
  code: string,
  detail: string,
  options?: ProblemOptions,
): ProblemError {
  return new ProblemError(status, code, detail, options)
}

/** The JSON of a problem; `instance` is the path that was asked for, never with its query. */
export function problemBody({ status, code, detail, members }: ProblemError, instance?: string): string {
  const title = titleOf(status)
  return JSON.stringify({ ...members, type: 'about:blank', title, status, code, detail, instance })
}

/** Any error as a problem. Only what was written for clients is shown; the rest is an `internal_error`. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error
  if (error instanceof Error && 'status' in error && 'expose' in error && error.expose === true) {
    const status = Number(error.status)
    return problem(status, titleOf(status).toLowerCase().replaceAll(/\W+/g, '_'), error.message, {
      cause: error,
    })
  }
  return problem(500, 'internal_error', 'The request failed inside the service; its log has the reason.', {
    cause: error,
  })
}

function titleOf(status: number): string {
  return STATUS_CODES[status] ?? 'Error'
}
