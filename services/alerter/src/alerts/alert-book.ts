import { createHash } from 'node:crypto'
import {
  type AlertEvent,
  type AlertRuleName,
  encodeAlertEvent,
  type JsonValue,
} from '@octometer/event-contracts'
import type { Appender, Bucket } from '@octometer/event-log'
import type { OutboxEntry } from '../outbox/outbox-entry.ts'
import type { Finding } from '../rules/event-rule.ts'
import type { RuleSettings } from '../rules/event-rules.ts'
import { acknowledge, type Decision, mute } from './decisions.ts'
import { bookNotifications, type TellingRules } from './due-notifications.ts'
import { reconcile } from './reconcile.ts'
import { addEvidence, emptyState, type SubjectState, subjectStateSchema } from './subject-state.ts'

/** Another alerter wrote what this one was about to write: it has taken over. */
class BookTakenError extends Error {
  override readonly name = 'BookTakenError'
  readonly code = 'book_taken'
  readonly retryable = true
}

export interface BookOptions {
  readonly bucket: Bucket
  /** Puts a change into the log; the same change again has the same id. */
  append(event: AlertEvent): Promise<void>
  readonly telling: Omit<TellingRules, 'cooldownMs' | 'stateKey'>
  readonly settings: RuleSettings
  /** Takes over who is to be told. Without effect for an entry that it has already. */
  tell(entry: OutboxEntry): Promise<void>
  readonly now: () => Date
}

/** Subjects that are written side by side. */
const AT_ONCE = 32

interface Held {
  readonly state: SubjectState
  readonly revision: number
}

/** What may change while a book is open. */
export type BookRules = Pick<BookOptions, 'telling' | 'settings'>

/**
 * Every alert that is open, and what could still change one that is over. A change is written with all that follows
 * from it before anything follows: a crash in between repeats the rest, under the same ids.
 */
export class AlertBook {
  readonly #options: BookOptions
  readonly #held = new Map<string, Held>()
  readonly #turns = new Map<string, Promise<unknown>>()
  #rules: BookRules

  private constructor(options: BookOptions) {
    this.#options = options
    this.#rules = options
  }

  /** Reads everything from the bucket, and finishes what was left half done. */
  static async open(options: BookOptions): Promise<AlertBook> {
    const book = new AlertBook(options)
    for (const { key, value, revision } of await options.bucket.entries()) {
      book.#held.set(key, { state: subjectStateSchema.parse(parsed(value)), revision })
    }
    for (const key of book.#held.keys()) await book.#settle(key)
    return book
  }

  /** From now on these hold. */
  adopt(rules: BookRules): void {
    this.#rules = rules
  }

  states(): readonly SubjectState[] {
    return [...this.#held.values()].map(({ state }) => state)
  }

  stateOf(key: string): SubjectState | null {
    return this.#held.get(key)?.state ?? null
  }

  /** Takes findings in: those of one rule and subject together, so that what began and ended at once is told once. */
  async record(findings: readonly Finding[]): Promise<void> {
    const groups = [...Map.groupBy(findings, keyOf).values()]
    for (let start = 0; start < groups.length; start += AT_ONCE) {
      const taken = groups.slice(start, start + AT_ONCE).map((group) => this.#take(group))
      // One that fails must not leave the others to go on unheard.
      const failure = (await Promise.allSettled(taken)).find((each) => each.status === 'rejected')
      if (failure !== undefined) throw failure.reason
    }
  }

  async #take(group: readonly Finding[]): Promise<void> {
    const [first] = group
    if (first === undefined) return
    const key = keyOf(first)
    const evidence = group.map((finding) => finding.evidence)
    await this.#inTurn(key, async () => {
      const state = this.stateOf(key) ?? emptyState(first.rule, first.subject, first.repository)
      await this.#change(state, addEvidence(state, evidence))
    })
  }

  async acknowledge(decision: Decision): Promise<void> {
    await this.#changeAlert(decision.alertId, (state) => acknowledge(state, decision))
  }

