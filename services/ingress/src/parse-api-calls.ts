import { type ApiCall, apiCallSchema } from '@octometer/event-contracts'

/** A line of a report is no API call. The message names line and field, and never repeats a value. */
export class ApiCallInvalidError extends Error {
  override readonly name = 'ApiCallInvalidError'
  readonly code = 'api_call_invalid'
  /** From 1; null when the report as a whole is wrong. */
  readonly line: number | null
  readonly field: string | null

  constructor(line: number | null, field: string | null, reason: string) {
    const where = [line === null ? null : `line ${line}`, field].filter((part) => part !== null).join(', ')
    super(where === '' ? reason : `${where}: ${reason}`)
    this.line = line
    this.field = field
  }
}

/**
 * The API calls of a report: one JSON object per line; empty lines do not count. All of them, or ApiCallInvalidError
 * for the first that is wrong.
 */
export function parseApiCalls(report: string, maxLines: number): readonly ApiCall[] {
  const calls: ApiCall[] = []
  for (const [index, line] of report.split('\n').entries()) {
    if (line.trim() === '') continue
    if (calls.length >= maxLines) {
      throw new ApiCallInvalidError(null, null, `a report has at most ${maxLines} lines`)
    }
    calls.push(parseCall(parseJson(line, index + 1), index + 1))
  }
  if (calls.length === 0) throw new ApiCallInvalidError(null, null, 'the report is empty')
  return calls
}

/** The same for a body that is one JSON object, over as many lines as it likes. */
export function parseApiCall(report: string): readonly ApiCall[] {
  return [parseCall(parseJson(report, null), null)]
}

function parseJson(text: string, line: number | null): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The engine's message repeats a piece of the text, which may be a token.
    throw new ApiCallInvalidError(line, null, 'is not JSON')
  }
}

function parseCall(value: unknown, line: number | null): ApiCall {
  const parsed = apiCallSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  if (issue?.code === 'unrecognized_keys') {
    // A key may itself be a token; only what looks like one of our names is repeated.
    const named = issue.keys.find((key) => /^[a-z_]{1,32}$/.test(key)) ?? null
    throw new ApiCallInvalidError(line, named, 'is not a field of an API call')
  }
  const field = issue?.path.map(String).join('.') || null
  throw new ApiCallInvalidError(line, field, issue?.message ?? 'is not an API call')
}
