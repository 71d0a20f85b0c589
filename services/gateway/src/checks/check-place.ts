import type { CheckCandidate, CheckPlace } from '@octometer/read-store'
import { z } from 'zod'
import { decodeCursor } from '../cursor.ts'

const place = z.tuple([z.int().min(0), z.int().min(0), z.int().min(0), z.int().min(0)])

/** The place in a cursor; null without one. Throws a 400 that names the parameter. */
export function placeOfCursor(cursor: string | undefined): CheckPlace | null {
  const decoded = decodeCursor(cursor, place)
  if (decoded === null) return null
  const [at, id, repository_id, part] = decoded
  return { at: new Date(at), id, repository_id, part }
}

/** What a cursor holds of a place. */
export function toCursor({ at, id, repository_id, part }: CheckPlace): z.output<typeof place> {
  return [at.getTime(), id, repository_id, part]
}

export function toPlace({ at, id, repository_id, part }: CheckCandidate): CheckPlace {
  return { at: new Date(at), id, repository_id, part }
}

/** Text that is the same for one thing alone. */
export function keyOf({ at, id, repository_id, part }: CheckPlace): string {
  return `${at.getTime()} ${id} ${repository_id} ${part}`
}

/** The order of pages: negative when `a` comes first. */
export function comparePlaces(a: CheckPlace, b: CheckPlace): number {
  return (
    b.at.getTime() - a.at.getTime() || b.id - a.id || b.repository_id - a.repository_id || b.part - a.part
  )
}
