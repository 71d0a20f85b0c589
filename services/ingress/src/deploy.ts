import type { Config } from '@octometer/config'
import { connectLog, ensureStreams } from '@octometer/event-log'
import type { Logger } from '@octometer/telemetry'
import { type IngressService, startIngress } from './ingress.ts'

/** Ingress as a process of its own: connects to the log, makes its streams, and serves. Throws what stops the start. */
export async function deployIngress(
  config: Pick<Config, 'server' | 'receiving' | 'access' | 'nats'>,
  logger: Logger,
): Promise<IngressService> {
  await using stack = new AsyncDisposableStack()
  const log = stack.use(await connectLog({ ...config.nats, name: 'octometer-ingress', logger }))
  await ensureStreams(log, { replicas: config.nats.replicas })
  const { monitoringUrl, allowUndurable } = config.nats
  const { url } = stack.use(await startIngress({ config, log, logger, monitoringUrl, allowUndurable }))
  const owned = stack.move()
  return { url, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
