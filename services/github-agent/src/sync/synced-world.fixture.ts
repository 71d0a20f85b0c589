import type { Snapshot } from '@octometer/event-contracts'
import type { GitHubSimulator } from '@octometer/testkit'

type World = GitHubSimulator['world']
type Repository = World['repositories'] extends ReadonlyMap<unknown, infer R> ? R : never
type Fields = Readonly<Record<string, unknown>>

const fieldsOf = (value: unknown): Fields => ({ ...Object(value) })
const namesOf = (list: unknown, key: string): readonly string[] =>
  (Array.isArray(list) ? list : []).map((each) => String(fieldsOf(each)[key])).sort()

/** What the simulated GitHub knows of its issues, pull requests and commits, as text to compare. */
export function worldSeen(world: World): readonly string[] {
  return [...world.repositories.values()].flatMap(repositorySeen).sort()
}

function repositorySeen({ id, issues, pulls, commits }: Repository): readonly string[] {
  return [
    ...[...issues.values()].map(({ number, object, timeline }) => {
      const { state, comments } = object
      const closings = timeline.filter(({ kind }) => kind === 'closed').map(({ at }) => at)
      return seen('issue', id, number, object, { state, comments, closings })
    }),
    ...[...pulls.values()].map(({ number, object, timeline }) => {
      const { merged_at, additions, commits: own, merged_by, comments } = object
      const closings = timeline.filter(({ kind, at }) => kind === 'closed' && at !== merged_at)
      const by = fieldsOf(merged_by).login ?? null
      const more = {
        merged_at,
        additions,
        commits: own,
        by,
        comments,
        closings: closings.map(({ at }) => at),
      }
      return seen('pull', id, number, object, more)
    }),
    ...[...commits.values()].map(({ sha, object }) => `commit ${id} ${sha} ${String(object.timestamp)}`),
  ]
}

function seen(kind: string, repository: number, number: unknown, object: Fields, more: Fields): string {
  const labels = namesOf(object.labels, 'name')
  const assignees = kind === 'issue' ? namesOf(object.assignees, 'login') : []
  const { id, title, user, created_at, updated_at, closed_at } = object
  const rest = { id, title, by: fieldsOf(user).login, created_at, updated_at, closed_at, labels, assignees }
  return `${kind} ${repository} ${number} ${JSON.stringify({ ...rest, ...more })}`
}

/** The same of what is in the log. */
export function snapshotsSeen(snapshots: readonly Snapshot[]): readonly string[] {
  return snapshots.flatMap(snapshotSeen).sort()
}

function snapshotSeen(snapshot: Snapshot): readonly string[] {
  if (snapshot.type === 'issue') {
    const { repository_id, issue, closings, comments } = snapshot
    const { state } = issue
    const times = (closings ?? []).map(({ closed_at }) => closed_at)
    const more = { state, comments: comments?.length, closings: times }
    return [seen('issue', repository_id, issue.number, { ...issue }, more)]
  }
  if (snapshot.type === 'pull_request') {
    const { repository_id, pull_request, closings, comments } = snapshot
    const { merged_at, additions, commits, merged_by } = pull_request
    const times = (closings ?? []).map(({ closed_at }) => closed_at)
    const by = merged_by?.login ?? null
    const more = { merged_at, additions, commits, by, comments: comments?.length, closings: times }
    return [seen('pull', repository_id, pull_request.number, { ...pull_request }, more)]
  }
  if (snapshot.type !== 'commits') return []
  return snapshot.commits.map(({ id, timestamp }) => `commit ${snapshot.repository_id} ${id} ${timestamp}`)
}
