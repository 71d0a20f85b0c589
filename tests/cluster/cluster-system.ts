import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connectLog, type EventLog, LogUnavailableError } from '@octometer/event-log'
import { projections } from '@octometer/projectors'
import { connectStore, type Store } from '@octometer/read-store'
import { createLogger } from '@octometer/telemetry'
import { startClickHouse } from '@octometer/testkit'
import type { StoreAccess } from '../support/ask-store.ts'
import { allCaughtUp } from '../support/caught-up.ts'
import type { Receiver } from '../support/run-workload.ts'
import { type StartedProcess, startProcess } from '../support/start-process.ts'
import { type NatsCluster, startNatsCluster } from './nats-cluster.ts'

/** Ingress and projectors, each a process of its own, on three nats-servers and one ClickHouse. */
export interface ClusterSystem extends AsyncDisposable {
  readonly nats: NatsCluster
  readonly receiver: Receiver
  readonly access: StoreAccess
  /** What ingress wrote to its log. */
  said(): string
  /** Another process that shares the consumers of those before it. Disposing of it is `kill -9`. */
  addProjectors(): Promise<StartedProcess>
  /** Resolves when all that the log holds is projected and acknowledged. */
  caughtUp(signal: AbortSignal): Promise<void>
}

const NAMES = ['deliveries', 'counters', 'pull-requests', 'api-usage']
const projected = projections.filter(({ name }) => NAMES.includes(name))

export async function startClusterSystem(natsServerBin: string | null): Promise<ClusterSystem> {
  await using stack = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'octometer-cluster-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  const nats = stack.use(await startNatsCluster(dir, natsServerBin))
  const access: StoreAccess = stack.use(await startClickHouse())
  const secret = randomBytes(24).toString('hex')
  const common = { OCTO_HTTP_HOST: '127.0.0.1', OCTO_HTTP_PORT: '0', OCTO_NATS_URL: nats.url }
  const ingress = stack.use(
    await startProcess('services/ingress/src/main.ts', { ...common, OCTO_WEBHOOK_SECRETS: secret }),
  )
  const url = urlOf(ingress)
  const logger = createLogger({ service: 'test', level: 'silent' })
  const log: EventLog = stack.use(await connectLog({ url: nats.url, name: 'test', logger }))
  const store: Store = stack.use(connectStore({ ...access, cluster: null, ca: null }))
  const projectors = {
    ...common,
    OCTO_PROJECTIONS: NAMES.join(','),
    OCTO_CLICKHOUSE_URL: access.url,
    OCTO_CLICKHOUSE_USER: access.user,
    OCTO_CLICKHOUSE_PASSWORD: access.password,
    OCTO_CLICKHOUSE_DATABASE: access.database,
  }
  const owned = stack.move()
  return {
    nats,
    receiver: { url, secret },
    access,
    said: () => ingress.output(),
    addProjectors: async () =>
      owned.use(await startSupervised('services/projectors/src/main.ts', projectors)),
    caughtUp: (signal) => throughElections(signal, () => allCaughtUp(log, store, signal, projected)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** A consumer may be electing its leader, and tells nobody how far it is. */
async function throughElections(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof LogUnavailableError) || signal.aborted) throw error
    }
    await pause(200)
  }
}

const STARTS = 3

/** What cannot reach the log in an election says so and ends; whoever supervises it starts it again. */
async function startSupervised(...command: Parameters<typeof startProcess>): Promise<StartedProcess> {
  for (let start = 1; ; start += 1) {
    const started = await startProcess(...command)
    if (started.state === 'running') return started
    if (start === STARTS) throw new Error(`a service has ended ${STARTS} times: ${started.output()}`)
    await started[Symbol.asyncDispose]()
  }
}

function urlOf(started: StartedProcess): string {
  if (started.state === 'running') return started.url
  throw new Error(`a service has ended: ${started.output()}`)
}
