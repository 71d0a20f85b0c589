/** What happens when, soonest first; what was planned first for one instant happens first. */
export interface Agenda<T> {
  plan(at: number, value: T): void
  /** The soonest, taken out; null when nothing is planned. */
  take(): { readonly at: number; readonly value: T } | null
  soonest(): number | null
  size(): number
}

interface Entry<T> {
  readonly at: number
  readonly order: number
  readonly value: T
}

/** A binary heap: a workload keeps thousands of things under way at a time. */
export function createAgenda<T>(): Agenda<T> {
  const heap: Entry<T>[] = []
  let order = 0
  return {
    plan(at, value) {
      heap.push({ at, order, value })
      order += 1
      siftUp(heap)
    },
    take() {
      const [first] = heap
      if (first === undefined) return null
      const last = heap.pop()
      if (last !== undefined && heap.length > 0) siftDown(heap, last)
      return { at: first.at, value: first.value }
    },
    soonest: () => heap[0]?.at ?? null,
    size: () => heap.length,
  }
}

function before<T>(left: Entry<T>, right: Entry<T>): boolean {
  return left.at === right.at ? left.order < right.order : left.at < right.at
}

function siftUp<T>(heap: Entry<T>[]): void {
  let index = heap.length - 1
  while (index > 0) {
    const above = (index - 1) >> 1
    const [child, parent] = [heap[index], heap[above]]
    if (child === undefined || parent === undefined || !before(child, parent)) return
    heap[index] = parent
    heap[above] = child
    index = above
  }
}

function siftDown<T>(heap: Entry<T>[], entry: Entry<T>): void {
  let index = 0
  heap[0] = entry
  for (;;) {
    const left = heap[2 * index + 1]
    const right = heap[2 * index + 2]
    const goesRight = left !== undefined && right !== undefined && before(right, left)
    const child = goesRight ? right : left
    if (child === undefined || !before(child, entry)) return
    const below = 2 * index + (goesRight ? 2 : 1)
    heap[index] = child
    heap[below] = entry
    index = below
  }
}
