import type { Entry } from '../../api/operations.ts'

export const timelineKinds = {
  code: 'Code',
  pulls: 'Pull requests',
  issues: 'Issues',
  ci: 'CI failures',
  deployments: 'Deployments',
  releases: 'Releases',
  alerts: 'Alerts',
} as const

export type TimelineKind = keyof typeof timelineKinds

/** Where an entry leads: a page of the dashboard with what is opened there, or an address elsewhere. */
type TimelineTarget =
  | { readonly page: string; readonly search: Readonly<Record<string, string>> }
  | { readonly url: string }

/** Something that happened, by its own time. */
export interface TimelineEntry {
  readonly key: string
  readonly at: string
  readonly kind: TimelineKind
  /** Good and bad news have a colour; the rest has none. */
  readonly tone: 'plain' | 'good' | 'bad' | 'merged'
  readonly who: string | null
  /** Such as `merged`. */
  readonly verb: string
  /** What it was done to. */
  readonly what: string
  readonly repository: string | null
  readonly target: TimelineTarget | null
}

/** One list of them, the newest first. */
export interface TimelineSource {
  readonly entries: readonly TimelineEntry[]
  /** Whether there are older ones that were not asked for yet. */
  readonly hasMore: boolean
}

interface Timeline {
  /** All that is known to be in its place, the newest first. */
  readonly entries: readonly TimelineEntry[]
  /** The source that has to be asked for more before older entries can be told; null when none has any. */
  readonly behind: number | null
}

/** Several lists as one. What is older than the end of a list that goes on may have something unknown between, and is left out. */
export function mergeTimeline(sources: readonly TimelineSource[]): Timeline {
  const ends = sources.map(({ entries, hasMore }) => (hasMore ? (entries.at(-1)?.at ?? null) : null))
  const newestEnd = ends.reduce((newest, end) => (end !== null && end > (newest ?? '') ? end : newest), null)
  const entries = sources
    .flatMap((source) => source.entries)
    .filter(({ at }) => newestEnd === null || at >= newestEnd)
    .sort((a, b) => b.at.localeCompare(a.at) || a.key.localeCompare(b.key))
  return { entries, behind: newestEnd === null ? null : ends.indexOf(newestEnd) }
}

type Work = Entry<'listActivityRecords'>

const works: Readonly<Record<Work['kind'], Pick<TimelineEntry, 'kind' | 'verb' | 'tone'>>> = {
  commit: { kind: 'code', verb: 'committed', tone: 'plain' },
  pr_opened: { kind: 'pulls', verb: 'opened', tone: 'plain' },
  pr_merged: { kind: 'pulls', verb: 'merged', tone: 'merged' },
  issue_closed: { kind: 'issues', verb: 'closed', tone: 'good' },
}

export function workEntry(record: Work): TimelineEntry {
  const { kind, at, repository, author, actor, message, url, sha, number } = record
  const name = `${repository}#${number}`
  const targets: Readonly<Record<Work['kind'], TimelineTarget | null>> = {
    commit: url === null ? null : { url },
    pr_opened: { page: '/pull-requests', search: { open: name } },
    pr_merged: { page: '/pull-requests', search: { open: name } },
    issue_closed: { page: '/issues', search: { issue: name } },
  }
  const [firstLine = ''] = message.split('\n')
  return {
    ...works[kind],
    key: `${kind} ${repository} ${sha ?? number}`,
    at,
    // Who merged or closed it; its author did not.
    who: kind === 'commit' || kind === 'pr_opened' ? author : actor,
    what: sha === null ? `${firstLine} #${number}` : firstLine,
    repository,
    target: targets[kind],
  }
}

export function openedIssueEntry({ key, opened_at, author, title, number, repository }: Entry<'listIssues'>) {
  const target = { page: '/issues', search: { issue: key } }
  const shown = { kind: 'issues', tone: 'plain', verb: 'opened', what: `${title} #${number}` } as const
  return { ...shown, key: `opened ${key}`, at: opened_at, who: author, repository, target }
}

export function failedRunEntry(run: Entry<'listWorkflowRuns'>): TimelineEntry {
  const { id, attempt, started_at, conclusion, workflow, head_branch, repository } = run
  return {
    kind: 'ci',
    tone: 'bad',
    key: `run ${id} ${attempt}`,
    at: started_at,
    who: null,
    verb: conclusion === 'timed_out' ? 'timed out:' : 'failed:',
    what: head_branch === null ? workflow : `${workflow} on ${head_branch}`,
    repository,
    target: { page: '/ci', search: { workflow } },
  }
}

const tones: Readonly<Record<string, TimelineEntry['tone']>> = {
  success: 'good',
  failure: 'bad',
  error: 'bad',
}

export function deploymentEntry(deployment: Entry<'listDeployments'>): TimelineEntry {
  const { id, created_at, creator, state, environment, sha, repository } = deployment
  return {
    kind: 'deployments',
    tone: tones[state] ?? 'plain',
    key: `deployment ${repository} ${id}`,
    at: created_at,
    who: creator,
    verb: 'deployed',
    what: `${sha.slice(0, 7)} to ${environment} · ${state}`,
    repository,
    target: { page: '/deployments', search: { deployment: String(id) } },
  }
}

export function releaseEntry(release: Entry<'listReleases'>): TimelineEntry {
  const { id, created_at, published_at, author, tag_name, name, kind, repository } = release
  return {
    kind: 'releases',
    tone: 'plain',
    key: `release ${repository} ${id}`,
    at: published_at ?? created_at,
    who: author,
    verb: kind === 'draft' ? 'drafted' : 'released',
    what: name === null || name === tag_name ? tag_name : `${tag_name} ${name}`,
    repository,
    target: { page: '/deployments', search: {} },
  }
}

export function alertEntry({ id, opened_at, severity, title, repository }: Entry<'listAlerts'>) {
  const tone = severity === 'critical' || severity === 'high' ? 'bad' : 'plain'
  const target = { page: '/alerts', search: { open: id, at: opened_at } }
  const shown = { kind: 'alerts', verb: `alert, ${severity}:`, what: title, who: null } as const
  return { ...shown, tone, key: `alert ${id}`, at: opened_at, repository, target } as const
}
