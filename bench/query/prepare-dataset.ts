import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@clickhouse/client'
import { openReader } from '@octometer/event-log'
import { consumerOf } from '@octometer/projector-runtime'
import { projections } from '@octometer/projectors'
import {
  type GenerationStore,
  markGeneration,
  openGeneration,
  publishViews,
  readModelOf,
  readModels,
  type Store,
} from '@octometer/read-store'
import type { StoreAccess, Topology } from '../system/topology.ts'
import { type Dataset, type GeneratedTables, generateRows } from './generate-rows.ts'

const GENERATION = 'gbench001'
const CODE = 'bench'
const timezone = 'UTC'

/** Fills a migrated, empty store with a dataset, as a rebuild leaves it: rollups recounted, views published, parts merged. */
export async function fillStore({ store, access }: Topology, dataset: Dataset): Promise<void> {
  const generational = readModels.filter(({ ddl }) => ddl !== null)
  const open = (projection: string) =>
    openGeneration(store, readModelOf(projection), GENERATION, { timezone })
  for (const { projection } of generational) await open(projection).create()
  const counters = open('counters')
  await generateRows(store, tablesOf(counters, open('pull-requests')), dataset)
  await counters.recountAll()
  for (const model of generational) {
    await publishViews(store, model, GENERATION)
    const name = { projection: model.projection, generation: GENERATION, code: CODE }
    await markGeneration(store, name, 'live', dataset.until)
  }
  await untilMerged(store, access)
}

function tablesOf(counters: GenerationStore, pulls: GenerationStore): GeneratedTables {
  return {
    counterFacts: counters.tableOf('counter_facts'),
    counterConflicts: counters.tableOf('counter_conflicts'),
    pullRequests: pulls.tableOf('pull_requests'),
  }
}

/** Years' rows that were written in a minute are merged as years would have merged them. */
export async function untilMerged(store: Store, access: StoreAccess): Promise<void> {
  for (;;) {
    if ((await runningMerges(access)) === 0) return
    await store.ping()
    await sleep(500)
  }
}

async function runningMerges({ url, user, password, database }: StoreAccess): Promise<number> {
  const client = createClient({ url, username: user, password, database })
  try {
    const answer = await client.query({
      query: 'SELECT count() AS merges FROM system.merges',
      format: 'JSONEachRow',
      clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    })
    const [row] = await answer.json<{ merges: number }>()
    return row?.merges ?? 0
  } finally {
    await client.close()
  }
}

/** The consumers that the projectors would have, so that the gateway finds how far they are. */
export async function declareConsumers(
  { log }: Topology,
  generationOf: (projection: string) => string = () => GENERATION,
): Promise<void> {
  for (const projection of projections) {
    const stream = projection.stream
    const consumer = consumerOf(projection, projection.generational ? generationOf(projection.name) : null)
    await using _reader = await openReader(log, { stream, consumer })
  }
}
