import type { Projection, RowsByTable } from '@octometer/projector-runtime'
import { mergedRows } from '../merged-rows.ts'
import { readTold } from '../read-told.ts'
import type { Told } from '../told-by-snapshot.ts'
import { checkRunRows, checkSuiteRows, commitStatusRows } from './check-rows.ts'
import { workflowJobRows, workflowRunRows } from './workflow-rows.ts'

/** By event name: the rows that a payload gives. Throws the schema's error. */
const rowReaders: Readonly<Record<string, (payload: Told['payload'], repositoryId: number) => RowsByTable>> =
  {
    check_run: checkRunRows,
    check_suite: checkSuiteRows,
    status: commitStatusRows,
    workflow_run: workflowRunRows,
    workflow_job: workflowJobRows,
  }

/** Check runs, suites and statuses, workflow runs and jobs: how far each is, and how it ended. */
export const checksProjection: Projection = {
  name: 'checks',
  version: 2,
  stream: 'EVENTS',
  handles: {
    deliveries: Object.keys(rowReaders),
    commands: [],
    apiCalls: false,
    snapshots: ['check_suite', 'workflow_run', 'commit_status'],
  },
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
  project: ({ message }) =>
    readTold(message, 'tells nothing of a check', (repositoryId, events) =>
      mergedRows(events.map(({ event, payload }) => rowReaders[event]?.(payload, repositoryId))),
    ),
}
