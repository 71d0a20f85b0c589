import type { RestoreReport } from '@octometer/backup'
import { wrongUsage } from '../cli-error.ts'
import { command, type Run } from '../command.ts'
import { absolute } from '../render/moment.ts'
import { plural } from '../render/numbers.ts'
import type { Session } from '../session.ts'
import { chooseStores, type RestoreChoice } from '../stores.ts'

export function restoreCommand(run: Run) {
  return command('restore', 'a backup in the place of what is there, while nothing runs', [
    ['restore /backups/2026-11-22', 'into an empty Octometer'],
    ['restore /backups/2026-11-22 --replace', 'what is there is thrown away'],
    ['restore /backups/2026-11-22 --only store --replace', 'the database alone; the log stays'],
  ])
    .argument('<folder>', 'that `octometer backup` has filled')
    .option('--replace', 'throw away what is there')
    .option('--only <part>', '`store` for the database alone, `log` for streams and buckets alone', partOf)
    .option('--data <folder>', 'of a standalone; else OCTO_CLICKHOUSE_URL and OCTO_NATS_URL, or what is here')
    .action((folder, { data, only, replace, ...options }) =>
      run(options, async (session) => {
        const stores = await chooseStores(session.places, data)
        const report = await stores.restore({ folder, part: only ?? 'all', replace: replace === true })
        if (session.isJson) session.printLine(JSON.stringify(report))
        else session.print(restorePage(report, session))
        return undefined
      }),
    )
}

function partOf(text: string): RestoreChoice['part'] {
  if (text === 'log' || text === 'store') return text
  throw wrongUsage(`${text} is no part of a backup: there are store and log`)
}

function restorePage({ made_at, streams, tables, notes }: RestoreReport, { style }: Session) {
  const messages = streams.reduce((sum, each) => sum + each.messages, 0)
  const rows = tables.reduce((sum, each) => sum + each.rows, 0)
  return [
    `  ${style.good('✓')} ${style.strong('Restored')}, as it was at ${absolute(made_at)} UTC`,
    `    ${plural(messages, 'message')} in ${plural(streams.length, 'stream')}, ${plural(rows, 'row')} in ${plural(tables.length, 'table')}`,
    ...notes.map((note) => `  ${style.warn('!')} ${note}.`),
    '',
    '  Start the services: what came to the log after the tables were copied is projected now.',
  ]
}
