import { RequestError } from '@octokit/request-error'
import { z } from 'zod'

/** GitHub answered a query, but not this question in it. */
export class GraphAnswerError extends Error {
  override readonly name = 'GraphAnswerError'
  readonly code = 'graph_answer'
  readonly retryable = false
  /** GitHub's word for it, such as NOT_FOUND. */
  readonly type: string | null

  constructor(message: string, type: string | null) {
    super(message)
    this.type = type
  }
}

const partialSchema = z.object({
  name: z.literal('GraphqlResponseError'),
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(
    z.object({
      type: z.string().optional(),
      message: z.string(),
      path: z.array(z.union([z.string(), z.number()])).optional(),
    }),
  ),
})

export interface PartialAnswer {
  readonly data: Readonly<Record<string, unknown>>
  readonly errors: readonly {
    readonly type: string | undefined
    readonly message: string
    readonly path: readonly (string | number)[]
  }[]
}

/** What GitHub answered beside its errors; null when every error is of the whole query, or when it is no error of GraphQL. */
export function partialAnswer(error: unknown): PartialAnswer | null {
  const answer = partialSchema.safeParse(error)
  if (!answer.success || answer.data.data == null) return null
  const errors = answer.data.errors.map(({ type, message, path = [] }) => ({ type, message, path }))
  return errors.some(({ path }) => path.length === 0) ? null : { data: answer.data.data, errors }
}

/** Whether less of it at once may succeed: GitHub ran out of time, or says that it is too much. */
export function isTooMuch(error: unknown): boolean {
  if (error instanceof RequestError) return error.status >= 500
  const answer = partialSchema.safeParse(error)
  return (
    answer.success &&
    answer.data.errors.some(
      ({ type, message }) =>
        /^(MAX_NODE_LIMIT|RESOURCE_LIMITS)_EXCEEDED$/.test(type ?? '') ||
        /timed? ?out|something went wrong|resource limits/i.test(message),
    )
  )
}
