import type { Sync } from './use-running-sync.ts'

export const modes: Readonly<Record<Sync['mode'], string>> = {
  full: 'Everything',
  incremental: 'What changed',
  repository: 'One repository',
}

export const stages: Readonly<Record<Sync['stage'], string>> = {
  initializing: 'Begins',
  fetching_repos: 'Lists repositories',
  syncing_repos: 'Reads repositories',
  finalizing: 'Ends',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
}
