import { readFileSync } from 'node:fs'
import {
  type ConsumerPosition,
  consumerPositions,
  type EventLog,
  keptStreams,
  type StreamName,
  snapshotStream,
  streamNames,
  streamState,
} from '@octometer/event-log'
import {
  connectStore,
  connectTableCopier,
  migrationPlan,
  type StoreOptions,
  type TableCopier,
} from '@octometer/read-store'
import { z } from 'zod'
import { BackupError } from './errors.ts'
import { type FileDigest, makeFolder, writeChunks, writeCompressed } from './files.ts'
import { type StreamBackup, type TableBackup, writeManifest } from './manifest.ts'

export interface Stores {
  readonly log: EventLog
  readonly clickhouse: StoreOptions
}

export interface BackupOptions extends Stores {
  /** Does not exist, or is empty. */
  readonly folder: string
  readonly now: Date
  /** What else belongs to it, by the names that they get. */
  readonly others?: Readonly<Record<string, Uint8Array>>
}

export interface BackupReport {
  readonly folder: string
  readonly made_at: string
  readonly bytes: number
  readonly streams: readonly { readonly name: string; readonly messages: number }[]
  readonly tables: readonly { readonly name: string; readonly rows: number }[]
}

type Positions = ReadonlyMap<string, readonly ConsumerPosition[]>

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')))

/**
 * Writes both stores into a folder while everything runs. The order makes it whole: first where every reader of the log is, then what the
 * readers have written, then the log. So the log holds all that the tables were made of, and what was written after a reader's position
 * is written again, which changes nothing. Throws BackupError, StoreError or an error of the log.
 */
export async function takeBackup(options: BackupOptions): Promise<BackupReport> {
  const { log, clickhouse, folder, now, others = {} } = options
  refuseCluster(clickhouse)
  await makeFolder(folder)
  await using copier = connectTableCopier(clickhouse)
  const positions = await positionsOf(log)
  const before = await firstSequences(log)
  const isBucket = (stream: string) => !positions.has(stream)
  const buckets = await backupStreams(options, keptStreams.filter(isBucket), positions)
  const tables = await backupTables(copier, folder)
  const migrations = await migrationsOf(clickhouse)
  const streams = await backupStreams(
    options,
    keptStreams.filter((stream) => !isBucket(stream)),
    positions,
  )
  refuseTrimmed(before, await firstSequences(log), positions)
  const manifest = {
    octometer: version,
    made_at: now.toISOString(),
    database: clickhouse.database,
    migrations,
    streams: [...buckets, ...streams],
    tables,
    others: await Promise.all(
      Object.entries(others).map(async ([name, bytes]) => {
        return (await writeChunks(folder, name, (write) => write(bytes))).file
      }),
    ),
  }
  await writeManifest(folder, manifest)
  const files: FileDigest[] = [
    ...manifest.streams.map(({ file }) => file),
    ...tables.flatMap(({ file }) => file ?? []),
  ]
  return {
    folder,
    made_at: manifest.made_at,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    streams: manifest.streams.map(({ name, messages }) => ({ name, messages })),
    tables: tables.filter(({ kind }) => kind === 'table').map(({ name, rows }) => ({ name, rows })),
  }
}

export function refuseCluster({ cluster }: StoreOptions): void {
  if (cluster === null) return
  throw new BackupError(
    'cluster_unsupported',
    `the tables lie on several servers of the cluster ${cluster}: back them up by ClickHouse's own BACKUP … ON CLUSTER, as docs/how-to/back-up-and-restore.md says`,
  )
}

async function positionsOf(log: EventLog): Promise<Positions> {
  const positions = new Map<string, readonly ConsumerPosition[]>()
  for (const stream of Object.values(streamNames)) positions.set(stream, await consumerPositions(log, stream))
  return positions
}

async function firstSequences(log: EventLog): Promise<ReadonlyMap<StreamName, number>> {
  const first = new Map<StreamName, number>()
  for (const stream of Object.values(streamNames))
    first.set(stream, (await streamState(log, stream))?.firstSequence ?? 0)
  return first
}

/** What was trimmed while it was being copied may be in neither store's copy. */
function refuseTrimmed(
  before: ReadonlyMap<StreamName, number>,
  after: ReadonlyMap<StreamName, number>,
  positions: Positions,
): void {
  for (const [stream, first] of after) {
    const lowest = Math.min(...(positions.get(stream) ?? []).map(({ acknowledged }) => acknowledged))
    if (first > (before.get(stream) ?? 0) && first > lowest + 1)
      throw new BackupError(
        'changed_meanwhile',
        `stream ${stream} was trimmed meanwhile: take the backup again, into another folder`,
      )
  }
}

async function backupStreams(
  { log, folder }: BackupOptions,
  names: readonly string[],
  positions: Positions,
): Promise<StreamBackup[]> {
  const taken: StreamBackup[] = []
  for (const name of names) {
    const state = await streamState(log, name)
    // A bucket that no service of this version has made yet.
    if (state === null) continue
    const { file, result: image } = await writeChunks(folder, `streams/${name}.snapshot`, (write) =>
      snapshotStream(log, name, write),
    )
    const { messages, last_seq } = z
      .looseObject({ messages: z.number(), last_seq: z.number() })
      .parse(image.state)
    taken.push({
      name,
      image: { config: { ...image.config }, state: { ...image.state } },
      created: state.created,
      messages,
      last_sequence: last_seq,
      first_at: state.firstAt?.toISOString() ?? null,
      positions: (positions.get(name) ?? []).map(({ consumer, acknowledged, config }) => ({
        consumer,
        acknowledged,
        config: { ...config },
      })),
      file,
    })
  }
  return taken
}

/** The registry of generations comes first: whichever it calls live has its tables among those that are listed then. */
const REGISTRY = 'generations'

async function backupTables(copier: TableCopier, folder: string): Promise<TableBackup[]> {
  const write = async (name: string) =>
    writeCompressed(folder, `tables/${name}.native.zst`, await copier.read(name))
  const early = (await copier.tables()).some(({ name }) => name === REGISTRY) ? await write(REGISTRY) : null
  const tables: TableBackup[] = []
  for (const table of await copier.tables()) {
    const known = table.name === REGISTRY ? early : null
    tables.push({ ...table, file: table.kind === 'view' ? null : (known ?? (await write(table.name))) })
  }
  return tables
}

async function migrationsOf(clickhouse: StoreOptions) {
  await using store = connectStore(clickhouse)
  const { applied } = await migrationPlan(store)
  return applied.map(({ number, name, checksum }) => ({ number, name, checksum }))
}
