import { z } from 'zod'
import { repositoriesNow } from '../repositories.ts'
import { dated, REPOSITORY_KEYS } from './repository-keys.ts'
import type { Among, Things } from './told-deliveries.ts'

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
  dated,
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
  dated: names,
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
      values: { its_repository: repository_id, its_keys: keys, dated: names },
    },
    events: REPOSITORY_KEYS,
  }
}

export const observedNowQuestion = { dated }

/** The same of repositories as they are now. */
export function observedNow(names: readonly string[], { repositories }: Among): Things {
  const { sql, values } = repositoriesNow.render({ repositories })
  const told = (kind: string, time: string) =>
    `if(isNull(${time}), [], [concat('${kind}:', toString(toUnixTimestamp(assumeNotNull(${time}))))])`
  return {
    keys: {
      sql: `
        SELECT repository_id, arrayJoin(arrayConcat(
          if(state.mark = 0, [], [concat('state:', toString(state.mark))]), ${told('seen', 'first_seen_at')},
          ${told('ci', 'ci_at')}, ${told('named', 'tests_at')}, ${told('deleted', 'deleted_at')}))
        FROM (${sql})`,
      values: { ...values, dated: names },
    },
    events: REPOSITORY_KEYS,
    firstTime: { sql: `SELECT min(first_seen_at) FROM (${sql})`, values },
  }
}
