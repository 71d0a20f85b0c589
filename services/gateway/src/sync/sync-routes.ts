import type { SyncRun } from '@octometer/event-contracts'
import {
  cancelSync,
  getSync,
  getSyncStats,
  listSyncs,
  type QueryOf,
  startSync,
  syncOrders,
} from '@octometer/gateway-api'
import { problem } from '@octometer/service-kit'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { cutPage } from '../paging.ts'
import { wrongField } from '../request-body.ts'
import { placeIn, type SortValue, sortingOf, sortRows } from '../sorting.ts'
import { durationOf, shownSync } from './sync-shown.ts'

const REMEMBERED = 100

export const startSyncEndpoint = endpoint(startSync, 'deliveries', async (gateway, { body, principal }) => {
  requireEveryRepository(principal, 'A sync is not of some repositories')
  const { mode, repository = null } = body
  if (mode === 'repository' && repository === null)
    throw wrongField('repository', 'must be the owner/name of what is to be read')
  if (mode !== 'repository' && repository !== null)
    throw wrongField('repository', 'belongs to the mode repository')
  const run = await gateway.log.sync.start({ mode, repository, requested_by: principal.name })
  return shownSync(run, principal, gateway.now())
})

export const getSyncEndpoint = endpoint(getSync, 'deliveries', async (gateway, { path, principal }) =>
  shownSync(await findSync(gateway, path.id), principal, gateway.now()),
)

export const cancelSyncEndpoint = endpoint(cancelSync, 'deliveries', async (gateway, { path, principal }) => {
  requireEveryRepository(principal, 'A sync is not of some repositories')
  const { stage, ended_at } = await findSync(gateway, path.id)
  if (ended_at !== null) throw problem(409, 'sync_not_running', `The sync is ${stage} already.`)
  return shownSync(await gateway.log.sync.cancel(path.id), principal, gateway.now())
})

async function findSync({ log }: GatewayContext, id: string): Promise<SyncRun> {
  const { running, ended } = await log.sync.runs(REMEMBERED)
  const found = [...(running === null ? [] : [running]), ...ended].find((run) => run.id === id)
  if (found !== undefined) return found
  throw problem(404, 'sync_not_found', 'There is no sync of this id, or it is forgotten.')
}

const key = z.tuple([z.string()])

export const listSyncsEndpoint = endpoint(listSyncs, 'deliveries', async (gateway, { query, principal }) => {
  const sorting = sortingOf(syncOrders, query, key)
  const { ended } = await gateway.log.sync.runs(REMEMBERED)
  const now = gateway.now()
  const valueIn = (run: SyncRun) => sortValue(run, query.sort, now)
  const sorted = sortRows(ended, sorting, { valueIn, idOf: ({ id }) => id })
  const { entries, page } = cutPage(sorted, {
    limit: query.limit,
    more: false,
    placeOf: (run) => placeIn(sorting, valueIn(run), [run.id]),
  })
  return { data: entries.map((run) => shownSync(run, principal, now)), page }
})

function sortValue(run: SyncRun, order: QueryOf<typeof listSyncs>['sort'], now: Date): SortValue {
  if (order === 'started_at') return Date.parse(run.started_at)
  if (order === 'duration') return Math.round(durationOf(run, now))
  if (order === 'stage' || order === 'mode') return run[order]
  return order === 'errors' ? run.errors_total : run.counts[order]
}

export const getSyncStatsEndpoint = endpoint(getSyncStats, 'deliveries', async (gateway) => {
  const { ended } = await gateway.log.sync.runs(REMEMBERED)
  const completed = ended.filter(({ stage }) => stage === 'completed')
  const failed = ended.filter(({ stage }) => stage === 'failed').length
  const judged = completed.length + failed
  const seconds = completed.map((run) => durationOf(run, gateway.now()))
  return {
    total: ended.length,
    completed: completed.length,
    failed,
    cancelled: ended.length - judged,
    success_rate: judged === 0 ? null : completed.length / judged,
    average_duration_seconds: seconds.length === 0 ? null : sum(seconds) / seconds.length,
    snapshots: sum(ended.map(({ counts }) => counts.snapshots)),
    last_sync_at: ended[0]?.started_at ?? null,
    last_success_at: completed[0]?.started_at ?? null,
  }
})

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
