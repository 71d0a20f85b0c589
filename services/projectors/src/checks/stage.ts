/** How far a run, job, check or suite is. What has reached a stage never leaves it: a late message changes nothing. */
export const STAGE = { waiting: 1, queued: 2, inProgress: 3, completed: 4 } as const

interface Reported {
  readonly action: string
  readonly status?: string | null | undefined
}

/** A message of the action `completed` proves the end, whatever the status in its payload was when it was made. */
export function stageOf({ action, status }: Reported): number {
  if (action === 'completed' || status === 'completed') return STAGE.completed
  if (status === 'in_progress') return STAGE.inProgress
  return status === 'queued' ? STAGE.queued : STAGE.waiting
}

const FAILED = new Set<string | null | undefined>(['failure', 'timed_out', 'startup_failure'])

export function isFailed(conclusion: string | null | undefined): boolean {
  return FAILED.has(conclusion)
}

/** Stands where a payload tells no time: the least one, which every other outdoes. */
export const NEVER = new Date(0)

/** The day of a time in UTC. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10)
}

/** Null for an empty text too: GitHub writes both for a runner that is not there. */
export function textOrNull(text: string | null | undefined): string | null {
  return text === undefined || text === '' ? null : text
}
