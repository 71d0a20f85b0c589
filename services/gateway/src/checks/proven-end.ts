import type { EndProof } from '@octometer/gateway-api'
import { type CheckEndingNow, checkEndings, type EndingSubject, type Store } from '@octometer/read-store'

/** What may have ended although no message of its own says so. */
export interface MaybeEnded {
  readonly kind: 'workflow_run' | 'workflow_job' | 'check_run'
  readonly repository_id: number
  /** 4: a message of its own says that it ended. */
  readonly stage: number
  /** The run that a job belongs to; of a run its own id. */
  readonly run_id: number | null
  readonly attempt: number
  readonly suite_id: number | null
  /** Since when it is in its status. */
  readonly since: Date | null
}

const COMPLETED = 4

const DAY_MS = 86_400_000
/** GitHub ends workflow runs after 35 days, and calls check runs stale after 14. */
const LONGEST_MS = { workflow_run: 35 * DAY_MS, workflow_job: 35 * DAY_MS, check_run: 14 * DAY_MS } as const

/** What is known of the ends of runs and suites. */
export interface Endings {
  of(subject: EndingSubject['subject'], repositoryId: number, id: number | null): readonly CheckEndingNow[]
}

/**
 * How a thing is known to have ended; null while it is not. The end of its attempt or of its suite proves it, and so
 * does a later attempt of its run, whatever message of its own was lost or came late.
 */
export function provenEnd(thing: MaybeEnded, endings: Endings, now: Date): EndProof | null {
  const { kind, repository_id, stage, run_id, attempt, suite_id, since } = thing
  if (stage === COMPLETED) return 'itself'
  const attempts = kind === 'check_run' ? [] : endings.of('run', repository_id, run_id)
  if (attempts.some((each) => each.attempt === attempt && each.ended_at !== null)) return 'workflow_run'
  if (attempts.some((each) => each.attempt > attempt)) return 'later_attempt'
  // A suite may go on after it ended: it proves only what began before.
  const suites = endings.of('suite', repository_id, suite_id)
  if (
    since !== null &&
    suites.some(({ ended_at }) => ended_at !== null && Date.parse(ended_at) > since.getTime())
  )
    return 'check_suite'
  return since !== null && now.getTime() - since.getTime() > LONGEST_MS[kind] ? 'age' : null
}

/** What is known of the ends of those that have not ended by themselves. */
export async function endingsOf(
  store: Store,
  generation: string,
  things: readonly MaybeEnded[],
): Promise<Endings> {
  const subjects = things.filter(({ stage }) => stage !== COMPLETED).flatMap(subjectsOf)
  const distinct = [...new Map(subjects.map((each) => [endingKey(each), each])).values()]
  const rows =
    distinct.length === 0 ? [] : await store.query(checkEndings, { generation, subjects: distinct })
  const known = Map.groupBy(rows, endingKey)
  return {
    of: (subject, repository_id, id) =>
      id === null ? [] : (known.get(endingKey({ subject, repository_id, id })) ?? []),
  }
}

function subjectsOf({ repository_id, run_id, suite_id }: MaybeEnded): readonly EndingSubject[] {
  const run = run_id === null ? [] : [{ subject: 'run' as const, repository_id, id: run_id }]
  const suite = suite_id === null ? [] : [{ subject: 'suite' as const, repository_id, id: suite_id }]
  return [...run, ...suite]
}

function endingKey({ subject, repository_id, id }: EndingSubject): string {
  return `${subject} ${repository_id} ${id}`
}
