import type { Projection, ProjectionSettings } from '@octometer/projector-runtime'
import { projectMessage } from '@octometer/projector-runtime'
import type { Table } from '@octometer/read-store'
import {
  type ConvergedTables,
  converge,
  createRandom,
  type GivenDelivery,
  storedDelivery,
} from '@octometer/testkit'

/** The same items in another order, some of them two or three times: always the same for the same seed. */
function disturbed<T>(items: readonly T[], seed: number): readonly T[] {
  const random = createRandom(seed)
  const repeated = items.flatMap((item) => Array.from({ length: random.int(1, 3) }, () => item))
  return random.sample(repeated, repeated.length)
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
