import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { natsServerFromRelease, pinnedRelease } from './nats-from-release.mjs'

const limits = { answerMs: 200, wholeMs: 5000 }

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return `http://127.0.0.1:${address.port}/nats-server.tar.gz`
}

async function archiveOf(program: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'octometer-archive-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await mkdir(join(folder, 'nats-server-v9'))
  await writeFile(join(folder, 'nats-server-v9', 'nats-server'), program)
  await promisify(execFile)('tar', ['-czf', join(folder, 'a.tar.gz'), '-C', folder, 'nats-server-v9'])
  return readFile(join(folder, 'a.tar.gz'))
}

test('unpacks the archive whose checksum was pinned', async () => {
  const archive = await archiveOf('the program')
  const url = await serve((_, response) => response.end(archive))
  const sha256 = createHash('sha256').update(archive).digest('hex')
  let seen = ''
  const accept = async (program: string) => {
    seen = await readFile(program, 'utf8')
    return true
  }
  const release = { url, sha256, program: 'nats-server-v9/nats-server' }
  await expect(natsServerFromRelease(release, accept, limits)).resolves.toBe(true)
  expect(seen).toBe('the program')
})

test('refuses an archive with another checksum before it is unpacked', async () => {
  const archive = await archiveOf('another program')
  const url = await serve((_, response) => response.end(archive))
  const release = { url, sha256: '0'.repeat(64), program: 'nats-server-v9/nats-server' }
  await expect(natsServerFromRelease(release, expect.unreachable, limits)).resolves.toBe(false)
})

test('gives up on a server that does not answer, that refuses, or that is not there', async () => {
  const silent = await serve(() => undefined)
  const refusing = await serve((_, response) => response.writeHead(404).end())
  for (const url of [silent, refusing, 'http://127.0.0.1:1/nats-server.tar.gz']) {
    const release = { url, sha256: '0'.repeat(64), program: 'nats-server' }
    await expect(natsServerFromRelease(release, expect.unreachable, limits)).resolves.toBe(false)
  }
})

test('pins a release only where its checksum is known', () => {
  expect(pinnedRelease('linux', 'x64')?.url).toMatch(
    /\/v2\.15\.0\/nats-server-v2\.15\.0-linux-amd64\.tar\.gz$/,
  )
  expect(pinnedRelease('linux', 'arm64')?.sha256).toMatch(/^[0-9a-f]{64}$/)
  expect(pinnedRelease('darwin', 'arm64')).toBeNull()
})
