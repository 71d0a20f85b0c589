import { z } from 'zod'

/** As much of JSON Schema as a document of ours says of a value; the rest is handed on. */
export interface JsonSchema {
  readonly description?: string | undefined
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined
  readonly required?: readonly string[] | undefined
  readonly items?: JsonSchema | undefined
  readonly anyOf?: readonly JsonSchema[] | undefined
  readonly [more: string]: unknown
}

export const jsonSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.looseObject({
    description: z.string().optional(),
    required: z.array(z.string()).optional(),
    properties: z.record(z.string(), jsonSchema).optional(),
    items: jsonSchema.optional(),
    anyOf: z.array(jsonSchema).optional(),
  }),
)

const PREFIX = '#/components/schemas/'

/** The same with each reference replaced by what it refers to, which keeps the description beside the reference. */
export function withoutReferences(part: unknown, schemas: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(part)) return part.map((each) => withoutReferences(each, schemas))
  if (typeof part !== 'object' || part === null) return part
  const members = Object.fromEntries(
    Object.entries(part)
      .filter(([name]) => name !== '$ref')
      .map(([name, each]) => [name, withoutReferences(each, schemas)]),
  )
  if (!('$ref' in part)) return members
  const target = withoutReferences(schemas[String(part.$ref).slice(PREFIX.length)], schemas)
  return { ...Object(target), ...members }
}
