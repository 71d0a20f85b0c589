import { problem } from '@octometer/service-kit'
import type { GatewayContext } from './context.ts'

/** Throws a 503 while the archive is not counted: the projectors count, once, what was archived before they could. */
export async function requireCountedArchive({ states }: Pick<GatewayContext, 'states'>): Promise<void> {
  if (await states.archiveIsCounted()) return
  throw problem(
    503,
    'read_model_missing',
    'The archive has not been counted yet: the projectors are at it.',
    {
      headers: { 'Retry-After': '1' },
    },
  )
}
