import { expect, test } from 'vitest'
import { at } from './support/pull-request-payloads.ts'
import { pullRequestWeek } from './support/pull-request-week.ts'
import type { Told } from './support/send-twice.ts'
import { told } from './support/told.ts'
import { gatewayAfter } from './support/told-gateway.ts'

const api = { id: 1, full_name: 'acme/api' }
const its = { created_at: at('04T08:00'), updated_at: at('04T08:00'), head_branch: 'main' }

/** The pull requests' week, with an issue, a run of a workflow, which failed, its job, and a job that never ended. */
const story: readonly Told[] = [
  ...pullRequestWeek,
  told(api, ['issues', 15], {
    action: 'opened',
    issue: { number: 31, state: 'open', ...its, closed_at: null },
  }),
  told(api, ['workflow_run', 0], {
    action: 'completed',
    workflow_run: { id: 41, run_attempt: 1, ...its, run_started_at: at('04T08:00'), conclusion: 'failure' },
  }),
  told(api, ['workflow_job', 0], {
    action: 'completed',
    workflow_job: { id: 51, run_id: 41, ...its, status: 'completed', conclusion: 'failure' },
  }),
  told(api, ['workflow_job', 0], {
    action: 'in_progress',
    workflow_job: {
      ...{ id: 52, run_id: 42, ...its, created_at: at('10T08:00'), started_at: at('10T08:01') },
      ...{ status: 'in_progress', conclusion: null, completed_at: null, steps: [] },
    },
  }),
]

const gateway = gatewayAfter(story)
const ask = gateway.answer

type Json = Readonly<Record<string, unknown>>

/** The rows of the explained query of this name. */
async function rowsOf(answer: Json, name: string): Promise<readonly Json[]> {
  const { queries } = answer.explain as { queries: { name: string; sql: string }[] }
  const { sql: query = '' } = queries.find((each) => each.name === name) ?? {}
  const { status, body } = await gateway.ask('/api/v1/sql', { as: 'admin', body: { query } })
  expect({ status, body, query }).toMatchObject({ status: 200 })
  return body.data as readonly Json[]
}

const RANGE = 'since=2026-03-02T00:00:00Z&until=2026-03-09T00:00:00Z'
const WINDOW = 'window=2026-03-02T00:00:00Z..2026-03-09T00:00:00Z'

const sum = (values: unknown) => (values as readonly number[]).reduce((total, each) => total + each, 0)

test('the explained SQL gives the counters that were answered', async () => {
  const answer = await ask(`/counters?${WINDOW}&explain=true`)
  const rows = await rowsOf(answer, 'counters.totals')
  const counters = Object.entries(answer.counters as Record<string, number>).filter(([, value]) => value > 0)
  const found = rows.filter(({ value }) => Number(value) > 0)
  expect(Object.fromEntries(found.map(({ counter, value }) => [counter, value]))).toEqual(
    Object.fromEntries(counters),
  )
  // Six opened in the week, four of them merged, each told twice; one closed twice.
  expect(answer.counters).toMatchObject({ pulls_opened: 6, pulls_merged: 4, pulls_closed: 2 })
  expect(answer.explain).toMatchObject({
    definition: expect.stringContaining('Each thing counts once'),
    page: 'docs/metrics/counters.md',
  })
})

test('and cycle times, with what their definition means', async () => {
  const answer = await ask(`/pull-requests/metrics?definition=devlake&${RANGE}&explain=true`)
  const [row = {}] = await rowsOf(answer, 'pull_requests.metrics')
  const phases = row.phases as readonly (readonly [number, number])[]
  expect(answer.numbers).toMatchObject({
    opened: sum((row.opened as number[]).slice(0, 7)),
    phases: {
      coding: { pull_requests: phases[0]?.[0], mean_seconds: phases[0]?.[1] },
      deploy: { pull_requests: phases[4]?.[0], mean_seconds: 7200 },
    },
  })
  expect(answer.explain).toMatchObject({
    definition: expect.stringContaining('- coding: first commit → opening'),
    page: 'docs/metrics/pull-requests.md',
  })
})

test('and DORA’s metrics, workflows, issues and contributors', async () => {
  const dora = await ask(`/dora?${RANGE}&explain=true`)
  const outcomes = await rowsOf(dora, 'dora.outcomes')
  expect(dora.metrics).toMatchObject({ deployment_frequency: { deployments: outcomes[0]?.succeeded } })
  expect(outcomes).toMatchObject([{ succeeded: 1 }])

  const workflows = await ask(`/workflows/metrics?${RANGE}&explain=true`)
  const runs = await rowsOf(workflows, 'workflows.run_groups')
  expect(workflows.data).toMatchObject([{ attempts: runs[0]?.attempts, failed: runs[0]?.failed }])
  expect(runs).toMatchObject([{ attempts: 1, failed: 1 }])

  const issues = await ask(`/issues/metrics?${RANGE}&explain=true`)
  const opened = await rowsOf(issues, 'issues.metrics')
  expect(issues.numbers).toMatchObject({ opened: opened[0]?.opened })
  expect(opened).toMatchObject([{ opened: 1 }])

  const people = await ask(`/contributors?${RANGE}&explain=true`)
  const counted = await rowsOf(people, 'people.contributors')
  const totals = (rows: readonly Json[], count: string) => rows.map((row) => [row.login, row[count]])
  expect(totals(people.data as readonly Json[], 'contributions')).toEqual(totals(counted, 'total'))
  expect(counted.length).toBeGreaterThan(3)
})

