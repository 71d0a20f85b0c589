import type { HealthCheckSnapshot, Snapshot } from '@octometer/event-contracts'
import { buildFailureRule } from './build-failure.ts'
import type { Finding, RuleEvidence } from './event-rule.ts'
import type { RuleSettings } from './event-rules.ts'

/** Types of the snapshots that some rule reads: the others are not opened. */
export const snapshotsOfRules: ReadonlySet<string> = new Set(['health_check', 'workflow_run', 'check_suite'])

/** What the enabled rules find in a snapshot. Throws the schema's error for one that a rule cannot read. */
export function readSnapshot(snapshot: Snapshot, settings: RuleSettings): readonly Finding[] {
  if (snapshot.type === 'health_check')
    return settings['address-failing'].enabled ? addressFindings(snapshot, settings) : []
  if (snapshot.type !== 'workflow_run' && snapshot.type !== 'check_suite') return []
  const its = settings['build-failure']
  if (!its.enabled) return []
  const repository = { id: snapshot.repository_id, default_branch: snapshot.default_branch ?? null }
  // What GitHub would have delivered of it: seen in both ways it is one piece of evidence.
  const payload =
    snapshot.type === 'workflow_run'
      ? { action: snapshot.workflow_run.status, workflow_run: { ...snapshot.workflow_run }, repository }
      : { action: snapshot.check_suite.status, check_suite: { ...snapshot.check_suite }, repository }
  const { repository: full_name, repository_id: id } = snapshot
  const [owner = '', name = ''] = full_name.split('/')
  const seen = {
    payload: JSON.parse(JSON.stringify(payload)),
    repository: { id, owner, name, fullName: full_name },
  }
  return buildFailureRule
    .read({ ...seen, guid: '', receivedAt: new Date(snapshot.taken_at), sender: null }, its)
    .map((each) => findingOf('build-failure', `${id}:${each.subject}`, { id, full_name }, each))
}

function addressFindings(snapshot: HealthCheckSnapshot, settings: RuleSettings): readonly Finding[] {
  const { address, healthy, reason, since, looks } = snapshot
  const { severity, thresholds } = settings['address-failing']
  if (!healthy && looks < (thresholds.looks ?? 2)) return []
  const at = new Date(since)
  return [
    findingOf('address-failing', address, null, {
      ...{ kind: healthy ? 'recovered' : 'raised', subject: address, severity, url: null },
      // As long as it lasts it is one piece of evidence.
      key: `${healthy ? 'up' : 'down'}:${since}`,
      ...{ at, observedAt: at },
      title: `${address} fails`,
      message: `Since ${since}: ${reason ?? 'it answers'}. GET /api/v1/health-checks shows it.`,
    }),
  ]
}

function findingOf(
  rule: Finding['rule'],
  subject: string,
  repository: Finding['repository'],
  { at, observedAt, kind, key, severity, title, message, url }: RuleEvidence,
): Finding {
  const times = { at: at.toISOString(), observed_at: observedAt.toISOString() }
  return {
    rule,
    subject,
    repository,
    evidence: { kind, key, ...times, severity, title, message, url, delivery: null },
  }
}
