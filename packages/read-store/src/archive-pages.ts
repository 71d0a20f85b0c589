/**
 * Pages of what the archive keeps in the order of time and id, from its beginning: `read` gives up to `size` rows after
 * one, fewer only when there are no more.
 */
export async function* pagesOf<Row>(
  size: number,
  read: (after: Row | null) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  let after: Row | null = null
  for (;;) {
    const page: readonly Row[] = await read(after)
    if (page.length > 0) yield page
    after = page.at(-1) ?? null
    if (page.length < size) return
  }
}

/** Before everything that is archived. */
export const BEGINNING = '1970-01-01T00:00:00.000Z'
