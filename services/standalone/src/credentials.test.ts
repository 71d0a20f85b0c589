import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CREDENTIALS_FILE, loadCredentials } from './credentials.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'octometer-credentials-'))
})

afterEach(() => rm(folder, { recursive: true }))

test('credentials are made once, for their owner alone, and stay', async () => {
  const made = await loadCredentials(folder)
  expect(await loadCredentials(folder)).toEqual(made)
  expect((await stat(join(folder, CREDENTIALS_FILE))).mode & 0o777).toBe(0o600)
})

test('what cannot be read is not made anew: with it the key would be lost that opens what is sealed', async () => {
  await mkdir(join(folder, CREDENTIALS_FILE))
  await expect(loadCredentials(folder)).rejects.toMatchObject({ code: 'EISDIR' })
  expect(await readdir(folder)).toEqual([CREDENTIALS_FILE])
})