interface Evidence {
  readonly total: number
  readonly data: readonly { readonly guid: string; readonly event: string }[]
  readonly page: { readonly next_cursor: string | null }
}

async function evidenceOf(path: string): Promise<Evidence['data']> {
  const found: Evidence['data'][number][] = []
  let total = 0
  let cursor: string | null = null
  do {
    const next: string = cursor === null ? '' : `&evidence_cursor=${cursor}`
    const { evidence } = (await ask(`${path}&evidence=true${next}`)) as unknown as { evidence: Evidence }
    found.push(...evidence.data)
    total = evidence.total
    cursor = evidence.page.next_cursor
  } while (cursor !== null)
  expect(found).toHaveLength(total)
  expect(new Set(found.map(({ guid }) => guid)).size).toBe(total)
  return found
}

const eventsIn = (found: Evidence['data']) =>
  Object.fromEntries(
    [...Map.groupBy(found, ({ event }) => event)].map(([event, each]) => [event, each.length]).sort(),
  )

/** Everything was sent through two hooks: each delivery is there twice. */
const twice = (counts: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(counts).map(([event, count]) => [event, count * 2]))

test.each<[string, Readonly<Record<string, number>>]>([
  // Of pull requests that people opened or ended in the week: all but #4, the bot's, and #6, of February.
  [`/pull-requests/metrics?${RANGE}`, { issue_comment: 4, pull_request: 15, pull_request_review: 4 }],
  [`/pull-requests/metrics?${RANGE}&author=ada`, { pull_request: 2, pull_request_review: 1 }],
  // The same with the push that showed the first commit, and what delivered #1: the deployment and the pushes up to it, or a release.
  [
    `/pull-requests/metrics?${RANGE}&definition=swarmia`,
    { issue_comment: 4, pull_request: 15, pull_request_review: 4, push: 1 },
  ],
  [
    `/pull-requests/metrics?${RANGE}&definition=devlake&repository=acme/api&author=mona`,
    {
      ...{ deployment: 1, deployment_status: 1, issue_comment: 3, pull_request: 9, pull_request_review: 3 },
      push: 3,
    },
  ],
  [
    `/pull-requests/metrics?${RANGE}&definition=linearb&author=ada`,
    { pull_request: 2, pull_request_review: 1 },
  ],
  // Openings, merges and both closings; commits and pushes; the issue; the deployment.
  [`/counters?${WINDOW}`, { deployment: 1, issues: 1, pull_request: 12, push: 3 }],
  [`/dora?${RANGE}`, { deployment: 1, deployment_status: 1 }],
  [`/dora?${RANGE}&source=releases`, { release: 1 }],
  [`/dora?${RANGE}&source=merges`, { pull_request: 4 }],
  [`/workflows/metrics?${RANGE}`, { workflow_run: 1 }],
  [`/workflows/jobs/metrics?${RANGE}`, { workflow_job: 1 }],
  ['/workflows/stuck?kind=workflow_job', { workflow_job: 1 }],
  ['/workflows/stuck?kind=check_run', {}],
  [`/issues/metrics?${RANGE}`, { issues: 1 }],
  [`/issues?${RANGE}&state=open`, { issues: 1 }],
  [`/issues?${RANGE}&state=closed`, {}],
  // Ada opened and merged one, reviewed and commented one.
  [`/contributors?${RANGE}&user=ada`, { issue_comment: 1, pull_request: 2, pull_request_review: 1 }],
  [`/reviews/load?${RANGE}&user=mona`, { issue_comment: 1, pull_request: 5, pull_request_review: 1 }],
])('the deliveries behind %s are told, and answered', async (path, events) => {
  const found = await evidenceOf(path)
  expect(eventsIn(found)).toEqual(twice(events))
  const answers = await Promise.all(found.map(({ guid }) => gateway.ask(`/api/v1/deliveries/${guid}`)))
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
})

test.each([
  ['/deliveries?evidence=true', 'evidence'],
  ['/counters?explain=yes', 'explain'],
  ['/counters?evidence_cursor=bm9uZQ', 'evidence_cursor'],
  ['/counters?evidence=true&evidence_cursor=bm9uZQ', 'evidence_cursor'],
  ['/contributors?format=csv&explain=true', 'explain'],
  ['/deliveries?explain=true', 'explain'],
])('%s is refused by name', async (path, parameter) => {
  expect(await gateway.ask(`/api/v1${path}`)).toMatchObject({ status: 400, body: { parameter } })
})
