import { randomUUID } from 'node:crypto'
import {
  type AlertSettings,
  type AlertTestAnswer,
  alertTestAnswerSchema,
  alertTestRequestSchema,
} from '@octometer/event-contracts'
import {
  bucketNames,
  createAppender,
  type EventLog,
  openBucket,
  openReader,
  serve,
  streamNames,
} from '@octometer/event-log'
import type { Store } from '@octometer/read-store'
import { type Logger, pause } from '@octometer/telemetry'
import { AlertBook, appendEvent } from './alerts/alert-book.ts'
import type { Target } from './channels/channel.ts'
import { alertChanged } from './events.ts'
import type { Forwarding } from './forwarding/forwarding.ts'
import type { DigestPlan } from './outbox/digest.ts'
import { type DispatcherOptions, dispatchDue } from './outbox/dispatcher.ts'
import { Outbox } from './outbox/outbox.ts'
import { readSettings } from './rules/read-settings.ts'
import { watchClock } from './watch-clock.ts'
import { watchLog } from './watch-log.ts'

/** What the one alerter that works has. */
export interface Leadership {
  readonly log: EventLog
  readonly store: Store
  readonly logger: Logger
  readonly targets: readonly Target[]
  readonly forwarding: Forwarding
  readonly clockMs: number
  readonly now: () => Date
  /** Null: nobody wants one. */
  readonly digest: DigestPlan | null
  /** How long to wait after so many failed attempts; null gives up. */
  readonly waitAfter: DispatcherOptions['waitAfter']
}

/** What the loops of a leadership share. */
export interface Work extends Leadership {
  readonly book: AlertBook
  readonly outbox: Outbox
  /** The rules as they are known now. */
  settings(): AlertSettings
  adopt(settings: AlertSettings): void
}

/** The consumer through which every alerter reads the log, one after the other. */
const CONSUMER = 'alerter'
const SETTINGS_RETRY_MS = 1000

/** Reads the log, looks at the clock and tells, until the signal. Throws what makes it impossible to go on. */
export async function lead(leadership: Leadership, end: AbortSignal): Promise<void> {
  const { log, logger } = leadership
  const settings = await firstSettings(leadership, end)
  if (settings === null) return
  await using stack = new AsyncDisposableStack()
  const work = await openWork(stack, leadership, settings)
  const reader = stack.use(await openReader(log, { stream: streamNames.events, consumer: CONSUMER }))
  stack.use(serveTests(leadership))
  logger.debug({ subjects: work.book.states().length }, 'alerts read')
  const failed = new AbortController()
  const stop = AbortSignal.any([end, failed.signal])
  const loops = [watchLog(work, reader, stop), watchClock(work, stop), tell(work, stop)]
  // The first that fails ends the others; all are waited for, so that nothing goes on behind the next leader's back.
  for (const loop of loops) loop.catch(() => failed.abort())
  const ends = await Promise.allSettled(loops)
  const failure = ends.find((each) => each.status === 'rejected')
  if (failure !== undefined) throw failure.reason
}

/** Until the rules can be read nobody knows which are switched off; null when it ended first. */
async function firstSettings({ store, logger }: Leadership, end: AbortSignal): Promise<AlertSettings | null> {
  while (!end.aborted) {
    try {
      return await readSettings(store)
    } catch (err) {
      logger.warn({ err }, 'the rules of alerts cannot be read: trying again')
      await pause(SETTINGS_RETRY_MS, end)
    }
  }
  return null
}

async function openWork(
  stack: AsyncDisposableStack,
  leadership: Leadership,
  first: AlertSettings,
): Promise<Work> {
  const { log, logger, targets, now } = leadership
  let settings = first
  const alerts = stack.use(createAppender(log, { stream: streamNames.alerts }))
  const outbox = await Outbox.open({
    bucket: await openBucket(log, bucketNames.alertOutbox),
    report: (event) => appendEvent(alerts, event),
    now,
  })
  const rulesFrom = ({ rules, leastSeverity }: AlertSettings) => ({
    settings: rules,
    telling: { targets, leastSeverity },
  })
  const book = await AlertBook.open({
    ...rulesFrom(first),
    bucket: await openBucket(log, bucketNames.alertState),
    async append(event) {
      await appendEvent(alerts, event)
      alertChanged(logger, event)
    },
    tell: (entry) => outbox.add(entry),
    now,
  })
  return {
    ...leadership,
    book,
    outbox,
    settings: () => settings,
    adopt(next) {
      settings = next
      book.adopt(rulesFrom(next))
    },
  }
}

const TELL_EVERY_MS = 250

async function tell(work: Work, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await dispatchDue(work, stop)
    await pause(TELL_EVERY_MS, stop)
  }
}

const TEST_DEADLINE_MS = 10_000

/** Answers `requests.alerter.test`: every receiver gets a message now, and who did not take it is said. */
function serveTests({ log, targets }: Leadership): AsyncDisposable {
  const schemas = { request: alertTestRequestSchema, answer: alertTestAnswerSchema }
  return serve(log, 'alerter', 'test', schemas, async ({ requested_by }): Promise<AlertTestAnswer> => {
    const text = `A test, asked for by ${requested_by}. Alerts will come this way.`
    const results = targets.map(async ({ channel, send }) => {
      try {
        await send({ kind: 'test', id: randomUUID(), text }, AbortSignal.timeout(TEST_DEADLINE_MS))
        return { channel, sent: true, detail: '' }
      } catch (error) {
        return { channel, sent: false, detail: error instanceof Error ? error.message : String(error) }
      }
    })
    return { results: await Promise.all(results) }
  })
}
