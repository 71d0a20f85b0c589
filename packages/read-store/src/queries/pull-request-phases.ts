/** SQL of seconds from one moment to another; null where one of them is. What came before its beginning took none. */
function seconds(from: string, to: string): string {
  return `if(${to} < ${from}, 0, toInt64(${to}) - toInt64(${from}))`
}

/** The same, but null for what came before its beginning. */
function secondsAfter(from: string, to: string): string {
  return `if(${to} < ${from}, NULL, toInt64(${to}) - toInt64(${from}))`
}

const START = 'start_at'
const READY = 'ready_from'
const PICKED_UP = 'picked_up_at'

/** A draft's clock starts when it first becomes ready, unless it was turned into one only later. */
export const STARTS = `
  if(isNotNull(ready_at), assumeNotNull(ready_at), created_at) AS ready_from,
  if(isNull(drafted_at) OR ready_at < drafted_at, ready_from, created_at) AS start_at`

/** Moments that follow from others; LinearB's review begins with the first response, at the latest with the merge. */
export const MOMENTS = `${STARTS},
  if(response_at < merged_at, response_at, merged_at) AS picked_up_at`

// By Swarmia, work began with the first commit or the opening.
const WORK = 'if(created_at < started_at, toNullable(created_at), started_at)'

interface PhaseSql {
  /** Which pull requests of a range are measured: by their opening, their end, or their merge. */
  readonly anchor: 'opened' | 'ended' | 'merged'
  /** Whose deliveries it looks at. */
  readonly deliveries: 'deployments' | 'releases' | null
  /** Seconds of each phase, by its name, in the order of the answer. */
  readonly phases: Readonly<Record<string, string>>
}

/** Each named definition of a cycle time over the moments of `pull_request_lives`. */
export const phaseDefinitions = {
  octometer: {
    anchor: 'merged',
    deliveries: null,
    phases: {
      pickup: seconds(START, 'first_review_at'),
      review: seconds('first_review_at', 'first_approval_at'),
      merge: seconds('first_approval_at', 'merged_at'),
      cycle: seconds(START, 'merged_at'),
    },
  },
  devlake: {
    anchor: 'merged',
    deliveries: 'deployments',
    phases: {
      coding: seconds('started_at', 'created_at'),
      pickup: seconds('created_at', 'response_at'),
      review: seconds('response_at', 'merged_at'),
      merge: seconds('created_at', 'merged_at'),
      deploy: seconds('merged_at', 'delivered_at'),
      cycle: sumOf(
        seconds('started_at', 'created_at'),
        seconds('created_at', 'merged_at'),
        seconds('merged_at', 'delivered_at'),
      ),
    },
  },
  linearb: {
    anchor: 'merged',
    deliveries: 'releases',
    phases: {
      coding: seconds('started_at', START),
      pickup: seconds(START, PICKED_UP),
      review: seconds(PICKED_UP, 'merged_at'),
      deploy: seconds('merged_at', 'delivered_at'),
      cycle: sumOf(
        seconds('started_at', START),
        seconds(START, PICKED_UP),
        seconds(PICKED_UP, 'merged_at'),
        seconds('merged_at', 'delivered_at'),
      ),
    },
  },
  swarmia: {
    anchor: 'merged',
    deliveries: null,
    phases: {
      coding: seconds(WORK, 'review_requested_at'),
      review: seconds('review_requested_at', 'last_approval_at'),
      merge: seconds('last_approval_at', 'merged_at'),
      cycle: seconds(WORK, 'merged_at'),
    },
  },
  middleware: {
    anchor: 'merged',
    deliveries: null,
    phases: {
      coding: seconds('started_at', 'created_at'),
      pickup: seconds('created_at', 'first_review_at'),
      review: seconds('first_review_at', 'first_approval_at'),
      merge: secondsAfter('first_approval_at', 'merged_at'),
      cycle: seconds(READY, 'merged_at'),
    },
  },
  chaoss: {
    anchor: 'ended',
    deliveries: null,
    phases: {
      pickup: seconds('created_at', 'response_at'),
      review: seconds('response_at', 'ended_at'),
      cycle: seconds('created_at', 'ended_at'),
      first_close: seconds('created_at', 'first_closed_at'),
    },
  },
  'github-metrics': {
    anchor: 'opened',
    deliveries: null,
    phases: {
      pickup: seconds('created_at', 'first_review_at'),
      approval: seconds('created_at', 'approval_label_at'),
      verified: seconds('created_at', 'verified_label_at'),
      changes_requested: seconds('created_at', 'changes_requested_at'),
      cycle: seconds('created_at', 'first_closed_at'),
    },
  },
} as const satisfies Readonly<Record<string, PhaseSql>>

export type PhaseDefinition = keyof typeof phaseDefinitions

export function phasesOf(definition: PhaseDefinition): PhaseSql {
  return phaseDefinitions[definition]
}

/** Null where one of them is. */
function sumOf(...parts: readonly string[]): string {
  return parts.join(' + ')
}

/** Whether a definition looks at more than pull requests: at pushes, deployments or releases. */
export function looksBesidePulls(definition: PhaseDefinition): boolean {
  return needsStart(definition) || phasesOf(definition).deliveries !== null
}

/** Whether a definition asks when the work began. */
export function needsStart(definition: PhaseDefinition): boolean {
  return Object.values(phasesOf(definition).phases).some((sql) => sql.includes('started_at'))
}
