import type { Projection, RowsByTable } from '@octometer/projector-runtime'
import type { ActivityRecordRow, ContributionRow, PersonRow } from '@octometer/read-store'
import { isStorable } from '../fact-time.ts'
import { readTold } from '../read-told.ts'
import type { Told } from '../told-by-snapshot.ts'
import { type Contribution, contributionReaders } from './contributions.ts'
import { recordReaders } from './records.ts'

/** Who contributed what, to which repository, and when; and records of it in words. */
export const peopleProjection: Projection = {
  name: 'people',
  version: 2,
  stream: 'EVENTS',
  handles: {
    deliveries: Object.keys(contributionReaders),
    commands: [],
    apiCalls: false,
    snapshots: ['pull_request', 'issue', 'commits'],
  },
  tables: ['contributions', 'people', 'activity_records'],
  dependsOn: ['timezone'],
  generational: true,
  project: ({ message }) => readTold(message, 'tells of nobody', readAll),
}

function readAll(repositoryId: number, events: readonly Told[]): RowsByTable | null {
  const contributions = events
    .flatMap((told) => contributionReaders[told.event]?.(told) ?? [])
    .filter((each) => each !== null)
    .filter(({ at }) => isStorable(at))
  const records = events.flatMap((told) => recordReaders[told.event]?.(told) ?? []).filter(isWritable)
  if (contributions.length + records.length === 0) return null
  return {
    contributions: contributions.map((each) => contributionRow(repositoryId, each)),
    people: contributions.map((each) => personRow(repositoryId, each)),
    activity_records: records.map((each) => ({ repository_id: repositoryId, ...each })),
  }
}

function isWritable({ at, about }: Pick<ActivityRecordRow, 'at' | 'about'>): boolean {
  return isStorable(at) && isStorable(about.seen_at)
}

function contributionRow(
  repository_id: number,
  { kind, login, at, key, number }: Contribution,
): ContributionRow {
  return { repository_id, kind, login_key: login.toLowerCase(), at, key, number }
}

function personRow(repository_id: number, { login, accountType, at }: Contribution): PersonRow {
  return {
    repository_id,
    login_key: login.toLowerCase(),
    first_seen: at,
    last_seen: at,
    account_type: accountType,
    name: { seen_at: at, login },
  }
}
