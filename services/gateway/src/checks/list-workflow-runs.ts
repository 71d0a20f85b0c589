import { type AnswerOf, listWorkflowRuns, type QueryOf, workflowRunOrders } from '@octometer/gateway-api'
import {
  sortedWorkflowRuns,
  type WorkflowRunNow,
  workflowRunCandidates,
  workflowRunStates,
} from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { secondsBetween, stateFilters, statusOf } from './check-fields.ts'
import { keyOf, toPlace } from './check-place.ts'
import { fittingEntries } from './fitting-entries.ts'
import { listNewest } from './list-newest.ts'
import { type Endings, type MaybeEnded, provenEnd } from './proven-end.ts'

type WorkflowRun = Omit<AnswerOf<typeof listWorkflowRuns>['data'][number], 'repository'>

export const listWorkflowRunsEndpoint = endpoint(listWorkflowRuns, 'checks', (gateway, request) => {
  const { store } = gateway
  const { query } = request
  return listNewest(gateway, request, {
    orders: workflowRunOrders,
    newest: 'started_at',
    find: ({ generation, filters, now }) => {
      const asked = { generation, ...filters, ...filtersOf(query) }
      return {
        candidates: async (after, limit, since) => {
          const rows = await store.query(workflowRunCandidates, { ...asked, since, after, limit })
          return rows.map(toPlace)
        },
        sorted: (sorting, limit) => store.query(sortedWorkflowRuns, { ...asked, sorting, limit }),
        entries: async (places) => {
          const rows = await store.query(workflowRunStates, { generation, places })
          const entryOf = (row: WorkflowRunNow, endings: Endings) => runOf(row, endings, now)
          return fittingEntries(rows, { store, generation, query, maybeEnded, keyOf: runKey, entryOf })
        },
      }
    },
  })
})

function filtersOf(query: QueryOf<typeof listWorkflowRuns>) {
  return {
    workflows: query.workflow ?? null,
    ...stateFilters(query),
    events: query.event ?? null,
  }
}

function runKey(row: WorkflowRunNow): string {
  return keyOf(toPlace(row))
}

function maybeEnded({ at, id, repository_id, part, stage, suite_id }: WorkflowRunNow): MaybeEnded {
  return {
    kind: 'workflow_run',
    repository_id,
    stage,
    run_id: id,
    attempt: part,
    suite_id,
    since: new Date(at),
  }
}

function runOf(row: WorkflowRunNow, endings: Endings, now: Date): WorkflowRun {
  const { at, part, stage, suite_id, ...rest } = row
  const proof = provenEnd(maybeEnded(row), endings, now)
  return {
    ...rest,
    attempt: part,
    status: statusOf(stage, proof),
    end_proven_by: proof,
    check_suite_id: suite_id,
    started_at: at,
    duration_seconds: secondsBetween(at, row.completed_at),
  }
}
