import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { header } from '@octometer/event-contracts'
import {
  bucketNames,
  connectLog,
  type EventLog,
  followLog,
  logBounds,
  openBucket,
  streamNames,
} from '@octometer/event-log'
import { createLogger } from '@octometer/telemetry'
import { askStore, type StoreAccess } from '../support/ask-store.ts'
import type { EvidenceBook } from './evidence.ts'

const LIMITS = { maxMessages: 500, maxBytes: 64 * 1024 * 1024, maxWaitMs: 1_000 }

/** Every row of every table, every column as text, whatever generation it is of. */
export async function readRows(access: StoreAccess, book: EvidenceBook): Promise<void> {
  const tables = await askStore<{ database: string; name: string }>(
    access,
    "SELECT database, name FROM system.tables WHERE database NOT IN ('INFORMATION_SCHEMA', 'information_schema', 'system') OR name LIKE '%\\_log' OR name = 'tables'",
  )
  for (const { database, name } of tables) {
    const rows = await askStore<object>(access, `SELECT * FROM \`${database}\`.\`${name}\``)
    if (rows.length > 0) book.add('row', name, rows.map((row) => JSON.stringify(row)).join('\n'))
  }
}

/** Every message of every stream, and every value of every bucket. */
export async function readLog(url: string, book: EvidenceBook): Promise<void> {
  const logger = createLogger({ service: 'test', level: 'error' })
  await using log = await connectLog({ url, name: 'canary', logger })
  for (const stream of Object.values(streamNames)) await readStream(log, stream, book)
  for (const name of Object.values(bucketNames)) {
    const bucket = await openBucket(log, name)
    for (const { key, value } of await bucket.entries())
      book.add('value', `${name} ${key}`, `${key}\n${value}`)
  }
}

async function readStream(
  log: EventLog,
  stream: Parameters<typeof followLog>[1],
  book: EvidenceBook,
): Promise<void> {
  const { firstSequence, lastSequence } = await logBounds(log, stream)
  await using follower = await followLog(log, stream, firstSequence - 1)
  while (follower.position < lastSequence) {
    const { messages } = await follower.next(LIMITS)
    for (const message of messages) {
      const headers = Object.values(header).map((name) => `${name}: ${message.header(name)}`)
      book.add('message', stream, `${message.subject}\n${headers.join('\n')}\n`)
      book.add('message', stream, message.body())
    }
  }
}

/** Every file of a folder, under its path in it. */
export async function readFiles(folder: string, book: EvidenceBook): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name)
    book.add('file', relative(folder, path), await readFile(path))
  }
}
