import { once } from 'node:events'
import { createServer } from 'node:net'
import { natsServerConfig } from '@octometer/event-log'
import { docker, signalContainer, startContainer } from './docker.ts'
import type { TestNatsServer, TestNatsServerOptions } from './nats-server.ts'

const IMAGE = 'nats:2.15.1-alpine'
const CLIENT_PORT = 4222
const MONITORING_PORT = 8222
const FOLDER = '/data'
const CONFIG = `${FOLDER}/nats-server.conf`
// Two settings that a container has otherwise: a log that Docker reads, and a monitoring port known beforehand. The
// shell leaves out the user that testcontainers adds, which nats-server refuses beside accounts.
const COMMAND = `exec nats-server --config ${CONFIG} --log /dev/stdout --http_port ${MONITORING_PORT}`

/**
 * nats-server in a container with the configuration of a process of ours. Killed and started again it keeps its port
 * and its files; they go with the container. Throws ContainerError.
 */
export async function startNatsContainer(options: TestNatsServerOptions): Promise<TestNatsServer> {
  // Loaded when it is asked for: tests against processes do without Docker's client.
  const { NatsContainer } = await import('@testcontainers/nats')
  const listen = { host: '0.0.0.0', port: CLIENT_PORT, monitoring: true }
  const config = natsServerConfig({ ...options, ...listen, storeDir: FOLDER })
  const port = await freePort()
  const container = await startContainer(IMAGE, () =>
    new NatsContainer(IMAGE)
      .withCopyContentToContainer([{ content: config, target: CONFIG, mode: 0o600 }])
      .withEntrypoint(['/bin/sh', '-c', COMMAND])
      // Docker would choose another one at each start.
      .withExposedPorts({ container: CLIENT_PORT, host: port })
      .start(),
  )
  const host = container.getHost()
  const { user, password } = options.credential ?? {}
  const userinfo = user && password ? `${encodeURIComponent(user)}:${encodeURIComponent(password)}@` : ''
  const stop = async () => {
    await docker(['stop', '-t', '10', container.getId()])
  }
  return {
    url: `nats://${userinfo}${host}:${port}`,
    host,
    port,
    get monitoringUrl() {
      return `http://${host}:${container.getMappedPort(MONITORING_PORT)}`
    },
    kill: (signal) => signalContainer(container.getId(), signal),
    stop,
    async restart() {
      await stop()
      await container.restart()
    },
    exited: async () => Number(await docker(['wait', container.getId()])),
    async [Symbol.asyncDispose]() {
      await container.stop()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
