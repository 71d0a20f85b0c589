import type { z } from 'zod'

export interface RenderedQuery {
  readonly sql: string
  /** Bound by the server as `{name: Type}`: text from outside never becomes SQL. */
  readonly values: Readonly<Record<string, unknown>>
}

/** A query with a name, a parameter schema and a row schema. */
export interface NamedQuery<P, R> {
  readonly name: string
  readonly parameters: z.ZodType<P, P>
  readonly row: z.ZodType<R>
  render(parameters: P): RenderedQuery
}

export function defineQuery<P, R>(query: NamedQuery<P, R>): NamedQuery<P, R> {
  return query
}
