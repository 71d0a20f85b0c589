import { beforeAll, expect, test } from 'vitest'
import { ciRows } from '../ci-rows.fixture.ts'
import { gatewayForTests } from '../gateway.fixture.ts'
import { lifeRow } from '../life-rows.fixture.ts'
import { deliveryRow, nameRow, personRows, pullRow } from '../rows.fixture.ts'
import { deploymentRow, openedIssue, releaseRow } from '../work-rows.fixture.ts'

const at = new Date('2026-03-04T10:00:00Z')
const gateway = gatewayForTests({ now: new Date('2026-03-04T10:20:00Z') })
const { workflow_runs, ...checks } = ciRows(1, at)

function snapshot(snapshot_id: string, type: string, body: object, repository_id = 1) {
  const text = JSON.stringify({ repository_id, ...body })
  return { ...{ taken_at: at, snapshot_id, type, repository: 'acme/api', stream_sequence: 1 }, body: text }
}

/** Of each kind one that is shown, and one that is not. */
beforeAll(async () => {
  const runs = workflow_runs.map(({ run_id }) => run_id)
  const payload = JSON.stringify({ action: 'opened', issue: { number: 3 }, repository: { id: 1 } })
  await gateway.insert('deliveries', {
    deliveries: [
      deliveryRow('opened', '2026-03-04T10:00:00Z', { event: 'issues', action: 'opened', payload }),
    ],
    repository_names: [nameRow(1, 'acme/api', '2026-01-01T00:00:00Z')],
    snapshots: [
      snapshot('issue', 'issue', { issue: { number: 3 } }),
      snapshot('another issue', 'issue', { issue: { number: 4 } }),
      snapshot('issue elsewhere', 'issue', { issue: { number: 3 } }, 2),
      snapshot('pull', 'pull_request', { pull_request: { number: 3 }, reviews: [{ id: 9 }] }),
      snapshot('another pull', 'pull_request', { pull_request: { number: 4 } }),
      snapshot('run', 'workflow_run', { workflow_run: { id: runs[0] }, jobs: null }),
      snapshot('another run', 'workflow_run', { workflow_run: { id: 999_999 }, jobs: null }),
      snapshot('deployment', 'deployment', { deployment: { id: 61 } }),
      snapshot('another deployment', 'deployment', { deployment: { id: 62 } }),
      // It has the number of the deployment.
      snapshot('release', 'release', { release: { id: 61 } }),
      snapshot('another release', 'release', { release: { id: 63 } }),
      snapshot('counted', 'totals', { totals: {} }),
    ],
  })
  await gateway.insert('issues', openedIssue(1, 3, at))
  const seen = { repository_id: 1, number: 3, at, state: 'open', author: 'mona', labels: [] } as const
  const life = lifeRow(1, 3, at)
  await gateway.insert('pull-requests', { pull_requests: [pullRow(seen)], pull_request_lives: [life] })
  await gateway.insert('checks', { workflow_runs, ...checks })
  const deployed = { deployment_id: 61, repository_id: 1, created_at: at }
  await gateway.insert('deployments', {
    deployments: [deploymentRow(deployed, at)],
    releases: [releaseRow(61, 1, at)],
  })
  await gateway.insert('repositories', {
    repository_totals: [{ repository_id: 1, kind: 'issues_open', told: { taken_at: at, count: 1 } }],
  })
  await gateway.insert(
    'people',
    personRows({ repository_id: 1, login: 'mona', at, kind: 'review', key: '9' }),
  )
})

async function behind(path: string) {
  const separator = path.includes('?') ? '&' : '?'
  const { status, body } = await gateway.ask(`/api/v1/${path}${separator}evidence=true`)
  expect({ status, body }).toMatchObject({ status: 200 })
  return Object(Object(body).evidence)
}

test.each([
  ['issues', ['issue']],
  ['issues/metrics?since=2026-03-01T00:00:00Z', ['issue']],
  ['pull-requests/metrics?since=2026-03-01T00:00:00Z', ['pull']],
  ['workflows/metrics?since=2026-03-01T00:00:00Z', ['run']],
  ['dora?source=deployments&since=2026-03-01T00:00:00Z', ['deployment']],
  ['dora?source=releases&since=2026-03-01T00:00:00Z', ['release']],
  ['contributors', ['pull']],
  // GitHub's own counts among them.
  ['sync/completeness', ['counted', 'deployment', 'issue', 'pull', 'release']],
])('what a sync saw of what %s shows is behind it', async (path, ids) => {
  const { elsewhere } = await behind(path)
  expect(elsewhere).toEqual([{ source: 'snapshots', total: ids.length, ids }])
})

test('a delivery that told the same is named beside it', async () => {
  expect(await behind('issues')).toMatchObject({
    total: 1,
    data: [{ event: 'issues' }],
    elsewhere: [{ source: 'snapshots', ids: ['issue'] }],
  })
})
