import type { Projection, ProjectionSettings } from '@octometer/projector-runtime'
import { projectMessage } from '@octometer/projector-runtime'
import type { Table } from '@octometer/read-store'
import { type ConvergedTables, converge, type GivenDelivery, storedDelivery } from '@octometer/testkit'

/** Numbers from 0 to below 1 that are always the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The same items in another order, some of them two or three times: always the same for the same seed. */
function disturbed<T>(items: readonly T[], seed: number): readonly T[] {
  const random = seeded(seed)
  return items
    .flatMap((item) => Array.from({ length: 1 + Math.floor(random() * 3) }, () => item))
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

interface Disturbance {
  readonly projection: Projection
  readonly settings: ProjectionSettings
  readonly tables: readonly Table[]
  readonly given: readonly GivenDelivery[]
}

/** What the tables converge to when the deliveries come in order, and in each of `times` other orders. */
export function convergeDisturbed(
  { projection, settings, tables, given }: Disturbance,
  times: number,
): { readonly inOrder: ConvergedTables; readonly disturbed: readonly ConvergedTables[] } {
  const writes = given.flatMap((each, index) => {
    const message = storedDelivery({ guid: `${index}`, ...each }, index + 1)
    const { outcome } = projectMessage(projection, settings, message)
    return outcome?.outcome === 'projected' ? [outcome.rows] : []
  })
  return {
    inOrder: converge(tables, writes),
    disturbed: Array.from({ length: times }, (_, seed) => converge(tables, disturbed(writes, seed + 1))),
  }
}
