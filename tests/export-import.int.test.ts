import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isDeepStrictEqual } from 'node:util'
import { zstdDecompressSync } from 'node:zlib'
import {
  apiCallSchema,
  type Command,
  consumerName,
  decodeMessage,
  encodeDelivery,
  type Snapshot,
} from '@octometer/event-contracts'
import { createAppender, createTrimmer, streamState } from '@octometer/event-log'
import { genuineDeliveries, simulateWorkload, startGitHubSimulator } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startAskedGateway } from './support/ask-gateway.ts'
import { askStore } from './support/ask-store.ts'
import { type Answer, everyAnswer, type Values } from './support/every-answer.ts'
import { type FrontDoor, openFrontDoor } from './support/front-door.ts'
import { sendSteps } from './support/run-workload.ts'
import { startSyncedLog } from './support/synced-log.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'
import { withoutReceipt } from './support/without-receipt.ts'

const NOW = new Date('2026-04-01T12:00:00Z')
const START = new Date('2026-03-01T00:00:00Z')
const month = simulateWorkload({ seed: 6, deliveries: 200, start: START, days: 30 })
/** A form, whose bytes are not those of its JSON, and characters that end a line elsewhere. */
const form = new URLSearchParams({ payload: JSON.stringify({ zen: 'a\u2028b\r\n & ü' }) }).toString()

const issued = () => ({ command_id: randomUUID(), issued_at: '2026-03-20T12:00:00.000Z', issued_by: 'test' })
const commands: readonly Command[] = [
  { ...issued(), type: 'counter_set', counter: 'commits', repository_id: null, value: 7 },
  { ...issued(), type: 'dismiss', dead_letter_id: 'api-usage:none' },
  { ...issued(), type: 'forwarding_retry', receiver: 'deploys', delivery_id: null },
]

let home: string
let file: string
let second: TestSystem
let door: FrontDoor
let before: ReadonlyMap<string, Answer>
let values: Values

async function sync(): Promise<readonly Snapshot[]> {
  await using github = await startGitHubSimulator({ start: NOW, flowing: true })
  for (const delivery of month.deliveries) github.apply(delivery)
  const repositories = [...github.world.repositories.values()].map(({ object }) => String(object.full_name))
  await using log = await startSyncedLog(github, {
    OCTO_GITHUB_TOKEN: github.credentials.createToken(),
    OCTO_REPOSITORIES: repositories.join(','),
  })
  await using _agent = log.startAgent()
  expect(await log.sync('full')).toMatchObject({ stage: 'completed', errors: [] })
  const messages = (await log.messages()).map(decodeMessage)
  return messages.flatMap((message) => (message.kind === 'snapshot' ? [message.snapshot] : []))
}

async function send(system: TestSystem, deliveries: typeof month.deliveries): Promise<void> {
  const steps = deliveries.map((delivery) => ({ kind: 'deliver' as const, delivery, outOfOrder: false }))
  expect(new Set(await sendSteps(system, steps))).toEqual(new Set([202]))
}

/** Deliveries of all kinds, some twice; snapshots, commands and calls; the first half no longer in the stream. */
async function fill(system: TestSystem): Promise<void> {
  await using projectors = await system.startProjectors()
  await send(system, [...month.deliveries, ...month.deliveries.slice(0, 20)])
  for (const snapshot of await sync()) await system.appendSnapshot(snapshot)
  await projectors.caughtUp()
  const middle = Date.now()
  for (const command of commands) await system.appendCommand(command)
  await send(system, genuineDeliveries())
  await appendForm(system)
  await system.appendApiCalls(month.apiCalls.map((call) => apiCallSchema.parse(call)))
  await projectors.caughtUp()
  const consumers = [consumerName('deliveries', null)]
  const trimmed = await createTrimmer(system.log, () => middle).trim({
    stream: 'EVENTS',
    retentionMs: 0,
    consumers,
  })
  expect(trimmed.firstSequenceAfter).toBeGreaterThan(month.deliveries.length)
}

async function appendForm({ log }: TestSystem): Promise<void> {
  await using appender = createAppender(log, { stream: 'EVENTS' })
  const metadata = {
    ...{ guid: 'form', event: 'ping', hookId: '7', targetType: null, targetId: null, receivedAt: START },
    ...{ signature: 'sha256=of-github', source: 'webhook' as const },
    contentType: 'application/x-www-form-urlencoded' as const,
  }
  await appender.append({ ...encodeDelivery(metadata, null), body: Buffer.from(form) })
}

