import type { Journal } from '@octometer/projector-runtime'

/**
 * A journal for several projections of one process: what they write while an insert is under way is the next insert.
 * Each of ClickHouse's inserts costs about as much as hundreds of rows.
 */
export function sharedJournal(journal: Journal): Journal {
  return {
    writeOutcomes: together((rows) => journal.writeOutcomes(rows)),
    writeDeadLetters: (rows) => journal.writeDeadLetters(rows),
  }
}

type Write<Row> = (rows: readonly Row[]) => Promise<void>

interface Waiting<Row> {
  readonly rows: readonly Row[]
  readonly written: PromiseWithResolvers<void>
}

/** Writes what several ask for in one go, one go at a time. When it fails, each hears of its own rows alone. */
export function together<Row>(write: Write<Row>): Write<Row> {
  let waiting: Waiting<Row>[] = []
  let writing = false
  const writeAll = async () => {
    writing = true
    while (waiting.length > 0) {
      const taken = waiting
      waiting = []
      await writeOnce(write, taken)
    }
    writing = false
  }
  return async (rows) => {
    if (rows.length === 0) return
    const written = Promise.withResolvers<void>()
    waiting.push({ rows, written })
    if (!writing) void writeAll()
    return written.promise
  }
}

async function writeOnce<Row>(write: Write<Row>, taken: readonly Waiting<Row>[]): Promise<void> {
  try {
    await write(taken.flatMap(({ rows }) => rows))
    for (const { written } of taken) written.resolve()
  } catch (error) {
    if (taken.length === 1) {
      taken[0]?.written.reject(error)
      return
    }
    // Rows that are refused for good must not keep the others' back.
    for (const each of taken) await writeOnce(write, [each])
  }
}
