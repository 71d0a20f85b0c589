import { pause } from '@octometer/telemetry'
import { ruleFailed } from './events.ts'
import type { Work } from './leadership.ts'
import { digestDate, digestEntries, digestText } from './outbox/digest.ts'
import { clockRules } from './rules/clock-rules.ts'
import { findingsOfConditions } from './rules/condition.ts'
import { disabledFindings } from './rules/disabled.ts'
import { readSettings } from './rules/read-settings.ts'

const DAY_MS = 86_400_000
/** So late a message about something that is over may still come. */
const STATE_DAYS = 14
const OUTBOX_DAYS = 30

/** Looks at the read models now and then; a rule that cannot be asked keeps its alerts as they are. */
export async function watchClock(work: Work, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await adoptSettings(work)
    for (const rule of clockRules) {
      if (stop.aborted) return
      if (work.settings().rules[rule.name].enabled) await ask(work, rule)
    }
    await work.book.record(disabledFindings(work.settings().rules, work.book.states(), work.now()))
    await work.book.review()
    await addDigest(work)
    const now = work.now().getTime()
    await work.book.forget(new Date(now - STATE_DAYS * DAY_MS))
    await work.outbox.forget(new Date(now - OUTBOX_DAYS * DAY_MS))
    await pause(work.clockMs, stop)
  }
}

async function adoptSettings(work: Work): Promise<void> {
  try {
    work.adopt(await readSettings(work.store))
  } catch (err) {
    work.logger.warn({ err }, 'the rules of alerts cannot be read: the last known ones hold')
  }
}

async function ask(work: Work, rule: (typeof clockRules)[number]): Promise<void> {
  const now = work.now()
  const conditions = await look(work, rule, now)
  if (conditions === null) return
  await work.book.record(findingsOfConditions(rule.name, conditions, work.book.states(), now))
}

async function look(work: Work, rule: (typeof clockRules)[number], now: Date) {
  try {
    return await rule.look(work, work.settings().rules[rule.name], now)
  } catch (error) {
    ruleFailed(work.logger, rule.name, error)
    return null
  }
}

async function addDigest({ digest, now, book, outbox, targets }: Work): Promise<void> {
  const at = now()
  const date = digest && digestDate(digest, at)
  if (date === null) return
  const text = digestText(book.states(), at)
  if (text === null) return
  for (const entry of digestEntries(date, text, targets, at)) await outbox.add(entry)
}
