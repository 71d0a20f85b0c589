import {
  type AnswerOf,
  type CounterName,
  counterNames,
  getCounters,
  getCounterTrend,
} from '@octometer/gateway-api'
import type { Client } from '../client.ts'
import { collect, command, type Run } from '../command.ts'
import { foot } from '../render/foot.ts'
import { absolute, toTheMinute } from '../render/moment.ts'
import { count } from '../render/numbers.ts'
import { sparkline } from '../render/sparkline.ts'
import { type Column, renderTable } from '../render/table.ts'
import type { Session } from '../session.ts'
import { unknownRepositories } from './unknown-repositories.ts'

type Counters = AnswerOf<typeof getCounters>
type Trends = ReadonlyMap<CounterName, readonly (number | null)[]>

export function countersCommand(run: Run) {
  return command('counters', 'the twelve counters', [
    ['counters', 'this week'],
    ['counters --window day --repository acme/api', 'of one repository, today'],
    ['counters --window 2026-01-01T00:00:00Z..2026-02-01T00:00:00Z', 'of January'],
    ['counters --json', 'for programs'],
  ])
    .option('-w, --window <window>', 'day, week, month, all, or <since>..<until>', 'week')
    .option('-r, --repository <owner/name>', 'of this one alone; may be repeated', collect)
    .option('--since-reset', 'the week as operators set, incremented or reset it')
    .action((options) =>
      run(options, async (session) => {
        const client = await session.client()
        const { window, repository } = options
        const query = { window, repository, since_reset: options.sinceReset ? ('true' as const) : undefined }
        const [answered, trends] = await Promise.all([
          client.ask(getCounters, { query }),
          session.isJson ? new Map<CounterName, never>() : dailyTrends(client, repository),
        ])
        session.show(answered, (answer) => countersPage(answer, trends, session))
        return undefined
      }),
    )
}

/** Of the last 14 days, for each counter; the route's own range is longer. */
export async function dailyTrends(client: Client, repository: string[] | undefined): Promise<Trends> {
  const query = { bucket: 'day' as const, repository }
  const trends = await Promise.all(
    counterNames.map(async (name) => {
      const answered = await client.ask(getCounterTrend, { path: { name }, query })
      const values = answered.read().data.map(({ value }) => value)
      return [name, values.slice(-14)] as const
    }),
  )
  return new Map(trends)
}

function countersPage(answer: Counters, trends: Trends, { style, width }: Session): readonly string[] {
  const columns: Column<CounterName>[] = [
    { title: 'Counter', text: (name) => name },
    {
      title: 'Count',
      text: (name) => count(answer.counters[name]),
      align: 'right',
      paint: (text) => style.strong(text),
    },
    { title: 'Last 14 days', text: (name) => sparkline(trends.get(name) ?? []), paint: style.accent },
  ]
  return [
    `  ${style.strong(title(answer))}  ${style.faint(range(answer))}`,
    '',
    ...renderTable(columns, counterNames, { style, width }),
    ...baselines(answer),
    ...unknownRepositories(answer.unknown_repositories, style),
    '',
    ...foot(answer.freshness, style, width),
  ]
}

const TITLES: Readonly<Record<string, string>> = {
  day: 'Today',
  week: 'This week',
  month: 'This month',
  all: 'All time',
}

function title({ window }: Counters): string {
  return TITLES[window] ?? 'Counters'
}

function range({ since, until }: Counters): string {
  if (since === null || until === null) return 'since the first delivery'
  return `${toTheMinute(since)} to ${toTheMinute(until)} UTC`
}

function baselines({ baselines: moved = [] }: Counters): readonly string[] {
  if (moved.length === 0) return []
  const lines = moved.map(({ counter, counts_from, added }) => {
    const from = counts_from === null ? '' : ` from ${absolute(counts_from)}`
    return `  ${counter}: counts${from}, ${added >= 0 ? '+' : ''}${count(added)}`
  })
  return ['', '  Moved by operators this week:', ...lines]
}
