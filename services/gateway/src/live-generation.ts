import { StoreError } from '@octometer/read-store'
import { problem } from '@octometer/service-kit'
import type { GatewayContext } from './context.ts'

interface Models {
  readonly states: Pick<GatewayContext['states'], 'liveGeneration' | 'liveGenerationNow'>
}

/** The generation of a read model that is read now. Throws a 503 while there is none. */
async function liveGeneration({ states }: Models, projection: string): Promise<string> {
  const generation = await states.liveGeneration(projection)
  if (generation !== undefined && generation !== null) return generation
  throw problem(
    503,
    'read_model_missing',
    `The read model ${projection} is not there yet: it has not been built.`,
    {
      headers: { 'Retry-After': '1' },
    },
  )
}

const UNKNOWN_TABLE = 60

/** Reads from the live generation; when that was taken away meanwhile, from the one in its place. */
export async function readLive<T>(
  gateway: Models,
  projection: string,
  read: (generation: string) => Promise<T>,
): Promise<T> {
  const generation = await liveGeneration(gateway, projection)
  try {
    return await read(generation)
  } catch (error) {
    if (!(error instanceof StoreError) || error.exceptionCode !== UNKNOWN_TABLE) throw error
    const next = await gateway.states.liveGenerationNow(projection)
    if (next === undefined || next === null || next === generation) throw error
    return read(next)
  }
}
