import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { until } from './log.fixture.ts'
import { findNatsServer } from './nats-binary.ts'

// For this package's own tests.

export interface ForeignServer extends AsyncDisposable {
  readonly url: string
  readonly monitoringUrl: string
}

/** A nats-server with JetStream as somebody else would start it: defaults, none of our settings. */
export async function startForeignServer(options: readonly string[]): Promise<ForeignServer> {
  const folder = await mkdtemp(join(tmpdir(), 'octometer-foreign-'))
  const listen = ['-a', '127.0.0.1', '-p', '-1', '-m', '-1', '--ports_file_dir', folder]
  const server = spawn(
    await findNatsServer(inject('natsServerBin')),
    ['-js', '-sd', folder, ...listen, ...options],
    {
      stdio: 'ignore',
    },
  )
  const ended = once(server, 'exit')
  const readPorts = async () => {
    const file = (await readdir(folder)).find((name) => name.endsWith('.ports'))
    return file === undefined ? '' : readFile(join(folder, file), 'utf8')
  }
  const ports = await until(readPorts, (text) => text.endsWith('}'))
  return {
    url: /nats:\/\/[0-9.:]+/.exec(ports)?.[0] ?? '',
    monitoringUrl: /http:\/\/[0-9.:]+/.exec(ports)?.[0] ?? '',
    async [Symbol.asyncDispose]() {
      server.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
