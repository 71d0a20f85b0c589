import { readFile } from 'node:fs/promises'
import { round } from '../statistics.ts'

const CLOCK_TICKS_PER_SECOND = 100

/** Seconds of CPU that a process has used, its threads included; null where the system does not tell. */
export async function cpuSeconds(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (text === null) return null
  // The second field is the program's name in parentheses, which may hold blanks.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND
}

/** The most memory that a process ever held (VmHWM), in MB of 1,000,000 bytes; null where the system does not tell. */
export async function peakMegabytes(pid: number): Promise<number | null> {
  return statusMegabytes(pid, /^VmHWM:\s+(\d+) kB$/m)
}

/** The memory that a process holds now (VmRSS), as above. */
export async function residentMegabytes(pid: number): Promise<number | null> {
  return statusMegabytes(pid, /^VmRSS:\s+(\d+) kB$/m)
}

async function statusMegabytes(pid: number, line: RegExp): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null)
  const kibibytes = line.exec(text ?? '')?.[1]
  return kibibytes === undefined ? null : (Number(kibibytes) * 1024) / 1e6
}

/** Microseconds of CPU per thing, of a process that did `count` of them in between; null where the system does not tell. */
export function microsecondsEach(before: number | null, after: number | null, count: number): number | null {
  return before === null || after === null ? null : round(((after - before) * 1e6) / count, 1)
}
