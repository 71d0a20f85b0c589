import { wrongUsage } from '../cli-error.ts'
import { badNews, collect, command, type Run } from '../command.ts'
import { type EventCounts, noEvents, readEvents } from '../gharchive/read-events.ts'
import { importPage } from '../log-file/import-page.ts'
import { noTotals, sendLines } from '../log-file/send-lines.ts'
import { openProgressLine } from '../progress-line.ts'
import { count, plural } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'
import type { Session } from '../session.ts'

export function importGharchiveCommand(run: Run) {
  return command('gharchive', 'hours of GH Archive as history from before the first hook', [
    ['import gharchive 2026-01-05-15.json.gz --repository acme/api', 'one hour of one repository'],
    [
      'import gharchive *.json.gz -r acme/api -r acme/web --json',
      'many hours; what was skipped, for programs',
    ],
    ['import gharchive acme.json --all-repositories', 'a file that was filtered before'],
  ])
    .argument('<file...>', 'as GH Archive gives them')
    .option('-r, --repository <owner/name>', 'of this one alone; may be repeated', collect)
    .option('--all-repositories', 'of every repository: an hour has some 200,000 events')
    .action((files, { repository, allRepositories = false, ...options }) =>
      run(options, async (session) => {
        if ((repository === undefined) !== allRepositories) {
          throw wrongUsage('what is imported must be said by either --repository or --all-repositories')
        }
        const wanted = repository === undefined ? null : new Set(repository.map((each) => each.toLowerCase()))
        const counts = noEvents()
        const totals = noTotals()
        const draw = openProgressLine(session)
        const client = await session.client()
        for (const file of files) {
          await sendLines(client, file, readEvents(file, wanted, counts), totals, ({ lines }) =>
            draw(`  ${plural(counts.events, 'event')} read, ${count(lines)} sent`),
          )
        }
        draw(null)
        if (session.isJson) session.printLine(JSON.stringify({ ...counts, ...totals }))
        else session.print([...importPage(totals, session), ...skippedLines(counts, session)])
        return badNews(totals.refused.length > 0)
      }),
    )
}

function skippedLines(
  { events, of_other_repositories, skipped }: EventCounts,
  { style }: Session,
): readonly string[] {
  return [
    `    ${style.faint(`of ${plural(events, 'event')}, ${count(of_other_repositories)} of other repositories`)}`,
    ...skipped.map(
      (each) => `    ${count(each.events)} skipped: ${plainText(each.type)}, ${plainText(each.reason)}`,
    ),
  ]
}
