import type { NatsServer } from '@octometer/event-log'
import { type RunningProgram, startProgram } from '../system/program.ts'
import { BENCH_SECRET, startIngressProcess } from '../system/services.ts'

interface Stage {
  readonly root: string
  readonly nats: NatsServer
  readonly otlpUrl: string
}

export interface Contestant {
  readonly name: 'ingress' | 'ingress_not_exporting' | 'bare'
  /** Prometheus is served and read while it is measured. */
  readonly isScraped: boolean
  start(stage: Stage): Promise<RunningProgram>
}

/** In the order of each round. */
export const contestants: readonly Contestant[] = [
  {
    name: 'ingress',
    isScraped: true,
    start: ({ root, nats, otlpUrl }) => startIngressProcess({ root, nats, otlpUrl }),
  },
  {
    name: 'bare',
    isScraped: false,
    start: ({ root, nats }) =>
      startProgram({
        folder: root,
        args: ['bench/ingress/bare/main.ts'],
        env: { OCTO_NATS_URL: nats.url, OCTO_WEBHOOK_SECRETS: BENCH_SECRET },
      }),
  },
  {
    name: 'ingress_not_exporting',
    isScraped: true,
    start: ({ root, nats }) => startIngressProcess({ root, nats, otlpUrl: null }),
  },
]
