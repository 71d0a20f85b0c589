import { openHistory } from './counters/history-since.ts'
import { openRepositoryCounts } from './repositories/repository-counts.ts'

/** What is read from many rows for many answers, and held for half a minute. */
export function openHeldReaders(sources: Parameters<typeof openRepositoryCounts>[0]) {
  return { repositoryCounts: openRepositoryCounts(sources), historySince: openHistory(sources) }
}
