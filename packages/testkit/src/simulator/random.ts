/** Numbers that are the same for the same seed, on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** A whole number, both bounds included. */
  int(minimum: number, maximum: number): number
  chance(probability: number): boolean
  /** Throws when the list is empty. */
  pick<T>(list: readonly T[]): T
  /** Up to `count` different entries, in random order. */
  sample<T>(list: readonly T[], count: number): T[]
  weighted<T>(entries: readonly (readonly [T, number])[]): T
  /** Log-normal: half of the values lie below `median`, some far above it. */
  around(median: number, spread?: number): number
  /** `length` hex digits: a commit's SHA is 40. */
  hex(length: number): string
  /** Of the shape of `X-GitHub-Delivery`. */
  guid(): string
  /** An independent source: drawing from it does not move this one. */
  fork(label: string): Random
}

export function createRandom(seed: number | string): Random {
  const bits = sfc32(String(seed))
  const next = () => bits() / 0x1_0000_0000
  const int = (minimum: number, maximum: number) => minimum + Math.floor(next() * (maximum - minimum + 1))
  const hex = (length: number) => {
    let text = ''
    while (text.length < length) text += bits().toString(16).padStart(8, '0')
    return text.slice(0, length)
  }
  return {
    next,
    int,
    hex,
    chance: (probability) => next() < probability,
    pick: (list) => entryAt(list, int(0, list.length - 1)),
    sample(list, count) {
      const rest = [...list]
      const chosen = []
      while (chosen.length < count && rest.length > 0) chosen.push(...rest.splice(int(0, rest.length - 1), 1))
      return chosen
    },
    weighted: (entries) => weighted(entries, next()),
    around(median, spread = 0.8) {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
      return median * Math.exp(spread * normal)
    },
    guid: () => `${hex(8)}-${hex(4)}-11${hex(2)}-8${hex(3)}-${hex(12)}`,
    fork: (label) => createRandom(`${seed}/${label}`),
  }
}

function weighted<T>(entries: readonly (readonly [T, number])[], at: number): T {
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0)
  let left = at * total
  for (const [value, weight] of entries) {
    left -= weight
    if (left < 0) return value
  }
  return entryAt(entries, entries.length - 1)[0]
}

function entryAt<T>(list: readonly T[], index: number): T {
  for (const entry of list.slice(index, index + 1)) return entry
  throw new RangeError('cannot pick from an empty list')
}

// Small Fast Counter (Chris Doty-Humphrey, PractRand), seeded by FNV-1a: short, and good enough to look like people.
function sfc32(seed: string): () => number {
  let a = fnv1a(seed)
  let b = fnv1a(`${seed}b`)
  let c = fnv1a(`${seed}c`)
  let counter = 1
  const draw = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  for (let warm = 0; warm < 15; warm += 1) draw()
  return draw
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash | 0
}
