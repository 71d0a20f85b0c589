/** What GitHub answers: JSON, or text as it stands. */
export interface Answer {
  readonly status: number
  /** Undefined: no body. */
  readonly body?: unknown
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
}

const documentation = 'https://docs.github.com/rest'

export const ok = (body: unknown): Answer => ({ status: 200, body })
export const created = (body: unknown): Answer => ({ status: 201, body })
export const noContent: Answer = { status: 204 }
export const accepted: Answer = { status: 202, body: {} }

/** An error as GitHub words it. */
export function problem(
  status: number,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): Answer {
  return { status, body: { message, documentation_url: documentation, status: String(status), ...more } }
}

export const notFound = problem(404, 'Not Found')

export function invalid(resource: string, field: string, code: string): Answer {
  return problem(422, 'Validation Failed', { errors: [{ resource, field, code }] })
}
