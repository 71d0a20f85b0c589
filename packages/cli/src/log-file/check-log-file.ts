import { createHash } from 'node:crypto'
import { LOG_FILE, logFileFooter, logFileHeader } from '@octometer/gateway-api'
import { z } from 'zod'
import { CliError } from '../cli-error.ts'
import { exitCodes } from '../exit-code.ts'
import { type FileLine, readLines } from './read-lines.ts'

export interface LogFileFacts {
  readonly octometer: string
  readonly made_at: string
  /** Messages. */
  readonly lines: number
  readonly unreadable: number
  readonly without_payload: number
}

/** Reads a log file once, to its end. Throws CliError for one that is none, is cut off or was changed. */
export async function checkLogFile(file: string): Promise<LogFileFacts> {
  const check = createLogFileCheck(file)
  for await (const line of readLines(file)) check.take(line)
  return check.end()
}

/** The same, line by line. */
interface LogFileCheck {
  take(line: FileLine): void
  end(): LogFileFacts
}

function createLogFileCheck(file: string): LogFileCheck {
  const hash = createHash('sha256')
  let header: z.output<typeof logFileHeader> | null = null
  let held: Buffer | null = null
  let lines = -2
  return {
    take({ bytes }) {
      header ??= headerIn(bytes, file)
      // The last line is the footer, which is not part of the sum.
      if (held !== null) hash.update(held).update('\n')
      held = bytes
      lines += 1
    },
    end() {
      const footer = held === null ? undefined : logFileFooter.safeParse(jsonIn(held)).data
      if (header === null || footer === undefined)
        throw broken(file, 'its last line is missing, so it was cut off')
      if (footer.lines !== lines)
        throw broken(file, `it has ${lines} messages, and its last line says ${footer.lines}`)
      if (footer.sha256 !== hash.digest('hex'))
        throw broken(file, 'it is not what was written: its checksum differs')
      const { octometer, made_at } = header
      return {
        octometer,
        made_at,
        lines,
        unreadable: footer.unreadable,
        without_payload: footer.without_payload,
      }
    },
  }
}

function headerIn(bytes: Buffer, file: string): z.output<typeof logFileHeader> {
  const value = jsonIn(bytes)
  const parsed = logFileHeader.safeParse(value)
  if (parsed.success) return parsed.data
  const { format, version } =
    z.looseObject({ format: z.unknown(), version: z.unknown() }).safeParse(value).data ?? {}
  if (format === LOG_FILE.format && version !== LOG_FILE.version) {
    throw broken(
      file,
      `its format has version ${String(version)}, and this program reads ${LOG_FILE.version}: use a newer one`,
    )
  }
  throw broken(file, 'it does not begin with the header of a log file: `octometer export` makes one')
}

export function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
}

function broken(file: string, why: string): CliError {
  return new CliError('file_broken', exitCodes.badNews, `${file} is not taken: ${why}`)
}
