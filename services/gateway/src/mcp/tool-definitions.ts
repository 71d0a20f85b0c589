import {
  type ApiRole,
  type ApiRoute,
  entriesOf,
  exportParameters,
  isList,
  type OpenApiDocument,
  openApiDocument,
} from '@octometer/gateway-api'
import { z } from 'zod'
import type { Endpoint } from '../answer-route.ts'
import { describeFields } from './describe-fields.ts'
import { type JsonSchema, jsonSchema, withoutReferences } from './json-schema.ts'

/** Entries of a page at most: a model reads all that it is given. */
export const MAX_ENTRIES = 100
export const DEFAULT_ENTRIES = 20
/** Of an answer at most. */
export const MAX_CHARACTERS = 50_000

type Place = 'path' | 'query' | 'body'

export interface Tool {
  readonly endpoint: Endpoint
  /** Null: whoever may speak here. */
  readonly role: ApiRole | null
  /** As the protocol lists it. */
  readonly definition: {
    readonly name: string
    readonly title: string
    readonly description: string
    readonly inputSchema: { type: 'object'; properties: Record<string, object>; required: string[] }
    readonly annotations: { readOnlyHint: boolean; destructiveHint: boolean; openWorldHint: boolean }
  }
  /** Where each argument goes. */
  readonly places: ReadonlyMap<string, Place>
}

const content = z.record(z.string(), z.object({ schema: jsonSchema }))
const operationSchema = z.object({
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.enum(['path', 'query']),
      required: z.boolean(),
      description: z.string().optional(),
      schema: jsonSchema,
    }),
  ),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ content })),
})
type Operation = z.output<typeof operationSchema>

interface Argument {
  readonly name: string
  readonly place: Place
  readonly required: boolean
  readonly schema: JsonSchema
}

/** An endpoint with the name of its tool. */
export interface NamedEndpoint {
  readonly name: string
  readonly endpoint: Endpoint
}

/** Routes whose answers hold a secret: what a model reads is kept where nobody looks after it. */
const SECRET_ANSWERS: ReadonlySet<string> = new Set(['createKey'])

/** The endpoints that are tools, by their names; what answers a file of any length is none. */
export function namedTools(endpoints: readonly Endpoint[]): readonly NamedEndpoint[] {
  return endpoints
    .filter(({ route }) => !SECRET_ANSWERS.has(route.operationId) && route.mediaType === undefined)
    .map(named)
}

/** `listDeliveries` is the tool `list_deliveries`. */
function named(endpoint: Endpoint): NamedEndpoint {
  const name = endpoint.route.operationId.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
  return { name, endpoint }
}

/** A tool for each endpoint, from the same document that tells clients of it. Throws when two have one name. */
export function toolsOf(endpoints: readonly NamedEndpoint[]): readonly Tool[] {
  requireDistinct(endpoints.map(({ name }) => name))
  const routes = endpoints.map(({ endpoint }) => endpoint.route)
  const document = openApiDocument(routes, '')
  return endpoints.map((each) => toolOf(each, document))
}

function toolOf({ name, endpoint }: NamedEndpoint, { paths, components }: OpenApiDocument): Tool {
  const { route } = endpoint
  const operation = operationSchema.parse(
    withoutReferences(paths[route.path]?.[route.method], components.schemas),
  )
  const own = argumentsOf(route, operation)
  requireDistinct(own.map((each) => each.name))
  const answer = operation.responses[route.status]?.content['application/json']?.schema ?? {}
  const changes = route.method !== 'get'
  return {
    endpoint,
    role: route.role,
    places: new Map(own.map((each) => [each.name, each.place])),
    definition: {
      name,
      title: route.summary,
      description: [`${route.summary}. ${route.description}`, ...describeFields(answer)].join('\n'),
      inputSchema: {
        type: 'object',
        properties: Object.fromEntries(own.map((each) => [each.name, each.schema])),
        required: own.filter(({ required }) => required).map((each) => each.name),
      },
      annotations: { readOnlyHint: !changes, destructiveHint: changes, openWorldHint: false },
    },
  }
}

function argumentsOf(route: ApiRoute, { parameters, requestBody }: Operation): readonly Argument[] {
  const isPaged = isList(route)
  const isExported = entriesOf(route) !== null
  const outside = parameters
    .filter(({ name }) => !(isExported && name in exportParameters.shape))
    .map(({ name, in: place, required, description, schema }) => ({
      name,
      place,
      required,
      schema: isPaged && name === 'limit' ? entries : { ...schema, description },
    }))
  const body = requestBody?.content['application/json']?.schema
  const fields = Object.entries(body?.properties ?? {}).map(([name, schema]) => ({
    name,
    place: 'body' as const,
    required: body?.required?.includes(name) ?? false,
    schema,
  }))
  return [...outside, ...fields]
}

const entries: JsonSchema = {
  type: 'integer',
  minimum: 1,
  maximum: MAX_ENTRIES,
  default: DEFAULT_ENTRIES,
  description: 'At most so many entries; fewer when they would be too long together.',
}

function requireDistinct(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new TypeError(`${twice} names two things in one place`)
}
