import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, inject, onTestFinished, test } from 'vitest'
import { answeredPage, questionsOf } from './cookbook.ts'

const file = fileURLToPath(new URL('../../docs/sql-cookbook.md', import.meta.url))

test('the SQL cookbook answers twenty questions as it says', async () => {
  const page = await readFile(file, 'utf8')
  expect(questionsOf(page)).toHaveLength(20)
  const folder = await mkdtemp(join(tmpdir(), 'octometer-cookbook-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const env = { OCTO_NATS_SERVER_BIN: inject('natsServerBin') ?? '' }
  expect(await answeredPage(page, folder, env)).toBe(page)
})
