import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { restoreBackup, takeBackup, verifyBackup } from '@octometer/backup'
import { apiCallSchema } from '@octometer/event-contracts'
import { type BucketEntry, bucketNames, openBucket, streamState } from '@octometer/event-log'
import { connectTableCopier, listGenerations, migrate, newestArchivedSequence } from '@octometer/read-store'
import { genuineDeliveries, simulateWorkload } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startAskedGateway } from './support/ask-gateway.ts'
import { askStore } from './support/ask-store.ts'
import { type Answer, everyAnswer, type Values } from './support/every-answer.ts'
import { sendSteps } from './support/run-workload.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

const NOW = new Date('2026-04-01T12:00:00Z')
const month = simulateWorkload({
  seed: 6,
  deliveries: 200,
  start: new Date('2026-03-01T00:00:00Z'),
  days: 30,
})
const more = simulateWorkload({ seed: 7, deliveries: 100, start: new Date('2026-03-10T00:00:00Z'), days: 10 })

let home: string
let folder: string
let second: TestSystem
let before: ReadonlyMap<string, Answer>
let bucketsBefore: Readonly<Record<string, readonly BucketEntry[]>>
let values: Values

const storesOf = ({ log, access }: TestSystem) => ({
  log,
  clickhouse: { ...access, cluster: null, ca: null },
})

async function fill(system: TestSystem, deliveries: typeof month.deliveries): Promise<void> {
  const steps = deliveries.map((delivery) => ({ kind: 'deliver' as const, delivery, outOfOrder: false }))
  const statuses = await sendSteps(system, steps)
  expect(statuses.filter((status) => status !== 202)).toEqual([])
}

async function askAll(system: TestSystem): Promise<ReadonlyMap<string, Answer>> {
  await using gateway = await startAskedGateway(system, NOW)
  return await everyAnswer(gateway, values)
}

/** Routes whose answers come from facts alone; when something was projected is told by others. */
const COUNTED = [
  ...['counters', 'pull-requests', 'issues', 'checks', 'deployments', 'contributors', 'activity'],
  ...['dora', 'repositories', 'api-usage', 'reviews/load', 'workflows'],
].map((route) => `/api/v1/${route}`)

/** What github-agent and the alerter answer, who do not run here (their buckets are compared), and things that there are none of. */
const NOT_ANSWERED = [
  ...['/jobs', '/hooks/connection', '/hook-configs', '/webhooks/configs', '/forwarding', '/sync/'],
  ...['/health-checks', '/api/v1/github/', '/auth/github/', '/replay/{id}', '/projects/{id}'],
  ...['/issues/{owner}/{repo}/{number}/history', '/webhooks/{delivery_id}', '/pr-story/'],
]

function pick(answers: ReadonlyMap<string, Answer>) {
  return COUNTED.map((route) => [route, answers.get(route)])
}

async function counted(system: TestSystem) {
  await using gateway = await startAskedGateway(system, NOW)
  return pick(await everyAnswer(gateway, values, COUNTED))
}

async function archived({ access }: TestSystem): Promise<number> {
  const [row] = await askStore<{ n: number }>(access, 'SELECT uniqExact(guid) AS n FROM deliveries')
  return row?.n ?? 0
}

async function dropTables(system: TestSystem): Promise<void> {
  await using copier = connectTableCopier(storesOf(system).clickhouse)
  for (const table of [...(await copier.tables())].reverse()) await copier.drop(table)
  await migrate(system.store)
}

async function projectAll(system: TestSystem): Promise<void> {
  await using projectors = await system.startProjectors()
  await projectors.caughtUp()
}

async function bucketsOf({ log }: TestSystem) {
  const entries = Object.values(bucketNames).map(
    async (name) => [name, await (await openBucket(log, name)).entries()] as const,
  )
  return Object.fromEntries(await Promise.all(entries))
}

/** Things that there are, to ask about. */
async function valuesOf(system: TestSystem): Promise<Values> {
  await using gateway = await startAskedGateway(system, NOW)
  const first = async (path: string) => {
    const { data } = (await gateway.ask(`${path}?limit=1`)).body as {
      data: Record<string, string | number>[]
    }
    return data[0] ?? {}
  }
  const { guid } = await first('/api/v1/deliveries')
  const { repository, number } = await first('/api/v1/pull-requests')
  const [owner = '', repo = ''] = String(repository).split('/')
  return {
    owner,
    repo,
    number: `${number}`,
    pr_number: `${number}`,
    guid: `${guid}`,
    name: 'commits',
    counter_name: 'commits',
  }
}

async function issueKey(system: TestSystem): Promise<void> {
  await using gateway = await startAskedGateway(system, NOW)
  const { status } = await gateway.ask('/api/v1/keys', { as: 'admin', body: { name: 'ci', role: 'viewer' } })
  expect(status).toBe(201)
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'octometer-backup-'))
  folder = join(home, 'month')
  {
    await using first = await startTestSystem({ natsServerBin: inject('natsServerBin') })
    {
      await using projectors = await first.startProjectors()
      await fill(first, [...month.deliveries, ...genuineDeliveries()])
      await first.appendApiCalls(month.apiCalls.map((call) => apiCallSchema.parse(call)))
      await issueKey(first)
      await projectors.caughtUp()
    }
    values = await valuesOf(first)
    before = await askAll(first)
    bucketsBefore = await bucketsOf(first)
    await takeBackup({ ...storesOf(first), folder, now: NOW })
  }
  second = await startTestSystem({ natsServerBin: inject('natsServerBin'), isNew: true })
  await restoreBackup({ ...storesOf(second), folder, part: 'all', replace: false })
}, 120_000)

