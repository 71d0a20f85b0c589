import { closeSync, constants, openSync } from 'node:fs'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'

/** The reading end of a named pipe into which the engine writes an answer. */
export interface AnswerPipe {
  /** Bytes as the engine writes them; pausing it makes the engine wait. */
  readonly rows: Readable
  /** The engine writes no more: `rows` ends after what is already in the pipe. */
  writerDone(): void
  /** Nobody reads any more; a writer that waits is let go. */
  close(): void
}

/** Opens the pipe before the engine does, and holds it open, so that it neither blocks nor ends too early. */
export function openAnswerPipe(path: string): AnswerPipe {
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const holdEnd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
  const rows = new Socket({ fd: readEnd, readable: true, writable: false })
  let held = true
  const writerDone = () => {
    if (!held) return
    held = false
    closeSync(holdEnd)
  }
  return {
    rows,
    writerDone,
    close: () => {
      writerDone()
      rows.destroy()
    },
  }
}
