import type { CycleTimeName, PullRequestPhase } from '@octometer/gateway-api'

/** Whose clock is used; they disagree, and docs/metrics/pull-requests.md has their formulas. */
export const definitions: Readonly<Record<CycleTimeName, string>> = {
  octometer: 'Octometer',
  devlake: 'Apache DevLake',
  linearb: 'LinearB',
  swarmia: 'Swarmia',
  middleware: 'Middleware',
  chaoss: 'CHAOSS',
  'github-metrics': 'github-metrics',
}

/** The phases in the order of a life; `cycle` is the whole. */
export const phases: readonly { readonly name: PullRequestPhase; readonly label: string }[] = [
  { name: 'coding', label: 'Coding' },
  { name: 'pickup', label: 'Waiting for review' },
  { name: 'review', label: 'In review' },
  { name: 'approval', label: 'To approval' },
  { name: 'verified', label: 'To verified' },
  { name: 'changes_requested', label: 'To changes requested' },
  { name: 'merge', label: 'Waiting for merge' },
  { name: 'deploy', label: 'Waiting for deployment' },
  { name: 'first_close', label: 'To first closing' },
  { name: 'cycle', label: 'Whole cycle' },
]
