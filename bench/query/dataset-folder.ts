import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readModels } from '@octometer/read-store'

export interface DatasetFolder {
  /** For ClickHouse. */
  readonly path: string
  /** When the dataset ends. */
  readonly until: Date
  /** Whether a dataset is there, whole. */
  readonly isFilled: boolean
  /** To be called once it is. */
  markFilled(): Promise<void>
}

/** Of the rows: raised whenever `generateRows` writes other ones. */
const ROWS_VERSION = 1
/** Of the tables and the rows together: what is kept of another version is thrown away. */
const VERSION = createHash('sha256')
  .update(JSON.stringify([ROWS_VERSION, readModels.map(({ ddl }) => ddl)]))
  .digest('hex')
  .slice(0, 12)
const DAY_MS = 86_400_000
/** `this week` of older data would be an empty week. */
const KEPT_MS = 2 * DAY_MS

/** The folder that keeps a dataset of this size from run to run; emptied unless what it holds is whole and recent. */
export async function openDatasetFolder(root: string, facts: number, now: Date): Promise<DatasetFolder> {
  const path = join(root, '.octometer', 'bench', `query-${facts}`)
  const manifest = join(path, 'dataset.json')
  const kept = await readUntil(manifest)
  const isFilled = kept !== null && now.getTime() - kept.getTime() < KEPT_MS
  if (!isFilled) await rm(path, { recursive: true, force: true })
  await mkdir(path, { recursive: true })
  const until = isFilled ? kept : new Date(Math.ceil(now.getTime() / DAY_MS) * DAY_MS)
  return {
    path: join(path, 'clickhouse'),
    until,
    isFilled,
    markFilled: () => writeFile(manifest, JSON.stringify({ version: VERSION, until: until.toISOString() })),
  }
}

async function readUntil(manifest: string): Promise<Date | null> {
  const text = await readFile(manifest, 'utf8').catch(() => null)
  if (text === null) return null
  // Written by markFilled alone.
  const { version, until }: { version: string; until: string } = JSON.parse(text)
  return version === VERSION ? new Date(until) : null
}
