import { ServiceUnavailableError } from '@octometer/event-log'
import type { SyncRequests } from './sync-requests.ts'

/** As it is where no github-agent runs. */
function absent(): Promise<never> {
  return Promise.reject(new ServiceUnavailableError('github-agent', 'github-agent is not running'))
}

export const noSync: SyncRequests = { start: absent, runs: absent, cancel: absent }
