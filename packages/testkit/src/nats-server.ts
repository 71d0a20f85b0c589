import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startNatsServer as launch, type NatsServer, type NatsServerOptions } from '@octometer/event-log'

export type TestNatsServerOptions = Partial<NatsServerOptions>

export interface TestNatsServer extends NatsServer {
  readonly monitoringUrl: string
}

/**
 * A real nats-server on a free port, as durable as production's unless told otherwise, with its monitoring endpoint.
 * Its files lie in a folder of its own, removed when it is disposed of, unless `storeDir` names one.
 */
export async function startNatsServer(options: TestNatsServerOptions = {}): Promise<TestNatsServer> {
  const storeDir = options.storeDir ?? (await mkdtemp(join(tmpdir(), 'octometer-nats-')))
  const server = await launch({ ...options, storeDir, monitoring: true })
  return {
    url: server.url,
    host: server.host,
    port: server.port,
    storeDir,
    get monitoringUrl() {
      return server.monitoringUrl ?? ''
    },
    get pid() {
      return server.pid
    },
    kill: server.kill,
    stop: server.stop,
    restart: server.restart,
    exited: server.exited,
    async [Symbol.asyncDispose]() {
      await server.stop()
      if (options.storeDir === undefined) await rm(storeDir, { recursive: true, force: true })
    },
  }
}
