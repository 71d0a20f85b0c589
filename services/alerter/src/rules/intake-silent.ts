import type { Severity } from '@octometer/event-contracts'
import { hookAttempts, intakeReadHours, newestDelivery, type Store } from '@octometer/read-store'
import type { ClockRule } from './condition.ts'

const HOUR_MS = 3_600_000
/** GitHub's logs list nothing older. */
const LOG_HOURS = 70
/** What was sent in the last minutes may be on its way. */
const GRACE_MS = 10 * 60_000

/**
 * No delivery has come for some hours, of any repository. What has never received anything is not silent. What GitHub's logs list
 * tells whose fault it is: ours when it has sent what did not come; nobody's when it has sent nothing.
 */
export const intakeSilentRule: ClockRule = {
  name: 'intake-silent',
  async look({ store }, { severity, thresholds }, now) {
    const [row] = await store.query(newestDelivery, {})
    const newest = row?.newest
    if (newest == null) return []
    const hours = thresholds.hours ?? 24
    if (now.getTime() - Date.parse(newest) < hours * HOUR_MS) return []
    const { kind, is, what } = await silenceOf(store, new Date(newest), now)
    const its: Severity = kind === 'quiet' ? 'low' : severity
    return [
      {
        ...{ url: null, repository: null, subject: 'intake', key: `${newest} ${kind}`, severity: its },
        title: `No delivery for ${hours} hours${is}`,
        message: `The newest was received at ${newest}. ${what}`,
      },
    ]
  },
}

interface Silence {
  readonly kind: 'ours' | 'quiet' | 'unknown'
  readonly is: string
  readonly what: string
}

async function silenceOf(store: Store, newest: Date, now: Date): Promise<Silence> {
  const since = new Date(Math.max(newest.getTime() + 1_000, now.getTime() - LOG_HOURS * HOUR_MS))
  const [attempts, reads] = await Promise.all([
    store.query(hookAttempts, { since }),
    store.query(intakeReadHours, { since, until: now, hooks: null }),
  ])
  const sent = attempts
    .filter(({ newest_at }) => Date.parse(newest_at) < now.getTime() - GRACE_MS)
    .reduce((sum, each) => sum + each.attempts, 0)
  if (sent > 0)
    return {
      kind: 'ours',
      is: `, though GitHub sent ${sent}`,
      what: 'Its logs list attempts since that did not come to us. Look at what stands before ingress.',
    }
  const readUntil = reads
    .map(({ read_until }) => read_until)
    .sort()
    .at(-1)
  if (readUntil !== undefined && now.getTime() - Date.parse(readUntil) < HOUR_MS)
    return {
      kind: 'quiet',
      is: ', and GitHub sent none',
      what: `Its logs, read until ${readUntil}, list nothing since: nothing happened there, or GitHub is late.`,
    }
  const what = "Look at the hooks, and at what stands before ingress. GitHub's logs were not read lately."
  return { kind: 'unknown', is: '', what }
}
