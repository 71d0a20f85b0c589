import type { PullRequestSeen } from './seen.ts'
import { isoSeconds } from './zone.ts'

export const counterNames = [
  'commits',
  'pushes',
  'pulls_opened',
  'pulls_merged',
  'pulls_closed',
  'issues_opened',
  'issues_closed',
  'deployments',
  'build_failures',
  'test_failures',
  'conflicts',
  'hotfixes',
] as const

export type CounterName = (typeof counterNames)[number]

/** One thing that counts once. */
export interface ExpectedFact {
  readonly counter: CounterName
  readonly repositoryId: number
  /** The natural key of DEFINITIONS, without the repository. */
  readonly key: string
  /** Milliseconds UTC. */
  readonly at: number
}

interface PushSeen {
  readonly repositoryId: number
  readonly ref: string
  readonly before: string
  readonly after: string
  readonly pushedAt: number
  readonly commits: readonly { readonly sha: string; readonly at: number }[]
}

interface IssueSeen {
  readonly repositoryId: number
  readonly number: number
  readonly action: string
  readonly createdAt: number
  readonly closedAt: number | null
}

interface DeploymentSeen {
  readonly repositoryId: number
  readonly id: number
  readonly ref: string
  readonly production: boolean
  readonly createdAt: number
}

export interface CounterOracle {
  pushed(push: PushSeen): void
  pullRequestSeen(seen: PullRequestSeen, action: string): void
  issue(issue: IssueSeen): void
  deployed(deployment: DeploymentSeen): void
  suiteCompleted(suite: {
    readonly repositoryId: number
    readonly suiteId: number
    readonly conclusion: string | null
    readonly createdAt: number
  }): void
  runCompleted(run: {
    readonly repositoryId: number
    readonly runId: number
    readonly name: string
    readonly conclusion: string | null
    readonly suiteCreatedAt: number
  }): void
  facts(): ExpectedFact[]
}

const deleted = /^0+$/
// The defaults of OCTO_TEST_CHECK_PATTERN and OCTO_HOTFIX_PATTERN, as DEFINITIONS writes them.
const testName = /\b(test|spec|e2e|integration|unit)s?\b/i
const hotfix = /\bhot-?fix/i
const failedSuite = ['failure', 'timed_out', 'startup_failure']
const failedRun = ['failure', 'timed_out']

/**
 * The twelve counters of DEFINITIONS. Throws when one thing is told with two times.
 *
 * Where DEFINITIONS leaves a choice, it is read so:
 * - commits: those that a push to a branch lists, `distinct` or not; never those of a tag, nor `head_commit` alone.
 *   One SHA in two repositories counts in both. A time outside 1970-2105 does not count, its push and neighbours do.
 * - pushes: new branches without commits and force pushes count; tags and deletions do not.
 * - pulls_opened, issues_opened: the action `opened` alone; what was open before anybody listened was never opened.
 * - pulls_merged, pulls_closed, issues_closed: the action `closed` alone, whatever later payloads repeat.
 * - deployments: `deployment` created, not its statuses.
 * - build_failures, test_failures: a suite or run that ever completed as a failure, though it passes when run again.
 * - conflicts: `pull_request` payloads of every action, `closed` included; reviews do not say.
 * - hotfixes: a deployment by its ref alone, in an environment that is production by name or by declaration; a pull
 *   request by title, head branch and labels as its closing shows them.
 */
export function createCounterOracle(): CounterOracle {
  const book = createFactBook()
  return {
    pushed: (push) => countPush(book, push),
    pullRequestSeen: (seen, action) => countPull(book, seen, action),
    issue({ repositoryId, number, action, createdAt, closedAt }) {
      if (action === 'opened') book.fact('issues_opened', repositoryId, `${number}`, createdAt)
      if (action === 'closed' && closedAt !== null)
        book.fact('issues_closed', repositoryId, `${number}@${isoSeconds(closedAt)}`, closedAt)
    },
    deployed({ repositoryId, id, ref, production, createdAt }) {
      book.fact('deployments', repositoryId, `${id}`, createdAt)
      if (production && hotfix.test(ref)) book.fact('hotfixes', repositoryId, `deployment:${id}`, createdAt)
    },
    suiteCompleted({ repositoryId, suiteId, conclusion, createdAt }) {
      if (conclusion !== null && failedSuite.includes(conclusion))
        book.fact('build_failures', repositoryId, `${suiteId}`, createdAt)
    },
    runCompleted({ repositoryId, runId, name, conclusion, suiteCreatedAt }) {
      if (conclusion !== null && failedRun.includes(conclusion) && testName.test(name))
        book.fact('test_failures', repositoryId, `${runId}`, suiteCreatedAt)
    },
    facts: () => book.all(),
  }
}

function countPush(book: FactBook, push: PushSeen): void {
  const { repositoryId, ref, before, after, pushedAt } = push
  if (!ref.startsWith('refs/heads/') || deleted.test(after)) return
  book.fact('pushes', repositoryId, `${ref} ${before} ${after}`, pushedAt)
  for (const { sha, at } of push.commits) {
    // A time that no column can hold is no fact's; the push and its other commits stand.
    if (isCountable(at)) book.fact('commits', repositoryId, sha, at)
  }
}

function isCountable(at: number): boolean {
  const year = new Date(at).getUTCFullYear()
  return year >= 1970 && year <= 2105
}

function countPull(book: FactBook, seen: PullRequestSeen, action: string): void {
  const { repositoryId, number, closedAt, mergedAt } = seen
  if (action === 'opened') book.fact('pulls_opened', repositoryId, `${number}`, Date.parse(seen.createdAt))
  if (seen.mergeable === false)
    book.first('conflicts', repositoryId, `${number} ${seen.headSha}`, Date.parse(seen.updatedAt))
  if (action !== 'closed') return
  if (!seen.merged && closedAt !== null)
    book.fact('pulls_closed', repositoryId, `${number}@${closedAt}`, Date.parse(closedAt))
  if (!seen.merged || mergedAt === null) return
  book.fact('pulls_merged', repositoryId, `${number}`, Date.parse(mergedAt))
  if ([seen.title, seen.headRef, ...seen.labels].some((text) => hotfix.test(text)))
    book.fact('hotfixes', repositoryId, `pull:${number}`, Date.parse(mergedAt))
}

interface FactBook {
  fact(counter: CounterName, repositoryId: number, key: string, at: number): void
  /** A fact whose time is the earliest at which it was seen. */
  first(counter: CounterName, repositoryId: number, key: string, at: number): void
  all(): ExpectedFact[]
}

function createFactBook(): FactBook {
  const facts = new Map<string, ExpectedFact>()
  const put = (fact: ExpectedFact, settle: (known: ExpectedFact) => number) => {
    const name = `${fact.counter} ${fact.repositoryId} ${fact.key}`
    const known = facts.get(name)
    facts.set(name, known === undefined ? fact : { ...known, at: settle(known) })
  }
  return {
    fact(counter, repositoryId, key, at) {
      put({ counter, repositoryId, key, at }, (known) => {
        if (known.at !== at) throw new Error(`${counter} ${key} happened at two times`)
        return at
      })
    },
    first(counter, repositoryId, key, at) {
      put({ counter, repositoryId, key, at }, (known) => Math.min(known.at, at))
    },
    all: () => [...facts.values()],
  }
}
