import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { startNatsServer } from '@octometer/event-log'
import { projections } from '@octometer/projectors'
import type { StoreAccess } from '../support/ask-store.ts'
import { freePorts } from '../support/free-ports.ts'
import { machineEnvironment } from '../support/machine-environment.ts'
import { within } from './deadline.ts'
import type { KillTarget } from './kill-plan.ts'
import type { Part } from './part.ts'
import { superviseNats } from './supervised-nats.ts'
import { type Program, supervise } from './supervised-process.ts'

/** Where the senders send. */
export interface Intake {
  readonly url: string
  readonly secret: string
  readonly operatorKey: string
}

/** The system as production runs it: each service, each projection, the log and the store a process of its own. */
export interface Topology extends AsyncDisposable {
  readonly parts: readonly Part[]
  readonly intake: Intake
  readonly natsUrl: string
  readonly access: StoreAccess
}

export interface TopologyOptions {
  /** For all files and logs. */
  readonly dir: string
  readonly natsServerBin: string | null
}

/** Starts everything; resolves when every part serves. */
export async function startTopology({ dir, natsServerBin }: TopologyOptions): Promise<Topology> {
  await using stack = new AsyncDisposableStack()
  await mkdir(join(dir, 'logs'), { recursive: true })
  const [natsPort = 0, storePort = 0, ingressPort = 0, ...projectorPorts] = await freePorts(
    3 + projections.length,
  )
  const credential = { user: 'octometer', password: secretText() }
  const storeDir = join(dir, 'nats')
  const nats = await startNatsServer({ storeDir, binary: natsServerBin, port: natsPort, credential })
  const access = {
    url: `http://127.0.0.1:${storePort}`,
    user: 'octometer',
    password: secretText(),
    database: 'octometer',
  }
  const intake = { url: serviceUrl(ingressPort), secret: secretText(), operatorKey: secretText() }
  const place = { dir, natsUrl: nats.url, access }
  const programs = [
    storeProgram(place, storePort),
    ingressProgram(place, ingressPort, intake),
    ...projections.map(({ name }, index) => projectorProgram(place, projectorPorts[index] ?? 0, name)),
  ]
  const parts = [superviseNats(nats), ...programs.map(supervise)]
  for (const part of parts) stack.use(part)
  const state = () => parts.map(({ name, record }) => `${name} ${record.failedStarts}`).join(', ')
  const ready = Promise.all(parts.map((part) => part.ready()))
  await within(START_MS, ready, () => `the system has not started; failed starts: ${state()}`)
  const owned = stack.move()
  return { parts, intake, natsUrl: nats.url, access, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

interface Place {
  readonly dir: string
  readonly natsUrl: string
  readonly access: StoreAccess
}

const START_MS = 120_000

/** From a delivery's acceptance to the end of its batch, the wait for it included. */
const BATCH_MS = 250

const secretText = () => randomBytes(24).toString('hex')
const serviceUrl = (port: number) => `http://127.0.0.1:${port}`

function storeProgram({ dir, access }: Place, port: number): Program {
  return {
    name: 'clickhouse',
    worksForMs: BATCH_MS,
    main: 'packages/embedded-clickhouse/src/main.ts',
    probe: `${access.url}/ping`,
    logFile: join(dir, 'logs', 'clickhouse.log'),
    env: {
      ...machineEnvironment(),
      OCTO_DATA_DIR: join(dir, 'clickhouse'),
      OCTO_CLICKHOUSE_PORT: String(port),
      OCTO_CLICKHOUSE_USER: access.user,
      OCTO_CLICKHOUSE_PASSWORD: access.password,
      OCTO_CLICKHOUSE_DATABASE: access.database,
    },
  }
}

function ingressProgram(place: Place, port: number, { secret, operatorKey }: Intake): Program {
  const target = { name: 'ingress', worksForMs: 10 }
  return service(place, target, 'services/ingress/src/main.ts', port, {
    OCTO_WEBHOOK_SECRETS: secret,
    OCTO_API_KEYS: `sender:operator:${operatorKey}`,
  })
}

function projectorProgram(place: Place, port: number, projection: string): Program {
  const { access } = place
  const target = { name: projection, worksForMs: BATCH_MS }
  return service(place, target, 'services/projectors/src/main.ts', port, {
    OCTO_PROJECTIONS: projection,
    OCTO_CLICKHOUSE_URL: access.url,
    OCTO_CLICKHOUSE_USER: access.user,
    OCTO_CLICKHOUSE_PASSWORD: access.password,
    OCTO_CLICKHOUSE_DATABASE: access.database,
  })
}

function service(
  { dir, natsUrl }: Place,
  target: KillTarget,
  main: string,
  port: number,
  settings: Readonly<Record<string, string>>,
): Program {
  const common = {
    OCTO_HTTP_HOST: '127.0.0.1',
    OCTO_HTTP_PORT: String(port),
    OCTO_LOG_LEVEL: 'warn',
    OCTO_NATS_URL: natsUrl,
  }
  return {
    ...target,
    main,
    probe: `${serviceUrl(port)}/livez`,
    logFile: join(dir, 'logs', `${target.name}.log`),
    env: { ...machineEnvironment(), ...common, ...settings },
  }
}
