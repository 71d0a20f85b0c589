import type { HealthCheckSnapshot, Snapshot } from '@octometer/event-contracts'
import { buildFailureRule } from './build-failure.ts'
import { type Finding, findingOf, type RuleEvidence } from './event-rule.ts'
import { type RuleFindings, type RuleSettings, readBy } from './event-rules.ts'

/** Types of the snapshots that some rule reads: the others are not opened. */
export const snapshotsOfRules: ReadonlySet<string> = new Set(['health_check', 'workflow_run', 'check_suite'])

/** What the enabled rules find in a snapshot. */
export function readSnapshot(snapshot: Snapshot, settings: RuleSettings): RuleFindings {
  switch (snapshot.type) {
    case 'health_check':
      return readBy('address-failing', () => addressFindings(snapshot, settings))
    case 'workflow_run':
    case 'check_suite':
      return readBy('build-failure', () => buildFindings(snapshot, settings))
    default:
      return { findings: [], unreadable: [] }
  }
}

type BuildSnapshot = Extract<Snapshot, { type: 'workflow_run' | 'check_suite' }>

/** Throws the schema's error for one that the rule cannot read. */
function buildFindings(snapshot: BuildSnapshot, settings: RuleSettings): readonly Finding[] {
  const its = settings['build-failure']
  if (!its.enabled) return []
  const { repository: full_name, repository_id: id, default_branch = null } = snapshot
  const [owner = '', name = ''] = full_name.split('/')
  // What GitHub would have delivered of it: seen in both ways it is one piece of evidence.
  const run =
    snapshot.type === 'workflow_run'
      ? { action: snapshot.workflow_run.status, workflow_run: snapshot.workflow_run }
      : { action: snapshot.check_suite.status, check_suite: snapshot.check_suite }
  const seen = {
    payload: JSON.parse(JSON.stringify({ ...run, repository: { id, default_branch } })),
    repository: { id, owner, name, fullName: full_name },
    ...{ guid: '', receivedAt: new Date(snapshot.taken_at), sender: null },
  }
  return buildFailureRule
    .read(seen, its)
    .map((each) =>
      findingOf('build-failure', { ...each, subject: `${id}:${each.subject}` }, { id, full_name }, null),
    )
}

function addressFindings(snapshot: HealthCheckSnapshot, settings: RuleSettings): readonly Finding[] {
  const { address, healthy, reason, since, looks } = snapshot
  const { enabled, severity, thresholds } = settings['address-failing']
  if (!enabled || (!healthy && looks < (thresholds.looks ?? 2))) return []
  const at = new Date(since)
  const evidence: RuleEvidence = {
    kind: healthy ? 'recovered' : 'raised',
    ...{ subject: address, severity, url: null },
    // As long as it lasts it is one piece of evidence.
    key: `${healthy ? 'up' : 'down'}:${since}`,
    ...{ at, observedAt: at },
    title: `${address} fails`,
    message: `Since ${since}: ${reason ?? 'it answers'}. GET /api/v1/health-checks shows it.`,
  }
  return [findingOf('address-failing', evidence, null, null)]
}
