import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type GitHubSimulator, startGitHubSimulator } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createAsker, watchStream, watchWebSocket } from './canary/asker.ts'
import { askEveryRoute, askSqlDirectly, askWrongly, sendAndRetry, workAsAnalyst } from './canary/asking.ts'
import { makeApp, OWNER, readFromGitHub, recover, workWithHooks } from './canary/at-github.ts'
import { askUntil, type CanaryRun } from './canary/canary-run.ts'
import { openEvidenceBook, startCollector, startReceivers } from './canary/evidence.ts'
import { readFiles, readLog, readRows } from './canary/leavings.ts'
import { sendDeliveries } from './canary/receiving.ts'
import { type Canary, evidenceKinds, type Finding, findCanaries } from './canary/search.ts'
import { canariesOf, environmentOf, makeSecrets } from './canary/settings.ts'
import { freePorts } from './support/free-ports.ts'
import { endProcess, runStandaloneToItsEnd, startStandaloneProcess } from './support/standalone-process.ts'

/** Where a secret may stand, for what; nowhere else, and each is looked at. */
const LAWFUL: readonly Finding[] = [
  ...['webhookSecret', 'adminKey', 'encryptionKey', 'natsPassword', 'clickhousePassword'].map((name) => ({
    canary: `made by standalone: ${name}`,
    form: 'raw',
    place: 'file credentials.json',
  })),
  { canary: 'made by standalone: natsPassword', form: 'raw', place: 'file nats/nats-server.conf' },
  // A key that was made is shown once.
  { canary: 'issuedKey', form: 'raw', place: 'answer POST /api/v1/keys' },
  { canary: 'secondIssuedKey', form: 'raw', place: 'answer POST /api/v1/keys' },
]

const book = openEvidenceBook()
const secrets = makeSecrets()
const learnt = new Map<string, string>()
// No secret: it is put where everybody may see it, and must be found there.
// Of letters alone: what looks like a credential would be hidden in a path.
const planted = `planted-${randomBytes(8)
  .toString('hex')
  .replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)))}`

let stack: AsyncDisposableStack
let folder: string
let dataDir: string
let github: GitHubSimulator
let canaries: readonly Canary[]
let answered = 0

