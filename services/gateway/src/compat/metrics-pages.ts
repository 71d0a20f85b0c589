import { z } from 'zod'

export const pagination = z.strictObject({
  total: z.int(),
  page: z.int(),
  page_size: z.int(),
  total_pages: z.int(),
  has_next: z.boolean(),
  has_prev: z.boolean(),
})

interface Asked {
  readonly page: number
  readonly page_size: number
}

export const offsetOf = ({ page, page_size }: Asked) => (page - 1) * page_size

export function pageOf<T>(all: readonly T[], asked: Asked): T[] {
  return all.slice(offsetOf(asked), offsetOf(asked) + asked.page_size)
}

/** `lastAtMost`: a page beyond the end is told as the last one, as the upstream does on some of its paths. */
export function paginationOf(total: number, { page, page_size }: Asked, lastAtMost = false) {
  const total_pages = Math.ceil(total / page_size)
  const told = lastAtMost ? Math.min(page, Math.max(1, total_pages)) : page
  return { total, page: told, page_size, total_pages, has_next: told < total_pages, has_prev: told > 1 }
}
