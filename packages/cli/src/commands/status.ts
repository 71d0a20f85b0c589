import {
  type AnswerOf,
  type CounterName,
  counterNames,
  getSummary,
  getVersion,
  listAlerts,
  listProjections,
} from '@octometer/gateway-api'
import type { Client } from '../client.ts'
import { collect, command, type Run } from '../command.ts'
import { foot } from '../render/foot.ts'
import { relative } from '../render/moment.ts'
import { changeSince, count } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'
import { sparkline } from '../render/sparkline.ts'
import type { Style } from '../render/style.ts'
import { type Column, renderTable } from '../render/table.ts'
import { cut } from '../render/text-width.ts'
import { jsonOf, type Session } from '../session.ts'
import { dailyTrends } from './counters.ts'
import { unknownRepositories } from './unknown-repositories.ts'

type Summary = AnswerOf<typeof getSummary>
type Alerts = AnswerOf<typeof listAlerts>['data']
type Projections = AnswerOf<typeof listProjections>['data']

export function statusCommand(run: Run) {
  return command('status', 'how it stands: this week, what came in, what needs somebody', [
    ['status', 'of everything'],
    ['status --repository acme/api --repository acme/web', 'of two repositories'],
    ['status --json', 'the answers of /summary, /version, /projections and /alerts, by their names'],
  ])
    .option('-r, --repository <owner/name>', 'of this one alone; may be repeated', collect)
    .action(({ repository, ...options }) =>
      run(options, async (session) => {
        const client = await session.client()
        const [version, summary, projections, alerts] = await Promise.all([
          client.ask(getVersion),
          client.ask(getSummary, { query: { repository } }),
          client.ask(listProjections),
          client.ask(listAlerts, { query: { state: ['open'], repository, limit: 1000 } }),
        ])
        if (session.isJson) {
          session.printLine(jsonOf({ version, summary, projections, alerts }))
          return undefined
        }
        const trends = await dailyTrends(client, repository)
        const read = summary.read()
        session.print([
          ...head(client, version.read().version, session),
          '',
          ...weekLines(read, trends, session),
          '',
          ...factLines(read, alerts.read().data, projections.read().data, session),
          ...unknownRepositories(read.unknown_repositories, session.style),
          '',
          ...foot(read.freshness, session.style, session.width),
        ])
        return undefined
      }),
    )
}

function head({ server }: Client, version: string, { style, width }: Session): readonly string[] {
  const name = `Octometer ${version}`
  const where = cut(`${server.url} (${server.source})`, width - name.length - 6)
  return [`  ${style.strong(name)}  ${style.faint(where)}`]
}

function weekLines(
  { week, previous_week: before, history_since }: Summary,
  trends: ReadonlyMap<CounterName, readonly (number | null)[]>,
  { style, width }: Session,
): readonly string[] {
  const columns: Column<CounterName>[] = [
    { title: 'Counter', text: (name) => name },
    {
      title: 'This week',
      text: (name) => count(week.counters[name]),
      align: 'right',
      paint: (text) => style.strong(text),
    },
    { title: 'Week before', text: (name) => count(before.counters[name]), align: 'right' },
    {
      title: 'Change',
      text: (name) => changeSince(week.counters[name], before.counters[name], before, history_since),
      align: 'right',
    },
    { title: 'Last 14 days', text: (name) => sparkline(trends.get(name) ?? []), paint: style.accent },
  ]
  return renderTable(columns, counterNames, { style, width })
}

function factLines(
  { deliveries, pull_requests, dead_letters, freshness }: Summary,
  alerts: Alerts,
  projections: Projections,
  { style, width }: Session,
): readonly string[] {
  const { newest } = deliveries
  const came =
    newest === null
      ? ''
      : `, newest ${relative(newest.received_at, freshness.as_of)}: ${plainText(`${newest.event} ${newest.repository ?? ''}`)}`
  const facts: (readonly [string, string, (text: string) => string])[] = [
    ['Deliveries', `${count(deliveries.last_24_hours)} in 24 hours${came}`, (text) => text],
    ['Pull requests', `${count(pull_requests.open)} open`, (text) => text],
    ['Alerts', alertsLine(alerts), alerts.length === 0 ? style.good : style.warn],
    [
      'Dead letters',
      dead_letters.open === 0 ? 'none' : `${count(dead_letters.open)} wait: \`octometer dead-letters list\``,
      dead_letters.open === 0 ? style.good : style.warn,
    ],
    readModelFact(projections, style),
  ]
  return facts.map(
    ([name, text, paint]) => `  ${style.faint(name.padEnd(15))}${paint(cut(text, width - 18))}`,
  )
}

function alertsLine(alerts: Alerts): string {
  if (alerts.length === 0) return 'none open'
  const by = (['critical', 'high', 'medium', 'low'] as const).flatMap((severity) => {
    const these = alerts.filter((alert) => alert.severity === severity).length
    return these === 0 ? [] : [`${count(these)} ${severity}`]
  })
  return `${by.join(', ')}: \`octometer alerts list\``
}

/** Later than that, a read model is behind what happened. */
const BEHIND_SECONDS = 60

function readModelFact(projections: Projections, style: Style) {
  const name = 'Read models'
  const behind = projections.filter(({ lag_seconds: lag }) => lag === null || lag > BEHIND_SECONDS)
  if (behind.length === 0) return [name, `${projections.length}, all up to date`, style.good] as const
  const names = behind.map((each) => each.name).join(', ')
  return [name, `${behind.length} of ${projections.length} behind or unknown: ${names}`, style.bad] as const
}
