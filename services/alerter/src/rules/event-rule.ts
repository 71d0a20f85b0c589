import type {
  AlertRuleName,
  AlertRuleSettings,
  Delivery,
  JsonObject,
  RepositoryRef,
  Severity,
} from '@octometer/event-contracts'
import type { Evidence } from '../alerts/evidence.ts'

/** Evidence with the alert that it belongs to: there is one open alert per rule and subject. */
export interface Finding {
  readonly rule: AlertRuleName
  readonly subject: string
  readonly repository: { readonly id: number; readonly full_name: string } | null
  readonly evidence: Evidence
}

/** What a rule sees of a delivery: one that belongs to a repository. */
export interface RepositoryDelivery {
  readonly payload: JsonObject
  readonly guid: string
  readonly receivedAt: Date
  readonly repository: RepositoryRef
  readonly sender: string | null
}

/** A rule over single deliveries: a pure function, so that order and duplicates do not matter. */
export interface EventRule {
  readonly name: AlertRuleName
  /** Names of the events that it reads. */
  readonly events: readonly string[]
  /** Throws the schema's error for a payload that is not what its event says. */
  read(delivery: RepositoryDelivery, settings: AlertRuleSettings): readonly RuleEvidence[]
}

/** Evidence as a rule tells it: the rest follows from the delivery. */
export interface RuleEvidence {
  readonly kind: Evidence['kind']
  /** Within the repository. */
  readonly subject: string
  readonly key: string
  readonly at: Date
  readonly observedAt: Date
  readonly severity: Severity
  readonly title: string
  readonly message: string
  readonly url: string | null
}

export function findingsOf(
  rule: EventRule,
  delivery: Delivery,
  settings: AlertRuleSettings,
): readonly Finding[] {
  const { repository, guid } = delivery
  if (repository === null) return []
  const of = { id: repository.id, full_name: repository.fullName }
  return rule
    .read({ ...delivery, repository }, settings)
    .map((each) => findingOf(rule.name, { ...each, subject: `${of.id}:${each.subject}` }, of, guid))
}

/** `delivery`: the GUID of what told it; null: no delivery did. */
export function findingOf(
  rule: AlertRuleName,
  { subject, at, observedAt, ...told }: RuleEvidence,
  repository: Finding['repository'],
  delivery: string | null,
): Finding {
  const times = { at: at.toISOString(), observed_at: observedAt.toISOString() }
  return { rule, subject, repository, evidence: { ...told, ...times, delivery } }
}
