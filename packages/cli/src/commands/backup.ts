import type { BackupReport } from '@octometer/backup'
import { command, type Run } from '../command.ts'
import { absolute } from '../render/moment.ts'
import { bytes, plural } from '../render/numbers.ts'
import type { Session } from '../session.ts'
import { chooseStores, type StoreKeeper } from '../stores.ts'

export function backupCommand(run: Run) {
  return command('backup', 'both stores into a folder, while everything runs', [
    ['backup /backups/2026-11-22', 'of the Octometer of this machine'],
    ['backup /backups/2026-11-22 --data .octometer/demo', 'of another data folder'],
    ['backup /backups/2026-11-22 --json', 'what is in it, for programs'],
  ])
    .argument('<folder>', 'made, or empty')
    .option(
      '--data <folder>',
      'of a standalone; else OCTO_CLICKHOUSE_URL and OCTO_NATS_URL, or what runs here',
    )
    .action((folder, { data, ...options }) =>
      run(options, async (session) => {
        const stores = await chooseStores(session.places, data)
        const report = await stores.backup(folder)
        if (session.isJson) session.printLine(JSON.stringify(report))
        else session.print(backupPage(report, stores, session))
        return undefined
      }),
    )
}

function backupPage(report: BackupReport, { place, keepsKeys }: StoreKeeper, { style }: Session) {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)
  const messages = sum(report.streams.map((each) => each.messages))
  const rows = sum(report.tables.map((each) => each.rows))
  return [
    `  ${style.good('✓')} ${style.strong(report.folder)}  ${bytes(report.bytes)}`,
    `    ${style.faint(`of ${place} at ${absolute(report.made_at)} UTC`)}`,
    `    ${plural(messages, 'message')} in ${plural(report.streams.length, 'stream')}, ${plural(rows, 'row')} in ${plural(report.tables.length, 'table')}`,
    '',
    keepsKeys
      ? '  It holds every payload and the keys of this Octometer: keep it as you keep them.'
      : '  It holds every payload, and secrets that are sealed: keep OCTO_ENCRYPTION_KEY somewhere else, for nothing else opens them.',
  ]
}
