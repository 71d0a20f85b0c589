import type { AgentWork } from '../agent-work.ts'
import { listRepositories, type RepositoryTarget } from '../github/repositories.ts'
import { createGraphAskers, type GraphAsker } from '../sync/graph/graph-asker.ts'
import { type FieldQuestion, repositoryQuestion } from '../sync/graph/question.ts'
import { createSnapshotSink } from '../sync/reading/snapshot-sink.ts'
import { inTurns } from '../sync/run/in-turns.ts'
import type { BranchStates } from './branch-states.ts'
import { branchUnread } from './events.ts'
import { type BranchReading, readBranch } from './read-branch.ts'

export interface BranchPoll extends Pick<AgentWork, 'clients' | 'config' | 'clock' | 'logger' | 'appender'> {
  readonly states: BranchStates
}

interface BranchNode {
  readonly databaseId: number | null
  readonly nameWithOwner: string
  readonly defaultBranchRef: {
    readonly name: string
    readonly target: {
      readonly oid: string
      readonly statusCheckRollup: { readonly state: string } | null
      readonly checkSuites: {
        readonly nodes: readonly {
          readonly databaseId: number | null
          readonly status: string
          readonly conclusion: string | null
        }[]
      } | null
    } | null
  } | null
}

/** The head of a default branch of which GitHub says something else than before. */
interface ChangedHead {
  readonly target: RepositoryTarget
  readonly of: BranchReading['of']
  readonly sha: string
  readonly state: string
}

const SUITES = 30
/** Branches that are read beside one another. */
const CONCURRENCY = 5

/**
 * Looks at what GitHub says of the head of every default branch, a point for about a hundred of them, and reads the newest runs and suites where
 * that has changed. A repository that cannot be read stops no other. Throws RequestError, and what the log throws.
 */
export async function pollBranches(poll: BranchPoll, end: AbortSignal): Promise<void> {
  const { clients, config, clock } = poll
  const targets = await listRepositories(clients, config.github, end)
  const askerOf = createGraphAskers({ now: () => new Date(clock.now()), signal: end })
  const unread =
    ({ owner, name }: RepositoryTarget) =>
    (error: unknown) => {
      if (!end.aborted) branchUnread(poll.logger, `${owner}/${name}`, error)
      return null
    }
  const looked = await Promise.all(
    targets.map((target) => lookAtHead(poll, target, askerOf(target.client)).catch(unread(target))),
  )
  const changed = looked.filter((head) => head !== null)
  await inTurns(changed, CONCURRENCY, async (head) => {
    await readHead(poll, head, end).catch(unread(head.target))
  })
}

/** Null where nothing has changed, or nothing ever ran. */
async function lookAtHead(
  { states }: BranchPoll,
  target: RepositoryTarget,
  asker: GraphAsker,
): Promise<ChangedHead | null> {
  const { data } = await asker.ask<BranchNode>(branchQuestion(target))
  const { databaseId: repository_id, nameWithOwner: repository, defaultBranchRef: branch } = data
  const head = branch?.target
  const rollup = head?.statusCheckRollup?.state
  // GraphQL tells numbers up to 2^31 alone: the few beyond are watched by their webhooks.
  if (branch == null || head == null || rollup === undefined || repository_id === null) return null
  const suites = (head.checkSuites?.nodes ?? []).map(
    ({ databaseId: id, status, conclusion }) => `${id}:${conclusion ?? status}`,
  )
  const state = [head.oid, rollup, ...suites].join(' ')
  if (states.isKnown(repository, state)) return null
  return { target, of: { repository_id, repository, default_branch: branch.name }, sha: head.oid, state }
}

async function readHead(
  { states, clock, appender }: BranchPoll,
  { target: { client }, of, sha: head, state }: ChangedHead,
  signal: AbortSignal,
): Promise<void> {
  const sink = createSnapshotSink((snapshot) => appender.snapshot(snapshot))
  await readBranch({ client, of, head, sink, askedAt: new Date(clock.now()), signal })
  await states.save(of.repository, state)
}

function branchQuestion(target: RepositoryTarget): FieldQuestion {
  const selection = `databaseId nameWithOwner
    defaultBranchRef { name target { ... on Commit { oid statusCheckRollup { state }
      checkSuites(first: ${SUITES}) { nodes { databaseId status conclusion } } } } }`
  return repositoryQuestion(target, selection, { connections: 1, weight: SUITES })
}
