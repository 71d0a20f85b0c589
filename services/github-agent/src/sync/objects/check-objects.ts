import type { CheckSuiteSnapshot, CommitStatusSnapshot } from '@octometer/event-contracts'
import type { CheckRunNode, StatusNode, SuiteNode } from '../graph/check-questions.ts'
import { numberOfNode } from './number-of-node.ts'

/** GraphQL's answers in the shape that REST and webhook payloads share; null where a thing's number is not told. */

export function suiteObject(
  suite: SuiteNode,
  head: { readonly sha: string; readonly branch: string | null },
): CheckSuiteSnapshot['check_suite'] | null {
  const id = numberOfNode(suite)
  if (id === null) return null
  return {
    id,
    head_sha: head.sha,
    // Of a branch that was deleted only its pull request knows the name.
    head_branch: suite.branch?.name ?? head.branch,
    ...stateOf(suite),
    app: appOf(suite),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
  }
}

type CheckRunObject = NonNullable<CheckSuiteSnapshot['check_runs']>[number]

export function checkRunObject(run: CheckRunNode, suite: SuiteNode, sha: string): CheckRunObject | null {
  const id = numberOfNode(run)
  if (id === null) return null
  return {
    id,
    name: run.name,
    head_sha: sha,
    ...stateOf(run),
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: { title: run.title, summary: run.summary },
    app: appOf(suite),
  }
}

type StatusObject = CommitStatusSnapshot['statuses'][number]

export function statusObject(status: StatusNode): StatusObject | null {
  const id = numberOfNode(status)
  if (id === null) return null
  const { context, state, description, createdAt } = status
  return { id, context, state: stateWord(state), description, created_at: createdAt }
}

function appOf({ app }: SuiteNode) {
  return app && { id: app.databaseId, slug: app.slug, name: app.name }
}

function stateOf({ status, conclusion }: { readonly status: string; readonly conclusion: string | null }) {
  return { status: status.toLowerCase(), conclusion: conclusion?.toLowerCase() ?? null }
}

/** A context that is required and was not reported yet is expected: for REST it is pending. */
function stateWord(state: string): string {
  return state === 'EXPECTED' ? 'pending' : state.toLowerCase()
}
