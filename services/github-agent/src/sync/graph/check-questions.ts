import type { PageInfo } from './item-questions.ts'
import { type FieldQuestion, type NodeQuestion, type RepositoryName, repositoryQuestion } from './question.ts'

/** A commit where it is listed: whether anything checked it costs nothing to ask. */
export interface CheckedNode {
  readonly oid: string
  readonly committedDate: string
  readonly statusCheckRollup?: { readonly state: string } | null
}

export interface SuiteNode {
  readonly id: string
  readonly databaseId: number | null
  readonly status: string
  readonly conclusion: string | null
  readonly createdAt: string
  readonly updatedAt: string
  /** Null once the branch is deleted, and of a fork. */
  readonly branch: { readonly name: string } | null
  readonly app: { readonly databaseId: number | null; readonly slug: string; readonly name: string } | null
}

export interface StatusNode {
  readonly id: string
  readonly context: string
  readonly state: string
  readonly description: string | null
  readonly createdAt: string
}

export interface CommitChecksNode {
  readonly object: {
    readonly status?: { readonly contexts: readonly StatusNode[] } | null
    readonly checkSuites?: {
      readonly nodes: readonly (SuiteNode | null)[]
      readonly pageInfo: PageInfo
    } | null
  } | null
}

export interface CheckRunNode {
  readonly id: string
  readonly databaseId: number | null
  readonly name: string
  readonly status: string
  readonly conclusion: string | null
  readonly startedAt: string | null
  readonly completedAt: string | null
  readonly title: string | null
  readonly summary: string | null
}

export interface SuiteRunsNode {
  readonly checkRuns: { readonly nodes: readonly (CheckRunNode | null)[]; readonly pageInfo: PageInfo } | null
}

const afterOf = (after: string | null) => (after === null ? '' : `, after: ${JSON.stringify(after)}`)

/** The suites of a commit, a hundred of them, and the newest report of each context of the older kind. */
export function commitChecksQuestion(
  repository: RepositoryName,
  sha: string,
  after: string | null,
): FieldQuestion {
  const suite =
    'id databaseId status conclusion createdAt updatedAt branch { name } app { databaseId slug name }'
  const suites = `checkSuites(first: 100${afterOf(after)}) { nodes { ${suite} } pageInfo { hasNextPage endCursor } }`
  const status = after === null ? 'status { contexts { id context state description createdAt } } ' : ''
  const commit = `object(oid: ${JSON.stringify(sha)}) { ... on Commit { ${status}${suites} } }`
  return repositoryQuestion(repository, commit, { connections: 1, weight: 40 })
}

/** A hundred runs of a suite, with those that were followed by others of their names. */
export function suiteRunsQuestion(id: string, after: string | null): NodeQuestion {
  const run = 'id databaseId name status conclusion startedAt completedAt title summary'
  const selection = `{ ... on CheckSuite { checkRuns(first: 100${afterOf(after)}, filterBy: { checkType: ALL }) { nodes { ${run} } pageInfo { hasNextPage endCursor } } } }`
  return { kind: 'node', id, selection, fragments: [], connections: 1, weight: 40 }
}
