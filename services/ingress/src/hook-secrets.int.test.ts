import { randomUUID } from 'node:crypto'
import { type HookConfig, hookConfigId, hookConfigKey, sealText } from '@octometer/event-contracts'
import { type Bucket, bucketNames, openBucket } from '@octometer/event-log'
import { createLogger } from '@octometer/telemetry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SECRET, startTestIngress, startTestLog, type TestLog } from './ingress.fixture.ts'
import { postDelivery } from './post-delivery.fixture.ts'

const KEY = new Uint8Array(32).fill(3)
const lines: string[] = []
const logger = createLogger({
  service: 'ingress-test',
  level: 'debug',
  destination: { write: (line) => void lines.push(line) },
})

let context: TestLog
let bucket: Bucket
beforeAll(async () => {
  context = await startTestLog()
  bucket = await openBucket(context.log, bucketNames.hookConfigs)
})
afterAll(() => context[Symbol.asyncDispose]())

const startIngress = () => startTestIngress(context.log, { logger, server: { encryptionKey: KEY } })

/** Writes a repository's configuration over what is there. */
async function configure(
  id: number,
  secrets: readonly string[],
  more: Partial<HookConfig> = {},
): Promise<void> {
  const owner = { kind: 'repository', id, name: `acme/r${id}` } as const
  const key = hookConfigKey(hookConfigId(owner))
  const now = new Date().toISOString()
  const config: HookConfig = {
    owner,
    url: null,
    events: [],
    active: true,
    secrets: secrets.map((secret) => ({ sealed: sealText(KEY, secret, key), since: now })),
    hook_id: null,
    created_at: now,
    updated_at: now,
    ...more,
  }
  const before = await bucket.get(key)
  expect(await bucket.put(key, JSON.stringify(config), before?.revision ?? 0)).not.toBeNull()
}

interface Signed {
  readonly secret: string
  readonly repository: number
  readonly headers?: Readonly<Record<string, string>>
}

function post(url: string, { secret, repository, headers }: Signed) {
  const body = JSON.stringify({ repository: { id: repository, full_name: `acme/r${repository}` } })
  const target = {
    'X-GitHub-Hook-Installation-Target-Type': 'repository',
    'X-GitHub-Hook-Installation-Target-ID': String(repository),
  }
  return postDelivery(url, { secret, body, headers: headers ?? target })
}

const statusOf = async (url: string, signed: Signed) => (await post(url, signed)).status

/** Until ingress knows what the bucket has. */
async function eventually(url: string, signed: Signed, status: number): Promise<void> {
  await expect.poll(() => statusOf(url, signed), { timeout: 10_000, interval: 50 }).toBe(status)
}

test('a repository has a secret of its own; rotated, both verify; deleted, neither does, without a restart', async () => {
  const [older, newer] = [`secret-${randomUUID()}`, `secret-${randomUUID()}`]
  await configure(7, [older])
  await using ingress = await startIngress()
  expect(await statusOf(ingress.url, { secret: older, repository: 7 })).toBe(202)
  expect(await statusOf(ingress.url, { secret: newer, repository: 7 })).toBe(401)
  await configure(7, [newer, older])
  await eventually(ingress.url, { secret: newer, repository: 7 }, 202)
  expect(await statusOf(ingress.url, { secret: older, repository: 7 })).toBe(202)
  expect(await statusOf(ingress.url, { secret: SECRET, repository: 7 })).toBe(202)
  const entry = await bucket.get(hookConfigKey('repository-7'))
  await bucket.remove(hookConfigKey('repository-7'), entry?.revision ?? -1)
  await eventually(ingress.url, { secret: newer, repository: 7 }, 401)
  expect(await statusOf(ingress.url, { secret: older, repository: 7 })).toBe(401)
  expect(await statusOf(ingress.url, { secret: SECRET, repository: 7 })).toBe(202)
  expect(lines.length).toBeGreaterThan(0)
  for (const secret of [older, newer, SECRET]) expect(lines.join('\n')).not.toContain(secret)
})

test('what only an inactive configuration would verify is refused', async () => {
  await configure(8, ['of eight'])
  await using ingress = await startIngress()
  expect(await statusOf(ingress.url, { secret: 'of eight', repository: 8 })).toBe(202)
  await configure(8, ['of eight'], { active: false })
  await eventually(ingress.url, { secret: 'of eight', repository: 8 }, 401)
  expect(await statusOf(ingress.url, { secret: SECRET, repository: 8 })).toBe(202)
})

test("one repository's secret signs for no other, whatever the headers say; a hook is found by its number too", async () => {
  await configure(9, ['of nine'], { hook_id: '99' })
  await using ingress = await startIngress()
  const byHook = { 'X-GitHub-Hook-ID': '99' }
  expect(await statusOf(ingress.url, { secret: 'of nine', repository: 9, headers: byHook })).toBe(202)
  expect(await statusOf(ingress.url, { secret: 'of nine', repository: 10, headers: byHook })).toBe(401)
  const asNine = {
    'X-GitHub-Hook-Installation-Target-Type': 'repository',
    'X-GitHub-Hook-Installation-Target-ID': '9',
  }
  expect(await statusOf(ingress.url, { secret: 'of nine', repository: 10, headers: asNine })).toBe(401)
  expect(await statusOf(ingress.url, { secret: 'of nine', repository: 9, headers: {} })).toBe(401)
})

test('without the key that sealed them configurations verify nothing, and that is said', async () => {
  await configure(11, ['of eleven'])
  await using ingress = await startTestIngress(context.log, { logger, server: { encryptionKey: null } })
  expect(await statusOf(ingress.url, { secret: 'of eleven', repository: 11 })).toBe(401)
  expect(await statusOf(ingress.url, { secret: SECRET, repository: 11 })).toBe(202)
  expect(lines.join('\n')).toContain('OCTO_ENCRYPTION_KEY')
})
