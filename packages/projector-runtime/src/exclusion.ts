import type { LogMessage, SnapshotType } from '@octometer/event-contracts'
import type { ProjectionSettings } from './projection.ts'

const NONE: readonly string[] = []

/** What a snapshot's things are called among events; the other types are of none. */
const EVENT_OF: Readonly<Partial<Record<SnapshotType, string>>> = {
  pull_request: 'pull_request',
  issue: 'issues',
  commits: 'push',
  check_suite: 'check_suite',
  workflow_run: 'workflow_run',
  commit_status: 'status',
  deployment: 'deployment',
  release: 'release',
}

/**
 * Why a delivery, or what a sync saw instead of it, is left out by the settings; null when it is not. Commands, API calls and
 * what is of no repository and no event never are.
 */
export function exclusionOf(
  message: LogMessage,
  { include = NONE, exclude = NONE }: ProjectionSettings,
): string | null {
  if (include.length + exclude.length === 0) return null
  const about = aboutOf(message)
  if (about === null) return null
  const { event, repository } = about
  const isOf = (entry: string) =>
    isRepository(entry) ? repository !== null && matches(entry, repository) : matches(entry, event)
  const excluding = exclude.find(isOf)
  if (excluding !== undefined) return `excluded by ${excluding}`
  for (const [kind, what] of KINDS) {
    const entries = include.filter((entry) => isRepository(entry) === kind)
    if (entries.length > 0 && !entries.some(isOf)) return `its ${what} is not included`
  }
  return null
}

interface About {
  readonly event: string
  /** Full name. */
  readonly repository: string | null
}

function aboutOf(message: LogMessage): About | null {
  if (message.kind === 'delivery') {
    const { event, repository } = message.delivery
    return { event, repository: repository?.fullName ?? null }
  }
  if (message.kind !== 'snapshot' || !('repository' in message.snapshot)) return null
  const { type, repository } = message.snapshot
  const event = EVENT_OF[type]
  return event === undefined ? null : { event, repository }
}

const KINDS = [
  [true, 'repository'],
  [false, 'event'],
] as const

function isRepository(entry: string): boolean {
  return entry.includes('/')
}

const compiled = new Map<string, RegExp>()

/** Without case, as GitHub compares names; `*` stands for anything within them. */
function matches(entry: string, name: string): boolean {
  const known = compiled.get(entry) ?? compile(entry)
  compiled.set(entry, known)
  return known.test(name)
}

function compile(entry: string): RegExp {
  const parts = entry.split('*').map((part) => part.replaceAll(/[.[\]\\^$+?(){}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('[^/]*')}$`, 'i')
}
