import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  parse,
  validate,
} from 'graphql'
import type { Caller } from '../access/caller.ts'
import { isObject } from '../fields.ts'
import type { GitHub } from '../github.ts'
import { type Answer, ok, problem } from '../http/answer.ts'
import type { FieldArguments } from './connection.ts'
import { costOf, type QueryCost } from './cost.ts'
import { TypedGraphError, UnsupportedFieldError } from './graph-error.ts'
import { rootNode } from './root-node.ts'
import { githubSchema } from './schema.ts'

interface GraphOutcome {
  readonly answer: Answer
  /** Points. */
  readonly cost: number
}

interface GraphQuery {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName: string | undefined
}

/** Answers `POST /graphql`. `lacks` hears of a field that GitHub has and the simulator has not: that answers 501. */
export async function answerGraph(
  github: GitHub,
  caller: Caller,
  text: string,
  lacks: (field: string) => void,
): Promise<GraphOutcome> {
  if (caller.kind === 'anonymous') return { answer: problem(401, 'Requires authentication'), cost: 0 }
  const asked = readQuery(text)
  if (asked === null) return { answer: problem(400, 'Problems parsing JSON'), cost: 0 }
  const schema = githubSchema()
  const document = parsed(asked.query)
  if (document instanceof GraphQLError) return { answer: ok(failed([document])), cost: 1 }
  const faults = validate(schema, document)
  if (faults.length > 0) return { answer: ok(failed(faults)), cost: 1 }
  let cost: QueryCost
  try {
    cost = costOf(schema, document, asked.variables)
  } catch (error) {
    if (error instanceof TypedGraphError) return { answer: ok(failed([error])), cost: 1 }
    throw error
  }
  const result = await execute({
    schema,
    document,
    rootValue: rootNode(github, caller, cost),
    variableValues: asked.variables,
    ...(asked.operationName === undefined ? {} : { operationName: asked.operationName }),
    fieldResolver: resolveField,
    typeResolver: (value: unknown) => (isObject(value) ? String(value.__typename) : ''),
  })
  return { answer: answerOf(result, lacks), cost: cost.points }
}

const resolveField: GraphQLFieldResolver<unknown, unknown> = (source, args, _, { fieldName, parentType }) => {
  if (!isObject(source) || !(fieldName in source))
    throw new UnsupportedFieldError(`${parentType.name}.${fieldName}`)
  const value: unknown = source[fieldName]
  return isFunction(value) ? value(args) : value
}

function isFunction(value: unknown): value is (args: FieldArguments) => unknown {
  return typeof value === 'function'
}

function readQuery(text: string): GraphQuery | null {
  try {
    const body: unknown = JSON.parse(text)
    if (!isObject(body) || typeof body.query !== 'string') return null
    const variables = isObject(body.variables) ? body.variables : {}
    const name = typeof body.operationName === 'string' ? body.operationName : undefined
    return { query: body.query, variables, operationName: name }
  } catch {
    // What is no JSON is no query.
    return null
  }
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query)
  } catch (error) {
    if (error instanceof GraphQLError) return error
    throw error
  }
}

function answerOf({ data, errors = [] }: ExecutionResult, lacks: (field: string) => void): Answer {
  const broken = errors.flatMap(({ originalError }) => originalError ?? [])
  for (const error of broken) {
    if (error instanceof UnsupportedFieldError) lacks(error.field)
    else if (!(error instanceof TypedGraphError)) throw error
  }
  if (broken.some((error) => error instanceof UnsupportedFieldError))
    return problem(501, broken.map(({ message }) => message).join('; '))
  return ok({ data, ...(errors.length === 0 ? {} : failed(errors)) })
}

function failed(errors: readonly GraphQLError[]) {
  return {
    errors: errors.map((error) => {
      const cause = error instanceof TypedGraphError ? error : error.originalError
      const { message, locations, path } = error
      const type = cause instanceof TypedGraphError ? { type: cause.type } : {}
      return { ...type, ...(path === undefined ? {} : { path }), locations, message }
    }),
  }
}
