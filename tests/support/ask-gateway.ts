import { randomBytes } from 'node:crypto'
import { loadConfig } from '@octometer/config'
import { startGateway } from '@octometer/gateway'
import { createLogger } from '@octometer/telemetry'
import type { TestSystem } from './system.ts'

interface GatewayAnswer {
  readonly status: number
  // What an answer holds is what each test says of it.
  readonly body: Readonly<Record<string, unknown>>
}

export interface AskedGateway extends AsyncDisposable {
  ask(path: string): Promise<GatewayAnswer>
}

/** The gateway over a test's log and store, at a time of the test's choice. */
export async function startAskedGateway({ log, store }: TestSystem, now: Date): Promise<AskedGateway> {
  const key = randomBytes(16).toString('hex')
  const environment = { OCTO_API_KEYS: `test:viewer:${key}`, OCTO_HTTP_PORT: '0' }
  const { config } = loadConfig(environment, ['server', 'access', 'answers'])
  const logger = createLogger({ service: 'gateway', level: 'error' })
  const gateway = await startGateway({ config, log, store, logger, now: () => now })
  return {
    ask: async (path) => {
      const answer = await fetch(`${gateway.url}${path}`, { headers: { 'x-api-key': key } })
      return { status: answer.status, body: JSON.parse(await answer.text()) }
    },
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  }
}
