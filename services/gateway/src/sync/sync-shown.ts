import type { SyncRun } from '@octometer/event-contracts'
import type { AnswerOf, listSyncs } from '@octometer/gateway-api'
import type { Principal } from '@octometer/service-kit'
import { seesByName } from '../visible-repositories.ts'

/** A sync as the API tells it, without the repositories that the asker may not see. */
export function shownSync(
  run: SyncRun,
  { repositories: visible }: Pick<Principal, 'repositories'>,
  now: Date,
): AnswerOf<typeof listSyncs>['data'][number] {
  const sees = seesByName(visible)
  const maySee = (name: string | null) => visible === null || (name !== null && sees(name))
  const { issues, pull_requests, commits, deployments, releases } = run.counts
  return {
    ...run,
    source: 'github',
    records_imported: issues + pull_requests + commits + deployments + releases,
    records_failed: run.errors_total,
    repository: maySee(run.repository) ? run.repository : null,
    duration_seconds: durationOf(run, now),
    current_repositories: run.current_repositories.filter(maySee),
    errors: run.errors.filter(({ repository }) => maySee(repository)),
    skipped: visible === null ? run.skipped : [],
  }
}

/** Seconds, until its end or until now. */
export function durationOf(
  { started_at, ended_at }: Pick<SyncRun, 'started_at' | 'ended_at'>,
  now: Date,
): number {
  const end = ended_at === null ? now.getTime() : Date.parse(ended_at)
  return Math.max(0, (end - Date.parse(started_at)) / 1000)
}
