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

beforeAll(async () => {
  system = await startTestSystem({ natsServerBin: inject('natsServerBin') })
  await using projectors = await system.startProjectors()
  await projectors.caughtUp()
  gateway = await startAskedGateway(system, new Date())
})

afterAll(async () => {
  await gateway[Symbol.asyncDispose]()
  await system[Symbol.asyncDispose]()
})

const octometer = (...args: readonly string[]) =>
  openPseudoTerminal(PROGRAM, args, 80, { OCTO_URL: gateway.url, OCTO_API_KEY: gateway.keys.viewer })

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
