import { z } from 'zod'
import { problem } from './answers.ts'
import { entriesOf, exportParameters, exportTypes } from './export.ts'
import type { ApiRoute } from './route.ts'

type Json = Readonly<Record<string, unknown>>

export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: Json
  readonly tags: readonly Json[]
  readonly security: readonly Json[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Json>>; readonly securitySchemes: Json }
}

/** What each status means wherever it is answered. */
const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'A parameter or a field of the body is wrong; `parameter` or `field` names it.',
  401: 'No valid API key or token.',
  403: 'The role does not suffice.',
  404: 'There is no such thing.',
  409: 'Not in its present state.',
  429: 'Too many at once; `Retry-After` says when to try again.',
  410: 'It was there, or this repository has it switched off.',
  413: 'The body is too large.',
  422: 'More than may be asked for at once; `detail` says what to do.',
  415: 'The body is not JSON by its `Content-Type`.',
  451: 'GitHub may not show it, for legal reasons.',
  502: 'GitHub does not accept who asks, fails, or cannot be reached.',
  503: 'A part that this needs does not answer; `detail` names it.',
}
const ANSWERS = {
  200: 'The answer.',
  201: 'It was made.',
  202: 'Accepted: it is done later.',
  204: 'Done: there is nothing to tell.',
}
const EVERYWHERE = [400, 401, 403, 429, 503]
const EVERYWHERE_OPEN = [400, 503]

const TAGS: Readonly<Record<string, string>> = {
  Deliveries: 'What GitHub sent, and what became of it.',
  Counters: 'Twelve things, each counted once.',
  'Pull requests': 'State, lifecycle and story.',
  CI: 'Checks, workflow runs and jobs: outcomes, waiting, minutes, flakes.',
  'Delivery performance': 'Deployments, releases, DORA’s five metrics.',
  Issues: 'State, severity, time and how it is kept.',
  'API usage': 'Who spends what of GitHub’s limits.',
  Alerts: 'What needs somebody, and who was told.',
  Live: 'Events as they happen.',
  Sync: 'Reading what GitHub has, and whether it is all here.',
  'GitHub App': 'Who made, installed or asked about it.',
  SQL: 'Queries over the read models.',
  Operations: 'Projections, dead letters, version.',
  Administration: 'Who may ask.',
  'Seed 000': 'Paths of seed 000, a repository monitor: counters, their trends, its health.',
  'Seed 001': 'Paths of seed 001, a GitHub integration: events, rate limits, repositories at GitHub.',
  'Seed 002': 'Paths of seed 002, a tracker of projects: events and the health of their receiver.',
  'Seed 003': 'Paths of seed 003, metrics of GitHub’s webhooks.',
  'Seed 004': 'Paths of seed 004, a dashboard of repositories and issues.',
}

const DESCRIPTION = `Every delivery verified, stored once, counted once.

- Times are ISO 8601 in UTC; ranges hold \`since\` and end before \`until\`.
- A list has \`data\` and \`page\`; \`page.next_cursor\` goes into \`cursor\`.
- \`freshness\` says of every answer how new it is and how far its read model is behind.
- Unknown is \`null\`, never 0.
- Errors are \`application/problem+json\` with a \`code\`.
- Paths of the seed systems answer with the seeds' own fields; their freshness is in the header \`Octo-Freshness\`.`

/** The OpenAPI 3.1 document of some routes, from the schemas that validate their requests. */
export function openApiDocument(routes: readonly ApiRoute[], version: string): OpenApiDocument {
  const components: Record<string, Json> = {}
  const schemaOf = componentSchemas(components)
  const paths: Record<string, Record<string, Json>> = {}
  schemaOf(problem, 'output')
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(route, schemaOf) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Octometer',
      version,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({
      name,
      description: TAGS[name] ?? name,
    })),
    security: [{ bearer: [] }, { apiKey: [] }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key, or a JWT' },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'An API key' },
      },
    },
  }
}

