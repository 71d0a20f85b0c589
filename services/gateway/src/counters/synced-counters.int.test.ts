import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests } from '../gateway.fixture.ts'
import { factRow, nameRow } from '../rows.fixture.ts'

const now = new Date('2026-04-08T10:20:00Z')
const gateway = gatewayForTests({ timezone: 'UTC', now })
const seen = new Date('2026-04-07T10:00:00Z')

function snapshot(snapshot_id: string, type: string, body: object, repository_id = 1) {
  const text = JSON.stringify({ repository_id, ...body })
  return { ...{ taken_at: seen, snapshot_id, type, repository: 'acme/api', stream_sequence: 1 }, body: text }
}

const at = new Date('2026-04-07T09:00:00.000Z')
const pull = { number: 5, head: { sha: 'abc' }, closed_at: null }
const closings = [{ closed_at: '2026-04-07T09:00:00Z' }]

beforeAll(async () => {
  await gateway.insert('deliveries', {
    repository_names: [nameRow(1, 'acme/api', '2026-01-01T00:00:00Z')],
    snapshots: [
      snapshot('opened', 'pull_request', { pull_request: pull, closings: null }),
      snapshot('closed', 'pull_request', { pull_request: { ...pull, number: 6 }, closings }),
      snapshot('another', 'pull_request', { pull_request: { ...pull, number: 7 }, closings }),
      snapshot('of another', 'pull_request', { pull_request: pull, closings: null }, 2),
      snapshot('pushed', 'commits', { commits: [{ id: 'c0' }, { id: 'c1' }] }),
      snapshot('failed', 'check_suite', { check_suite: { id: 21 }, check_runs: [{ id: 31 }] }),
      snapshot('closed issue', 'issue', {
        issue: { number: 4, closed_at: at.toISOString() },
        closings: null,
      }),
      snapshot('deployed', 'deployment', { deployment: { id: 61 } }),
      snapshot('counted', 'totals', { totals: {} }),
    ],
  })
  await gateway.insert('counters', {
    counter_facts: [
      factRow('pulls_opened', 1, at, '5'),
      factRow('pulls_closed', 1, at, `6:${at.toISOString()}`),
      factRow('commits', 1, at, 'c1'),
      factRow('test_failures', 1, at, '31'),
      factRow('issues_closed', 1, at, `4:${at.toISOString()}`),
      factRow('hotfixes', 1, at, 'deployment:61'),
    ],
  })
})

async function looksBehind(path: string): Promise<unknown> {
  const { body } = await gateway.ask(path)
  const { elsewhere } = Object(Object(body).evidence)
  return Object(elsewhere).map(({ ids, ...each }: { ids: string[] }) => ({ ...each, ids: ids.toSorted() }))
}

test('what a sync saw of the facts is behind them', async () => {
  expect(await looksBehind('/api/v1/counters?window=week&evidence=true')).toEqual([
    {
      ...{ source: 'snapshots', total: 6 },
      ids: ['closed', 'closed issue', 'deployed', 'failed', 'opened', 'pushed'],
    },
  ])
})

test('of one counter those of its facts alone', async () => {
  const trend = '/api/v1/counters/pulls_opened/trend?bucket=day&since=2026-04-06T00:00:00Z&evidence=true'
  expect(await looksBehind(trend)).toEqual([{ source: 'snapshots', total: 1, ids: ['opened'] }])
})
