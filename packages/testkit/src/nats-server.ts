import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startNatsServer as launch, type NatsServer, type NatsServerOptions } from '@octometer/event-log'
import { inject } from 'vitest'
import { startNatsContainer } from './nats-container.ts'

/** What a process and a container both honour. */
export type TestNatsServerOptions = Pick<NatsServerOptions, 'credential' | 'maxPayloadBytes' | 'syncAlways'>

/**
 * What a process and a container both have. A test of the process itself, its pid, its folder or its program, starts
 * event-log's own, which is a process wherever it runs.
 */
export interface TestNatsServer extends Omit<NatsServer, 'pid' | 'storeDir' | 'monitoringUrl'> {
  readonly monitoringUrl: string
}

/**
 * A real nats-server on a free port, as durable as production's unless told otherwise, with its monitoring endpoint:
 * a process, or a container when OCTO_TEST_CONTAINERS is 1. Its files are removed when it is disposed of.
 * Throws NatsServerError or ContainerError when it does not come up.
 */
export async function startNatsServer(options: TestNatsServerOptions = {}): Promise<TestNatsServer> {
  return inject('testContainers') ? startNatsContainer(options) : startProcess(options)
}

async function startProcess(options: TestNatsServerOptions): Promise<TestNatsServer> {
  const storeDir = await mkdtemp(join(tmpdir(), 'octometer-nats-'))
  const server = await launch({ ...options, storeDir, binary: inject('natsServerBin'), monitoring: true })
  return {
    url: server.url,
    host: server.host,
    port: server.port,
    get monitoringUrl() {
      return server.monitoringUrl ?? ''
    },
    kill: server.kill,
    stop: server.stop,
    restart: server.restart,
    exited: server.exited,
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(storeDir, { recursive: true, force: true })
    },
  }
}
