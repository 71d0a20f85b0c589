import { type GitHubObject, numberAt, objectAt, textAt } from '../fields.ts'
import { newestFirst } from '../rest/order.ts'
import { suiteOf } from '../views/checks.ts'
import { fullNameOf } from '../world/github-world.ts'
import type { RepositoryState } from '../world/repository-state.ts'
import { connection, type FieldArguments, type GraphNode } from './connection.ts'
import { databaseIdOf, nodeIdOf, packedNodeId } from './identity.ts'

interface CommitChecks {
  readonly suites: ReadonlyMap<string, readonly GitHubObject[]>
  readonly statuses: ReadonlyMap<string, readonly GitHubObject[]>
  readonly runs: ReadonlyMap<number, readonly GitHubObject[]>
  readonly workflowRuns: ReadonlyMap<string, readonly GitHubObject[]>
}

const grouped = new WeakMap<RepositoryState, { readonly of: string; readonly checks: CommitChecks }>()

/** By commit and suite, as long as nothing changes. */
function checksIn(repository: RepositoryState): CommitChecks {
  const { revision, checkSuites, checkRuns, statuses, workflowRuns } = repository
  const of = [revision, checkSuites.size, checkRuns.size, statuses.size, workflowRuns.size].join('/')
  const known = grouped.get(repository)
  if (known?.of === of) return known.checks
  const checks = {
    suites: Map.groupBy(checkSuites.values(), (suite) => textAt(suite, 'head_sha')),
    statuses: Map.groupBy(statuses.values(), (status) => textAt(status, 'sha')),
    runs: Map.groupBy(checkRuns.values(), suiteOf),
    workflowRuns: Map.groupBy(workflowRuns.values(), (run) => textAt(run, 'head_sha')),
  }
  grouped.set(repository, { of, checks })
  return checks
}

/** What a commit shows of its checks. */
export function commitCheckFields(repository: RepositoryState, sha: string): GraphNode {
  return {
    checkSuites: (args: FieldArguments) => {
      const suites = checksIn(repository).suites.get(sha) ?? []
      return connection(args, suites, keyOf, (suite) => suiteNode(repository, suite))
    },
    statusCheckRollup: () => rollupNode(repository, sha),
    status: () => statusNode(repository, sha),
  }
}

/** The newest report of each context. */
function statusNode(repository: RepositoryState, sha: string): GraphNode | null {
  const all = newestFirst(checksIn(repository).statuses.get(sha) ?? [], 'created_at')
  if (all.length === 0) return null
  const newest = new Map(all.toReversed().map((status) => [textAt(status, 'context'), status]))
  return {
    __typename: 'Status',
    id: `S_${sha.slice(0, 20)}`,
    state: textAt(all[0] ?? {}, 'state').toUpperCase(),
    contexts: [...newest.values()].map((status) => ({
      __typename: 'StatusContext',
      id: packedNodeId('SC', repository.id, numberAt(status, 'id')),
      context: textAt(status, 'context'),
      state: textAt(status, 'state').toUpperCase(),
      description: textAt(status, 'description') || null,
      createdAt: textAt(status, 'created_at').replace('+00:00', 'Z'),
    })),
  }
}

const FAILED = new Set(['failure', 'timed_out', 'startup_failure', 'cancelled', 'action_required', 'error'])

/**
 * What the suites, the newest run of each workflow and the newest statuses of a commit say together. Null where nothing ran nor
 * ended, and nothing was reported: a suite that only waits shows nothing.
 */
