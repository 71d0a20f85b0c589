import { StoreError } from '@octometer/read-store'
import { problem } from '@octometer/service-kit'
import type { GatewayContext } from './context.ts'

const UNKNOWN_TABLE = 60

/**
 * Reads from a projection's live generation; when that was taken away meanwhile, from the one in its place. Throws a
 * 503 while there is none.
 */
export async function readLiveGeneration<T>(
  { states }: GatewayContext,
  projection: string,
  read: (generation: string) => Promise<T>,
): Promise<T> {
  const generation = await states.liveGeneration(projection)
  if (generation === undefined || generation === null) {
    const detail = `The read model ${projection} is not there yet: it has not been built.`
    throw problem(503, 'read_model_missing', detail, { headers: { 'Retry-After': '1' } })
  }
  try {
    return await read(generation)
  } catch (error) {
    if (!(error instanceof StoreError) || error.exceptionCode !== UNKNOWN_TABLE) throw error
    const next = await states.liveGenerationNow(projection)
    if (next === undefined || next === null || next === generation) throw error
    return read(next)
  }
}
