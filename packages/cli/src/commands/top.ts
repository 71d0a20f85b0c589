import { setTimeout as pause } from 'node:timers/promises'
import {
  type AnswerOf,
  counterNames,
  type DeliveryEvent,
  getDeliveryStats,
  getSummary,
  listAlerts,
  listProjections,
} from '@octometer/gateway-api'
import type { Client } from '../client.ts'
import { collect, command, type Run } from '../command.ts'
import { followEvents } from '../event-stream.ts'
import { openFullScreen } from '../full-screen.ts'
import { bar } from '../render/bar.ts'
import { foot } from '../render/foot.ts'
import { timeOfDay } from '../render/moment.ts'
import { changeSince, count } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'
import { sparkline } from '../render/sparkline.ts'
import { cut, padEnd, padStart } from '../render/text-width.ts'
import { jsonOf, type Session } from '../session.ts'

/** What a frame is made of. */
interface Seen {
  readonly summary: AnswerOf<typeof getSummary>
  readonly stats: AnswerOf<typeof getDeliveryStats>
  readonly alerts: AnswerOf<typeof listAlerts>
  readonly projections: AnswerOf<typeof listProjections>
}

type Delivery = DeliveryEvent['delivery']

const REFRESH_MS = 2_000
const REMEMBERED = 200

export function topCommand(run: Run) {
  return command('top', 'everything at once, live', [
    ['top', 'q or Ctrl-C ends it'],
    ['top --repository acme/api', 'of one repository'],
    ['top | cat', 'in a pipe: one picture, and it ends'],
  ])
    .option('-r, --repository <owner/name>', 'of this one alone; may be repeated', collect)
    .action(({ repository, ...options }) =>
      run(options, async (session) => {
        const client = await session.client()
        const { terminal } = session
        if (session.isJson || !terminal.isInteractive) {
          const asked = await ask(client, repository)
          if (session.isJson) session.printLine(jsonOf({ ...asked }))
          else session.print(frame(read(asked), [], client, { ...session, width: 100 }, 40))
          return undefined
        }
        await watch(client, repository, session)
        return undefined
      }),
    )
}

async function ask(client: Client, repository: string[] | undefined) {
  const query = { repository }
  const [summary, stats, alerts, projections] = await Promise.all([
    client.ask(getSummary, { query }),
    client.ask(getDeliveryStats, { query: { ...query, hours: 24 } }),
    client.ask(listAlerts, { query: { ...query, state: ['open'], limit: 20 } }),
    client.ask(listProjections),
  ])
  return { summary, stats, alerts, projections }
}

function read({ summary, stats, alerts, projections }: Awaited<ReturnType<typeof ask>>): Seen {
  return {
    summary: summary.read(),
    stats: stats.read(),
    alerts: alerts.read(),
    projections: projections.read(),
  }
}

/** Draws until a person has had enough, or the gateway refuses. */
async function watch(client: Client, repository: string[] | undefined, session: Session): Promise<void> {
  const { terminal } = session
  let seen = read(await ask(client, repository))
  const stopping = new AbortController()
  const ended = AbortSignal.any([terminal.ended, stopping.signal])
  const deliveries: Delivery[] = []
  let trouble = ''
  using screen = openFullScreen(terminal)
  const draw = () => {
    const now = { ...session, width: terminal.columns() }
    const lines = frame(seen, deliveries, client, now, terminal.rows() - 1)
    screen.draw([...lines, footLine(trouble, now)])
  }
  using _keys = terminal.listenToKeys((key) => {
    if (key === 'q' || key === '\u0003' || key === '\u001b') stopping.abort()
  })
  using _size = terminal.watchSize(draw)
  draw()
  const refreshing = every(REFRESH_MS, ended, async () => {
    try {
      seen = read(await ask(client, repository))
      trouble = ''
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error)
    }
    if (!ended.aborted) draw()
  })
  const onBroken = ({ message }: Error) => {
    trouble = message
    draw()
  }
  for await (const { event } of followEvents({ client, query: { repository }, ended, onBroken })) {
    if (event.kind !== 'delivery') continue
    deliveries.unshift(event.delivery)
    deliveries.length = Math.min(deliveries.length, REMEMBERED)
    draw()
  }
  await refreshing
}

async function every(ms: number, ended: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!ended.aborted) {
    await pause(ms, undefined, { signal: ended }).catch(() => undefined)
    if (!ended.aborted) await work()
  }
}

function footLine(trouble: string, { style, width }: Session): string {
  return trouble === '' ? style.faint('  q ends it') : style.bad(cut(`  ! ${plainText(trouble)}`, width))
}

