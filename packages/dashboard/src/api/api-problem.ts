/** What the gateway answered instead: problem+json, or nothing at all. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  /** 0: there was no answer. */
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, detail: string, options?: ErrorOptions) {
    super(detail, options)
    this.status = status
    this.code = code
  }
}

/** The sentence for the person in front of the screen. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiProblem) return error.message
  return error instanceof Error ? `Something broke in the dashboard: ${error.message}` : 'Something broke.'
}

/** What an answer that is no success says. */
export async function problemOf(answer: Response): Promise<ApiProblem> {
  const text = await answer.text()
  const told = parsed(text)
  const code = typeof told.code === 'string' ? told.code : 'no_problem'
  const detail =
    typeof told.detail === 'string' ? told.detail : `The gateway answered ${answer.status} without a reason.`
  return new ApiProblem(answer.status, code, detail)
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    // A proxy's page in place of the gateway's answer.
    return {}
  }
}
