import { genuinePayload } from '@octometer/testkit'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { type AgentSystem, startAgentSystem, watchPayload } from './support/agent-system.ts'
import { sendEvents } from './support/send-events.ts'

const start = new Date('2026-01-05T08:00:00Z')
const { id, full_name, default_branch: branch } = watchPayload.repository
const env = { OCTO_POLL_SECONDS: 'off', OCTO_SYNC_SCHEDULE: 'off' }

let agents: AgentSystem

beforeEach(async () => {
  const end = new Date(start.getTime() + 6 * 3_600_000)
  const projections = ['deliveries', 'projects']
  agents = await startAgentSystem({ natsServerBin: inject('natsServerBin'), start, end, projections })
})

afterEach(() => agents[Symbol.asyncDispose]())

const patient = { timeout: 20_000, interval: 50 }
const agent = () => agents.startAgent(env, ['plans'])
const ask = (path: string, as: 'viewer' | 'operator' = 'viewer', method = 'GET') =>
  agents.gateway.ask(path, { as, method })

type Job = Readonly<Record<string, unknown>>

async function jobs(query = ''): Promise<readonly Job[]> {
  const { body } = await ask(`/api/v1/jobs${query}`)
  return (body.data ?? []) as Job[]
}

/** Meanwhile GitHub's clock goes on by so much every 20 ms; it stands still unless told. */
async function until(satisfied: () => Promise<boolean>, stepMs = 0): Promise<void> {
  const look = async () => {
    await agents.github.clock.advance(stepMs)
    return satisfied()
  }
  await expect.poll(look, { timeout: 50_000, interval: 20 }).toBe(true)
}

const isOver = (cause: string) => async () =>
  (await jobs()).some((job) => job.cause === cause && job.ended_at !== null)

interface Pushed {
  readonly sha: string
  readonly minute: number
  readonly guid: string
  readonly plan: string | null
}

/** A push that changes the plan; GitHub has the file from then on, and tells it. */
async function push({ sha, minute, guid, plan }: Pushed, files: object = { modified: ['docs/plan.md'] }) {
  const repository = agents.github.world.find(full_name)?.repository
  if (repository === undefined) throw new Error('the world has no such repository')
  if (plan === null) repository.files.delete('docs/plan.md')
  else repository.files.set('docs/plan.md', plan)
  const at = new Date(start.getTime() + minute * 60_000)
  const commit = {
    id: sha,
    message: 'Plan',
    timestamp: at.toISOString(),
    added: [],
    modified: [],
    removed: [],
  }
  const genuine = genuinePayload('push', 4)
  const pushed_at = at.getTime() / 1000
  const payload = {
    ...{ ...genuine, ref: `refs/heads/${branch}`, before: '0'.repeat(40), after: sha },
    ...{ commits: [{ ...commit, ...files }], repository: { ...watchPayload.repository, pushed_at } },
  }
  agents.github.apply({ event: 'push', payload })
  await sendEvents(agents.system, [{ event: 'push', payload, guid }])
}

const first: Pushed = {
  ...{ sha: 'a'.repeat(40), minute: 1, guid: '10000000-0000-4000-8000-000000000001' },
  plan: '- [x] One\n- [ ] Two',
}
const second: Pushed = {
  ...{ sha: 'b'.repeat(40), minute: 2, guid: '10000000-0000-4000-8000-000000000002' },
  plan: '- [x] One\n- [x] Two\n- [ ] Three\n- [x] Four',
}

async function progress(): Promise<unknown> {
  const { body } = await ask(`/api/v1/projects?repository=${full_name}`)
  const [project] = body.data as { plan: Record<string, unknown> | null; plan_is_current: boolean }[]
  return project && { ...project.plan, current: project.plan_is_current }
}

test('a push that changes the plan is a job, the job a snapshot, and that the progress of the project', async () => {
  await using _leader = agent()
  // There is no commit yet: nothing is read, and it is known.
  await until(isOver('first_reading'))
  expect(await jobs('?priority=low')).toMatchObject([{ state: 'succeeded', snapshot_id: null, sha: null }])
  await push(first)
  await until(isOver('push'))
  const [job] = await jobs('?priority=high&state=succeeded')
  expect(job).toMatchObject({
    ...{ kind: 'plan_reading', cause: 'push', project_id: id, repository: full_name, sha: first.sha },
    ...{ delivery_id: first.guid, attempts: 1, stuck: 0, error: null, as_of: '2026-01-05T08:01:00.000Z' },
    snapshot_id: `plan:${job?.id}`,
  })
  await expect
    .poll(progress, patient)
    .toMatchObject({ path: 'docs/plan.md', sha: first.sha, percentage_complete: 50, current: true })
  const { body } = await ask(`/api/v1/projects/${id}/updates`)
  expect(body.data).toMatchObject([
    { kind: 'read', sha: first.sha, job_id: job?.id },
    { kind: 'plan', change: 'modified', sha: first.sha, job_id: job?.id },
  ])
  expect((await ask(`/api/v1/jobs/${job?.id}`)).body).toMatchObject({ state: 'succeeded' })
  expect((await ask('/api/v1/jobs/00000000-0000-4000-8000-000000000000')).status).toBe(404)
})

