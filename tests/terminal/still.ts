import { stripVTControlCharacters } from 'node:util'

/** The end of a line that was drawn, and drawn over. */
const OVER = '\n\u001b[1A\r\u001b[2K'

/** What a terminal showed, with all that differs from run to run made the same, at the same width. */
export function still(output: string, folder: string): string {
  const shown = output.replaceAll('\r\n', '\n').split(OVER).reduce(drawnOver)
  return (
    stripVTControlCharacters(shown)
      .replaceAll(folder, '/folder')
      .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
      .replaceAll(/\bg[0-9a-f]{8}\b/g, 'g00000000')
      .replaceAll(
        /(?<=command |status |Id {12}|Cancelled )[0-9a-f-]{36}/g,
        '00000000-0000-4000-8000-000000000000',
      )
      .replaceAll(/(?<=Started {7}|delivery: ping at )[-\d]{10} [:\d]{8}/g, 'YYYY-MM-DD HH:MM:SS')
      .replaceAll(/(?<=Took {10})\d+ s/g, 'N s')
      .replaceAll(/(?<=completed {2}full {2})[-\d]{10} [:\d]{5} +\d+ s/g, 'YYYY-MM-DD HH:MM   N s')
      .replaceAll(/(?<=^ {4})[0-9a-f]{8}-[0-9a-f-]{27}$/gm, '00000000-0000-4000-8000-000000000000')
      .replaceAll(/(?<=root {2})[0-9a-f-]{36}/g, '00000000-0000-4000-8000-000000000000')
      .replaceAll(/position \d+/g, 'position N')
      .replaceAll(/(?<="stream_sequence":)\d+|(?<="received_at":")[^"]+/g, 'N')
      .replaceAll(/octo_[\w-]{43}/g, `octo_${'0'.repeat(43)}`)
      // Requests that were refused are told in the log by the minute.
      .replaceAll(/\d+ messages read/g, 'N messages read')
      .replaceAll(/clock is \d+ d/g, 'clock is NNN d')
      .replaceAll(/(?<=issues:[0-9a-f-]{36}.*)in \d+ d/g, 'in NNN d')
      .replaceAll(/(?<=Rejected {4})[-\d]{10} [:\d]{8}/g, 'YYYY-MM-DD HH:MM:SS')
  )
}

function drawnOver(before: string, after: string): string {
  return before.slice(0, before.lastIndexOf('\n') + 1) + after
}
