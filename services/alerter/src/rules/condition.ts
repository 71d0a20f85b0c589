import type { AlertRuleName, AlertRuleSettings, Severity } from '@octometer/event-contracts'
import type { EventLog } from '@octometer/event-log'
import type { Store } from '@octometer/read-store'
import type { SubjectState } from '../alerts/subject-state.ts'
import type { Finding } from './event-rule.ts'

/** What a rule finds to be so now. */
export interface Condition {
  readonly subject: string
  /** What it is: while it stays the same, it is one piece of evidence. */
  readonly key: string
  readonly severity: Severity
  readonly title: string
  readonly message: string
  readonly url: string | null
  readonly repository: Finding['repository']
}

interface ClockSources {
  readonly store: Store
  readonly log: EventLog
}

/** A rule over the read models and the log, asked now and then. */
export interface ClockRule {
  readonly name: AlertRuleName
  /** Everything that is so now; null when there is no telling. Throws StoreError or LogUnavailableError. */
  look(sources: ClockSources, settings: AlertRuleSettings, now: Date): Promise<readonly Condition[] | null>
}

/**
 * The findings of a rule that was asked: what is so and was not, as raised now, and what was so and is not any more, as
 * recovered now.
 */
export function findingsOfConditions(
  rule: AlertRuleName,
  conditions: readonly Condition[],
  states: readonly SubjectState[],
  now: Date,
): readonly Finding[] {
  const alive = states.filter((state) => state.rule === rule && isAlive(state))
  const known = new Map(alive.map((state) => [state.subject, keysOf(state)]))
  const present = new Set(conditions.map(({ subject }) => subject))
  const raised = conditions
    .filter(({ subject, key, severity }) => known.get(subject)?.has(keyWith(key, severity)) !== true)
    .map((condition) => findingOf(rule, condition, 'raised', now))
  const recovered = alive
    .filter(({ subject }) => !present.has(subject))
    .map((state) => findingOf(rule, conditionOf(state), 'recovered', now))
  return [...raised, ...recovered]
}

/** A condition that has become worse is news. */
function keyWith(key: string, severity: Severity): string {
  return `${severity} ${key}`
}

function isAlive({ booked }: SubjectState): boolean {
  return booked.some(({ alert }) => alert.state === 'open' || alert.state === 'acknowledged')
}

function keysOf({ evidence }: SubjectState): ReadonlySet<string> {
  const lastRecovery = evidence.findLastIndex(({ kind }) => kind === 'recovered')
  return new Set(evidence.slice(lastRecovery + 1).map(({ key }) => key))
}

function conditionOf({ subject, repository }: SubjectState): Condition {
  return { subject, key: 'over', severity: 'low', title: '', message: '', url: null, repository }
}

function findingOf(
  rule: AlertRuleName,
  { subject, key, severity, title, message, url, repository }: Condition,
  kind: 'raised' | 'recovered',
  now: Date,
): Finding {
  const at = now.toISOString()
  return {
    rule,
    subject,
    repository,
    evidence: {
      kind,
      key: keyWith(key, severity),
      at,
      observed_at: at,
      severity,
      title,
      message,
      url,
      delivery: null,
    },
  }
}