function rollupNode(repository: RepositoryState, sha: string): GraphNode | null {
  const { suites, statuses, runs, workflowRuns } = checksIn(repository)
  const shown = (suites.get(sha) ?? []).filter(
    (suite) => textAt(suite, 'conclusion') !== '' || runs.has(numberAt(suite, 'id')),
  )
  const newestRuns = new Map((workflowRuns.get(sha) ?? []).map((run) => [run.workflow_id, run]))
  const reports = newestFirst(statuses.get(sha) ?? [], 'created_at').toReversed()
  const newestReports = new Map(reports.map((status) => [textAt(status, 'context'), status]))
  const words = [
    ...[...shown, ...newestRuns.values()].map((one) => textAt(one, 'conclusion')),
    ...[...newestReports.values()].map((one) => textAt(one, 'state').replace('pending', '')),
  ]
  if (words.length === 0) return null
  const ended = words.includes('') ? 'PENDING' : 'SUCCESS'
  const state = words.some((word) => FAILED.has(word)) ? 'FAILURE' : ended
  return { __typename: 'StatusCheckRollup', id: `SCR_${sha.slice(0, 20)}`, state }
}

const keyOf = ({ id }: GitHubObject) => String(id)

export function suiteNode(repository: RepositoryState, suite: GitHubObject): GraphNode {
  const id = numberAt(suite, 'id')
  const path = `/${fullNameOf(repository)}/commit/${textAt(suite, 'head_sha')}/checks?check_suite_id=${id}`
  return {
    ...stateFields(suite),
    __typename: 'CheckSuite',
    id: packedNodeId('CS', repository.id, id),
    databaseId: databaseIdOf(suite),
    app: appNode(objectAt(suite, 'app')),
    branch: branchOf(repository, textAt(suite, 'head_branch')),
    createdAt: textAt(suite, 'created_at'),
    updatedAt: textAt(suite, 'updated_at'),
    resourcePath: path,
    url: `https://github.com${path}`,
    checkRuns: (args: FieldArguments) => {
      const runs = checksIn(repository).runs.get(id) ?? []
      return connection(args, asked(args, runs), keyOf, (run) => runNode(repository, run))
    },
  }
}

// A branch that was deleted is no ref any more.
function branchOf(repository: RepositoryState, name: string): GraphNode | null {
  if (!repository.branches.has(name)) return null
  return { __typename: 'Ref', id: `REF_${repository.id.toString(36)}_${name}`, name, prefix: 'refs/heads/' }
}

/** `filterBy: { checkType }`: of runs of one name the newest, unless all are asked for. */
function asked({ filterBy }: FieldArguments, runs: readonly GitHubObject[]): readonly GitHubObject[] {
  const given: unknown = typeof filterBy === 'object' && filterBy !== null ? { ...filterBy } : {}
  if (Object(given).checkType === 'ALL') return runs
  const byId = [...runs].sort((one, other) => numberAt(one, 'id') - numberAt(other, 'id'))
  return [...new Map(byId.map((run) => [textAt(run, 'name'), run])).values()]
}

function runNode(repository: RepositoryState, run: GitHubObject): GraphNode {
  const output = objectAt(run, 'output') ?? {}
  return {
    ...stateFields(run),
    __typename: 'CheckRun',
    id: packedNodeId('CR', repository.id, numberAt(run, 'id')),
    databaseId: databaseIdOf(run),
    name: textAt(run, 'name'),
    title: textAt(output, 'title') || null,
    summary: textAt(output, 'summary') || null,
    startedAt: textAt(run, 'started_at') || null,
    completedAt: textAt(run, 'completed_at') || null,
    detailsUrl: textAt(run, 'details_url') || null,
    externalId: textAt(run, 'external_id') || null,
  }
}

function stateFields(object: GitHubObject): GraphNode {
  const conclusion = textAt(object, 'conclusion')
  return {
    status: textAt(object, 'status').toUpperCase() || 'QUEUED',
    conclusion: conclusion === '' ? null : conclusion.toUpperCase(),
  }
}

function appNode(app: GitHubObject | null): GraphNode | null {
  if (app === null) return null
  const fields = { slug: textAt(app, 'slug'), name: textAt(app, 'name') }
  return { __typename: 'App', id: nodeIdOf(app, 'A'), databaseId: databaseIdOf(app), ...fields }
}
