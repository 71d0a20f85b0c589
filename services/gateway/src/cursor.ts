import { problem } from '@octometer/service-kit'
import type { z } from 'zod'

/** The last entry's place in the order of pages, as text that says nothing to people. */
export function encodeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** The place in a cursor; null without one. Throws a 400 that names the parameter. */
export function decodeCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | null {
  if (cursor === undefined) return null
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (parsed.success) return parsed.data
  throw problem(
    400,
    'bad_cursor',
    'cursor must be the next_cursor of an earlier answer to the same question.',
    {
      members: { parameter: 'cursor' },
    },
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A cursor that is not JSON is as wrong as one that does not fit its schema.
    return undefined
  }
}
