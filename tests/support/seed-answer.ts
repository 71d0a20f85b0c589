import { expect } from 'vitest'
import type { z } from 'zod'
import type { AskedGateway } from './ask-gateway.ts'

/**
 * What the gateway answers on a path of a seed, as a schema has it that its test wrote from the seed's text; a strict one takes
 * no key less and none more. Freshness is beside it.
 */
export async function seedAnswer<S extends z.ZodType>(
  schema: S,
  gateway: AskedGateway,
  path: string,
  asking?: Parameters<AskedGateway['ask']>[1],
): Promise<z.output<S>> {
  const { status, headers, body } = await gateway.ask(path, asking)
  expect({ status, body }).toMatchObject({ status: 200 })
  expect(JSON.parse(headers.get('octo-freshness') ?? '{}')).toMatchObject({ lag_seconds: 0 })
  return schema.parse(body)
}