type SchemaOf = (schema: z.ZodType, io: 'input' | 'output') => Json

/** Converts schemas; those with an id go to `components` and are referred to. */
function componentSchemas(components: Record<string, Json>): SchemaOf {
  return (schema, io) => {
    const converted = z.toJSONSchema(schema, { io, override: ({ jsonSchema }) => loosen(jsonSchema) })
    const { $schema: _, $defs = {}, id, ...own } = toComponentReferences(converted)
    for (const [name, definition] of Object.entries($defs)) components[name] = withoutId(definition)
    if (typeof id !== 'string') return own
    components[id] = own
    return reference(id)
  }
}

/** Members that a later version adds break nobody; a time is said by its format. */
function loosen(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.additionalProperties === false) delete schema.additionalProperties
  if (schema.format === 'date-time') delete schema.pattern
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
}

interface Converted extends Json {
  readonly $schema?: unknown
  readonly $defs?: Readonly<Record<string, Json>>
  readonly id?: unknown
}

function toComponentReferences(schema: unknown): Converted {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'))
}

function withoutId({ id: _, ...schema }: Json): Json {
  return schema
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` }
}

function operation(route: ApiRoute, schemaOf: SchemaOf): Json {
  const { operationId, tag, summary, description, role, problems } = route
  return {
    operationId,
    tags: [tag],
    summary,
    description: `${description}\n\n${role === null ? 'Open: it needs no key.' : `Needs the role \`${role}\`.`}`,
    ...(role === null ? { security: [] } : {}),
    'x-octometer-role': role,
    parameters: [
      ...parameters(route.pathParameters, 'path', schemaOf),
      ...parameters(route.query, 'query', schemaOf),
      ...(entriesOf(route) !== null ? parameters(exportParameters, 'query', schemaOf) : []),
    ],
    ...(route.body === undefined ? {} : { requestBody: requestBody(route.body, schemaOf) }),
    responses: {
      [route.status]: success(route, schemaOf),
      ...Object.fromEntries(
        [
          ...new Set([
            ...(role === null ? EVERYWHERE_OPEN : EVERYWHERE),
            ...(entriesOf(route) !== null ? [422] : []),
            ...problems,
          ]),
        ]
          .sort((a, b) => a - b)
          .map((each) => [each, { description: PROBLEMS[each], content: problemContent() }]),
      ),
    },
  }
}

function success(route: ApiRoute, schemaOf: SchemaOf): Json {
  const { status, answer, mediaType = 'application/json' } = route
  if (status === 204) return { description: ANSWERS[status] }
  return {
    description: ANSWERS[status],
    content: {
      [mediaType]: { schema: schemaOf(answer, 'output') },
      ...Object.fromEntries(streamsOf(route).map((type) => [type, { schema: { type: 'string' } }])),
    },
  }
}

/** A file of JSON is of the answer's own type: the parameter `format` says what is in it. */
function streamsOf(route: ApiRoute): readonly string[] {
  const { json: _, ...files } = exportTypes
  return [...(route.streams ?? []), ...(entriesOf(route) !== null ? Object.values(files) : [])]
}

function requestBody(schema: z.ZodType, schemaOf: SchemaOf): Json {
  // Without a field that must be there, no body is as good as an empty object.
  const required = !schema.safeParse({}).success
  return { required, content: { 'application/json': { schema: schemaOf(schema, 'input') } } }
}

function problemContent(): Json {
  return { 'application/problem+json': { schema: reference('Problem') } }
}

function parameters(schema: z.ZodObject, place: 'path' | 'query', schemaOf: SchemaOf): readonly Json[] {
  const object = schemaOf(schema, 'input')
  const required = Array.isArray(object.required) ? object.required : []
  const properties: Readonly<Record<string, Json>> = isSchemas(object.properties) ? object.properties : {}
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
    ...(rest.type === 'array' ? { style: 'form', explode: true } : {}),
  }))
}

function isSchemas(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null
}
