import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { type ProjectorsService, serveRebuilds } from '@octometer/projectors'
import { createLogger } from '@octometer/telemetry'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { watchPayload } from './support/agent-system.ts'
import { appendDeliveries } from './support/append-deliveries.ts'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'
import { openPseudoTerminal } from './terminal/pseudo-terminal.ts'

const PROGRAM = '../../packages/cli/src/main.ts'
const patient = { timeout: 30_000 }
const LEFT = '\u001b[?25h\u001b[?1049l'
let system: TestSystem
let gateway: AskedGateway
let projectors: ProjectorsService
let rebuilds: AsyncDisposable
/** Where profiles are kept. */
let folder: string
const logger = createLogger({ service: 'test', level: 'error' })

beforeAll(async () => {
  system = await startTestSystem({ natsServerBin: inject('natsServerBin') })
  projectors = await system.startProjectors()
  await projectors.caughtUp()
  rebuilds = serveRebuilds(system.log, projectors, logger)
  folder = await mkdtemp(join(tmpdir(), 'octometer-terminal-'))
  gateway = await startAskedGateway(system, new Date())
})

afterAll(async () => {
  await rebuilds[Symbol.asyncDispose]()
  await projectors[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
  await gateway[Symbol.asyncDispose]()
  await system[Symbol.asyncDispose]()
})

const octometer = (...args: readonly string[]) =>
  openPseudoTerminal(PROGRAM, args, 80, {
    OCTO_URL: gateway.url,
    OCTO_API_KEY: gateway.keys.admin,
    XDG_CONFIG_HOME: folder,
  })

async function deliver(guid: string): Promise<void> {
  const delivery = { guid, event: 'watch', receivedAt: new Date(), payload: watchPayload }
  await appendDeliveries(system.log, [delivery])
}

test('tail shows a delivery when it comes, and ends by Ctrl-C', async () => {
  await using terminal = octometer('tail', '--event', 'watch')
  await expect.poll(() => terminal.output(), patient).toContain('Ctrl-C ends it')
  let sent = 0
  const shown = async () => {
    sent += 1
    await deliver(`tail-${sent}`)
    return terminal.output()
  }
  await expect.poll(shown, patient).toContain('watch.started')
  terminal.signal('INT')
  expect(await terminal.ended).toBe(0)
  expect(terminal.output()).not.toContain('    at ')
})

test.each([
  ['q', (terminal: ReturnType<typeof octometer>) => terminal.press('q')],
  ['Ctrl-C', (terminal: ReturnType<typeof octometer>) => terminal.press('\u0003')],
  ['SIGTERM', (terminal: ReturnType<typeof octometer>) => terminal.signal('TERM')],
])('top fills the window, shows what comes, and gives the window back on %s', async (name, end) => {
  await using terminal = octometer('top')
  await expect.poll(() => terminal.output(), patient).toContain('q ends it')
  expect(terminal.output().startsWith('\u001b[?1049h\u001b[?25l')).toBe(true)
  let sent = 0
  const shown = async () => {
    sent += 1
    await deliver(`top-${name}-${sent}`)
    return terminal.output()
  }
  await expect.poll(shown, patient).toContain('watch.started')
  end(terminal)
  expect(await terminal.ended).toBe(0)
  expect(terminal.output().endsWith(LEFT)).toBe(true)
})

test('Ctrl-C at the question for a key ends it, and nothing is kept', async () => {
  await using adding = octometer('profile', 'add', 'work', '--url', 'https://octometer.example.org')
  await expect.poll(() => adding.output(), patient).toContain('API key: ')
  adding.press('\u0003')
  expect(await adding.ended).toBe(130)
  await using listing = octometer('profile', 'list')
  expect(await listing.ended).toBe(0)
  expect(listing.output()).toContain('There is no profile yet')
})

test('a rebuild is drawn while it comes on, and ends with each table before and after', async () => {
  await using rebuilding = octometer('rebuild', 'counters')
  expect(await rebuilding.ended).toBe(0)
  const output = rebuilding.output()
  expect(output).toContain('░░░░')
  expect(output).toMatch(/counters: generation g[0-9a-f]{8} has taken its place/)
  const rows = output.split('\n').filter((line) => /^ {2}counter_\w+ /.test(stripVTControlCharacters(line)))
  expect(rows.length).toBeGreaterThan(1)
  for (const row of rows) expect(stripVTControlCharacters(row)).toMatch(/ (\d+) +\1 +none\s*$/)
})