  async mute(alertId: string, until: Date, at: Date): Promise<void> {
    await this.#changeAlert(alertId, (state) => mute(state, until, at))
  }

  /** Tells those who were not told because an alert was muted, or because a rule was another. */
  async review(): Promise<void> {
    for (const key of [...this.#held.keys()]) {
      await this.#inTurn(key, async () => {
        const state = this.stateOf(key)
        if (state?.booked.some(({ alert }) => alert.state === 'open')) await this.#change(state, state)
      })
    }
  }

  /** Forgets subjects without an alert that could change, of which nothing was heard since `before`. */
  async forget(before: Date): Promise<number> {
    let forgotten = 0
    for (const key of [...this.#held.keys()]) {
      if (await this.#inTurn(key, () => this.#forgetOne(key, before))) forgotten += 1
    }
    return forgotten
  }

  async #forgetOne(key: string, before: Date): Promise<boolean> {
    const held = this.#held.get(key)
    if (held === undefined) return false
    const { state, revision } = held
    const last = state.evidence.at(-1)
    if (state.booked.some(({ alert }) => alert.state === 'open' || alert.state === 'acknowledged'))
      return false
    if (last !== undefined && Date.parse(last.at) >= before.getTime()) return false
    if (!(await this.#options.bucket.remove(key, revision))) throw taken(key)
    this.#held.delete(key)
    return true
  }

  async #changeAlert(alertId: string, change: (state: SubjectState) => SubjectState): Promise<void> {
    const has = ({ booked }: SubjectState) => booked.some(({ alert }) => alert.alert_id === alertId)
    const [key] = [...this.#held].find(([, { state }]) => has(state)) ?? []
    if (key === undefined) return
    await this.#inTurn(key, async () => {
      const state = this.stateOf(key)
      if (state !== null) await this.#change(state, change(state))
    })
  }

  /** The log and the clock are watched side by side: what both do to one subject is done one after the other. */
  async #inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(work, work)
    this.#turns.set(key, turn)
    try {
      return await turn
    } finally {
      if (this.#turns.get(key) === turn) this.#turns.delete(key)
    }
  }

  async #change(before: SubjectState, changed: SubjectState): Promise<void> {
    const now = this.#options.now()
    const reconciled = changed === before ? before : reconcile(changed, now)
    const key = keyOf(reconciled)
    const cooldownMs = this.#rules.settings[reconciled.rule].cooldown_minutes * 60_000
    const telling = { ...this.#rules.telling, cooldownMs, stateKey: key }
    const next = bookNotifications(reconciled, telling, now)
    if (next !== before) await this.#put(key, next)
    await this.#settle(key)
  }

  /** Carries out what the state says is to be done; the state says so until it is. */
  async #settle(key: string): Promise<void> {
    const state = this.stateOf(key)
    if (state === null) return
    const { events, notifications } = state.pending
    if (events.length + notifications.length === 0) return
    await Promise.all(events.map((event) => this.#options.append(event)))
    for (const entry of notifications) await this.#options.tell(entry)
    await this.#put(key, { ...state, pending: { events: [], notifications: [] } })
  }

  async #put(key: string, state: SubjectState): Promise<void> {
    const revision = this.#held.get(key)?.revision ?? 0
    const written = await this.#options.bucket.put(key, JSON.stringify(state), revision)
    if (written === null) throw taken(key)
    this.#held.set(key, { state, revision: written })
  }
}

function taken(key: string): BookTakenError {
  return new BookTakenError(`another alerter has written ${key}`)
}

export async function appendEvent(appender: Appender, event: AlertEvent): Promise<void> {
  await appender.append({ ...encodeAlertEvent(event), headers: {} })
}

/** The key of a rule and subject in the bucket: subjects have characters that a key must not have. */
function keyOf({ rule, subject }: { readonly rule: AlertRuleName; readonly subject: string }): string {
  return `${rule}.${createHash('sha256').update(subject).digest('hex').slice(0, 32)}`
}

function parsed(text: string): JsonValue {
  return JSON.parse(text)
}
