import { widthOf } from '@octometer/cli'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { changing, everyCommand, sending } from './terminal/every-command.ts'
import { openPseudoTerminal, type PseudoTerminal, runInPipe } from './terminal/pseudo-terminal.ts'
import { still } from './terminal/still.ts'
import { startTerminalAlerter, startTerminalSystem, type TerminalSystem } from './terminal/terminal-system.ts'

const HARNESS = './octometer/main.ts'
let terminals: TerminalSystem

beforeAll(async () => {
  terminals = await startTerminalSystem(inject('natsServerBin'))
})

afterAll(async () => {
  await terminals[Symbol.asyncDispose]()
})

function environment(width: number, commandsOf = everyCommand): Record<string, string> {
  const commands = JSON.stringify(commandsOf(terminals, width))
  return { ...terminals.env, OCTO_TEST_COMMANDS: commands, OCTO_TEST_FOLDER: terminals.folder }
}

interface Screens {
  readonly text: string
  readonly isColored: boolean
  /** Wider than the window, which a terminal would break. */
  readonly broken: readonly string[]
}

async function screensAt(
  columns: number,
  width: number,
  commandsOf = everyCommand,
  answering = async (_terminal: PseudoTerminal) => {},
): Promise<Screens> {
  await using terminal = openPseudoTerminal(HARNESS, [], columns, environment(width, commandsOf))
  await answering(terminal)
  expect(await terminal.ended).toBe(0)
  const text = still(terminal.output(), terminals.folder)
  // What was typed, and what is meant for programs.
  const lines = text.split('\n').filter((line) => !/^[${]/.test(line))
  const broken = lines.filter((line) => widthOf(line) > columns)
  return { text, isColored: terminal.output().includes('\u001b[36m'), broken }
}

test('every command in a terminal of 80 columns', async () => {
  const { text, ...screens } = await screensAt(80, 0)
  expect(screens).toEqual({ isColored: true, broken: [] })
  await expect(text).toMatchFileSnapshot('terminal/screens/80.golden.txt')
})

test('every command in a terminal of 140 columns', async () => {
  const { text, ...screens } = await screensAt(140, 1)
  expect(screens).toEqual({ isColored: true, broken: [] })
  await expect(text).toMatchFileSnapshot('terminal/screens/140.golden.txt')
})

test('every command in a pipe: no colour, nothing cut', async () => {
  const output = await runInPipe(HARNESS, environment(2))
  expect(output).not.toContain('\u001b[')
  await expect(still(output, terminals.folder)).toMatchFileSnapshot('terminal/screens/pipe.golden.txt')
})

async function giveKey(terminal: PseudoTerminal): Promise<void> {
  await expect.poll(() => terminal.output(), { timeout: 30_000 }).toContain('API key: ')
  terminal.press('a-secret-key\r')
}

test('receivers are tested, profiles kept, and a sync that runs is cancelled', async () => {
  await using _alerter = await startTerminalAlerter(terminals)
  // So slow that nothing is read before it is cancelled.
  terminals.github.setLatency(20_000)
  const narrow = await screensAt(80, 0, changing, giveKey)
  const wide = await screensAt(140, 1, changing, giveKey)
  const piped = still(await runInPipe(HARNESS, environment(2, changing)), terminals.folder)
  terminals.github.setLatency(0)
  expect([...narrow.broken, ...wide.broken]).toEqual([])
  const screens = narrow.text + wide.text + piped
  expect(screens).not.toContain('a-secret-key')
  await expect(screens).toMatchFileSnapshot('terminal/screens/changing.golden.txt')
})

test('a payload is signed and sent, from a terminal and from a pipe', async () => {
  const narrow = await screensAt(80, 0, sending)
  const wide = await screensAt(140, 1, sending)
  const piped = still(await runInPipe(HARNESS, environment(2, sending)), terminals.folder)
  expect([...narrow.broken, ...wide.broken]).toEqual([])
  await expect(narrow.text + wide.text + piped).toMatchFileSnapshot('terminal/screens/send.golden.txt')
})
