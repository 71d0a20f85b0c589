import { expect, test } from 'vitest'
import { findViolations, type Package, roomOf } from './boundaries.ts'
import { exceptions } from './import-law.ts'
import { readFacts } from './source-facts.ts'

const libraries = [
  'config',
  'event-contracts',
  'telemetry',
  'event-log',
  'read-store',
  'projector-runtime',
  'testkit',
]
const packages: readonly Package[] = [
  ...[...libraries, 'embedded-clickhouse', 'unlisted'].map((name) => ({
    name,
    room: `packages/${name}`,
    doors: ['.'],
  })),
  ...['ingress', 'gateway', 'standalone'].map((name) => ({ name, room: `services/${name}`, doors: ['.'] })),
]

const violations = (path: string, source: string) =>
  findViolations([readFacts(path, source)], packages).map(({ line, message }) => `${line}: ${message}`)

const projection = 'services/projectors/src/counters/projection.ts'

test.each([
  ['packages/event-log/src/a.ts', "import { subject } from '@octometer/event-contracts'"],
  ['packages/event-log/src/a.test.ts', "import { startNatsServer } from '@octometer/testkit'"],
  ['packages/event-log/src/log.fixture.ts', "import { startNatsServer } from '@octometer/testkit'"],
  ['packages/event-log/src/a.test.ts', "import { log } from './log.fixture.ts'"],
  ['packages/event-log/src/a.ts', "import { connect } from '@nats-io/transport-node'"],
  ['packages/embedded-clickhouse/src/a.int.test.ts', "import { createClient } from '@clickhouse/client'"],
  ['packages/event-contracts/src/a.ts', "import type { Schema } from '@octokit/webhooks'"],
  ['packages/event-contracts/src/a.test.ts', "import examples from '@octokit/webhooks-examples'"],
  ['services/gateway/src/mcp/a.ts', "import '@modelcontextprotocol/sdk/types.js'"],
  ['packages/config/src/main.ts', 'start(process.env)'],
  ['packages/telemetry/src/preload.ts', 'start(process.env)'],
  ['services/ingress/src/a.ts', "import { b } from './deep/b.ts'\nimport { z } from 'zod'\nnew Date()"],
  ['services/standalone/src/a.ts', "import { createIngress } from '@octometer/ingress'"],
  ['services/ingress/src/a.ts', "import { trace } from '@opentelemetry/api'"],
  ['bench/a.ts', "import { createClient } from '@clickhouse/client'\nstart(process.env)\nawait import(name)"],
  ['tests/a.e2e.test.ts', "import { startNatsServer } from '@octometer/testkit'"],
  ['vitest.config.ts', "import { findNatsServer } from './tools/bootstrap/find-nats-server.mjs'"],
  [
    projection,
    "import { decode } from '@octometer/event-contracts'\nimport type { Row } from '@octometer/read-store'",
  ],
  [projection, 'new Date(1000); Date.UTC(2026, 0); Math.max(1, 2); outcome.process()'],
])('%s may: %s', (path, source) => {
  expect(violations(path, source)).toEqual([])
})

test.each([
  [
    'packages/config/src/a.ts',
    "import '@octometer/telemetry'",
    'packages/config may not import @octometer/telemetry',
  ],
  ['packages/config/src/a.ts', "import type { A } from '@octometer/telemetry'", 'may not import'],
  ['packages/config/src/a.ts', "export { a } from '@octometer/telemetry'", 'may not import'],
  ['packages/config/src/a.ts', "export * from '@octometer/telemetry'", 'may not import'],
  ['packages/config/src/a.ts', "await import('@octometer/telemetry')", 'may not import'],
  ['packages/config/src/a.ts', "type A = import('@octometer/telemetry').A", 'may not import'],
  ['packages/config/src/a.ts', "require('@octometer/telemetry')", 'may not import'],
  [
    'services/ingress/src/a.ts',
    "import '@octometer/gateway'",
    'services/ingress may not import @octometer/gateway',
  ],
  ['services/ingress/src/a.test.ts', "import '@octometer/gateway'", 'may not import'],
  ['services/ingress/src/a.ts', "import '@octometer/testkit'", 'may not import'],
  ['services/standalone/src/a.ts', "import '@octometer/testkit'", 'may not import'],
  ['services/ingress/src/a.ts', "import '@octometer/embedded-clickhouse'", 'may not import'],
  [
    'services/ingress/src/a.ts',
    "import '@octometer/config/src/environment.ts'",
    'is not a door of packages/config',
  ],
  ['services/ingress/src/a.ts', "import '@octometer/bench'", 'is no package of ours'],
  ['services/ingress/src/a.ts', "import '../../../packages/config/src/a.ts'", 'leaves services/ingress'],
  ['services/ingress/src/a.ts', "import '../../../tools/check/gate.ts'", 'leaves services/ingress'],
  ['tests/a.e2e.test.ts', "import '../packages/config/src/a.ts'", 'leaves tests'],
  ['packages/event-log/src/a.ts', "import './log.fixture.ts'", 'is for tests only'],
  ['packages/event-log/src/log-fixture.ts', "import '@octometer/testkit'", 'may not import'],
  ['packages/unlisted/src/a.ts', "import '@octometer/config'", 'packages/unlisted has no entry'],
])('%s may not: %s', (path, source, message) => {
  expect(violations(path, source)).toEqual([expect.stringContaining(message)])
})

