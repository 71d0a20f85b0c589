import { formatTime } from '../format/times.ts'
import type { Request } from './operations.ts'
import { useApi } from './use-api.ts'

type Repositories = NonNullable<Request<'getCounters'>['query']>['repository']

/** When history begins of the repositories that are looked at; undefined while that is not known. */
export function useHistory(repository: Repositories): string | null | undefined {
  return useApi('getCounters', { query: { window: 'day', repository } }).data?.history_since
}

/** Why a period cannot be compared with one that begins then; undefined where it can. */
export function unknownBefore(since: string, history: string | null | undefined): string | undefined {
  if (history === undefined) return undefined
  if (history === null) return 'Nothing is known of the period before'
  if (Date.parse(since) >= Date.parse(history)) return undefined
  return `The period before is not known whole: history begins at ${formatTime(history)}`
}
