import { readModelOf } from '@octometer/read-store'
import { genuinePayload, testProjection } from '@octometer/testkit'
import { expect } from 'vitest'
import { throughArchive } from '../through-archive.ts'
import { jobEvent, runEvent, statusEvent, suiteEvent, workflowEvent } from './check-events.fixture.ts'
import { checksProjection } from './projection.ts'

const genuine = (event: string, index: number) => ({ event, payload: genuinePayload(event, index) })
const at = (time: string) => new Date(`2026-01-05T${time}:00Z`)

testProjection({
  projection: checksProjection,
  settings: { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ },
  tables: readModelOf('checks').tables,
  fromArchive: throughArchive,
  cases: [
    {
      name: 'a check run that was repeated under its id ends as it ended last, and remembers its failure',
      given: [
        runEvent('created', { status: 'queued', started_at: at('10:00') }),
        runEvent('completed', { conclusion: 'failure', started_at: at('10:01'), completed_at: at('10:05') }),
        runEvent('completed', { conclusion: 'success', started_at: at('10:10'), completed_at: at('10:15') }),
      ],
      expects: ({ check_runs, check_suites }) => {
        expect(check_runs).toMatchObject([
          {
            check_run_id: 31,
            suite_id: 21,
            stage: 4,
            started_at: at('10:10'),
            completion: { completed_at: at('10:15'), conclusion: 'success' },
            first_failed_at: at('10:05'),
            last_passed_at: at('10:15'),
            output: { title: 'success in tests', summary: 'All of them' },
          },
        ])
        expect(check_suites).toMatchObject([{ suite_id: 21, stage: 3, completion: { conclusion: '' } }])
      },
    },
    {
      name: 'a suite that failed and then passed; the run in between shows it at work again and changes nothing',
      given: [
        suiteEvent('completed', { conclusion: 'failure', updated_at: at('10:05') }),
        runEvent('created', { status: 'in_progress', started_at: at('10:08') }),
        suiteEvent('completed', { conclusion: 'success', updated_at: at('10:15') }),
      ],
      expects: ({ check_suites, check_endings }) => {
        expect(check_suites).toMatchObject([
          {
            stage: 4,
            completion: { completed_at: at('10:15'), conclusion: 'success' },
            first_failed_at: at('10:05'),
            last_failed_at: at('10:05'),
            last_passed_at: at('10:15'),
          },
        ])
        expect(check_endings).toMatchObject([{ subject: 'suite', subject_id: 21, ended_at: at('10:15') }])
      },
    },
    {
      name: 'a suite that asks for an action proves no end',
      given: [suiteEvent('completed', { conclusion: 'action_required', updated_at: at('10:05') })],
      expects: ({ check_suites, check_endings }) => {
        expect(check_suites).toMatchObject([{ stage: 4, completion: { conclusion: 'action_required' } }])
        expect(check_endings).toEqual([])
      },
    },
    {
      name: 'statuses are reports, each with its own id',
      given: [statusEvent(1, 'pending', at('10:00')), statusEvent(2, 'failure', at('10:04'))],
      expects: ({ commit_statuses }) =>
        expect(commit_statuses).toMatchObject([
          { status_id: 1, state: 'pending', context: 'ci/legacy', branches: ['fix', 'main'] },
          { status_id: 2, state: 'failure', default_branch: 'main' },
        ]),
    },
    {
      name: 'a rerun is an attempt of its own',
      given: [
        workflowEvent('requested', 1, { status: 'queued', run_started_at: at('10:00') }),
        workflowEvent('completed', 1, {
          conclusion: 'failure',
          run_started_at: at('10:00'),
          updated_at: at('10:20'),
        }),
        workflowEvent('in_progress', 2, {
          status: 'in_progress',
          run_started_at: at('11:00'),
          updated_at: at('11:01'),
        }),
      ],
      expects: ({ workflow_runs, check_endings }) => {
        expect(workflow_runs).toMatchObject([
          { run_id: 41, attempt: 1, stage: 4, conclusion: 'failure', completed_at: at('10:20') },
          { run_id: 41, attempt: 2, stage: 3, conclusion: null, completed_at: null, created_at: at('10:00') },
        ])
        expect(check_endings).toMatchObject([
          { subject: 'run', attempt: 1, ended_at: at('10:20'), conclusion: 'failure' },
          { subject: 'run', attempt: 2, ended_at: null, conclusion: null },
        ])
      },
    },
    {
      name: 'a run that awaited its approval goes on under the same attempt',
      given: [
        workflowEvent('completed', 1, { conclusion: 'action_required', run_started_at: at('10:00') }),
        workflowEvent('completed', 1, {
          conclusion: 'success',
          run_started_at: at('10:00'),
          updated_at: at('12:00'),
        }),
      ],
      expects: ({ workflow_runs }) =>
        expect(workflow_runs).toMatchObject([{ stage: 4, conclusion: 'success', completed_at: at('12:00') }]),
    },
    {
      name: 'a run that awaits its approval has not ended',
      given: [workflowEvent('completed', 1, { conclusion: 'action_required', run_started_at: at('10:00') })],
      expects: ({ workflow_runs }) =>
        expect(workflow_runs).toMatchObject([{ stage: 1, conclusion: null, completed_at: null }]),
    },
    {
      name: 'a job from queue to end, with its runner and its steps',
      given: [
        jobEvent('queued', { started_at: at('10:00'), runner_name: 'of before' }),
        jobEvent('in_progress', { started_at: at('10:03') }),
        jobEvent('completed', { started_at: at('10:03'), completed_at: at('10:09'), conclusion: 'success' }),
      ],
      expects: ({ workflow_jobs, check_endings }) => {
        expect(workflow_jobs).toMatchObject([
          {
            job_id: 31,
            run_id: 41,
            attempt: 1,
            stage: 4,
            conclusion: 'success',
            created_at: at('10:00'),
            started_at: at('10:03'),
            completed_at: at('10:09'),
            runner_name: 'runner 1',
            runner_group: 'default',
            labels: ['linux', 'self-hosted'],
            steps: { names: ['Set up job', 'Test'], conclusions: ['success', 'failure'], numbers: [1, 2] },
          },
        ])
        expect(check_endings).toMatchObject([{ subject: 'run', attempt: 1, ended_at: null }])
      },
    },
    {
      name: 'a job that never found a runner has none',
      given: [
        jobEvent('queued', { started_at: at('10:00') }),
        jobEvent('completed', {
          conclusion: 'cancelled',
          completed_at: at('10:30'),
          runner_name: '',
          runner_group_name: '',
        }),
      ],
      expects: ({ workflow_jobs }) =>
        expect(workflow_jobs).toMatchObject([
          { conclusion: 'cancelled', runner_name: null, runner_group: null },
        ]),
    },
    {
      name: 'genuine payloads: an action `completed` ends a run although its payload says queued',
      given: [genuine('workflow_run', 0), genuine('check_run', 1), genuine('workflow_job', 0)],
      expects: ({ workflow_runs, check_runs, workflow_jobs }) => {
        expect(workflow_runs).toMatchObject([{ stage: 4, conclusion: null, event: 'workflow_dispatch' }])
        expect(check_runs).toMatchObject([
          { completion: { conclusion: 'failure' }, default_branch: 'master' },
        ])
        // A payload from before jobs had a time of creation and an attempt.
        expect(workflow_jobs).toMatchObject([
          { created_at: new Date(0), attempt: 1, runner_group: 'my runner group' },
        ])
      },
    },
  ],
})
