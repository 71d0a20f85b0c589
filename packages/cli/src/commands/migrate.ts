import type { MigrationPlan } from '@octometer/read-store'
import { wrongUsage } from '../cli-error.ts'
import { badNews, command, type Run } from '../command.ts'
import { absolute } from '../render/moment.ts'
import { plural } from '../render/numbers.ts'
import type { Session } from '../session.ts'
import { chooseStores } from '../stores.ts'

export function migrateCommand(run: Run) {
  return command('migrate', 'which migrations the database has, and which the next start brings', [
    ['migrate --status', 'which ran, which would; ends with 1 when this version cannot work on it'],
    ['migrate --plan', 'what those that would run do, in SQL, and what waits for it'],
  ])
    .option('--status', 'which ran and which would')
    .option('--plan', 'the statements of those that would')
    .option('--data <folder>', 'of a standalone; else OCTO_CLICKHOUSE_URL, or what is here')
    .action(({ data, status, plan, ...options }) =>
      run(options, async (session) => {
        if (status === true && plan === true) throw wrongUsage('say either --status or --plan')
        const stores = await chooseStores(session.places, data)
        const found = await stores.plan()
        if (session.isJson) session.printLine(JSON.stringify(found))
        else session.print(plan === true ? planPage(found, session) : statusPage(found, session))
        return badNews(found.unknown.length + found.edited.length > 0)
      }),
    )
}

function statusPage({ applied, pending, unknown, edited }: MigrationPlan, session: Session) {
  const { style } = session
  const bad = new Set([...unknown, ...edited])
  const width = Math.max(0, ...[...applied, ...pending].map(({ name }) => name.length))
  return [
    ...applied.map(({ name, applied_at }) => {
      const mark = bad.has(name) ? style.bad('✗') : style.good('✓')
      return `  ${mark} ${name.padEnd(width)}  ${style.faint(`${absolute(applied_at)} UTC`)}`
    }),
    ...pending.map(({ name }) => `  ${style.accent('•')} ${name.padEnd(width)}  ${style.warn('would run')}`),
    '',
    `  ${verdict({ applied, pending, unknown, edited }, session)}`,
  ]
}

function verdict({ pending, unknown, edited }: MigrationPlan, { style }: Session): string {
  if (unknown.length > 0)
    return style.bad(
      `This version does not know ${unknown.join(', ')}: it is older than the database. Run the version that migrated it, or a newer one, or restore a backup from before.`,
    )
  if (edited.length > 0) return style.bad(`${edited.join(', ')} ran with other text than this version has.`)
  if (pending.length === 0) return style.good('Nothing is to be done.')
  return `${plural(pending.length, 'migration')} would run at the next start; \`octometer migrate --plan\` shows what they do.`
}

const COSTS = {
  instant: 'at once: nothing waits',
  waits: 'rewrites parts of the table: the start waits for it, reads and writes go on',
  background: 'rewrites parts of the table later: nothing waits',
} as const

function planPage(plan: MigrationPlan, session: Session): readonly string[] {
  const { style } = session
  const lines = plan.pending.flatMap(({ name, summary, statements }) => [
    `  ${style.strong(name)}`,
    ...(summary === '' ? [] : [`  ${style.faint(summary)}`]),
    ...statements.flatMap(({ sql, cost }) => [
      '',
      ...sql.split('\n').map((line) => `    ${line}`),
      `    ${style.accent(`→ ${COSTS[cost]}`)}`,
    ]),
    '',
  ])
  return [...lines, `  ${verdict(plan, session)}`]
}