beforeAll(async () => {
  stack = new AsyncDisposableStack()
  folder = await mkdtemp(join(tmpdir(), 'octometer-canary-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  dataDir = join(folder, 'data')
  github = stack.use(await startGitHubSimulator({ flowing: true, start: new Date() }))
  const until = new Date(github.clock.now())
  const from = new Date(until.getTime() - 30 * 86_400_000)
  github.seed({ seed: 3, repositories: 2, issuesAndPullRequests: 20, from, until })
  await liveThroughEverything()
  canaries = await everyCanary()
}, 280_000)

afterAll(() => stack.disposeAsync())

/** First with a token and an App that is made on the way, then with an App of the environment. */
async function liveThroughEverything(): Promise<void> {
  const collector = stack.use(await startCollector(book))
  const receivers = stack.use(await startReceivers(book))
  const [natsPort = 0, httpPort = 0] = await freePorts(2)
  const token = github.credentials.createToken()
  const base = environmentOf(secrets, {
    ...{ dataDir, natsServerBin: inject('natsServerBin') ?? '', natsPort, httpPort },
    ...{ github: github.url, collector: collector.url, receivers: receivers.url },
  })
  const environment = { ...base, OCTO_GITHUB_TOKEN: token, OCTO_REPOSITORIES: `${OWNER}/*` }
  await live(environment, async (run) => {
    await sendDeliveries(run, planted)
    await workWithHooks(run)
    await makeApp(run)
    await readFromGitHub(run)
    await askWrongly(run)
    await sendAndRetry(run)
    await workAsAnalyst(run, planted)
    answered = await askEveryRoute(run)
  })
  const app = github.createApp({ owner: OWNER, webhookUrl: `${base.OCTO_WEBHOOK_URL}` })
  github.credentials.install(app.id, { account: OWNER })
  const ofApp = {
    OCTO_GITHUB_APP_ID: String(app.id),
    OCTO_GITHUB_APP_PRIVATE_KEY: app.pem,
    OCTO_GITHUB_APP_WEBHOOK_SECRET: app.webhookSecret,
  }
  await live({ ...environment, ...ofApp }, async (run) => {
    await readFromGitHub(run)
    await recover(run)
    github.credentials.revoke(token)
    await askUntil(run, '/api/v1/doctor', secrets.viewerKey, (_, status) => status === 200)
    const { clickhousePassword, natsPassword } = await ofStandalone()
    await askSqlDirectly(createAsker(run.sqlUrl, book), clickhousePassword, secrets.wrongKey)
    await readLog(`nats://octometer:${natsPassword}@127.0.0.1:${natsPort}`, book)
    const access = { url: run.sqlUrl, user: 'octometer', password: clickhousePassword, database: 'octometer' }
    await readRows(access, book)
  })
  await readFiles(dataDir, book)
}

/** One life of the process, from its start to its end on a signal. */
async function live(
  environment: Record<string, string>,
  work: (run: CanaryRun & { readonly sqlUrl: string }) => Promise<void>,
): Promise<void> {
  const standalone = await startStandaloneProcess(environment)
  await using life = new AsyncDisposableStack()
  life.defer(() => void standalone.process.kill('SIGKILL'))
  const asker = createAsker(standalone.url, book)
  const over = new AbortController()
  const path = '/api/v1/stream?kind=delivery&kind=alert&kind=counters&kind=sync'
  await watchStream(asker, path, secrets.viewerKey, book, over.signal)
  using _socket = await watchWebSocket(asker, '/api/v1/stream', secrets.viewerKey, book)
  await work({ asker, book, secrets, github, learnt, sqlUrl: standalone.sqlUrl })
  over.abort()
  expect(await endProcess(standalone.process, 'SIGTERM')).toBe(0)
  for (const [index, line] of standalone.output().split('\n').entries())
    book.add('log', `line ${index}`, line)
}

async function ofStandalone(): Promise<Record<'clickhousePassword' | 'natsPassword', string>> {
  return JSON.parse(await readFile(join(dataDir, 'credentials.json'), 'utf8'))
}

/** Given to it, made by it, given out by GitHub; of a key each line. */
async function everyCanary(): Promise<readonly Canary[]> {
  const made = canariesOf(await ofStandalone()).map(({ name, value }) => ({
    name: `made by standalone: ${name}`,
    value,
  }))
  const handedOut = [...github.credentials.secrets].flatMap((secret) =>
    secret.split('\n').filter((line) => line.length >= 32 && !line.startsWith('-----')),
  )
  const ofGitHub = handedOut.map((value) => ({ name: `of GitHub: ${value.slice(0, 8)}…`, value }))
  const onTheWay = [...learnt].filter(([name]) => name !== 'id').map(([name, value]) => ({ name, value }))
  return [...canariesOf(secrets), ...made, ...ofGitHub, ...onTheWay]
}

const show = ({ canary, form, place }: Finding) => `${canary} as ${form} in ${place}`

test('no secret stands anywhere but where it must', () => {
  const found = findCanaries(canaries, book.all).map(show)
  expect(found.sort()).toEqual(LAWFUL.map(show).sort())
})

test('the files in which secrets stand are nobody else’s', async () => {
  for (const file of ['credentials.json', 'nats/nats-server.conf'])
    expect((await stat(join(dataDir, file))).mode & 0o077, file).toBe(0)
})

test('there was something to be found: every kind of place was searched, and what is planted is found in it', () => {
  const kinds = ['told', ...evidenceKinds]
  expect(kinds.filter((kind) => !book.all.some((evidence) => evidence.kind === kind))).toEqual([])
  const places = findCanaries([{ name: 'planted', value: planted }], book.all).map(({ place }) => place)
  const without = kinds.filter((kind) => !places.some((place) => place.startsWith(`${kind} `)))
  // Labels of metrics have few values, whatever comes in.
  expect(without).toEqual(['metric'])
  expect(findCanaries([{ name: 'metric', value: 'octo_ingress_deliveries_total' }], book.all)).not.toEqual([])
  expect(answered).toBeGreaterThan(50)
  expect(canaries.length).toBeGreaterThan(60)
})

test('a value that stops the start is not repeated', async () => {
  const wrong = canariesOf(makeSecrets())
  const value = wrong.map((canary) => canary.value).join('\n,')
  const names = ['OCTO_API_KEYS', 'OCTO_ENCRYPTION_KEY', 'OCTO_GITHUB_APP_PRIVATE_KEY', 'OCTO_SLACK_URL']
  const more = ['OCTO_DISCORD_URL', 'OCTO_SMTP_URL', 'OCTO_ALERT_WEBHOOKS', 'OCTO_FORWARD_RECEIVERS']
  const given = Object.fromEntries([...names, ...more].map((name) => [name, value]))
  const { code, stderr } = await runStandaloneToItsEnd({ OCTO_DATA_DIR: join(folder, 'other'), ...given })
  expect(code).toBe(1)
  for (const name of Object.keys(given)) expect(stderr).toContain(name)
  const said = { kind: 'log', place: 'standard error', bytes: Buffer.from(stderr) } as const
  expect(findCanaries(wrong, [said])).toEqual([])
})
