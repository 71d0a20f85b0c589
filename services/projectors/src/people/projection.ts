import { ignored, type Projection, projected } from '@octometer/projector-runtime'
import type { ActivityRecordRow, ContributionRow, PersonRow } from '@octometer/read-store'
import { isStorable } from '../fact-time.ts'
import { type Contribution, contributionReaders } from './contributions.ts'
import { recordReaders } from './records.ts'

/** Who contributed what, to which repository, and when; and records of it in words. */
export const peopleProjection: Projection = {
  name: 'people',
  version: 1,
  stream: 'EVENTS',
  handles: { deliveries: Object.keys(contributionReaders), commands: [], apiCalls: false },
  tables: ['contributions', 'people', 'activity_records'],
  dependsOn: ['timezone'],
  generational: true,
  project({ message }) {
    if (message.kind !== 'delivery') return ignored('not a delivery')
    const { delivery } = message
    const { repository } = delivery
    if (repository === null) return ignored('no repository')
    const told = contributionReaders[delivery.event]?.(delivery) ?? []
    const contributions = told.filter((each) => each !== null).filter(({ at }) => isStorable(at))
    const records = (recordReaders[delivery.event]?.(delivery) ?? []).filter(isWritable)
    if (contributions.length + records.length === 0) return ignored('tells of nobody')
    return projected({
      contributions: contributions.map((each) => contributionRow(repository.id, each)),
      people: contributions.map((each) => personRow(repository.id, each)),
      activity_records: records.map((each) => ({ repository_id: repository.id, ...each })),
    })
  },
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
