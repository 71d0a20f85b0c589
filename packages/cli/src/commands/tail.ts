import { type AnswerOf, listDeliveries, type StreamEvent } from '@octometer/gateway-api'
import type { Client } from '../client.ts'
import { collect, command, type Run, wholeNumber } from '../command.ts'
import { followEvents } from '../event-stream.ts'
import { timeOfDay, toTheMinute } from '../render/moment.ts'
import { plural } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'
import { cut, padEnd } from '../render/text-width.ts'
import type { Session } from '../session.ts'

interface Shown {
  readonly received_at: string
  readonly event: string
  readonly action: string | null
  readonly repository: string | null
  readonly sender: string | null
  readonly pull_request: number | null
  readonly guid: string
}

interface Filter {
  readonly repository?: string[] | undefined
  readonly event?: string[] | undefined
}

export function tailCommand(run: Run) {
  return command('tail', 'deliveries and alerts, live', [
    ['tail', 'the last ten deliveries, then those that come; Ctrl-C ends it'],
    ['tail --repository acme/api --event push', 'pushes to one repository'],
    ['tail --alerts', 'what needs somebody, too'],
    ['tail --last 100 --no-follow', 'the last hundred, and no more'],
    ['tail --json | jq .delivery.event', 'an event of the live stream on each line'],
  ])
    .option('-r, --repository <owner/name>', 'of this one alone; may be repeated', collect)
    .option('-e, --event <name>', 'of this event alone, such as push; may be repeated', collect)
    .option('--alerts', 'alerts, too')
    .option('-n, --last <count>', 'begin with so many that came before', wholeNumber, 10)
    .option('--no-follow', 'do not wait for more')
    .action(({ repository, event, ...options }) =>
      run(options, async (session) => {
        const client = await session.client()
        const filter = { repository, event }
        if (options.last > 0) await showLast(client, filter, Math.min(1000, options.last), session)
        if (options.follow) await follow(client, filter, options.alerts === true, session)
        return undefined
      }),
    )
}

async function showLast(client: Client, filter: Filter, last: number, session: Session): Promise<void> {
  const answered = await client.ask(listDeliveries, { query: { ...filter, limit: last } })
  const { data } = answered.read()
  for (const delivery of [...data].reverse()) {
    session.printLine(session.isJson ? JSON.stringify(asEvent(delivery)) : deliveryLine(delivery, session))
  }
}

/** As the live stream would have told it, but for its position, which only the log knows. */
function asEvent(delivery: AnswerOf<typeof listDeliveries>['data'][number]) {
  const { guid, event, action, repository, repository_id, sender, pull_request } = delivery
  const { received_at, hook_id, source } = delivery
  const identity = { guid, event, action, repository, repository_id, sender, pull_request }
  return { kind: 'delivery', delivery: { ...identity, received_at, hook_id, source } }
}

async function follow(client: Client, filter: Filter, alerts: boolean, session: Session): Promise<void> {
  const { terminal, style } = session
  if (terminal.isInteractive && !session.isJson) {
    terminal.writeError(`${style.faint(`Following ${client.server.url} · Ctrl-C ends it`)}\n`)
  }
  const events = followEvents({
    client,
    query: { ...filter, kind: alerts ? ['delivery', 'alert'] : ['delivery'] },
    ended: terminal.ended,
    onBroken: ({ message }) => terminal.writeError(`octometer: ${message}; trying again …\n`),
  })
  for await (const { event, text } of events) {
    const lines = session.isJson ? [text] : eventLines(event, session)
    for (const line of lines) session.printLine(line)
  }
}

function eventLines(event: StreamEvent, session: Session): readonly string[] {
  const { style } = session
  if (event.kind === 'delivery') return [deliveryLine(event.delivery, session)]
  if (event.kind === 'gap') {
    return [
      style.warn(
        `${plural(event.to - event.from + 1, 'position')} of the log will not come: ${event.reason}`,
      ),
    ]
  }
  if (event.kind === 'dropped') return [style.warn(`The server ended the stream: ${event.reason}`)]
  if (event.kind !== 'alert') return []
  const { alert, change, at } = event
  const paint = alert.severity === 'critical' || alert.severity === 'high' ? style.bad : style.warn
  const line = `${timeOfDay(at)}  alert ${change}: ${plainText(alert.title)} (${alert.severity})`
  return [paint(cut(line, session.width))]
}

/** Names of most events; a longer one pushes what follows. */
const EVENT_COLUMNS = 32
const REPOSITORY_COLUMNS = 28
const SENDER_COLUMNS = 18

function deliveryLine(delivery: Shown, { style, width, isJson }: Session): string {
  const at = isJson ? '' : toTheMinute(delivery.received_at).slice(0, 10)
  const time = `${at} ${timeOfDay(delivery.received_at)}`
  const what = plainText([delivery.event, delivery.action].filter((part) => part !== null).join('.'))
  const where = plainText(delivery.repository ?? '')
  const subject = delivery.pull_request === null ? where : `${where}#${delivery.pull_request}`
  const who = plainText(delivery.sender ?? '')
  const isWide = width >= 120
  const whole = Number.isFinite(width) ? width : 200
  const shownTime = isWide ? time : timeOfDay(delivery.received_at)
  const room = whole - shownTime.length - 2
  const event = Math.min(EVENT_COLUMNS, Math.floor(room * 0.42))
  const repository = Math.min(isWide ? REPOSITORY_COLUMNS + 10 : REPOSITORY_COLUMNS, Math.floor(room * 0.38))
  const sender = Math.min(SENDER_COLUMNS, room - event - repository - 4)
  const columns = [
    style.faint(shownTime),
    style.accent(padEnd(cut(what, event), event)),
    padEnd(cut(subject, repository), repository),
    ...(isWide
      ? [
          padEnd(cut(who, sender), sender),
          style.faint(cut(delivery.guid, room - event - repository - sender - 6)),
        ]
      : [cut(who, sender)]),
  ]
  return columns.join('  ').trimEnd()
}
