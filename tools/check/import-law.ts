/** The law of ARCHITECTURE.md, "Who may import whom", as data. `boundaries.ts` applies it; nothing is exempt. */

const libraries = [
  'backup',
  'config',
  'event-contracts',
  'gateway-api',
  'telemetry',
  'event-log',
  'read-store',
  'projector-runtime',
  'github-client',
  'service-kit',
]
const services = ['ingress', 'projectors', 'github-agent', 'alerter', 'gateway']

/** Which packages of ours the product code of a room may import, by their names without the scope. */
export const internalImports: ReadonlyMap<string, readonly string[]> = new Map([
  ['packages/config', []],
  ['packages/event-contracts', []],
  ['packages/gateway-api', []],
  ['packages/telemetry', []],
  ['packages/event-log', ['event-contracts', 'telemetry']],
  ['packages/read-store', ['telemetry']],
  ['packages/embedded-clickhouse', ['telemetry']],
  ['packages/projector-runtime', ['event-contracts', 'telemetry']],
  ['packages/github-client', ['event-contracts', 'telemetry']],
  ['packages/service-kit', ['config', 'telemetry']],
  ['packages/testkit', [...libraries, 'embedded-clickhouse']],
  ['packages/dashboard', ['gateway-api']],
  ['packages/backup', ['event-contracts', 'event-log', 'read-store']],
  ['packages/cli', ['gateway-api', 'config', 'backup', 'event-log', 'read-store', 'telemetry']],
  ...services.map((service): [string, readonly string[]] => [`services/${service}`, libraries]),
  ['services/standalone', [...libraries, ...services, 'embedded-clickhouse']],
])

/** What a test inside a room may import besides. */
export const testImports: readonly string[] = [...libraries, 'testkit']

interface VendorFence {
  /** Names of npm packages; a trailing `*` stands for any rest. The first fence that knows a name decides. */
  readonly vendors: readonly string[]
  /** Rooms, or folders in them. */
  readonly rooms: readonly string[]
  /** Rooms that may `import type`. */
  readonly typesOnly?: readonly string[]
  /** Rooms whose tests may import it; `*`: any room's. */
  readonly testsOf?: readonly string[]
}

/** They stand around packages/ and services/; bench/, tests/ and tools/ are outside. */
export const vendorFences: readonly VendorFence[] = [
  { vendors: ['@nats-io/*'], rooms: ['packages/event-log', 'packages/testkit'] },
  {
    vendors: ['@clickhouse/*'],
    rooms: ['packages/read-store', 'packages/testkit'],
    testsOf: ['packages/embedded-clickhouse'],
  },
  { vendors: ['chdb', '@chdb/*'], rooms: ['packages/embedded-clickhouse'] },
  { vendors: ['@octokit/webhooks-examples'], rooms: ['packages/testkit'], testsOf: ['*'] },
  { vendors: ['@octokit/webhooks'], rooms: ['services/ingress'], typesOnly: ['packages/event-contracts'] },
  // GitHub's own schema, on which the simulated GitHub answers queries.
  { vendors: ['@octokit/graphql-schema', 'graphql'], rooms: ['packages/testkit'] },
  { vendors: ['octokit', '@octokit/*'], rooms: ['packages/github-client', 'services/github-agent'] },
  { vendors: ['@opentelemetry/sdk-*', '@opentelemetry/exporter-*'], rooms: ['packages/telemetry'] },
  {
    vendors: ['koa', '@koa/*'],
    rooms: ['packages/service-kit', 'packages/embedded-clickhouse', 'services/ingress', 'services/gateway'],
  },
  { vendors: ['nodemailer'], rooms: ['services/alerter'] },
  { vendors: ['@modelcontextprotocol/*'], rooms: ['services/gateway/src/mcp'] },
  { vendors: ['ws'], rooms: ['services/gateway', 'packages/testkit'] },
  {
    vendors: ['react', 'react-dom', '@base-ui/*', '@tanstack/*', 'uplot', 'vite'],
    rooms: ['packages/dashboard'],
  },
  { vendors: ['vitest', '@testcontainers/*'], rooms: ['packages/testkit'], testsOf: ['*'] },
]

/** What a `projection.ts`, and every file of its room that it imports, may import. */
export const projectionImports: ReadonlyMap<string, 'anything' | 'types'> = new Map([
  ['event-contracts', 'anything'],
  ['projector-runtime', 'anything'],
  ['read-store', 'types'],
])

/** Where the environment is read: every `main.ts`, and this. */
export const environmentReaders: readonly string[] = ['packages/telemetry/src/preload.ts']

/** The gate fails as soon as this holds anything: change the law with its ADR, or the code. */
export const exceptions: readonly string[] = []
