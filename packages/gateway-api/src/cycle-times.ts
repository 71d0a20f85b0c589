/** Parts of a pull request's life. */
const pullRequestPhases = [
  'coding',
  'pickup',
  'review',
  'merge',
  'deploy',
  'cycle',
  'first_close',
  'approval',
  'verified',
  'changes_requested',
] as const
export type PullRequestPhase = (typeof pullRequestPhases)[number]

export const cycleTimeNames = [
  'octometer',
  'devlake',
  'linearb',
  'swarmia',
  'middleware',
  'chaoss',
  'github-metrics',
] as const
export type CycleTimeName = (typeof cycleTimeNames)[number]

export interface CycleTime {
  /** Whose definition it is. */
  readonly source: string
  /** Which pull requests of a range are measured. */
  readonly of: string
  /** Formulas, in the order of the answer. */
  readonly phases: Readonly<Partial<Record<PullRequestPhase, string>>>
}

/** Each definition in words: the documentation, `explain` and tests read them here. */
export const cycleTimes: Readonly<Record<CycleTimeName, CycleTime>> = {
  octometer: {
    source: 'Octometer',
    of: 'merged in the range',
    phases: {
      pickup: 'start → first review',
      review: 'first review → first approval',
      merge: 'first approval → merge',
      cycle: 'start → merge',
    },
  },
  devlake: {
    source: 'Apache DevLake, docs/Metrics/PRCycleTime.md',
    of: 'merged in the range',
    phases: {
      coding: 'first commit → opening',
      pickup: 'opening → first response',
      review: 'first response → merge',
      merge: 'opening → merge',
      deploy: 'merge → first successful deployment to production that holds the merge commit',
      cycle: 'coding + merge + deploy',
    },
  },
  linearb: {
    source: 'LinearB, How is cycle time calculated',
    of: 'merged in the range',
    phases: {
      coding: 'first commit → start',
      pickup: 'start → first response before the merge, else merge',
      review: 'first response before the merge, else merge → merge',
      deploy: 'merge into the default branch → first release of the default branch after it',
      cycle: 'coding + pickup + review + deploy',
    },
  },
  swarmia: {
    source: 'Swarmia, Pull request cycle time',
    of: 'merged in the range',
    phases: {
      coding: 'first commit or opening, whichever is earlier → first review request',
      review: 'first review request → last approval before the merge',
      merge: 'last approval before the merge → merge',
      cycle: 'first commit or opening, whichever is earlier → merge',
    },
  },
  middleware: {
    source: 'Middleware, etl_code_analytics.py',
    of: 'merged in the range',
    phases: {
      coding: 'first commit → opening',
      pickup: 'opening → first review',
      review: 'first review → first approval (rework time; 0 when the first review approves)',
      merge: 'first approval → merge; none when the approval came after it',
      cycle: 'first time ready for review, else opening → merge',
    },
  },
  chaoss: {
    source: 'CHAOSS, Time to First Response, Time to Close, Change Request Review Duration',
    of: 'closed, merged or not, in the range',
    phases: {
      pickup: 'opening → first response',
      review: 'first response → last closing',
      cycle: 'opening → last closing',
      first_close: 'opening → first closing',
    },
  },
  'github-metrics': {
    source: 'myk-org/github-metrics, review turnaround',
    of: 'opened in the range',
    phases: {
      pickup: 'opening → first review',
      approval: 'opening → first label `approved-…`',
      verified: 'opening → first label whose name holds `verified`',
      changes_requested: 'opening → first review that requests changes',
      cycle: 'opening → first closing, merged or not',
    },
  },
}
