import {
  consumerPositions,
  type EventLog,
  removeStream,
  restorePosition,
  restoreStream,
  type StreamName,
  streamNames,
  streamState,
} from '@octometer/event-log'
import {
  connectStore,
  connectTableCopier,
  newestArchivedSequence,
  readMigrations,
  type TableCopier,
} from '@octometer/read-store'
import { appendTail } from './append-tail.ts'
import { BackupError } from './errors.ts'
import { faultOf, readCompressed, readFileOf } from './files.ts'
import { broken, filesOf, type Manifest, readManifest, type StreamBackup } from './manifest.ts'
import { isProjections, rewindProjections } from './projection-positions.ts'
import { refuseCluster, type Stores } from './take-backup.ts'

/** `log`: streams and buckets alone, the database stays; `store`: the database alone, the log stays. */
export type RestoredPart = 'all' | 'log' | 'store'

export interface RestoreOptions extends Stores {
  readonly folder: string
  readonly part: RestoredPart
  /** What is there already is thrown away. */
  readonly replace: boolean
}

export interface RestoreReport {
  readonly made_at: string
  readonly streams: readonly { readonly name: string; readonly messages: number }[]
  readonly tables: readonly { readonly name: string; readonly rows: number }[]
  /** What the other store is behind or before, and what nobody can know any more; sentences. */
  readonly notes: readonly string[]
}

/**
 * Puts a backup in the place of what is there, while no service runs. Every file is looked at before anything is changed. Throws
 * BackupError, StoreError or an error of the log.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const { log, clickhouse, folder, part, replace } = options
  refuseCluster(clickhouse)
  const manifest = await verifyBackup(folder)
  if (part !== 'log' && manifest.database !== clickhouse.database) {
    throw new BackupError(
      'other_database',
      `the backup is of the database ${manifest.database}, and ${clickhouse.database} is meant: set OCTO_CLICKHOUSE_DATABASE to ${manifest.database}`,
    )
  }
  await using copier = connectTableCopier(clickhouse)
  await refuseRunning(log)
  if (!replace) await refuseFull(options, copier, manifest)
  const tables = part === 'log' ? [] : await restoreTables(copier, folder, manifest)
  await using store = connectStore(clickhouse)
  const known = await newestArchivedSequence(store)
  if (part === 'store') return report(manifest, [], tables, await rewindProjections(log, manifest))
  const restored =
    part === 'all' || known === 0
      ? await restoreStreams(options, manifest)
      : await restoreBuckets(options, manifest, known)
  return report(manifest, restored.streams, tables, restored.notes)
}

function report(
  { made_at }: Manifest,
  streams: RestoreReport['streams'],
  tables: RestoreReport['tables'],
  notes: readonly string[],
): RestoreReport {
  return { made_at, streams, tables, notes }
}

/** The manifest of a backup whose every file is as it was written. Throws BackupError, which names the one that is not. */
export async function verifyBackup(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder)
  const known = new Map(readMigrations().map(({ number, checksum }) => [number, checksum]))
  const unknown = manifest.migrations.filter(({ number, checksum }) => known.get(number) !== checksum)
  if (unknown.length > 0) {
    throw new BackupError(
      'backup_newer',
      `the backup has migrations that this version does not know (${unknown.map(({ name }) => name).join(', ')}): restore it with the version that made it, ${manifest.octometer}, or a newer one`,
    )
  }
  for (const file of filesOf(manifest)) {
    const fault = await faultOf(folder, file)
    if (fault !== null) throw broken(fault)
  }
  return manifest
}

async function refuseRunning(log: EventLog): Promise<void> {
  for (const stream of Object.values(streamNames)) {
    const reading = (await consumerPositions(log, stream)).find(({ isRead }) => isRead)
    if (reading === undefined) continue
    throw new BackupError(
      'services_running',
      `somebody reads the log (${reading.consumer} of ${stream}): stop every service, then restore`,
    )
  }
}