async function askAll(system: TestSystem): Promise<ReadonlyMap<string, Answer>> {
  await using gateway = await startAskedGateway(system, NOW)
  return await everyAnswer(gateway, values)
}

async function project(system: TestSystem): Promise<void> {
  await using projectors = await system.startProjectors()
  await projectors.caughtUp()
}

const lastOf = async ({ log }: TestSystem) => (await streamState(log, 'EVENTS'))?.lastSequence

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'octometer-export-'))
  file = join(home, 'log.ndjson.zst')
  {
    await using first = await startTestSystem({
      natsServerBin: inject('natsServerBin'),
      duplicateWindowMs: 100,
    })
    await fill(first)
    values = await valuesOf(first)
    before = await askAll(first)
    await using exporting = await openFrontDoor(first, NOW, home)
    const { exitCode, output } = await exporting.run('export', file, '--json')
    expect(exitCode, output).toBe(0)
  }
  second = await startTestSystem({ natsServerBin: inject('natsServerBin') })
  door = await openFrontDoor(second, NOW, home)
}, 120_000)

/** Things that there are, to ask about. */
async function valuesOf(system: TestSystem): Promise<Values> {
  await using gateway = await startAskedGateway(system, NOW)
  const { data } = (await gateway.ask('/api/v1/pull-requests?limit=1')).body as {
    data: { repository: string; number: number }[]
  }
  const [owner = '', repo = ''] = (data[0]?.repository ?? '').split('/')
  const number = `${data[0]?.number}`
  return { owner, repo, number, pr_number: number, guid: 'form', name: 'commits', counter_name: 'commits' }
}

afterAll(async () => {
  await door?.[Symbol.asyncDispose]()
  await second?.[Symbol.asyncDispose]()
  await rm(home, { recursive: true, force: true })
})

/** The file itself, whose header tells of the log that it is of, and what the doctor measures of this machine. */
const NOT_COMPARED = ['/api/v1/export', '/api/v1/doctor']

function differences(after: ReadonlyMap<string, Answer>): readonly unknown[] {
  const pairs = [...before].filter(([path]) => !NOT_COMPARED.includes(path))
  return pairs.flatMap(([path, answer]) => {
    const pair = [withoutReceipt(path, answer), withoutReceipt(path, after.get(path))]
    return isDeepStrictEqual(pair[0], pair[1]) ? [] : [[path, ...pair]]
  })
}

test('an empty system answers after an import what the exporting one answered', async () => {
  const { exitCode, output } = await door.run('import', file, '--json')
  expect(exitCode, output).toBe(0)
  const totals = JSON.parse(output)
  expect(totals).toMatchObject({ already_there: 0, refused: [], appended: totals.lines - 1 })
  expect(totals.left_out).toMatchObject([{ reason: 'forwarding_retry asks for something to be done' }])
  await project(second)
  const after = await askAll(second)
  expect(differences(after)).toEqual([])
  expect([...before.values()].filter(({ status }) => status === 200).length).toBeGreaterThan(70)
})

test('what came by an import says so, with the bytes and the signature that GitHub sent', async () => {
  const rows = await askStore(
    second.access,
    "SELECT DISTINCT source, signature, form_body FROM deliveries WHERE guid = 'form'",
  )
  expect(rows).toEqual([{ source: 'import', signature: 'sha256=of-github', form_body: form }])
  expect(await askStore(second.access, 'SELECT DISTINCT source FROM deliveries')).toEqual([
    { source: 'import' },
  ])
})

test('the same file again changes nothing, and appends nothing', async () => {
  const last = await lastOf(second)
  const { exitCode, output } = await door.run('import', file, '--json')
  expect(exitCode, output).toBe(0)
  expect(JSON.parse(output)).toMatchObject({ appended: 0, refused: [] })
  expect(await lastOf(second)).toBe(last)
})

const linesOf = (text: Buffer) => zstdDecompressSync(text).toString('utf8').trimEnd().split('\n')