/** What stands in the window: at most so many lines, none wider than it. */
function frame(
  seen: Seen,
  deliveries: readonly Delivery[],
  client: Client,
  session: Session,
  rows: number,
): readonly string[] {
  const { style, width } = session
  const top = [
    `  ${style.strong('Octometer')}  ${style.faint(cut(client.server.url, width - 14))}`,
    '',
    ...counterLines(seen, session),
    '',
    intakeLine(seen, session),
    ...alertLines(seen, session),
    '',
  ]
  const bottom = ['', ...foot(seen.summary.freshness, style, width)]
  const room = Math.max(0, rows - top.length - bottom.length)
  const live = liveLines(deliveries, seen, session).slice(0, room)
  return [...top, ...live, ...bottom]
}

const NAME_COLUMNS = 15
const COUNT_COLUMNS = 9
const CHANGE_COLUMNS = 8

/** Two counters to a line. */
function counterLines({ summary }: Seen, { style, width }: Session): readonly string[] {
  const now = summary.week.counters
  const { previous_week, history_since } = summary
  const before = previous_week.counters
  const half = counterNames.length / 2
  const most = Math.max(1, ...counterNames.map((name) => now[name] ?? 0))
  const room = Math.floor((width - 6) / 2) - NAME_COLUMNS - COUNT_COLUMNS - CHANGE_COLUMNS - 2
  const cell = (name: (typeof counterNames)[number]) => {
    const value = padStart(count(now[name]), COUNT_COLUMNS)
    const more = padStart(changeSince(now[name], before[name], previous_week, history_since), CHANGE_COLUMNS)
    const columns = Math.min(24, Math.max(0, room))
    const drawn = padEnd(style.accent(bar((now[name] ?? 0) / most, columns)), columns)
    return `${style.faint(name.padEnd(NAME_COLUMNS))}${style.strong(value)}${style.faint(more)}${columns === 0 ? '' : ` ${drawn}`}`
  }
  return counterNames.slice(0, half).map((name, index) => {
    const other = counterNames[index + half]
    return `  ${cell(name)}  ${other === undefined ? '' : cell(other)}`.trimEnd()
  })
}

function intakeLine({ stats, projections }: Seen, { style, width }: Session): string {
  const hours = stats.by_hour.map(({ deliveries }) => deliveries)
  const behind = projections.data.filter(({ lag_seconds: lag }) => lag === null || lag > 60)
  const models =
    behind.length === 0
      ? style.good(`${projections.data.length} read models up to date`)
      : style.bad(cut(`behind: ${behind.map(({ name }) => name).join(', ')}`, Math.max(10, width - 62)))
  return `  ${style.faint('24 hours')}  ${style.accent(sparkline(hours))}  ${count(stats.deliveries)} deliveries  ${models}`
}

const ALERTS_SHOWN = 3

function alertLines({ alerts }: Seen, { style, width }: Session): readonly string[] {
  if (alerts.data.length === 0) return [`  ${style.good('No alert is open.')}`]
  const shown = alerts.data.slice(0, ALERTS_SHOWN).map(({ severity, title }) => {
    const paint = severity === 'critical' || severity === 'high' ? style.bad : style.warn
    return `  ${paint('!')} ${cut(`${severity}  ${plainText(title)}`, width - 6)}`
  })
  const more = alerts.data.length - shown.length
  return more > 0
    ? [...shown, style.faint(`    and ${more}${alerts.page.next_cursor === null ? '' : ' or more'} others`)]
    : shown
}

function liveLines(
  deliveries: readonly Delivery[],
  { summary }: Seen,
  { style, width }: Session,
): readonly string[] {
  const title = style.faint('  Live')
  if (deliveries.length === 0) {
    const { newest } = summary.deliveries
    const last = newest === null ? '' : ` The newest came at ${timeOfDay(newest.received_at)}.`
    return [title, style.faint(`  Waiting for deliveries.${last}`)]
  }
  const event = Math.min(30, Math.floor(width * 0.34))
  const where = Math.min(44, Math.floor(width * 0.34))
  const lines = deliveries.map((delivery) => {
    const what = plainText([delivery.event, delivery.action].filter((part) => part !== null).join('.'))
    const columns = [
      style.faint(timeOfDay(delivery.received_at)),
      style.accent(padEnd(cut(what, event), event)),
      padEnd(cut(plainText(delivery.repository ?? ''), where), where),
      cut(plainText(delivery.sender ?? ''), Math.max(0, width - event - where - 17)),
    ]
    return `  ${columns.join('  ')}`.trimEnd()
  })
  return [title, ...lines]
}
