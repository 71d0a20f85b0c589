import { randomBytes } from 'node:crypto'
import { runCli, type Terminal } from '@octometer/cli'
import { loadConfig } from '@octometer/config'
import { createGateway } from '@octometer/gateway'
import { createIngress } from '@octometer/ingress'
import { createApp, listen } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import type { TestSystem } from './system.ts'

interface Ran {
  readonly exitCode: number
  /** What was written to standard output, and to standard error. */
  readonly output: string
}

/** Ingress and gateway behind one address, as people and the terminal reach them. */
export interface FrontDoor extends AsyncDisposable {
  readonly url: string
  /** An admin's, which both know. */
  readonly key: string
  /** `octometer …`, asking this one. */
  run(...args: readonly string[]): Promise<Ran>
}

export async function openFrontDoor(
  { log, store, encryptionKey }: TestSystem,
  now: Date,
  folder: string,
): Promise<FrontDoor> {
  await using stack = new AsyncDisposableStack()
  const key = randomBytes(16).toString('hex')
  const { config } = loadConfig(
    {
      OCTO_WEBHOOK_SECRETS: randomBytes(16).toString('hex'),
      OCTO_ENCRYPTION_KEY: encryptionKey,
      OCTO_API_KEYS: `root:admin:${key}`,
      OCTO_DATA_DIR: folder,
    },
    ['server', 'receiving', 'access', 'answers'],
  )
  const logger = createLogger({ service: 'test', level: 'error' })
  const ingress = stack.use(await createIngress({ config, log, logger, allowUndurable: true }))
  const gateway = stack.use(createGateway({ config, log, store, logger, now: () => now }))
  const app = createApp({ service: 'test', logger, trustedProxies: [], health: ingress.health })
  ingress.mount(app)
  gateway.mount(app)
  const { url } = stack.use(await listen(app, { host: '127.0.0.1', port: 0 }))
  const owned = stack.move()
  const env = { OCTO_URL: url, OCTO_API_KEY: key, XDG_CONFIG_HOME: folder }
  return {
    url,
    key,
    run: (...args) => runInPipe(args, { env, cwd: folder, project: folder }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function runInPipe(
  args: readonly string[],
  places: Omit<Parameters<typeof runCli>[1], 'terminal'>,
): Promise<Ran> {
  const written: string[] = []
  const terminal: Terminal = {
    ...{ isInteractive: false, isColored: false, columns: () => 80, rows: () => 24 },
    write: (text) => void written.push(text),
    writeError: (text) => void written.push(text),
    readInput: async () => '',
    readSecret: async () => '',
    listenToKeys: () => ({ [Symbol.dispose]: () => {} }),
    watchSize: () => ({ [Symbol.dispose]: () => {} }),
    ended: new AbortController().signal,
  }
  const exitCode = await runCli(args, { terminal, ...places })
  return { exitCode, output: written.join('') }
}
