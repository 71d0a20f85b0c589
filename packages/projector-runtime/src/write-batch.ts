import type { ProjectedMessage } from './project-message.ts'
import { type Outcome, type RowsByTable, rejected } from './projection.ts'
import {
  type DeadLetterRecord,
  isFinal,
  type Journal,
  type OutcomeRecord,
  type ProjectionTables,
} from './stores.ts'

/** The steps between which a crash, a lost answer or a second copy must change no number. */
export type Step = 'read' | 'projected' | 'inserted' | 'journaled' | 'recounted' | 'acknowledged'

export interface BatchWriter {
  readonly projection: string
  /** Empty for the archive, which has no generations. */
  readonly generation: string
  readonly tables: ProjectionTables
  readonly journal: Journal
  /** What a recount of everything will count later: its buckets are not recounted now. */
  isBacklog(message: ProjectedMessage): boolean
  /** Runs a write until it succeeds, is refused for good, or the projector stops. */
  persist(what: string, write: () => Promise<void>): Promise<void>
  /** Called after each step; tests stop the world here. */
  reached(step: Step): Promise<void>
  now(): Date
}

interface Settled {
  readonly message: ProjectedMessage
  readonly outcome: Outcome
  /** Rows that may lie in the tables: they are recounted whatever became of the message. */
  readonly written: RowsByTable
}

/** Writes a batch's rows, then how each message ended, then recounts what the rows touched. Gives the outcomes. */
export async function writeBatch(
  writer: BatchWriter,
  messages: readonly ProjectedMessage[],
): Promise<readonly Outcome[]> {
  const settled = await insertOrBisect(writer, messages)
  await writer.reached('inserted')
  await journalize(writer, settled)
  await writer.reached('journaled')
  const rows = mergeRows(
    settled.filter(({ message }) => !writer.isBacklog(message)).map(({ written }) => written),
  )
  await writer.persist('recount', () => writer.tables.recount(rows))
  await writer.reached('recounted')
  return settled.map(({ outcome }) => outcome)
}

// What ClickHouse refuses for its values it refuses again: halves find the one bad message among the good ones.
async function insertOrBisect(
  writer: BatchWriter,
  messages: readonly ProjectedMessage[],
): Promise<readonly Settled[]> {
  const handled = messages.flatMap((message) =>
    message.outcome === null ? [] : [{ message, outcome: message.outcome }],
  )
  const rows = mergeRows(handled.map(({ outcome }) => rowsOf(outcome)))
  try {
    await writer.persist('insert', () => writer.tables.insert(rows))
    return handled.map(({ message, outcome }) => ({ message, outcome, written: rowsOf(outcome) }))
  } catch (error) {
    if (!isFinal(error)) throw error
    const [only] = handled
    if (only !== undefined && handled.length === 1) {
      const reason = `refused: ${error instanceof Error ? error.message : String(error)}`
      return [
        {
          message: only.message,
          outcome: rejected(reason),
          written: wasChecked(error) ? rowsOf(only.outcome) : {},
        },
      ]
    }
    const middle = Math.ceil(handled.length / 2)
    const halves = [handled.slice(0, middle), handled.slice(middle)].map((half) =>
      half.map(({ message }) => message),
    )
    const settled: Settled[] = []
    for (const half of halves) settled.push(...(await insertOrBisect(writer, half)))
    return settled
  }
}

/** A value refused by our own check never left; one refused by ClickHouse may have left rows of other tables behind. */
function wasChecked(error: unknown): boolean {
  return !(typeof error === 'object' && error !== null && 'code' in error && error.code === 'value_refused')
}

async function journalize(writer: BatchWriter, settled: readonly Settled[]): Promise<void> {
  const outcomes = settled.map((each) => outcomeRecord(writer, each))
  const dead = settled.flatMap((each) => deadLetterRecord(writer, each))
  await writer.persist('journal', async () => {
    await writer.journal.writeOutcomes(outcomes)
    await writer.journal.writeDeadLetters(dead)
  })
}

const RANK = { projected: 3, ignored: 2, rejected: 1 } as const

function outcomeRecord(writer: BatchWriter, { message, outcome }: Settled): OutcomeRecord {
  const reason = outcome.outcome === 'projected' ? '' : outcome.reason
  const rows = Object.values(rowsOf(outcome)).reduce((sum, tableRows) => sum + tableRows.length, 0)
  return {
    message_id: message.id,
    projection: writer.projection,
    generation: writer.generation,
    result: { rank: RANK[outcome.outcome], outcome: outcome.outcome, reason, rows },
  }
}

function deadLetterRecord(writer: BatchWriter, { message, outcome }: Settled): DeadLetterRecord[] {
  if (outcome.outcome !== 'rejected' && message.retryOf === undefined) return []
  return [
    {
      dead_letter_id: `${writer.projection}:${message.id}`,
      projection: writer.projection,
      message_id: message.id,
      subject: message.source.subject,
      stream_sequence: message.source.sequence ?? 0,
      reason: outcome.outcome === 'projected' ? '' : outcome.reason.slice(0, 1000),
      first_rejected_at: writer.now(),
      status: outcome.outcome === 'rejected' ? { rank: 1, status: 'open' } : { rank: 3, status: 'projected' },
    },
  ]
}

/** The step that closes a dead letter without its message: what is known of it stays. */
export function dismissedLetter(projection: string, deadLetterId: string, now: Date): DeadLetterRecord {
  return {
    dead_letter_id: deadLetterId,
    projection,
    message_id: deadLetterId.slice(projection.length + 1),
    subject: '',
    stream_sequence: 0,
    reason: '',
    first_rejected_at: now,
    status: { rank: 2, status: 'dismissed' },
  }
}

function rowsOf(outcome: Outcome): RowsByTable {
  return outcome.outcome === 'projected' ? outcome.rows : {}
}

function mergeRows(all: readonly RowsByTable[]): RowsByTable {
  const merged: Record<string, Readonly<Record<string, unknown>>[]> = {}
  for (const rows of all) {
    for (const [table, tableRows] of Object.entries(rows)) {
      const into = merged[table] ?? []
      merged[table] = into
      for (const row of tableRows) into.push(row)
    }
  }
  return merged
}
