import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ensureNatsServer, findNatsServer } from './find-nats-server.mjs'
import { MachineNotReady } from './machine.mjs'

async function place(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'octometer-nats-server-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function program(path: string, version: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `#!/bin/sh\necho "nats-server: v${version}"\n`, { mode: 0o755 })
  return path
}

test('the one that is named wins over all others', async () => {
  const folder = await place()
  await program(join(folder, 'path/nats-server'), '2.14.0')
  const named = await program(join(folder, 'named'), '2.12.0')
  const env = { OCTO_NATS_SERVER_BIN: named, PATH: join(folder, 'path') }
  expect(findNatsServer(folder, env)).toBe(named)
})

test('a name that will not do is refused rather than passed over', async () => {
  const folder = await place()
  const old = await program(join(folder, 'old'), '2.11.9')
  for (const named of [old, join(folder, 'missing')]) {
    expect(() => findNatsServer(folder, { OCTO_NATS_SERVER_BIN: named })).toThrow(MachineNotReady)
    expect(() => findNatsServer(folder, { OCTO_NATS_SERVER_BIN: named })).toThrow(named)
  }
})

test('PATH is taken when it is new enough, else what was fetched for this clone', async () => {
  const folder = await place()
  const env = { PATH: `/nowhere:${join(folder, 'old')}:${join(folder, 'new')}` }
  expect(findNatsServer(folder, env)).toBeNull()
  await program(join(folder, 'old/nats-server'), '2.10.1')
  const fetched = await program(join(folder, '.octometer/tools/nats-server'), '2.15.1')
  expect(findNatsServer(folder, env)).toBe(fetched)
  const newer = await program(join(folder, 'new/nats-server'), '2.12.3')
  expect(findNatsServer(folder, env)).toBe(newer)
})

test('what another clone of the same user fetched is copied into this one', async () => {
  const folder = await place()
  const env = { PATH: '', XDG_CACHE_HOME: join(folder, 'cache') }
  await program(join(folder, 'cache/octometer/nats-server'), '2.15.1')
  const own = join(folder, 'clone/.octometer/tools/nats-server')
  await expect(ensureNatsServer(join(folder, 'clone'), env, expect.unreachable)).resolves.toBe(own)
  expect(findNatsServer(join(folder, 'clone'), { PATH: '' })).toBe(own)
})
