import { expect } from 'vitest'
import { checksProjection } from './checks/projection.ts'
import { deploymentsProjection } from './deployments/projection.ts'
import { repositoriesProjection } from './repositories/projection.ts'
import { again, at, mergedAt, person, pull, reads, seen, taken } from './synced-objects.fixture.ts'

const merge = taken('pull_request', '12:00', {
  pull_request: pull('11:30', { ...mergedAt('11:00'), title: 'Hotfix: login' }),
  reviews: null,
  closings: null,
})

const status = (id: number, state: string, time: string) => ({
  ...{ id, state, context: 'ci', description: null, created_at: at(time) },
})

reads(checksProjection, [
  {
    name: 'a suite with its runs, an attempt of a workflow and the statuses of a commit',
    given: [
      again,
      taken('commit_status', '12:00', {
        sha: 'abc',
        branches: ['main'],
        statuses: [status(1, 'success', '10:10')],
      }),
      taken('workflow_run', '12:00', {
        workflow: 'CI',
        workflow_run: {
          ...{ id: 51, workflow_id: 1, run_attempt: 2, event: 'push', head_sha: 'abc', status: 'completed' },
          ...{
            conclusion: 'success',
            created_at: at('10:00'),
            run_started_at: at('10:30'),
            updated_at: at('11:00'),
          },
        },
        jobs: null,
      }),
    ],
    expects: ({ check_suites, check_runs, commit_statuses, workflow_runs, check_endings }) => {
      expect(check_suites).toMatchObject([
        { suite_id: 21, stage: 4, default_branch: 'main', completion: { conclusion: 'success' } },
      ])
      expect(check_runs).toMatchObject([
        { check_run_id: 31, suite_id: 21, created_at: seen('10:00'), first_failed_at: seen('10:05') },
        { check_run_id: 32, last_passed_at: seen('10:50') },
      ])
      expect(commit_statuses).toMatchObject([{ status_id: 1, head_sha: 'abc', branches: ['main'] }])
      expect(workflow_runs).toMatchObject([
        { run_id: 51, attempt: 2, workflow: 'CI', started_at: seen('10:30') },
      ])
      expect(check_endings?.map(({ subject }) => subject)).toEqual(['run', 'suite'])
    },
  },
])

const deployment = {
  ...{ id: 61, ref: 'main', sha: 'abc', task: 'deploy', environment: 'production' },
  ...{ production_environment: true, creator: person('mona'), created_at: at('10:00') },
}

reads(deploymentsProjection, [
  {
    name: 'a deployment with its statuses, a release, and a merge into the default branch',
    given: [
      merge,
      taken('deployment', '12:00', {
        deployment,
        statuses: [status(71, 'in_progress', '10:01'), status(72, 'success', '10:05')],
      }),
      taken('release', '12:00', {
        release: {
          id: 81,
          tag_name: 'v1',
          target_commitish: 'main',
          created_at: at('09:00'),
          published_at: at('09:10'),
        },
      }),
    ],
    expects: ({ deployments, deployment_statuses, releases, merged_changes }) => {
      expect(deployments).toMatchObject([
        { deployment_id: 61, production: 1, started_at: seen('10:01'), succeeded_at: seen('10:05') },
      ])
      expect(deployment_statuses).toHaveLength(2)
      expect(releases).toMatchObject([
        { release_id: 81, published_at: seen('09:10'), from_default: 1, deleted: 0 },
      ])
      expect(merged_changes).toMatchObject([{ number: 5, merged_at: seen('11:00'), hotfix: 1 }])
    },
  },
])

const details = { id: 7, full_name: 'acme/api', default_branch: 'main', archived: true, stargazers_count: 3 }

reads(repositoriesProjection, [
  {
    name: 'details are of the time of the look, CI is proved by checks, and totals are the newest',
    given: [
      taken('repository', '09:00', {
        languages: { Perl: 1 },
        contributors: 2,
        details: { ...details, archived: false },
      }),
      taken('repository', '10:00', { languages: null, contributors: null, details }),
      again,
      taken('totals', '10:00', { totals: { issues_open: 3, releases: 1 } }),
      taken('totals', '11:00', { totals: { issues_open: 2 } }),
    ],
    expects: ({ repository_days, repository_totals }) => {
      expect(repository_days?.find(({ day }) => day === '1970-01-01')).toMatchObject({
        ...{ state: { archived: true, stars: 3, default_branch: 'main' }, first_seen_at: seen('09:00') },
        ...{
          ci_at: seen('11:00'),
          tests_at: seen('11:00'),
          measured: { contributors: 2, languages: ['Perl'] },
        },
      })
      expect(repository_totals).toMatchObject([
        { kind: 'issues_open', told: { count: 2, taken_at: seen('11:00') } },
        { kind: 'releases', told: { count: 1 } },
      ])
    },
  },
])
