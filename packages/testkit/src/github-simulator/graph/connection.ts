/** A thing that GraphQL can be asked for: values, and functions of a field's arguments. `__typename` tells its type. */
export interface GraphNode {
  readonly [field: string]: unknown
}

export type FieldArguments = Readonly<Record<string, unknown>>

/** Pages through a list as GitHub's connections do. `keyOf` finds an entry again after others came. */
export function connection<T>(
  args: FieldArguments,
  items: readonly T[],
  keyOf: (item: T) => string,
  toNode: (item: T) => GraphNode,
): GraphNode {
  const after = positionOf(args.after, items, keyOf)
  const before = positionOf(args.before, items, keyOf)
  let from = after === null ? 0 : after + 1
  let to = before ?? items.length
  if (typeof args.first === 'number') to = Math.min(to, from + args.first)
  else if (typeof args.last === 'number') from = Math.max(from, to - args.last)
  const page = items.slice(from, to)
  const cursorAt = (index: number, item: T | undefined) =>
    item === undefined ? null : cursorOf(index, keyOf(item))
  return {
    totalCount: items.length,
    nodes: () => page.map(toNode),
    edges: () => page.map((item, index) => ({ cursor: cursorAt(from + index, item), node: toNode(item) })),
    pageInfo: {
      hasNextPage: to < items.length,
      hasPreviousPage: from > 0,
      startCursor: cursorAt(from, page[0]),
      endCursor: cursorAt(from + page.length - 1, page.at(-1)),
    },
  }
}

function cursorOf(index: number, key: string): string {
  return Buffer.from(`cursor:v2:${index}:${key}`).toString('base64')
}

function positionOf<T>(cursor: unknown, items: readonly T[], keyOf: (item: T) => string): number | null {
  if (typeof cursor !== 'string') return null
  const [, index, key] = /^cursor:v2:(\d+):(.*)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? []
  const place = Number(index ?? 0)
  const expected = items[place]
  if (expected !== undefined && keyOf(expected) === key) return place
  const found = items.findIndex((item) => keyOf(item) === key)
  // It is gone since: whatever stood after it has moved up by one.
  return found === -1 ? place - 1 : found
}

/** In the order that `orderBy` asks for, or as it is. */
export function orderedBy<T>(
  args: FieldArguments,
  items: readonly T[],
  valueAt: (item: T, field: string) => number | string,
): T[] {
  const { orderBy } = args
  if (typeof orderBy !== 'object' || orderBy === null || !('field' in orderBy)) return [...items]
  const field = String(orderBy.field)
  const sign = 'direction' in orderBy && orderBy.direction === 'DESC' ? -1 : 1
  const valued = items.map((item) => ({ item, value: valueAt(item, field) }))
  return valued
    .sort((one, other) => (one.value === other.value ? 0 : one.value < other.value ? -sign : sign))
    .map(({ item }) => item)
}
