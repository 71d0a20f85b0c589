import { counter, type Logger } from '@octometer/telemetry'
import type { Look } from './look-at-address.ts'

const polls = counter('octo_agent_run_polls_total', {
  description: 'Looks at the newest runs of default branches, by whether they came to their end',
  unit: '{poll}',
  series: ['done', 'failed'].map((result) => ({ result })),
})

export function addressChanged(logger: Logger, address: string, { healthy, ...look }: Look): void {
  if (healthy) logger.info({ address, ...look }, 'a watched address is healthy')
  else logger.warn({ address, ...look }, 'a watched address is not healthy')
}

export function addressesUnread(logger: Logger, err: unknown): void {
  logger.warn({ err }, 'watched addresses could not be told: the next look does')
}

export function runsPolled(logger: Logger, err: unknown): void {
  polls.add(1, { result: err === null ? 'done' : 'failed' })
  if (err !== null) logger.warn({ err }, 'newest runs were not all looked at: the next look goes on')
}

export function branchUnread(logger: Logger, repository: string, err: unknown): void {
  logger.warn({ repository, err }, 'the newest runs of a repository could not be read: the next look does')
}
