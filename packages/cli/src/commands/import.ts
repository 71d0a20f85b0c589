import { logFileLine } from '@octometer/gateway-api'
import { badNews, command, type Run } from '../command.ts'
import { checkLogFile, jsonIn } from '../log-file/check-log-file.ts'
import { importPage } from '../log-file/import-page.ts'
import { readLines } from '../log-file/read-lines.ts'
import { attemptOf, noTotals, type SentLine, sendLines } from '../log-file/send-lines.ts'
import { openProgressLine } from '../progress-line.ts'
import { plural } from '../render/numbers.ts'
import { importGharchiveCommand } from './import-gharchive.ts'

export function importCommand(run: Run) {
  return command('import', 'files of `octometer export` into the log: what is there counts once', [
    ['import log.ndjson.zst', 'the log of another Octometer'],
    ['import log.ndjson.zst --check', 'see that the file is whole, and send nothing'],
    ['import gharchive 2026-01-05-15.json.gz --repository acme/api', 'an hour of GH Archive'],
  ])
    .argument('<file...>', 'as they are, or compressed by zstd or gzip')
    .option('--check', 'read the files to their end, and send nothing')
    .enablePositionalOptions()
    .addCommand(importGharchiveCommand(run))
    .action((files, { check = false, ...options }) =>
      run(options, async (session) => {
        // Nothing is sent before all of them are known to be whole.
        let expected = 0
        for (const file of files) expected += (await checkLogFile(file)).lines
        const totals = noTotals()
        const draw = openProgressLine(session)
        if (!check) {
          const client = await session.client()
          for (const file of files) {
            await sendLines(client, file, messagesOf(file), totals, ({ lines }) =>
              draw(`  ${lines.toLocaleString('en-US')} of ${plural(expected, 'message')}`),
            )
          }
        }
        draw(null)
        if (session.isJson) session.printLine(JSON.stringify({ checked: expected, ...totals }))
        else session.print(check ? checkedPage(expected, session.style) : importPage(totals, session))
        return badNews(totals.refused.length > 0)
      }),
    )
}

/** The lines between header and footer. */
async function* messagesOf(file: string): AsyncGenerator<SentLine> {
  let held: SentLine | null = null
  for await (const { number, bytes } of readLines(file)) {
    if (number === 1) continue
    if (held !== null) yield held
    const line = logFileLine.safeParse(jsonIn(bytes)).data
    held = { number, text: bytes.toString('utf8'), attempt: line === undefined ? null : attemptOf(line) }
  }
}

function checkedPage(
  lines: number,
  { good }: { readonly good: (text: string) => string },
): readonly string[] {
  return [`  ${good('✓')} whole: ${plural(lines, 'message')}`, '    nothing was sent']
}
