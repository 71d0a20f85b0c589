import { z } from 'zod'

/** Each may what those before it may. */
export const apiRoles = ['viewer', 'operator', 'admin'] as const
export type ApiRole = (typeof apiRoles)[number]

/** One operation: what it takes, what it answers, who may ask. The same schemas validate and document. */
export interface ApiRoute<
  Path extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Answer extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> {
  /** Its name in clients. */
  readonly operationId: string
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** As in OpenAPI: `/api/v1/deliveries/{guid}`. */
  readonly path: string
  /** It changes nothing, although its method could. */
  readonly reads?: true
  /** Null: open, whoever asks. */
  readonly role: ApiRole | null
  readonly tag: string
  readonly summary: string
  readonly description: string
  readonly pathParameters: Path
  /** Whole numbers, texts, words, and arrays of texts or words for what may be repeated. */
  readonly query: Query
  /** The JSON object that is sent; none is as good as `{}`. */
  readonly body?: Body
  /** 201: it was made. 202: what was asked for is done later. 204: there is nothing to tell. */
  readonly status: 200 | 201 | 202 | 204
  /** Of the answer; JSON unless given. */
  readonly mediaType?: 'text/event-stream' | 'application/x-ndjson'
  readonly answer: Answer
  /** Of a list that is answered whole, without pages: the member that holds its entries. It can be had as a file too. */
  readonly entries?: 'data' | 'keys'
  /** Media types that it answers besides JSON when it is asked to. */
  readonly streams?: readonly string[]
  /** Statuses of its own beside those that every operation may answer. */
  readonly problems: readonly number[]
}

export type PathOf<R extends ApiRoute> = z.output<R['pathParameters']>
export type QueryOf<R extends ApiRoute> = z.output<R['query']>
export type AnswerOf<R extends ApiRoute> = z.output<R['answer']>

/** Undefined for a route that takes no body. */
export type BodyOf<R extends ApiRoute> = z.output<NonNullable<R['body']>>

/** Whether something is different after it was carried out. */
export function changes({ method, reads }: Pick<ApiRoute, 'method' | 'reads'>): boolean {
  return method !== 'get' && reads !== true
}

export const noParameters = z.object({})

export function defineRoute<
  Path extends z.ZodObject,
  Query extends z.ZodObject,
  Answer extends z.ZodType,
  Body extends z.ZodType = z.ZodUndefined,
>(route: ApiRoute<Path, Query, Answer, Body>): ApiRoute<Path, Query, Answer, Body> {
  return route
}
