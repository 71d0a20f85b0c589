import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { NatsConnection } from '@nats-io/transport-node'
import { until } from './log.fixture.ts'

const deploy = fileURLToPath(new URL('../../../deploy/', import.meta.url))

export const users = [
  'setup',
  'backup',
  'ingress',
  'projectors',
  'github-agent',
  'alerter',
  'gateway',
] as const
export type User = (typeof users)[number]

/** nats-server on the very configuration that docker-compose.yml gives it, with the secrets that deploy/prepare.sh makes. */
export interface PreparedServer extends AsyncDisposable {
  readonly port: number
  /** Where the secrets are. */
  readonly secrets: string
  passwordOf(user: User): Promise<string>
  /** As in the user's secret, at this server's address. */
  urlOf(user: User): Promise<string>
}

export async function startPreparedServer(binary: string | null, tls: 'on' | 'off'): Promise<PreparedServer> {
  const home = await mkdtemp(join(tmpdir(), 'octometer-prepared-'))
  const secrets = join(home, 'secrets')
  const more = tls === 'on' ? ['--tls'] : []
  await promisify(execFile)(join(deploy, 'prepare.sh'), [...more, secrets])
  // Only where it listens and finds and keeps its files is this server's own.
  const config = await readFile(join(deploy, 'nats/nats.conf'), 'utf8')
  await writeFile(
    join(home, 'nats.conf'),
    config.replace('store_dir: /data', `store_dir: ${JSON.stringify(home)}`),
  )
  const tlsConfig = await readFile(join(deploy, `nats/tls-${tls}.conf`), 'utf8')
  await writeFile(join(home, 'tls.conf'), tlsConfig.replaceAll('/run/secrets/', `${secrets}/`))
  await copyFile(join(secrets, 'nats-passwords.conf'), join(home, 'passwords.conf'))
  const own = ['-a', '127.0.0.1', '-p', '-1', '-m', '-1', '--ports_file_dir', home, '-l', join(home, 'log')]
  const args = ['-c', join(home, 'nats.conf'), ...own]
  const server = spawn(binary ?? 'nats-server', args, { stdio: 'ignore' })
  const port = await until(
    () => portOf(home, server),
    (found) => found > 0,
  )
  const text = async (file: string) => (await readFile(join(secrets, file), 'utf8')).trim()
  return {
    port,
    secrets,
    passwordOf: (user) => text(`nats-${user}.password`),
    urlOf: async (user) => (await text(`nats-${user}.url`)).replace('@nats:4222', `@127.0.0.1:${port}`),
    async [Symbol.asyncDispose]() {
      server.kill('SIGKILL')
      await once(server, 'exit')
      await rm(home, { recursive: true, force: true })
    },
  }
}

async function portOf(home: string, server: ChildProcess): Promise<number> {
  if (server.exitCode !== null)
    throw new Error(`nats-server did not start: ${await readFile(join(home, 'log'), 'utf8')}`)
  const file = (await readdir(home)).find((name) => name.endsWith('.ports'))
  const text = file === undefined ? '' : await readFile(join(home, file), 'utf8')
  return Number(/(?:nats|tls):\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1] ?? 0)
}

/** Whether the server lets a user publish: it says so before it answers the flush. */
export async function mayPublish(nats: NatsConnection, subject: string): Promise<boolean> {
  const refused = Promise.withResolvers<false>()
  const watching = (async () => {
    for await (const status of nats.status()) {
      if (status.type === 'error' && String(status.error).includes(`"${subject}"`)) refused.resolve(false)
    }
  })()
  void watching
  nats.publish(subject, '{}')
  await nats.flush()
  // The refusal came before the flush's answer; its event is a turn behind.
  const turn = new Promise<true>((resolve) => setImmediate(() => resolve(true)))
  return Promise.race([refused.promise, turn])
}

export async function mayListen(nats: NatsConnection, subject: string): Promise<boolean> {
  const refused = Promise.withResolvers<false>()
  nats.subscribe(subject, {
    callback: (error) => {
      if (error !== null) refused.resolve(false)
    },
  })
  await nats.flush()
  const turn = new Promise<true>((resolve) => setImmediate(() => resolve(true)))
  return Promise.race([refused.promise, turn])
}