test('each push is read at its own commit; one that comes again, or late, changes nothing', async () => {
  await using _leader = agent()
  await until(isOver('first_reading'))
  await push(second)
  await push({ ...first, guid: '10000000-0000-4000-8000-000000000003' })
  await until(async () => (await jobs('?priority=high&state=succeeded')).length === 2)
  const expected = { sha: second.sha, percentage_complete: 75, tasks_total: 4, current: true }
  await expect.poll(progress, patient).toMatchObject(expected)
  const contents = () => agents.github.requests.filter(({ path }) => path.includes('/contents/')).length
  const [asked, known] = [contents(), await jobs()]
  await push({ ...second, guid: '10000000-0000-4000-8000-000000000004' })
  await push({ ...second, sha: 'c'.repeat(40), guid: '10000000-0000-4000-8000-000000000005', minute: 3 }, {})
  const marker = { ...second, sha: 'd'.repeat(40), guid: '10000000-0000-4000-8000-000000000006', plan: null }
  await push({ ...marker, minute: 4 }, { removed: ['docs/plan.md'] })
  // What was sent before it has been looked at by then: one job more, of the last push.
  await until(async () => (await jobs('?priority=high&state=succeeded')).length === 3)
  const all = await jobs()
  expect(all).toHaveLength(known.length + 1)
  // All are queued in one moment of this clock: their order is that of their ids.
  expect(all.filter(({ id }) => known.some((each) => each.id === id))).toEqual(known)
  expect(contents() - asked).toBe(3)
  await expect.poll(progress, patient).toMatchObject({ sha: marker.sha, path: null, tasks_total: 0 })
  const { body } = await ask(`/api/v1/projects/${id}`)
  expect(body.snapshots).toMatchObject([{ sha: marker.sha }, { sha: second.sha }, { sha: first.sha }])
})

test('a reading that fails is tried three times more, and begun anew when somebody asks', async () => {
  await using _leader = agent()
  await until(isOver('first_reading'))
  agents.github.faults.plan({ kind: 'status', status: 500 }, { times: 200, on: /contents/ })
  await push(first)
  await until(isOver('push'), 5_000)
  const [failed] = await jobs('?state=failed')
  expect(failed).toMatchObject({ attempts: 4, state: 'failed', snapshot_id: null, error: expect.any(String) })
  expect(await ask(`/jobs/${failed?.id}/status`)).toMatchObject({
    body: { status: 'failed', retry_count: 3, type: 'project_processing', priority: 'high' },
  })
  while (agents.github.faults.take('GET /repos/a/b/contents/plan.md') !== null);
  expect((await ask(`/api/v1/jobs/${failed?.id}/retry`, 'viewer', 'POST')).status).toBe(403)
  expect(await ask(`/jobs/${failed?.id}/retry`, 'operator', 'POST')).toMatchObject({
    ...{ status: 202, body: { job_id: failed?.id, status: 'pending' } },
  })
  await until(async () => (await jobs('?state=succeeded&priority=high')).length === 1)
  await expect.poll(progress, patient).toMatchObject({ sha: first.sha, percentage_complete: 50 })
  expect((await ask(`/api/v1/jobs/${failed?.id}/retry`, 'operator', 'POST')).status).toBe(409)
  const refreshed = await ask(`/projects/${id}/refresh`, 'operator', 'POST')
  expect(refreshed).toMatchObject({ status: 202, body: { status: 'pending' } })
  await until(isOver('request'))
  expect((await ask('/jobs/queue-status')).body).toEqual({
    ...{ pending: 0, processing: 0, completed: 3, failed: 0 },
  })
  expect((await ask(`/projects/${id}/jobs`)).body.jobs).toHaveLength(3)
})

test('a job that does not end within an hour is given up and begun anew; another process goes on with what one left', async () => {
  const leader = agent()
  await until(isOver('first_reading'))
  agents.github.limits.beginSecondary(4_000)
  await push(first)
  await until(async () => (await jobs('?state=running')).some(({ stuck }) => stuck === 1), 60_000)
  await leader[Symbol.asyncDispose]()
  await using _other = agent()
  await until(isOver('push'), 5_000)
  expect(await jobs('?priority=high')).toMatchObject([{ state: 'succeeded', stuck: 1, resumed: 1 }])
  await expect.poll(progress, patient).toMatchObject({ sha: first.sha, percentage_complete: 50 })
})