test.each([
  ['services/gateway/src/a.ts', '@nats-io/jetstream', 'packages/event-log, packages/testkit'],
  ['services/gateway/src/a.test.ts', '@clickhouse/client', 'packages/read-store, packages/testkit'],
  ['packages/embedded-clickhouse/src/a.ts', '@clickhouse/client', 'packages/read-store, packages/testkit'],
  ['packages/testkit/src/a.ts', 'chdb', 'packages/embedded-clickhouse'],
  ['services/gateway/src/a.ts', '@octokit/webhooks', 'services/ingress'],
  ['services/ingress/src/a.ts', '@octokit/webhooks-examples', 'packages/testkit'],
  ['services/ingress/src/a.ts', '@octokit/core', 'packages/github-client'],
  ['services/ingress/src/a.ts', '@opentelemetry/sdk-node', 'packages/telemetry'],
  ['services/ingress/src/a.ts', '@opentelemetry/exporter-prometheus', 'packages/telemetry'],
  ['services/projectors/src/a.ts', 'koa', 'packages/service-kit'],
  ['services/projectors/src/a.ts', '@koa/router', 'packages/service-kit'],
  ['services/projectors/src/a.ts', 'vitest', 'packages/testkit'],
  ['services/gateway/src/a.ts', '@modelcontextprotocol/sdk', 'services/gateway/src/mcp'],
])('%s stands outside the fence of %s', (path, vendor, rooms) => {
  expect(violations(path, `import '${vendor}'`)).toEqual([
    expect.stringContaining(`behind its fence: ${rooms}`),
  ])
})

test('event-contracts has only the types of @octokit/webhooks', () => {
  const source = "import { type Schema } from '@octokit/webhooks'"
  expect(violations('packages/event-contracts/src/a.ts', source)).toEqual([
    expect.stringContaining('`import type`'),
  ])
})

test.each([
  "import { createHash } from 'node:crypto'",
  "import { z } from 'zod'",
  "import { insertRows } from '@octometer/read-store'",
  "import { log } from '@octometer/telemetry'",
  'Date.now()',
  'new Date()',
  'const now = Date.now',
  'Math.random()',
  'performance.now()',
  'crypto.randomUUID()',
  "fetch('https://api.example')",
  'process.hrtime()',
  'setTimeout(project, 10)',
])('a projection is pure, so not: %s', (source) => {
  expect(violations(projection, source)).toHaveLength(1)
})

test('what a projection imports from its own room is as pure as it', () => {
  const files = [
    readFacts(projection, "import { keyOf } from '../keys.ts'"),
    readFacts('services/projectors/src/keys.ts', 'export const keyOf = () => Math.random()'),
    readFacts('services/projectors/src/other.ts', 'export const now = () => Date.now()'),
  ]
  expect(findViolations(files, packages)).toEqual([
    { path: 'services/projectors/src/keys.ts', line: 1, message: expect.stringContaining('Math.random') },
  ])
})

test.each([
  'start(process.env)',
  'start(globalThis.process.env.HOME)',
  "start(process['env'])",
  'const { env } = process',
  'const { ...all } = process',
  "import { env } from 'node:process'",
])('the environment is read in a main.ts, so not: %s', (source) => {
  expect(violations('packages/config/src/a.ts', source)).toEqual([
    expect.stringContaining('read in a main.ts'),
  ])
  expect(violations('packages/config/src/a.test.ts', source)).toHaveLength(1)
})

test('modules are mocked nowhere, and no import hides its name', () => {
  const mock = "import { vi } from 'vitest'\nvi.mock('./clock.ts')"
  for (const path of ['packages/config/src/a.test.ts', 'tests/a.e2e.test.ts', 'tools/a.test.ts']) {
    expect(violations(path, mock)).toEqual([expect.stringMatching(/^2: vi\.mock: .*never mocked/)])
  }
  expect(violations('packages/config/src/a.ts', 'await import(name)')).toEqual([
    expect.stringContaining('hides'),
  ])
})

test('a file that cannot be parsed is a violation, not a blind spot', () => {
  expect(violations('packages/config/src/a.ts', 'import from')).toContainEqual(
    expect.stringContaining('be parsed'),
  )
})

test('rooms are told by the path', () => {
  const paths = ['packages/config/src/a.ts', 'services/ingress/src/b/a.ts', 'tools/check/a.ts', 'knip.ts']
  expect(paths.map(roomOf)).toEqual(['packages/config', 'services/ingress', 'tools', ''])
})

test('there are no exceptions', () => {
  expect(exceptions).toEqual([])
})
