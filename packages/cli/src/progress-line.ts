import type { Session } from './session.ts'

const UP = '\u001b[1A'
const CLEAR_LINE = '\r\u001b[2K'

/** Draws a line over the one before; null takes it away. In a pipe and for programs there is none. */
export function openProgressLine({ terminal, isJson }: Session): (line: string | null) => void {
  if (!terminal.isInteractive || isJson) return () => {}
  let isDrawn = false
  return (line) => {
    if (isDrawn) terminal.write(`${UP}${CLEAR_LINE}`)
    isDrawn = line !== null
    if (line !== null) terminal.write(`${line}\n`)
  }
}
