import { z } from 'zod'
import { REPOSITORY_KEYS } from './repository-keys.ts'
import type { Things } from './told-deliveries.ts'

const seconds = z.array(z.int()).readonly()

/** What is shown of a repository, by the moments of the observations that told it. */
export const observedTimes = {
  repository_id: z.int().min(0),
  /** Marks of states. */
  marks: seconds,
  /** Unix seconds: when it was first seen, of checks, of checks with a name, of its deletion. */
  seen: seconds,
  checked: seconds,
  tested: seconds,
  deleted: seconds,
}

type Observed = z.output<z.ZodObject<typeof observedTimes>>

/** The observations that outdid all others. Of a second and kind there may be several: each of them told it. */
export function observedRepository({
  repository_id,
  marks,
  seen,
  checked,
  tested,
  deleted,
}: Observed): Things {
  const keys = [
    ...marks.map((mark) => `state:${mark}`),
    ...seen.map((second) => `seen:${second}`),
    ...checked.map((second) => `ci:${second}`),
    ...tested.map((second) => `named:${second}`),
    ...deleted.map((second) => `deleted:${second}`),
  ]
  return {
    keys: {
      sql: 'SELECT {its_repository:UInt64}, arrayJoin({its_keys:Array(String)})',
      values: { its_repository: repository_id, its_keys: keys },
    },
    events: REPOSITORY_KEYS,
  }
}
