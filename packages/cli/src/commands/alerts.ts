import { Option } from '@commander-js/extra-typings'
import {
  type AnswerOf,
  acknowledgeAlert,
  alertSeverities,
  listAlerts,
  muteAlert,
  testAlerts,
} from '@octometer/gateway-api'
import { wrongUsage } from '../cli-error.ts'
import type { Client } from '../client.ts'
import { badNews, collect, command, group, momentAhead, type Run, wholeNumber } from '../command.ts'
import { foot } from '../render/foot.ts'
import { absolute, relative, toTheMinute } from '../render/moment.ts'
import { count } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'
import { type Column, renderTable } from '../render/table.ts'
import { cut } from '../render/text-width.ts'
import type { Session } from '../session.ts'
import { acceptedPage } from './accepted.ts'

type Alerts = AnswerOf<typeof listAlerts>
type Alert = Alerts['data'][number]

const alertStates = ['open', 'acknowledged', 'resolved'] as const

export function alertsCommand(run: Run) {
  return group('alerts', 'what needs somebody', [
    ['alerts list', 'what is open'],
    ['alerts acknowledge 3f2a', 'take note of one, by its id or the beginning of it'],
  ])
    .addCommand(listCommand(run))
    .addCommand(acknowledgeCommand(run))
    .addCommand(muteCommand(run))
    .addCommand(testCommand(run))
}

function listCommand(run: Run) {
  return command('list', 'alerts, the last opened first', [
    ['alerts list', 'open and acknowledged ones'],
    ['alerts list --severity critical --severity high', 'the worst of them'],
    ['alerts list --state resolved --limit 100', 'those that are over'],
  ])
    .addOption(
      new Option('--state <state...>', 'open and acknowledged ones unless given').choices(alertStates),
    )
    .addOption(new Option('--severity <severity...>', 'how bad it is').choices(alertSeverities))
    .option('-r, --repository <owner/name>', 'of this one alone; may be repeated', collect)
    .option('--limit <count>', 'at most so many', wholeNumber, 50)
    .action(({ repository, limit, ...options }) =>
      run(options, async (session) => {
        const client = await session.client()
        const { state = ['open', 'acknowledged'], severity } = options
        const query = { state: [...state], severity: severity && [...severity], repository, limit }
        const answered = await client.ask(listAlerts, { query })
        session.show(answered, (answer) => alertsPage(answer, session))
        return undefined
      }),
    )
}

function alertsPage({ data, page, freshness }: Alerts, { style, width }: Session): readonly string[] {
  const columns: Column<Alert>[] = [
    { title: 'Id', text: ({ id }) => plainText(id).slice(0, ID_COLUMNS), paint: style.faint },
    {
      title: 'Severity',
      text: ({ severity }) => severity,
      paint: (text, { severity }) =>
        severity === 'critical' || severity === 'high' ? style.bad(text) : style.warn(text),
    },
    {
      title: 'State',
      text: ({ state, muted_until }) => (muted_until === null ? state : `${state}, muted`),
      dropped: 1,
    },
    { title: 'Opened', text: ({ opened_at }) => relative(opened_at, freshness.as_of), align: 'right' },
    { title: 'At (UTC)', text: ({ opened_at }) => toTheMinute(opened_at), paint: style.faint, dropped: 3 },
    { title: 'Times', text: (alert) => count(alert.count), align: 'right', dropped: 2 },
    { title: 'What', text: ({ title }) => plainText(title), least: 34 },
  ]
  const none = [`  ${style.good('No alert.')}`]
  return [
    ...(data.length === 0 ? none : renderTable(columns, data, { style, width })),
    ...(page.next_cursor === null ? [] : ['', `  ${style.faint('There are more: --limit')}`]),
    '',
    ...foot(freshness, style, width),
  ]
}

/** Enough to tell those of a page apart; acknowledge and mute take as much. */
const ID_COLUMNS = 12

function acknowledgeCommand(run: Run) {
  return command('acknowledge', 'take note of an alert: nobody is told again that it is open', [
    ['alerts acknowledge 3f2a9c0e11d2', 'by its id, or the beginning of it'],
  ])
    .alias('ack')
    .argument('<id>', 'which one')
    .action((id, options) =>
      run(options, async (session) => {
        const client = await session.client()
        const path = { id: await wholeId(client, id) }
        const answered = await client.ask(acknowledgeAlert, { path, body: {} })
        session.show(answered, (answer) => acceptedPage(`Acknowledged ${id}`, answer, session))
        return undefined
      }),
    )
}

function muteCommand(run: Run) {
  return command('mute', 'tell nobody of an alert for a while, nor of later ones of its rule and subject', [
    ['alerts mute 3f2a9c0e11d2 --for 4h', 'for four hours'],
    ['alerts mute 3f2a9c0e11d2 --for 2026-03-31', 'until then'],
  ])
    .argument('<id>', 'which one')
    .option('--for <time>', 'how long, or until when', momentAhead, momentAhead('24h'))
    .action((id, options) =>
      run(options, async (session) => {
        const client = await session.client()
        const path = { id: await wholeId(client, id) }
        const answered = await client.ask(muteAlert, { path, body: { until: options.for } })
        const what = `Muted ${id} until ${absolute(options.for)} UTC`
        session.show(answered, (answer) => acceptedPage(what, answer, session))
        return undefined
      }),
    )
}

const ENOUGH = 1000

/** The alert whose id begins so, where there is one alone; else the text as it is, for the gateway to refuse. */
async function wholeId(client: Client, beginning: string): Promise<string> {
  const query = { state: [...alertStates], limit: ENOUGH }
  const { data } = (await client.ask(listAlerts, { query })).read()
  const these = data.filter(({ id }) => id.startsWith(beginning))
  const [only, ...others] = these
  if (others.length > 0 && only?.id !== beginning) {
    throw wrongUsage(`${these.length} alerts have an id that begins with ${beginning}: give more of it`)
  }
  return only?.id ?? beginning
}

function testCommand(run: Run) {
  return command('test', 'send a test to every receiver of alerts; ends with 1 when one does not take it', [
    ['alerts test', 'Slack, Discord, mail and webhooks, as configured'],
  ]).action((options) =>
    run(options, async (session) => {
      const answered = await (await session.client()).ask(testAlerts)
      session.show(answered, ({ results, freshness }) => [
        ...(results.length === 0 ? ['  No receiver is configured: docs/how-to/alerts.md'] : []),
        ...results.map(({ channel, sent, detail }) => resultLine(channel, sent, detail, session)),
        '',
        ...foot(freshness, session.style, session.width),
      ])
      return badNews(answered.read().results.some(({ sent }) => !sent))
    }),
  )
}

function resultLine(channel: string, sent: boolean, detail: string, { style, width }: Session): string {
  const mark = sent ? style.good('✓') : style.bad('✗')
  return `  ${mark} ${channel.padEnd(10)}${cut(plainText(detail), width - 16)}`.trimEnd()
}
