import type { Delivery } from '@octometer/event-contracts'
import { ignored, type Projection, projected, type RowsByTable } from '@octometer/projector-runtime'
import { checkRunRows, checkSuiteRows, commitStatusRows } from './check-rows.ts'
import { workflowJobRows, workflowRunRows } from './workflow-rows.ts'

/** By event name: the rows that a payload gives. Throws the schema's error. */
const rowReaders: Readonly<
  Record<string, (payload: Delivery['payload'], repositoryId: number) => RowsByTable>
> = {
  check_run: checkRunRows,
  check_suite: checkSuiteRows,
  status: commitStatusRows,
  workflow_run: workflowRunRows,
  workflow_job: workflowJobRows,
}

/** Check runs, suites and statuses, workflow runs and jobs: how far each is, and how it ended. */
export const checksProjection: Projection = {
  name: 'checks',
  version: 1,
  stream: 'EVENTS',
  handles: { deliveries: Object.keys(rowReaders), commands: [], apiCalls: false },
  tables: [
    'check_runs',
    'check_suites',
    'commit_statuses',
    'workflow_runs',
    'workflow_jobs',
    'check_endings',
  ],
  dependsOn: [],
  generational: true,
  project({ message }) {
    if (message.kind !== 'delivery') return ignored('not a delivery')
    const { event, payload, repository } = message.delivery
    if (repository === null) return ignored('no repository')
    const rows = rowReaders[event]?.(payload, repository.id)
    return rows === undefined ? ignored('tells nothing of a check') : projected(rows)
  },
}
