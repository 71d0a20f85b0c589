import { type AnswerOf, listWorkflowRuns } from '@octometer/gateway-api'
import {
  type CheckPlace,
  type WorkflowRunNow,
  workflowRunCandidates,
  workflowRunStates,
} from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { fits, secondsBetween, stagesOf, statusOf } from './check-fields.ts'
import { keyOf, toPlace } from './check-place.ts'
import { listNewest } from './list-newest.ts'
import { type Endings, endingsOf, type MaybeEnded, provenEnd } from './proven-end.ts'

type WorkflowRun = Omit<AnswerOf<typeof listWorkflowRuns>['data'][number], 'repository'>

export const listWorkflowRunsEndpoint = endpoint(listWorkflowRuns, 'checks', (gateway, request) => {
  const { store } = gateway
  const { query } = request
  return listNewest<WorkflowRun>(gateway, request, ({ generation, filters, now }) => ({
    candidates: async (after, limit, since) => {
      const rows = await store.query(workflowRunCandidates, {
        generation,
        ...filters,
        workflows: query.workflow ?? null,
        shas: query.sha ?? null,
        branches: query.branch ?? null,
        conclusions: query.conclusion ?? null,
        stages: stagesOf(query.status),
        events: query.event ?? null,
        since,
        after,
        limit,
      })
      return rows.map(toPlace)
    },
    entries: async (places) => {
      const rows = await store.query(workflowRunStates, { generation, places })
      const endings = await endingsOf(store, generation, rows.map(maybeEnded))
      const runs = rows.map((row) => [keyOf(placeOf(row)), runOf(row, endings, now)] as const)
      return new Map(runs.filter(([, run]) => fits(run, query)))
    },
  }))
})

function placeOf({ at, id, repository_id, part }: WorkflowRunNow): CheckPlace {
  return { at: new Date(at), id, repository_id, part }
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
