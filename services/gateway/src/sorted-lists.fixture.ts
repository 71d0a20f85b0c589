import { expect } from 'vitest'
import type { gatewayForTests } from './gateway.fixture.ts'

type Entry = Readonly<Record<string, unknown>>

interface SortedList {
  /** With the filters that are asked for. */
  readonly path: string
  readonly sort: string
  readonly kind: 'text' | 'value'
  /** What an entry is ordered by, as it is answered. */
  readonly valueIn: (entry: Entry) => unknown
  readonly idOf: (entry: Entry) => string
  /** False: in its usual direction alone and in one piece, as others of its orders are not. */
  readonly paged?: boolean
}

/** How many entries a page of the compared pages holds: the lists of the tests end in the middle of one. */
const PAGE = 16

/** The pages of a list put together are the whole list in its order, either way: nothing twice, nothing missing, the unknown last. */
export async function expectSorted(
  gateway: ReturnType<typeof gatewayForTests>,
  { path, sort, kind, valueIn, idOf, paged: isPaged = true }: SortedList,
): Promise<void> {
  const every = (await readPages(gateway, `${path}limit=1000`)).map(idOf)
  const usual = kind === 'text' ? 'asc' : 'desc'
  for (const direction of isPaged ? (['asc', 'desc'] as const) : ([usual] as const)) {
    const asked = `${path}sort=${sort}&direction=${direction}`
    const whole = await readPages(gateway, `${asked}&limit=1000`)
    expect(whole.map(idOf).sort()).toEqual([...every].sort())
    const values = whole.map((entry) => comparable(valueIn(entry)))
    const known = values.filter((value) => value !== null)
    expect(values.slice(known.length).every((value) => value === null)).toBe(true)
    const isDescending = direction === 'desc'
    expect(known).toEqual([...known].sort((a, b) => (a < b === isDescending ? 1 : a === b ? 0 : -1)))
    expect(new Set(known).size).toBeGreaterThan(1)
    if (!isPaged) continue
    const paged = await readPages(gateway, `${asked}&limit=${PAGE}`)
    expect(paged.map(idOf)).toEqual(whole.map(idOf))
    if (direction !== usual) continue
    const unsaid = await readPages(gateway, `${path}sort=${sort}&limit=1000`)
    expect(unsaid.map(idOf)).toEqual(whole.map(idOf))
  }
}

async function readPages(
  gateway: ReturnType<typeof gatewayForTests>,
  path: string,
): Promise<readonly Entry[]> {
  const entries: Entry[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { status, body } = await gateway.ask(`${path}${cursor === '' ? '' : `&cursor=${cursor}`}`)
    expect({ status, body }).toMatchObject({ status: 200 })
    entries.push(...(body.data as Entry[]))
    cursor = (body.page as { next_cursor: string | null }).next_cursor
  }
  return entries
}

/** Texts are ordered without case; times as they are. */
function comparable(value: unknown): string | number | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  return String(value).toLowerCase()
}
