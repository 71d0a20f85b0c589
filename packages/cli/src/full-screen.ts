import type { Terminal } from './terminal.ts'

const ENTER = '\u001b[?1049h\u001b[?25l'
const LEAVE = '\u001b[?25h\u001b[?1049l'
const TO_TOP = '\u001b[H'
const CLEAR_LINE = '\u001b[K'
const CLEAR_BELOW = '\u001b[J'

export interface FullScreen extends Disposable {
  /** Shows these lines in the place of those before, as many as fit. */
  draw(lines: readonly string[]): void
}

/** Takes the whole window until disposed of; what was there before is there again afterwards. */
export function openFullScreen(terminal: Terminal): FullScreen {
  terminal.write(ENTER)
  return {
    draw(lines) {
      const fitting = lines.slice(0, terminal.rows())
      // Written over, not cleared before: nothing flickers.
      terminal.write(`${TO_TOP}${fitting.map((line) => line + CLEAR_LINE).join('\r\n')}${CLEAR_BELOW}`)
    },
    [Symbol.dispose]: () => terminal.write(LEAVE),
  }
}
