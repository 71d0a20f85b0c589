import { createHash } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BackupError } from './errors.ts'
import { type FileDigest, fileDigestSchema } from './files.ts'

const FILE = 'manifest.json'
const FORMAT = 1

const positionSchema = z.object({
  consumer: z.string(),
  acknowledged: z.number(),
  config: z.record(z.string(), z.unknown()),
})

const streamSchema = z.object({
  name: z.string(),
  image: z.object({
    config: z.record(z.string(), z.unknown()),
    state: z.record(z.string(), z.unknown()),
  }),
  /** When the stream was made. */
  created: z.string(),
  messages: z.number(),
  last_sequence: z.number(),
  first_at: z.iso.datetime().nullable(),
  /** Where its durable consumers were before anything was copied. */
  positions: z.array(positionSchema),
  file: fileDigestSchema,
})

const tableSchema = z.object({
  name: z.string(),
  kind: z.enum(['table', 'view']),
  statement: z.string(),
  /** As the database counted them when they were listed. */
  rows: z.number(),
  /** Null for a view. */
  file: fileDigestSchema.nullable(),
})

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  octometer: z.string(),
  made_at: z.iso.datetime(),
  database: z.string(),
  migrations: z.array(z.object({ number: z.number(), name: z.string(), checksum: z.string() })),
  streams: z.array(streamSchema),
  tables: z.array(tableSchema),
  /** Whatever else was put in: the credentials of a standalone. */
  others: z.array(fileDigestSchema),
})

/** What a backup holds, and by which sums that is recognised. */
export type Manifest = z.output<typeof manifestSchema>
export type StreamBackup = Manifest['streams'][number]
export type TableBackup = Manifest['tables'][number]

/** Written last: a folder without it is no backup. */
export async function writeManifest(folder: string, manifest: Omit<Manifest, 'format'>): Promise<void> {
  const body = JSON.stringify({ format: FORMAT, ...manifest })
  const file = join(folder, FILE)
  await writeFile(`${file}.new`, `${body}\n${digest(body)}\n`, { mode: 0o600, flush: true })
  await rename(`${file}.new`, file)
}

/** Throws BackupError when the folder holds none, or one that is not whole or of another format. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, FILE), 'utf8').catch((cause: unknown) => {
    throw new BackupError(
      'no_backup',
      `${folder} holds no backup: there is no ${FILE}, which is written when everything else is there`,
      { cause },
    )
  })
  const [body = '', sum = ''] = text.split('\n')
  if (digest(body) !== sum) throw broken(`${FILE} is not what was written`)
  const parsed: unknown = JSON.parse(body)
  const { format } = z.looseObject({ format: z.unknown() }).parse(parsed)
  if (format !== FORMAT) {
    throw new BackupError(
      'backup_newer',
      `the backup has format ${String(format)}, and this version reads ${FORMAT}: use the version that made it`,
    )
  }
  return manifestSchema.parse(parsed)
}

export function broken(what: string): BackupError {
  return new BackupError(
    'backup_broken',
    `the backup is broken: ${what}. Nothing was restored; use another one`,
  )
}

export function filesOf({ streams, tables, others }: Manifest): readonly FileDigest[] {
  return [...streams.map(({ file }) => file), ...tables.flatMap(({ file }) => file ?? []), ...others]
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
