import {
  liveGeneration,
  type Store,
  stalePullRequests,
  unapprovedPullRequests,
  type WaitingPullRequest,
} from '@octometer/read-store'
import type { ClockRule, Condition } from './condition.ts'
import { repositoriesById } from './repository-names.ts'
import { atLeast } from './severity.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** Of more, those that changed last: the others have been forgotten by everybody. */
const MOST = 1000

/** An open pull request that nothing has happened to for some days. */
export const stalePullRequestRule: ClockRule = {
  name: 'stale-pull-request',
  async look({ store }, { severity, thresholds }, now) {
    const generation = await pullRequestGeneration(store)
    if (generation === null) return null
    const days = thresholds.days ?? 7
    const before = new Date(now.getTime() - days * DAY_MS)
    const pulls = await store.query(stalePullRequests, { generation, before, limit: MOST })
    return conditionsOf(store, pulls, (pull, name) => ({
      severity,
      title: `Stale pull request ${name}#${pull.number}: ${pull.title}`,
      message: `Nothing has happened since ${pull.since.slice(0, 10)}.`,
    }))
  },
}

/**
 * An open pull request that is no draft, is not stale, and that nobody has approved for some hours since it was ready
 * for review; critical after some more (24 and 48 unless changed).
 */
export const approvalBottleneckRule: ClockRule = {
  name: 'approval-bottleneck',
  async look({ store }, { severity, thresholds }, now) {
    const generation = await pullRequestGeneration(store)
    if (generation === null) return null
    const hours = thresholds.hours ?? 24
    const criticalBefore = now.getTime() - (thresholds.critical_hours ?? 48) * HOUR_MS
    const pulls = await store.query(unapprovedPullRequests, {
      generation,
      active_since: new Date(now.getTime() - 7 * DAY_MS),
      ready_before: new Date(now.getTime() - hours * HOUR_MS),
      limit: MOST,
    })
    return conditionsOf(store, pulls, (pull, name) => ({
      severity: Date.parse(pull.since) < criticalBefore ? atLeast(severity, 'critical') : severity,
      title: `${name}#${pull.number} waits for approval: ${pull.title}`,
      message: `Ready for review since ${pull.since.slice(0, 16).replace('T', ' ')} UTC.`,
    }))
  },
}

async function pullRequestGeneration(store: Store): Promise<string | null> {
  return (await liveGeneration(store, 'pull-requests'))?.generation ?? null
}

type Said = Pick<Condition, 'severity' | 'title' | 'message'>

async function conditionsOf(
  store: Store,
  pulls: readonly WaitingPullRequest[],
  say: (pull: WaitingPullRequest, repository: string) => Said,
): Promise<readonly Condition[]> {
  const repositoryOf = await repositoriesById(
    store,
    pulls.map(({ repository_id }) => repository_id),
  )
  return pulls.map((pull) => {
    const repository = repositoryOf(pull.repository_id)
    return {
      ...say(pull, repository?.full_name ?? `repository ${pull.repository_id}`),
      subject: `${pull.repository_id}:pull:${pull.number}`,
      key: pull.since,
      url: null,
      repository,
    }
  })
}
