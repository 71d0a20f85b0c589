import type { CheckSuiteSnapshot, CommitStatusSnapshot } from '@octometer/event-contracts'
import {
  type CheckRunNode,
  type CommitChecksNode,
  commitChecksQuestion,
  type StatusNode,
  type SuiteNode,
  type SuiteRunsNode,
  suiteRunsQuestion,
} from '../graph/check-questions.ts'
import { checkRunObject, statusObject, suiteObject } from '../objects/check-objects.ts'
import type { Identity, RepositoryReading } from './repository-reading.ts'
import { MalformedObjectError } from './snapshot-sink.ts'

/** A commit that may have been checked. */
export interface CheckedCommit {
  readonly sha: string
  /** That it was pushed to, as far as is known; a suite names its own while the branch is there. */
  readonly branch: string | null
  readonly isHead: boolean
}

/** Reads what checked commits, each once, however many lists show it. */
export interface CommitChecks {
  /** Throws what asking and appending throw. */
  of(commits: readonly CheckedCommit[]): Promise<void>
  has(sha: string): boolean
  /** Whether a suite of GitHub Actions that changed was among them. */
  readonly sawActions: boolean
}

/** What is still going on after this is looked at no more, until something happens. */
const PENDING_MS = 3 * 86_400_000
/** What has not begun by then is nobody's. */
const IDLE_MS = 3_600_000
/** A snapshot holds no more of a suite. */
const MOST_RUNS = 1000

type Reading = RepositoryReading & { readonly identity: Promise<Identity> }

export function createCommitChecks(reading: Reading): CommitChecks {
  const known = new Map<string, string | null>()
  const seen = { actions: false }
  return {
    get sawActions() {
      return seen.actions
    },
    has: (sha) => known.has(sha),
    async of(commits) {
      // A branch that was merged is known by its pull request alone.
      const fresh = commits.filter(
        ({ sha, branch }) => !known.has(sha) || (branch !== null && known.get(sha) === null),
      )
      for (const { sha, branch } of fresh) known.set(sha, branch)
      await Promise.all(
        fresh.map((commit) =>
          readCommit(reading, commit, (suite) => {
            seen.actions ||= suite.app?.slug === 'github-actions'
          }),
        ),
      )
    },
  }
}

async function readCommit(
  reading: Reading,
  commit: CheckedCommit,
  onRead: SeenSuite['onRead'],
): Promise<void> {
  const { graph, repository } = reading
  let after: string | null = null
  const suites: { readonly suite: SuiteNode; readonly askedAt: Date }[] = []
  do {
    const question = commitChecksQuestion(repository, commit.sha, after)
    const { data, askedAt }: { data: CommitChecksNode; askedAt: Date } = await graph.ask(question)
    if (after === null) await appendStatuses(reading, commit, data.object?.status?.contexts ?? [], askedAt)
    // Whoever may not see checks is told of none.
    const page: NonNullable<CommitChecksNode['object']>['checkSuites'] = data.object?.checkSuites ?? null
    for (const suite of page?.nodes ?? []) if (suite !== null) suites.push({ suite, askedAt })
    after = page?.pageInfo.hasNextPage === true ? page.pageInfo.endCursor : null
  } while (after !== null)
  await Promise.all(
    suites.map(({ suite, askedAt }) => readSuite(reading, commit, { suite, askedAt, onRead })),
  )
}

/** Every App that may check gets a suite of every push, whether it looks at it or not. */
function isIdle({ status, createdAt, updatedAt }: SuiteNode): boolean {
  return status === 'QUEUED' && createdAt === updatedAt
}

function goesOn(suite: SuiteNode, askedAt: Date): boolean {
  const age = askedAt.getTime() - Date.parse(suite.createdAt)
  return suite.status !== 'COMPLETED' && age < (isIdle(suite) ? IDLE_MS : PENDING_MS)
}

interface SeenSuite {
  readonly suite: SuiteNode
  readonly askedAt: Date
  /** It is new, or changed. */
  onRead(suite: SuiteNode): void
}

async function readSuite(
  reading: Reading,
  commit: CheckedCommit,
  { suite, askedAt, onRead }: SeenSuite,
): Promise<void> {
  const { since, place } = reading
  if (goesOn(suite, askedAt)) place.pend({ sha: commit.sha, branch: commit.branch })
  if (isIdle(suite) || (since !== null && Date.parse(suite.updatedAt) < since.getTime())) return
  onRead(suite)
  const { of } = await reading.identity
  const check_suite = suiteObject(suite, commit)
  if (check_suite === null) return unnumbered(reading, 'check suite', suite.id)
  const check_runs = await runsOf(reading, commit, suite)
  const snapshot = { type: 'check_suite', ...of, check_suite, check_runs } as const
  await reading.sink.append(snapshot, `${of.repository_id}:${check_suite.id}`, askedAt)
  reading.count('check_suites', 1)
}

type CheckRuns = NonNullable<CheckSuiteSnapshot['check_runs']>

async function runsOf(reading: Reading, { sha }: CheckedCommit, suite: SuiteNode): Promise<CheckRuns> {
  const nodes: CheckRunNode[] = []
  let after: string | null = null
  do {
    const { data }: { data: SuiteRunsNode } = await reading.graph.ask(suiteRunsQuestion(suite.id, after))
    for (const node of data.checkRuns?.nodes ?? []) if (node !== null) nodes.push(node)
    after = data.checkRuns?.pageInfo.hasNextPage === true ? data.checkRuns.pageInfo.endCursor : null
  } while (after !== null && nodes.length < MOST_RUNS)
  return nodes.slice(0, MOST_RUNS).flatMap((node) => {
    const run = checkRunObject(node, suite, sha)
    if (run === null) unnumbered(reading, 'check run', node.id)
    return run ?? []
  })
}

async function appendStatuses(
  reading: Reading,
  { sha, branch, isHead }: CheckedCommit,
  nodes: readonly StatusNode[],
  askedAt: Date,
): Promise<void> {
  const { since, identity, sink } = reading
  const changed = nodes.filter(({ createdAt }) => since === null || Date.parse(createdAt) >= since.getTime())
  if (changed.length === 0) return
  const statuses: CommitStatusSnapshot['statuses'] = changed.flatMap((node) => {
    const status = statusObject(node)
    if (status === null) unnumbered(reading, 'commit status', node.id)
    return status ?? []
  })
  const { of } = await identity
  const branches = isHead && branch !== null ? [branch] : null
  const snapshot = { type: 'commit_status', ...of, sha, branches, statuses } as const
  await sink.append(snapshot, `${of.repository_id}:${sha}`, askedAt)
}

function unnumbered({ failed }: RepositoryReading, what: string, id: string): void {
  failed('checks', new MalformedObjectError(`GitHub tells no number of the ${what} ${id}`))
}
