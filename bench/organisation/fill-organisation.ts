import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  fillDeliveryCounts,
  markGeneration,
  migrate,
  openGeneration,
  publishViews,
  readModelOf,
  readModels,
  type Store,
} from '@octometer/read-store'
import type { Fill, Organisation } from './expressions.ts'
import { type Part, partOf } from './parts.ts'

const DAY_MS = 86_400_000
/** `this week` of older data would be an empty week. */
const KEPT_MS = 2 * DAY_MS
const ARCHIVE = 'deliveries'
const ROWS_PER_STATEMENT = 1_000_000

/** What is kept from run to run: when its year ends, and the version of each part that is whole. */
interface Kept {
  readonly until: string
  readonly deliveries: number
  readonly parts: Readonly<Record<string, string>>
}

interface OrganisationSize {
  /** Of its folder. */
  readonly name: string
  readonly deliveries: number
  readonly days: number
}

export interface OrganisationFolder {
  /** For ClickHouse. */
  readonly path: string
  readonly organisation: Organisation
  /** Writes what is missing or of another version, part by part, as a rebuild leaves it. */
  fill(store: Store, say: (line: string) => void): Promise<void>
}

/** The generation of a projection's tables. */
export function generationOf(projection: string, organisation: Organisation): string {
  return `g${partOf(projection, organisation).version}`
}

/** The folder that keeps an organisation from run to run; emptied when it is too old or its archive changed. */
export async function openOrganisation(
  root: string,
  { name, deliveries, days }: OrganisationSize,
  now: Date,
): Promise<OrganisationFolder> {
  const folder = join(root, '.octometer', 'bench', name)
  const manifest = join(folder, 'organisation.json')
  const kept = await readKept(manifest)
  const of = (until: Date): Organisation => ({
    deliveries,
    repositories: 500,
    days,
    people: 2000,
    until,
  })
  const isKept = kept !== null && isUsable(kept, of(new Date(kept.until)), now)
  if (!isKept) await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const organisation = of(
    isKept ? new Date(kept.until) : new Date(Math.ceil(now.getTime() / DAY_MS) * DAY_MS),
  )
  return {
    path: join(folder, 'clickhouse'),
    organisation,
    async fill(store, say) {
      await migrate(store)
      // A migration may want the archive to be counted anew.
      if (isKept) await fillDeliveryCounts(store)
      let parts = isKept ? kept.parts : {}
      for (const { projection } of readModels) {
        const part = partOf(projection, organisation)
        if (parts[projection] === part.version) continue
        say(`filling ${projection}`)
        await fillPart(store, part, parts[projection], organisation)
        parts = { ...parts, [projection]: part.version }
        await writeFile(
          manifest,
          JSON.stringify({ until: organisation.until.toISOString(), deliveries, parts }),
        )
      }
    },
  }
}

async function readKept(manifest: string): Promise<Kept | null> {
  const text = await readFile(manifest, 'utf8').catch(() => null)
  if (text === null) return null
  // Written by `fill` alone.
  const kept: Kept = JSON.parse(text)
  return kept
}

function isUsable(kept: Kept, organisation: Organisation, now: Date): boolean {
  const isRecent = now.getTime() - organisation.until.getTime() < KEPT_MS
  // The archive has no generations: its rows cannot be taken back one by one.
  return (
    isRecent &&
    kept.deliveries === organisation.deliveries &&
    kept.parts[ARCHIVE] === partOf(ARCHIVE, organisation).version
  )
}

async function fillPart(
  store: Store,
  { projection, fills, version }: Part,
  before: string | undefined,
  { until }: Organisation,
): Promise<void> {
  const model = readModelOf(projection)
  const timezone = 'UTC'
  const generation = model.ddl === null ? null : `g${version}`
  const tables = openGeneration(store, model, generation, { timezone })
  // What an earlier run left half-filled.
  if (generation !== null) await tables.drop()
  await tables.create()
  for (const fill of fills) await write(store, fill, tables.tableOf(fill.table))
  if (generation === null) {
    await fillDeliveryCounts(store)
    return
  }
  await tables.recountAll()
  await publishViews(store, model, generation)
  if (before !== undefined) await retire(store, projection, `g${before}`, until)
  await markGeneration(store, { projection, generation, code: 'bench' }, 'live', until)
}

async function retire(store: Store, projection: string, generation: string, now: Date): Promise<void> {
  await markGeneration(store, { projection, generation, code: 'bench' }, 'dropped', now)
  await openGeneration(store, readModelOf(projection), generation, { timezone: 'UTC' }).drop()
}

async function write(store: Store, { columns, rows, count }: Fill, table: string): Promise<void> {
  for (let from = 0; from < count; from += ROWS_PER_STATEMENT) {
    const lot = Math.min(ROWS_PER_STATEMENT, count - from)
    const select = rows.replaceAll('{from}', `${from}`).replaceAll('{count}', `${lot}`)
    await store.command(
      `fill ${table}`,
      `INSERT INTO ${table} (${columns}) ${select} SETTINGS max_partitions_per_insert_block = 100`,
      'long',
    )
  }
}
