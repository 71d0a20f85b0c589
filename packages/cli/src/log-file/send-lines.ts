import { setTimeout as pause } from 'node:timers/promises'
import { type ImportAnswer, importAnswer, type LogFileLine, listDeliveries } from '@octometer/gateway-api'
import { CliError } from '../cli-error.ts'
import type { Client } from '../client.ts'
import { exitCodes } from '../exit-code.ts'

/** A line as it is sent, and where in its file it stands. */
export interface SentLine {
  readonly number: number
  readonly text: string
  /** A delivery's id and time of receipt, by which the archive knows it; null for what it is not asked about. */
  readonly attempt: { readonly id: string; readonly received_at: string } | null
}

interface LineOfFile {
  readonly file: string
  readonly line: number
  readonly reason: string
}

export interface ImportTotals {
  lines: number
  appended: number
  already_there: number
  readonly left_out: LineOfFile[]
  readonly refused: LineOfFile[]
}

/** Of one request. */
const LINES = 200
const BYTES = 4 * 1024 * 1024
const ATTEMPTS = 5
/** Ids in one question for those that are there: it is an address, which has 4,096 characters at most. */
const ASKED_IDS = 35
/** As ingress takes them: what is longer it refuses. */
const ID = /^[0-9A-Za-z_-]{1,100}$/

export const noTotals = (): ImportTotals => ({
  lines: 0,
  appended: 0,
  already_there: 0,
  left_out: [],
  refused: [],
})

/** The attempt that a line is about. */
export function attemptOf(line: LogFileLine): SentLine['attempt'] {
  return line.kind === 'delivery' ? { id: line.id, received_at: line.received_at } : null
}

/**
 * Sends lines in parts, each after the one before is on disk; what the archive has is not sent. Counts into `totals`. Throws CliError
 * when the server does not take a part after some attempts: all may be sent again.
 */
export async function sendLines(
  client: Client,
  file: string,
  lines: AsyncIterable<SentLine>,
  totals: ImportTotals,
  onSent: (totals: ImportTotals) => void,
): Promise<void> {
  for await (const part of partsOf(lines)) {
    const known = await knownAttempts(client, part)
    const missing = part.filter(
      ({ attempt }) => attempt === null || !known.has(keyOf(attempt.id, attempt.received_at)),
    )
    const answer = missing.length === 0 ? null : await send(client, missing)
    totals.lines += part.length
    totals.appended += answer?.appended ?? 0
    totals.already_there += part.length - missing.length + (answer?.duplicates ?? 0)
    totals.left_out.push(...placed(answer?.left_out ?? [], file, missing))
    totals.refused.push(...placed(answer?.refused ?? [], file, missing))
    onSent(totals)
  }
}

async function* partsOf(lines: AsyncIterable<SentLine>): AsyncGenerator<readonly SentLine[]> {
  let part: SentLine[] = []
  let size = 0
  for await (const line of lines) {
    if (part.length > 0 && (part.length === LINES || size + line.text.length > BYTES)) {
      yield part
      part = []
      size = 0
    }
    part.push(line)
    size += line.text.length
  }
  if (part.length > 0) yield part
}

/** Those that were received, at the same time: another time is another attempt, which is sent. */
async function knownAttempts(client: Client, part: readonly SentLine[]): Promise<ReadonlySet<string>> {
  const ids = [...new Set(part.flatMap(({ attempt }) => attempt?.id ?? []))].filter((id) => ID.test(id))
  const known = new Set<string>()
  for (let from = 0; from < ids.length; from += ASKED_IDS) {
    const query = { guid: ids.slice(from, from + ASKED_IDS), limit: 1000 }
    const { data } = (await client.ask(listDeliveries, { query })).read()
    for (const each of data) known.add(keyOf(each.guid, each.received_at))
  }
  return known
}

const keyOf = (id: string, receivedAt: string): string => `${id} ${Date.parse(receivedAt)}`

async function send(client: Client, part: readonly SentLine[]): Promise<ImportAnswer> {
  const init = {
    method: 'POST',
    body: part.map(({ text }) => `${text}\n`).join(''),
    headers: { 'content-type': 'application/x-ndjson' },
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await client.open('/api/v1/import', init)
      return importAnswer.parse(JSON.parse(await response.text()))
    } catch (error) {
      const mayHelp = error instanceof CliError && error.exitCode === exitCodes.notReached
      if (!mayHelp || attempt === ATTEMPTS) throw error
      await pause(250 * 2 ** attempt)
    }
  }
}

function placed(
  lines: ImportAnswer['refused'],
  file: string,
  sent: readonly SentLine[],
): readonly LineOfFile[] {
  return lines.map(({ line, reason }) => ({ file, line: sent[line - 1]?.number ?? 0, reason }))
}
