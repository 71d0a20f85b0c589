import { Argument, Option } from '@commander-js/extra-typings'
import { type AnswerOf, counterNames, getCounterTrend } from '@octometer/gateway-api'
import { collect, command, moment, type Run } from '../command.ts'
import { bar } from '../render/bar.ts'
import { foot } from '../render/foot.ts'
import { day, toTheMinute } from '../render/moment.ts'
import { count } from '../render/numbers.ts'
import { sparkline } from '../render/sparkline.ts'
import { type Column, renderTable } from '../render/table.ts'
import type { Session } from '../session.ts'
import { unknownRepositories } from './unknown-repositories.ts'

type Trend = AnswerOf<typeof getCounterTrend>
type Bucket = Trend['data'][number]

export function trendCommand(run: Run) {
  return command('trend', 'a counter over time', [
    ['trend commits', 'the last 30 days'],
    ['trend pulls_merged --bucket week', 'the last 12 weeks'],
    ['trend pushes --bucket hour --since 24h', 'the last 24 hours'],
    ['trend commits --repository acme/api --json', 'for programs'],
  ])
    .addArgument(new Argument('<counter>', 'which one').choices(counterNames))
    .addOption(
      new Option('-b, --bucket <length>', 'length of a bucket')
        .choices(['hour', 'day', 'week'])
        .default('day'),
    )
    .option('-r, --repository <owner/name>', 'of this one alone; may be repeated', collect)
    .option('--since <time>', 'from then on: 2026-01-31, or 7d for a week ago', moment)
    .option('--until <time>', 'up to then', moment)
    .action((name, { repository, since, until, ...options }) =>
      run(options, async (session) => {
        const client = await session.client()
        const query = { bucket: options.bucket, repository, since, until }
        const answered = await client.ask(getCounterTrend, { path: { name }, query })
        session.show(answered, (answer) => trendPage(answer, session))
        return undefined
      }),
    )
}

const BAR_COLUMNS = 40

function trendPage(answer: Trend, { style, width }: Session): readonly string[] {
  const { counter, bucket, data } = answer
  const values = data.map(({ value }) => value)
  const known = values.filter((value) => value !== null)
  const most = Math.max(0, ...known)
  const room = Math.min(BAR_COLUMNS, Math.max(10, Math.min(width, 100) - 40))
  const columns: Column<Bucket>[] = [
    { title: bucket === 'week' ? 'Week of' : 'Start (UTC)', text: ({ start }) => startOf(bucket, start) },
    { title: 'Count', text: ({ value }) => count(value), align: 'right' },
    { title: '', text: ({ value }) => bar(most === 0 ? 0 : (value ?? 0) / most, room), paint: style.accent },
  ]
  return [
    `  ${style.strong(counter)}  ${style.faint(`per ${bucket}`)}`,
    ...(values.length + 2 <= Math.min(width, 100) ? [`  ${style.accent(sparkline(values))}`] : []),
    '',
    ...renderTable(columns, data, { style, width }),
    '',
    `  ${totals(known)}`,
    ...unknownRepositories(answer.unknown_repositories, style),
    '',
    ...foot(answer.freshness, style, width),
  ]
}

function startOf(bucket: Trend['bucket'], start: string): string {
  // A day of another time zone does not begin at midnight UTC.
  const isMidnight = start.includes('T00:00:00')
  return bucket !== 'hour' && isMidnight ? day(start) : toTheMinute(start)
}

function totals(known: readonly number[]): string {
  if (known.length === 0) return 'Nothing is known of these repositories in this range.'
  const total = known.reduce((sum, value) => sum + value, 0)
  const average = (total / known.length).toFixed(1)
  return `Total ${count(total)} · average ${average} · least ${count(Math.min(...known))} · most ${count(Math.max(...known))}`
}
