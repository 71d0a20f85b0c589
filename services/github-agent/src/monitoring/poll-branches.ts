import type { GitHubClient } from '@octometer/github-client'
import type { AgentWork } from '../agent-work.ts'
import { listRepositories, type RepositoryTarget } from '../github/repositories.ts'
import { createGraphAsker, type GraphAsker } from '../sync/graph/graph-asker.ts'
import type { FieldQuestion } from '../sync/graph/question.ts'
import { createSnapshotSink } from '../sync/reading/snapshot-sink.ts'
import type { BranchStates } from './branch-states.ts'
import { branchUnread } from './events.ts'
import { readBranch } from './read-branch.ts'

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

const SUITES = 30

/**
 * Looks at what GitHub says of the head of every default branch, a point for about a hundred of them, and reads the newest runs and suites where
 * that has changed. A repository that cannot be read stops no other. Throws RequestError, and what the log throws.
 */
export async function pollBranches(poll: BranchPoll, end: AbortSignal): Promise<void> {
  const { clients, config, clock } = poll
  const targets = await listRepositories(clients, config.github, end)
  const now = () => new Date(clock.now())
  const askers = new Map<GitHubClient, GraphAsker>()
  const askerOf = (client: GitHubClient) => {
    const asker = askers.get(client) ?? createGraphAsker({ client, now, signal: end })
    askers.set(client, asker)
    return asker
  }
  await Promise.all(targets.map((target) => pollBranch(poll, target, askerOf(target.client), end)))
}

async function pollBranch(
  { states, logger, clock, appender }: BranchPoll,
  target: RepositoryTarget,
  asker: GraphAsker,
  signal: AbortSignal,
): Promise<void> {
  const { owner, name, client } = target
  try {
    const { data } = await asker.ask<BranchNode>(branchQuestion(target))
    const { databaseId, nameWithOwner: repository, defaultBranchRef: branch } = data
    const head = branch?.target
    const rollup = head?.statusCheckRollup?.state
    // GraphQL tells numbers up to 2^31 alone: the few beyond are watched by their webhooks.
    if (branch == null || head == null || rollup === undefined || databaseId === null) return
    const suites = (head.checkSuites?.nodes ?? []).map(
      ({ databaseId: id, status, conclusion }) => `${id}:${conclusion ?? status}`,
    )
    const state = [head.oid, rollup, ...suites].join(' ')
    if (states.isKnown(repository, state)) return
    const sink = createSnapshotSink((snapshot) => appender.snapshot(snapshot))
    const of = { repository_id: databaseId, repository, default_branch: branch.name }
    const askedAt = new Date(clock.now())
    await readBranch({ client, of, head: head.oid, sink, askedAt, signal })
    await states.save(repository, state)
  } catch (error) {
    if (!signal.aborted) branchUnread(logger, `${owner}/${name}`, error)
  }
}

function branchQuestion({ owner, name }: RepositoryTarget): FieldQuestion {
  const place = `owner: ${JSON.stringify(owner)}, name: ${JSON.stringify(name)}`
  const selection = `databaseId nameWithOwner
    defaultBranchRef { name target { ... on Commit { oid statusCheckRollup { state }
      checkSuites(first: ${SUITES}) { nodes { databaseId status conclusion } } } } }`
  return {
    kind: 'field',
    field: `repository(${place}) { ${selection} }`,
    fragments: [],
    ...{ connections: 1, weight: SUITES },
  }
}