test('a file that is cut off or changed is not taken, and nothing of it is sent', async () => {
  const whole = await readFile(file)
  const lines = linesOf(whole)
  const last = await lastOf(second)
  const broken = join(home, 'broken.ndjson')
  const refused = async (content: string | Buffer, why: RegExp) => {
    await writeFile(broken, content)
    const { exitCode, output } = await door.run('import', broken)
    expect(output.replaceAll('\n', ' ')).toMatch(why)
    expect(exitCode).toBe(1)
  }
  await refused(whole.subarray(0, whole.length - 100), /cannot be read to its end/)
  await refused(`${lines.slice(0, -1).join('\n')}\n`, /last line is missing/)
  await refused(
    [...lines.slice(0, 5), ...lines.slice(6)].join('\n'),
    /has \d+ messages, and its last line says/,
  )
  await refused(lines.join('\n').replace('"event":"', '"event":"x'), /its checksum differs/)
  await refused(lines.join('\n').replace('"version":1', '"version":2'), /has version 2/)
  await refused('{}\n', /does not begin with the header/)
  expect(await door.run('import', join(home, 'none.ndjson'))).toMatchObject({ exitCode: 2 })
  expect(await lastOf(second)).toBe(last)
})

test('a line whose payload was changed is refused by its number, in a file that is whole otherwise', async () => {
  const [head = '', ...lines] = linesOf(await readFile(file))
  const footer = JSON.parse(lines.pop() ?? '')
  const at = lines.findIndex((line) => line.includes('"kind":"delivery"'))
  const line = JSON.parse(lines[at] ?? '')
  lines[at] = JSON.stringify({ ...line, id: 'changed', body: `${line.body} ` })
  const body = [head, ...lines].map((each) => `${each}\n`).join('')
  const sha256 = createHash('sha256').update(body).digest('hex')
  const changed = join(home, 'changed.ndjson')
  await writeFile(changed, `${body}${JSON.stringify({ ...footer, sha256 })}\n`)
  const { exitCode, output } = await door.run('import', changed, '--json')
  expect(exitCode).toBe(1)
  expect(JSON.parse(output).refused).toEqual([
    { file: changed, line: at + 2, reason: 'its body is not the one that its sha256 is of' },
  ])
})

test('a request names what is wrong with each line, takes the others, and is for admins', async () => {
  const post = (body: string, key = door.key, type = 'application/x-ndjson') =>
    fetch(`${door.url}/api/v1/import`, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': type },
      body,
    })
  const body = '{"zen":"a"}'
  const good = {
    ...{
      kind: 'delivery',
      id: 'posted',
      event: 'ping',
      received_at: '2026-01-05T12:00:00.000Z',
      hook_id: null,
    },
    ...{
      target_type: null,
      target_id: null,
      content_type: 'application/json',
      signature: null,
      source: 'webhook',
    },
    ...{ body, encoding: 'text', sha256: createHash('sha256').update(body).digest('hex') },
  }
  const lines = [good, { ...good, id: 'a\nb' }, { ...good, kind: 'alert' }, { ...good, event: undefined }]
  const answer = await post([...lines.map((each) => JSON.stringify(each)), 'no json'].join('\n'))
  expect([answer.status, await answer.json()]).toMatchObject([
    200,
    {
      appended: 1,
      duplicates: 0,
      left_out: [],
      refused: [{ line: 2 }, { line: 3 }, { line: 4 }, { line: 5 }],
    },
  ])
  expect((await post('{}', 'wrong')).status).toBe(401)
  expect((await post('{}', door.key, 'text/plain')).status).toBe(415)
  expect((await post('{}\n'.repeat(1001))).status).toBe(413)
})

test('a file is read in bounded memory, however large it is', async () => {
  const large = join(home, 'large.ndjson')
  const count = 50_000
  const payload = JSON.stringify({ zen: 'x'.repeat(8_000) })
  const sha256 = createHash('sha256').update(payload).digest('hex')
  const [head = ''] = linesOf(await readFile(file))
  const hash = createHash('sha256').update(`${head}\n`)
  function* content() {
    yield `${head}\n`
    for (let index = 0; index < count; index += 1) {
      const line = `${JSON.stringify({ kind: 'delivery', id: `large-${index}`, body: payload, sha256 })}\n`
      hash.update(line)
      yield line
    }
    yield `${JSON.stringify({ end: true, lines: count, unreadable: 0, without_payload: 0, sha256: hash.digest('hex') })}\n`
  }
  await pipeline(Readable.from(content()), createWriteStream(large))
  const rss = process.memoryUsage.rss()
  const { exitCode, output } = await door.run('import', large, '--check', '--json')
  expect(exitCode, output).toBe(0)
  expect(JSON.parse(output)).toMatchObject({ checked: count, appended: 0 })
  // The file has 400 MB.
  expect(process.memoryUsage.rss() - rss).toBeLessThan(150 * 1024 * 1024)
})
