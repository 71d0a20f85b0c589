import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findNatsServer } from '../bootstrap/find-nats-server.mjs'
import { answeredPage } from './cookbook.ts'

// Writes the answers of docs/sql-cookbook.md anew; a test compares them.
const root = fileURLToPath(new URL('../..', import.meta.url))
const file = join(root, 'docs/sql-cookbook.md')
const folder = await mkdtemp(join(tmpdir(), 'octometer-cookbook-'))
const env = { ...process.env, OCTO_NATS_SERVER_BIN: findNatsServer(root, process.env) ?? undefined }
try {
  await writeFile(file, await answeredPage(await readFile(file, 'utf8'), folder, env))
} finally {
  await rm(folder, { recursive: true, force: true })
}
