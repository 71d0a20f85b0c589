import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { type Streams, terminalOf } from './terminal.ts'

function opened(isTTY: boolean) {
  const ending = new AbortController()
  const raw: boolean[] = []
  const stdin = Object.assign(new PassThrough(), { isTTY, setRawMode: (mode: boolean) => raw.push(mode) })
  const shown = Object.assign(new PassThrough(), { isTTY, columns: 80, rows: 24 })
  const streams = { stdin, stdout: shown, stderr: shown } as unknown as Streams
  return { terminal: terminalOf(streams, {}, ending.signal), stdin, ending, raw }
}

test('what waits for standard input ends when the person has had enough', async () => {
  const { terminal, stdin, ending } = opened(true)
  const read = terminal.readInput()
  stdin.write('SELECT')
  ending.abort()
  await expect(read).rejects.toThrow('aborted')
})

test('a secret is typed, mended and not shown; the keys are given back', async () => {
  const { terminal, stdin, raw } = opened(true)
  const secret = terminal.readSecret('API key: ')
  stdin.write('abx\u007fc\r')
  expect(await secret).toBe('abc')
  expect(raw).toEqual([true, false])
})

test.each([
  ['Ctrl-C', ({ stdin }: ReturnType<typeof opened>) => void stdin.write('ab\u0003')],
  ['SIGTERM', ({ ending }: ReturnType<typeof opened>) => ending.abort()],
])('%s at the question for a secret is no secret', async (_name, end) => {
  const asked = opened(true)
  const secret = asked.terminal.readSecret('API key: ')
  end(asked)
  await expect(secret).rejects.toMatchObject({ code: 'interrupted', exitCode: 130 })
  expect(asked.raw).toEqual([true, false])
})

test('nobody types in a pipe: its first line is the secret', async () => {
  const { terminal, stdin } = opened(false)
  stdin.end('abc\nno secret\n')
  expect(await terminal.readSecret('API key: ')).toBe('abc')
})
