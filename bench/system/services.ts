import { join } from 'node:path'
import type { NatsServer } from '@octometer/event-log'
import { type RunningProgram, startProgram } from './program.ts'
import { startCommand } from './start-command.ts'
import type { Topology } from './topology.ts'

/** With which a benchmark signs; nobody else can reach the servers. */
export const BENCH_SECRET = 'the secret of a benchmark that lives for a minute'
export const BENCH_KEY = 'the-key-of-a-benchmark-that-lives-for-a-minute'

export interface IngressOptions {
  readonly root: string
  readonly nats: NatsServer
  /** Where spans and metrics go; null exports nothing. */
  readonly otlpUrl: string | null
}

/** Ingress as a process of its own. */
export function startIngressProcess({ root, nats, otlpUrl }: IngressOptions): Promise<RunningProgram> {
  return startService(root, 'ingress', {
    OCTO_HTTP_PORT: '0',
    OCTO_WEBHOOK_SECRETS: BENCH_SECRET,
    OCTO_API_KEYS: `bench:operator:${BENCH_KEY}`,
    OCTO_NATS_URL: nats.url,
    ...(nats.monitoringUrl === null ? {} : { OCTO_NATS_MONITORING_URL: nats.monitoringUrl }),
    ...(otlpUrl === null ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl }),
  })
}

/** Projectors as a process of their own. Resolves when each projection has a live generation. */
export function startProjectorsProcess(
  { root, environment }: Topology,
  projections: readonly string[] | 'all',
): Promise<RunningProgram> {
  const names = projections === 'all' ? 'all' : projections.join(',')
  return startService(root, 'projectors', { ...environment, OCTO_PROJECTIONS: names })
}

/** The gateway as a process of its own. */
export function startGatewayProcess(
  { root, environment }: Topology,
  more: Readonly<Record<string, string>> = {},
): Promise<RunningProgram> {
  const keys = { OCTO_API_KEYS: `bench:viewer:${BENCH_KEY}` }
  return startService(root, 'gateway', { ...environment, ...keys, ...more })
}

async function startService(
  root: string,
  service: string,
  env: Readonly<Record<string, string>>,
): Promise<RunningProgram> {
  const [, ...args] = (await startCommand(root, service)).split(' ')
  return startProgram({ folder: join(root, 'services', service), args, env })
}
