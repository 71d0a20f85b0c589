import { type GitHubObject, objectAt, textAt } from '../fields.ts'
import { suiteOf } from '../views/checks.ts'
import { fullNameOf } from '../world/github-world.ts'
import type { RepositoryState } from '../world/repository-state.ts'
import { connection, type FieldArguments, type GraphNode } from './connection.ts'
import { databaseIdOf, nodeIdOf } from './identity.ts'

/** The check suites of one commit. */
export function checkSuiteConnection(
  args: FieldArguments,
  repository: RepositoryState,
  sha: string,
): GraphNode {
  const suites = [...repository.checkSuites.values()].filter((suite) => textAt(suite, 'head_sha') === sha)
  return connection(args, suites, keyOf, (suite) => suiteNode(repository, suite))
}

const FAILED = new Set(['failure', 'timed_out', 'startup_failure', 'cancelled', 'action_required', 'error'])

/** What all suites, the newest run of each workflow and the newest statuses of a commit say together; null without any. */
export function rollupNode(repository: RepositoryState, sha: string): GraphNode | null {
  const { checkSuites, workflowRuns, statuses } = repository
  const isOfCommit = (one: GitHubObject) => textAt(one, 'head_sha') === sha
  const runs = new Map<unknown, GitHubObject>()
  for (const one of workflowRuns.values()) if (isOfCommit(one)) runs.set(one.workflow_id, one)
  const suites = [...[...checkSuites.values()].filter(isOfCommit), ...runs.values()]
  const newest = new Map<string, GitHubObject>()
  for (const one of statuses.values()) if (one.sha === sha) newest.set(textAt(one, 'context'), one)
  const words = [
    ...suites.map((one) => textAt(one, 'conclusion')),
    ...[...newest.values()].map((one) => textAt(one, 'state').replace('pending', '')),
  ]
  if (words.length === 0) return null
  const state = words.some((word) => FAILED.has(word))
    ? 'FAILURE'
    : words.includes('')
      ? 'PENDING'
      : 'SUCCESS'
  return { __typename: 'StatusCheckRollup', id: `SCR_${sha.slice(0, 20)}`, state }
}

const keyOf = ({ id }: GitHubObject) => String(id)

function suiteNode(repository: RepositoryState, suite: GitHubObject): GraphNode {
  const id = Number(suite.id)
  return {
    ...stateFields(suite),
    __typename: 'CheckSuite',
    id: nodeIdOf(suite, 'CS'),
    databaseId: databaseIdOf(suite),
    app: appNode(objectAt(suite, 'app')),
    createdAt: textAt(suite, 'created_at'),
    updatedAt: textAt(suite, 'updated_at'),
    url: `https://github.com/${fullNameOf(repository)}/suites/${id}`,
    checkRuns: (args: FieldArguments) => {
      const runs = [...repository.checkRuns.values()].filter((run) => suiteOf(run) === id)
      return connection(args, runs, keyOf, (run) => runNode(run))
    },
  }
}

function runNode(run: GitHubObject): GraphNode {
  return {
    ...stateFields(run),
    __typename: 'CheckRun',
    id: nodeIdOf(run, 'CR'),
    databaseId: databaseIdOf(run),
    name: textAt(run, 'name'),
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