afterAll(async () => {
  await second?.[Symbol.asyncDispose]()
  await rm(home, { recursive: true, force: true })
})

test('after backup, wipe and restore every route answers what it answered before', async () => {
  await using projectors = await second.startProjectors()
  await projectors.caughtUp()
  expect(await bucketsOf(second)).toEqual(bucketsBefore)
  const after = await askAll(second)
  const different = [...before].filter(([path, answer]) => !isDeepStrictEqual(after.get(path), answer))
  expect(different.map(([path, answer]) => [path, answer, after.get(path)])).toEqual([])
  expect([...after.keys()]).toEqual([...before.keys()])
  const unanswered = [...before].filter(
    ([path, { status }]) => status !== 200 && !NOT_ANSWERED.some((each) => path.includes(each)),
  )
  expect(unanswered).toEqual([])
  expect([...before.values()].filter(({ status }) => status === 200).length).toBeGreaterThan(70)
})

test('what is in use, or not empty, is refused and stays as it is', async () => {
  const again = (more = {}) =>
    restoreBackup({ ...storesOf(second), folder, part: 'all', replace: false, ...more })
  await expect(again()).rejects.toMatchObject({
    code: 'target_not_empty',
    message: expect.stringMatching(/table \w+ has \d+ rows.*--replace/),
  })
  await using projectors = await second.startProjectors()
  await projectors.caughtUp()
  await expect(again({ replace: true })).rejects.toMatchObject({ code: 'services_running' })
  await expect(takeBackup({ ...storesOf(second), folder, now: NOW })).rejects.toMatchObject({
    code: 'folder_not_empty',
  })
  expect(await counted(second)).toEqual(pick(before))
})

test('a lost database comes back from a backup that was taken while deliveries arrived, and from the log alone', async () => {
  const underway = join(home, 'underway')
  {
    await using projectors = await second.startProjectors()
    const sending = fill(second, more.deliveries)
    await takeBackup({ ...storesOf(second), folder: underway, now: NOW })
    await sending
    await projectors.caughtUp()
  }
  const whole = await counted(second)
  const deliveries = await archived(second)
  expect(deliveries).toBe(
    new Set([...month.deliveries, ...genuineDeliveries(), ...more.deliveries].map(({ guid }) => guid)).size,
  )

  const { notes } = await restoreBackup({
    ...storesOf(second),
    folder: underway,
    part: 'store',
    replace: true,
  })
  expect(notes).toEqual([])
  await projectAll(second)
  expect([await counted(second), await archived(second)]).toEqual([whole, deliveries])

  await dropTables(second)
  await projectAll(second)
  expect([await counted(second), await archived(second)]).toEqual([whole, deliveries])
})

test('a lost log is put back beside a database that knows more, under sequences that mean nothing else', async () => {
  const [whole, deliveries, newest] = [
    await counted(second),
    await archived(second),
    await newestArchivedSequence(second.store),
  ]
  const { notes, streams } = await restoreBackup({
    ...storesOf(second),
    ...{ folder: join(home, 'underway'), part: 'log', replace: true },
  })
  expect(notes).toHaveLength(2)
  expect(streams.find(({ name }) => name === 'EVENTS')?.messages).toBeLessThan(deliveries)
  await projectAll(second)
  expect([await counted(second), await archived(second)]).toEqual([whole, deliveries])
  expect(await bucketsOf(second)).toEqual(bucketsBefore)
  const [late] = simulateWorkload({
    seed: 8,
    deliveries: 10,
    start: month.deliveries[0]?.receivedAt ?? NOW,
    days: 2,
  }).deliveries
  if (late === undefined) throw new Error('nothing to send')
  await fill(second, [late])
  await projectAll(second)
  expect(await archived(second)).toBe(deliveries + 1)
  expect(await newestArchivedSequence(second.store)).toBeGreaterThan(newest)
})

test('what neither store holds is said: a database that is filled from a trimmed log is true from its first message', async () => {
  await dropTables(second)
  await projectAll(second)
  const [counters] = (await listGenerations(second.store)).filter(
    ({ projection }) => projection === 'counters',
  )
  const first = (await streamState(second.log, 'EVENTS'))?.firstAt
  expect(counters?.true_from?.slice(0, 19)).toBe(first?.toISOString().slice(0, 19))
})

test('a broken backup is refused with the file that is broken, and holds nothing for others to read', async () => {
  const manifest = join(folder, 'manifest.json')
  const table = join(folder, 'tables', 'deliveries.native.zst')
  expect((await stat(table)).mode & 0o777).toBe(0o600)
  expect((await stat(manifest)).mode & 0o777).toBe(0o600)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  const bytes = await readFile(table)
  const refused = (message: RegExp, code = 'backup_broken') =>
    expect(verifyBackup(folder)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  await verifyBackup(folder)
  await writeFile(table, Buffer.from(bytes).fill(1, bytes.length - 8))
  await refused(/tables\/deliveries\.native\.zst is not what was written/)
  await truncate(table, 100)
  await refused(/tables\/deliveries\.native\.zst has 100 bytes/)
  await rm(table)
  await refused(/tables\/deliveries\.native\.zst is missing/)
  const text = await readFile(manifest, 'utf8')
  await writeFile(manifest, text.replace('"octometer"', '"octomEter"'))
  await refused(/manifest\.json is not what was written/)
  await rm(manifest)
  await refused(/holds no backup/, 'no_backup')
})
