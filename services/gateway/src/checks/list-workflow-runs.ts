import { type AnswerOf, listWorkflowRuns } from '@octometer/gateway-api'
import {
  type CheckPlace,
  type WorkflowRunNow,
  workflowRunCandidates,
  workflowRunStates,
} from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { readLive } from '../live-generation.ts'
import { namesOf } from '../pull-requests/pull-request-fields.ts'
import { readRange } from '../range.ts'
import { resolveScope } from '../repository-scope.ts'
import { fits, secondsBetween, stagesOf, statusOf } from './check-fields.ts'
import { keyOf, placeOfCursor, toPlace } from './check-place.ts'
import { newestFirst } from './newest-first.ts'
import { type Endings, endingsOf, type MaybeEnded, provenEnd } from './proven-end.ts'

type WorkflowRun = Omit<AnswerOf<typeof listWorkflowRuns>['data'][number], 'repository'>

export const listWorkflowRunsEndpoint = endpoint(
  listWorkflowRuns,
  'checks',
  async (gateway, { query, principal }) => {
    const { store } = gateway
    const after = placeOfCursor(query.cursor)
    const range = readRange(query)
    const { ids } = await resolveScope(gateway, principal, query.repository)
    const filters = {
      ...range,
      repositories: ids,
      workflows: query.workflow ?? null,
      shas: query.sha ?? null,
      branches: query.branch ?? null,
      conclusions: query.conclusion ?? null,
      stages: stagesOf(query.status),
      events: query.event ?? null,
    }
    const { data, page } = await readLive(gateway, 'checks', (generation) =>
      newestFirst({
        after,
        limit: query.limit,
        range,
        recentFirst: ids === null,
        now: gateway.now(),
        candidates: async (place, limit, since) => {
          const parameters = { generation, ...filters, since, after: place, limit }
          return (await store.query(workflowRunCandidates, parameters)).map(toPlace)
        },
        entries: async (places) => {
          const rows = await store.query(workflowRunStates, { generation, places })
          const endings = await endingsOf(store, generation, rows.map(maybeEnded))
          const runs = rows.map((row) => [keyOf(placeOf(row)), runOf(row, endings, gateway.now())] as const)
          return new Map(runs.filter(([, run]) => fits(run, query)))
        },
      }),
    )
    const nameOf = await namesOf(
      gateway,
      data.map(({ repository_id }) => repository_id),
    )
    return { data: data.map((each) => ({ ...each, repository: nameOf(each.repository_id) })), page }
  },
)

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
