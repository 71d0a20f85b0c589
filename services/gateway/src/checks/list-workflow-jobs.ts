import { type AnswerOf, listWorkflowJobs, type QueryOf, workflowJobOrders } from '@octometer/gateway-api'
import {
  sortedWorkflowJobs,
  type WorkflowJobNow,
  workflowJobCandidates,
  workflowJobStates,
} from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { secondsBetween, stateFilters, statusOf, textOrNull, timeOrNull } from './check-fields.ts'
import { keyOf, toPlace } from './check-place.ts'
import { fittingEntries } from './fitting-entries.ts'
import { listNewest } from './list-newest.ts'
import { type Endings, type MaybeEnded, provenEnd } from './proven-end.ts'

type WorkflowJob = Omit<AnswerOf<typeof listWorkflowJobs>['data'][number], 'repository'>

export const listWorkflowJobsEndpoint = endpoint(listWorkflowJobs, 'checks', (gateway, request) => {
  const { store } = gateway
  const { query } = request
  return listNewest(gateway, request, {
    orders: workflowJobOrders,
    newest: 'created_at',
    find: ({ generation, filters, now }) => {
      const asked = { generation, ...filters, ...filtersOf(query) }
      return {
        candidates: async (after, limit, since) => {
          const rows = await store.query(workflowJobCandidates, { ...asked, since, after, limit })
          return rows.map(toPlace)
        },
        sorted: (sorting, limit) => store.query(sortedWorkflowJobs, { ...asked, sorting, limit }),
        entries: async (places) => {
          const rows = await store.query(workflowJobStates, { generation, places })
          const entryOf = (row: WorkflowJobNow, endings: Endings) => jobOf(row, endings, now)
          return fittingEntries(rows, { store, generation, query, maybeEnded, keyOf: jobKey, entryOf })
        },
      }
    },
  })
})

function filtersOf(query: QueryOf<typeof listWorkflowJobs>) {
  return {
    workflows: query.workflow ?? null,
    ...stateFilters(query),
    names: query.name ?? null,
    runner_groups: query.runner_group ?? null,
    run_id: query.run_id ?? null,
  }
}

function jobKey({ at, id, repository_id }: WorkflowJobNow): string {
  return keyOf({ at: new Date(at), id, repository_id, part: 0 })
}

function maybeEnded({ at, repository_id, stage, run_id, attempt, started_at }: WorkflowJobNow): MaybeEnded {
  const since = timeOrNull(started_at ?? at)
  return {
    kind: 'workflow_job',
    repository_id,
    stage,
    run_id,
    attempt,
    suite_id: null,
    since: since === null ? null : new Date(since),
  }
}

function jobOf(row: WorkflowJobNow, endings: Endings, now: Date): WorkflowJob {
  const { at, stage, workflow, steps, runner_name, started_at, completed_at, ...rest } = row
  const proof = provenEnd(maybeEnded(row), endings, now)
  return {
    ...rest,
    status: statusOf(stage, proof),
    end_proven_by: proof,
    workflow: textOrNull(workflow),
    runner_name,
    created_at: timeOrNull(at),
    started_at,
    completed_at,
    ...(runner_name === null
      ? { queue_wait_seconds: null, duration_seconds: null }
      : {
          queue_wait_seconds: secondsBetween(at, started_at),
          duration_seconds: secondsBetween(started_at, completed_at),
        }),
    steps: stepsOf(steps),
  }
}

function stepsOf(steps: WorkflowJobNow['steps']): WorkflowJob['steps'] {
  return steps.numbers.map((number, index) => {
    const startedAt = timeOrNull(steps.started_at[index] ?? null)
    const completedAt = timeOrNull(steps.completed_at[index] ?? null)
    return {
      number,
      name: steps.names[index] ?? '',
      status: textOrNull(steps.statuses[index] ?? ''),
      conclusion: textOrNull(steps.conclusions[index] ?? ''),
      started_at: startedAt,
      completed_at: completedAt,
      duration_seconds: secondsBetween(startedAt, completedAt),
    }
  })
}
