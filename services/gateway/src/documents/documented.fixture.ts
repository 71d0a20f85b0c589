import type { OpenApiDocument } from '@octometer/gateway-api'
import { z } from 'zod'
import type { GatewayUnderTest } from '../gateway.fixture.ts'

export type JsonSchema = z.core.JSONSchema.BaseSchema

export interface DocumentedParameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required: boolean
  readonly schema: JsonSchema
}

interface DocumentedOperation {
  readonly operationId: string
  readonly parameters: readonly DocumentedParameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> }
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>> }>
  >
}

export interface OperationAt {
  readonly method: string
  readonly path: string
  readonly operation: DocumentedOperation
}

export async function readDocument(gateway: GatewayUnderTest): Promise<OpenApiDocument> {
  const { text } = await gateway.ask('/openapi.json', { as: null })
  return JSON.parse(text)
}

/** A live stream has no end, and tests of its own. */
const isStream = ({ responses }: DocumentedOperation) =>
  responses[200]?.content?.['text/event-stream'] !== undefined

/** Every operation that answers and is done. */
export function operationsOf({ paths }: OpenApiDocument): readonly OperationAt[] {
  return Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method,
        path,
        operation: operation as unknown as DocumentedOperation,
      })),
    )
    .filter(({ operation }) => !isStream(operation))
}

/** The schema of an answer as a validator that takes nothing beyond it: what is answered is what is documented. */
export function validatorOf(schema: JsonSchema, { components }: OpenApiDocument): z.ZodType {
  const closed = JSON.stringify({ ...schema, $defs: components.schemas })
    .replaceAll('"#/components/schemas/', '"#/$defs/')
    .replaceAll('"type":"object","properties"', '"type":"object","additionalProperties":false,"properties"')
  return z.fromJSONSchema(JSON.parse(closed))
}
