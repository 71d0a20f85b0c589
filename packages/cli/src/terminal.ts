import { addAbortSignal } from 'node:stream'
import type { ReadStream, WriteStream } from 'node:tty'
import { CliError } from './cli-error.ts'
import { exitCodes } from './exit-code.ts'

/** What the program sees of the person in front of it, or of the pipe. */
export interface Terminal {
  /** Whether a person reads what is written. */
  readonly isInteractive: boolean
  readonly isColored: boolean
  /** Infinity in a pipe: nothing is cut there. */
  columns(): number
  rows(): number
  write(text: string): void
  /** What is no part of the answer. */
  writeError(text: string): void
  /** All that comes on standard input. */
  readInput(): Promise<string>
  /** A line that is typed and not shown; the first line of standard input where nobody types. */
  readSecret(prompt: string): Promise<string>
  /** Keys one by one, as they are pressed, and nothing echoed, until disposed of. Nobody presses any in a pipe. */
  listenToKeys(onKey: (key: string) => void): Disposable
  /** Calls back when the window has another size, until disposed of. */
  watchSize(onChange: () => void): Disposable
  /** Aborts when the program is told to end by SIGINT, SIGTERM or SIGHUP, or nobody reads its output any more. */
  readonly ended: AbortSignal
}

export interface Streams {
  readonly stdin: ReadStream | NodeJS.ReadStream
  readonly stdout: WriteStream | NodeJS.WriteStream
  readonly stderr: WriteStream | NodeJS.WriteStream
}

type Environment = Readonly<Record<string, string | undefined>>

/** The terminal of a process. NO_COLOR, TERM=dumb and a pipe mean no colours. */
export function terminalOf(streams: Streams, env: Environment, ended: AbortSignal): Terminal {
  const { stdin, stdout, stderr } = streams
  const isInteractive = stdout.isTTY === true
  return {
    isInteractive,
    isColored: isInteractive && !env.NO_COLOR && env.TERM !== 'dumb',
    columns: () => (isInteractive ? Math.max(40, stdout.columns || 80) : Number.POSITIVE_INFINITY),
    rows: () => Math.max(10, stdout.rows || 24),
    write: (text) => void stdout.write(text),
    writeError: (text) => void stderr.write(text),
    readInput: () => readAll(stdin, ended),
    readSecret: (prompt) => readSecret(streams, prompt, ended),
    listenToKeys: (onKey) => (stdin.isTTY ? listenToKeys(stdin, onKey) : { [Symbol.dispose]: () => {} }),
    watchSize: (onChange) => {
      stdout.on('resize', onChange)
      return { [Symbol.dispose]: () => void stdout.off('resize', onChange) }
    },
    ended,
  }
}

/** Throws once the person has had enough: Ctrl-C ends a program that waits for a statement. */
async function readAll(stdin: Streams['stdin'], ended: AbortSignal): Promise<string> {
  const chunks: string[] = []
  stdin.setEncoding('utf8')
  for await (const chunk of addAbortSignal(ended, stdin)) chunks.push(String(chunk))
  return chunks.join('')
}

/** Throws CliError when it is interrupted: what would have been done with the secret is not done without one. */
async function readSecret({ stdin, stderr }: Streams, prompt: string, ended: AbortSignal): Promise<string> {
  if (!stdin.isTTY) return (await readAll(stdin, ended)).split('\n')[0]?.trim() ?? ''
  stderr.write(prompt)
  const typed = Promise.withResolvers<string>()
  const interrupt = () => {
    stderr.write('\n')
    typed.reject(new CliError('interrupted', exitCodes.interrupted, 'nothing was changed'))
  }
  ended.addEventListener('abort', interrupt, { once: true })
  let line = ''
  using _keys = listenToKeys(stdin, (key) => {
    if (key === '\r' || key === '\n') typed.resolve(line)
    else if (key === '\u0003') interrupt()
    else if (key === '\u0004') typed.resolve(line)
    else if (key === '\u007f') line = line.slice(0, -1)
    else line += key
  })
  try {
    const secret = await typed.promise
    stderr.write('\n')
    return secret.trim()
  } finally {
    ended.removeEventListener('abort', interrupt)
  }
}

function listenToKeys(stdin: Streams['stdin'], onKey: (key: string) => void): Disposable {
  const listen = (chunk: Buffer | string) => {
    const text = String(chunk)
    // An arrow comes as several characters and is one key; what is pasted is many.
    for (const key of text.startsWith('\u001b') ? [text] : text) onKey(key)
  }
  stdin.setRawMode(true)
  stdin.on('data', listen)
  stdin.resume()
  return {
    [Symbol.dispose]: () => {
      stdin.off('data', listen)
      stdin.setRawMode(false)
      stdin.pause()
    },
  }
}
