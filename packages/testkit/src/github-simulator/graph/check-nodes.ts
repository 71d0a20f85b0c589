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