/** What every start writes, deliveries or not. */
const ALWAYS_THERE = new Set(['schema_migrations', 'generations', 'delivery_counts'])

async function refuseFull(
  { log, part }: RestoreOptions,
  copier: TableCopier,
  manifest: Manifest,
): Promise<void> {
  const found: string[] = []
  if (part !== 'log') {
    const full = (await copier.tables()).filter(({ name, rows }) => rows > 0 && !ALWAYS_THERE.has(name))
    found.push(...full.map(({ name, rows }) => `table ${name} has ${rows} rows`))
  }
  if (part !== 'store') {
    for (const { name } of manifest.streams) {
      const state = await streamState(log, name)
      if (state !== null && state.messages > 0) found.push(`stream ${name} has ${state.messages} messages`)
    }
  }
  if (found.length === 0) return
  const more = found.length > 3 ? `, and ${found.length - 3} more` : ''
  throw new BackupError(
    'target_not_empty',
    `there is something already (${found.slice(0, 3).join(', ')}${more}): --replace throws it away`,
  )
}

async function restoreTables(copier: TableCopier, folder: string, manifest: Manifest) {
  // Views first: nothing reads a table that is gone.
  for (const table of [...(await copier.tables())].reverse()) await copier.drop(table)
  const restored: { name: string; rows: number }[] = []
  for (const { file, ...table } of manifest.tables) {
    await copier.make(table)
    if (file === null) continue
    restored.push({ name: table.name, rows: await copier.write(table.name, readCompressed(folder, file)) })
  }
  return restored
}

interface RestoredStreams {
  readonly streams: RestoreReport['streams']
  readonly notes: readonly string[]
}

/** Messages with their sequences, and the readers where they were. With an empty database the projectors begin at the first message. */
async function restoreStreams(
  { log, folder, part }: RestoreOptions,
  manifest: Manifest,
): Promise<RestoredStreams> {
  for (const stream of manifest.streams) {
    await replaceStream(log, folder, stream)
    for (const position of stream.positions) {
      if (part === 'log' && isProjections(position.consumer)) continue
      await restorePosition(log, stream.name as StreamName, { ...position, isRead: false })
    }
  }
  const events = manifest.streams.find(({ name }) => name === streamNames.events)
  const oldest = events?.first_at ?? null
  const notes =
    part === 'all' || oldest === null
      ? []
      : [
          `the database is empty: the projectors fill it from the log, whose first delivery is of ${oldest}; what was received before is known to nobody but GitHub`,
        ]
  return { streams: manifest.streams.map(({ name, messages }) => ({ name, messages })), notes }
}

/**
 * The database knows deliveries of a log that is gone. Their sequences are never given out again: the streams go on after them, and
 * what the readers had not seen when the backup was taken is appended once more.
 */
async function restoreBuckets(
  { log, folder }: RestoreOptions,
  manifest: Manifest,
  known: number,
): Promise<RestoredStreams> {
  const streams: { name: string; messages: number }[] = []
  for (const stream of manifest.streams) {
    if (stream.name.startsWith('KV_')) {
      await replaceStream(log, folder, stream)
      streams.push({ name: stream.name, messages: stream.messages })
    } else {
      const last = Math.max(stream.last_sequence, stream.name === streamNames.events ? known : 0)
      streams.push({ name: stream.name, messages: await appendTail(log, folder, stream, last) })
    }
  }
  return {
    streams,
    notes: [
      `the database stays as it is: of the log there is what its readers had not seen on ${manifest.made_at}, under new sequences after ${known}`,
      'what was received after the backup and had not reached the database is gone: GitHub still lists it for some days, and recovery fetches it',
    ],
  }
}

async function replaceStream(
  log: EventLog,
  folder: string,
  { name, image, file }: StreamBackup,
): Promise<void> {
  await removeStream(log, name)
  await restoreStream(log, image, readFileOf(folder, file))
}
