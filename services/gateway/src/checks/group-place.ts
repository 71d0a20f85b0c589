import { z } from 'zod'
import { decodeCursor } from '../cursor.ts'

const place = z.tuple([z.number().min(0), z.string()])

/** Where a group lies in the order of pages. */
export interface GroupPlace {
  readonly value: number
  readonly key: string
}

/** The place of a group in the order of pages; null without a cursor. Throws a 400 that names the parameter. */
export function groupPlaceOf(cursor: string | undefined): GroupPlace | null {
  const decoded = decodeCursor(cursor, place)
  return decoded && { value: decoded[0], key: decoded[1] }
}

/** Of a total the share, null where the total is nothing. */
export function shareOf(part: number, total: number): number | null {
  return total === 0 ? null : part / total
}
