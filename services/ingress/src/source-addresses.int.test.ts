import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { silent, startTestIngress, startTestLog, type TestLog } from './ingress.fixture.ts'
import { postDelivery } from './post-delivery.fixture.ts'
import {
  type AddressSource,
  addressSources,
  SourceAddressesError,
  watchSourceAddresses,
} from './source-addresses.ts'

let context: TestLog
/** Answers by path; a number is a status without a list. */
const published = new Map<string, unknown>()
const publisher = createServer((request, response) => {
  const answer = published.get(request.url ?? '') ?? 404
  if (typeof answer === 'number') response.statusCode = answer
  response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
})
let publisherUrl: string

beforeAll(async () => {
  context = await startTestLog()
  await new Promise<void>((resolve) => publisher.listen(0, '127.0.0.1', resolve))
  publisherUrl = `http://127.0.0.1:${(publisher.address() as AddressInfo).port}`
})

beforeEach(() => {
  published.set('/meta', {
    hooks: ['192.30.252.0/22', '2606:50c0::/32', 'nonsense', '0.0.0.0/0'],
    web: ['9.9.9.9/32'],
  })
  published.set('/ips', { result: { ipv4_cidrs: ['173.245.48.0/20'], ipv6_cidrs: ['2400:cb00::/32'] } })
})

afterEach(() => published.clear())

afterAll(async () => {
  publisher.close()
  await context[Symbol.asyncDispose]()
})

/** Fetches Cloudflare's list from here; GitHub's address is a setting. */
const fetchHere: typeof fetch = (input, init) =>
  fetch(String(input).replace('https://api.cloudflare.com/client/v4', publisherUrl), init)

const restricted = (receiving: { verifyGithubIps?: boolean; verifyCloudflareIps?: boolean }) =>
  startTestIngress(context.log, { fetch: fetchHere, receiving: { ...receiving, githubApiUrl: publisherUrl } })

const statusFrom = async (url: string, address: string, path = '/webhooks/github') => {
  const answer = await postDelivery(url, { path, headers: { 'X-Forwarded-For': address } })
  return answer.status
}

test("deliveries come from GitHub's hook addresses, seen through the proxy", async () => {
  await using ingress = await restricted({ verifyGithubIps: true })
  expect(await statusFrom(ingress.url, '192.30.253.4')).toBe(202)
  expect(await statusFrom(ingress.url, '2606:50c0::1')).toBe(202)
  // What the client itself wrote stands further left, and does not count.
  expect(await statusFrom(ingress.url, '192.30.253.4, 203.0.113.9')).toBe(403)
  for (const address of ['9.9.9.9', '173.245.48.1', '2607::1', 'nonsense']) {
    expect(await statusFrom(ingress.url, address), address).toBe(403)
  }
})

test("both lists together let through either's addresses", async () => {
  await using ingress = await restricted({ verifyGithubIps: true, verifyCloudflareIps: true })
  expect(await statusFrom(ingress.url, '192.30.253.4')).toBe(202)
  expect(await statusFrom(ingress.url, '173.245.48.1')).toBe(202)
  expect(await statusFrom(ingress.url, '2400:cb00::1')).toBe(202)
  expect(await statusFrom(ingress.url, '203.0.113.9')).toBe(403)
})

test('the refusal is problem+json, and on the path of seed 003 in its words', async () => {
  await using ingress = await restricted({ verifyCloudflareIps: true })
  const headers = { 'X-Forwarded-For': '203.0.113.9' }
  const ours = await postDelivery(ingress.url, { headers })
  expect(ours.body).toMatchObject({ status: 403, code: 'source_not_allowed' })
  const seed = await postDelivery(ingress.url, { headers, path: '/metrics' })
  expect(seed.body).toMatchObject({ status: 403, detail: '203.0.113.9 IP is not in allowlist' })
})

test.each([
  ['cannot be had', 500],
  ['is empty', { hooks: [] }],
  ['holds no range', { hooks: ['nonsense', '::/0'] }],
  ['is not what is documented', { hooks: 'everybody' }],
  ['is not JSON', '<html>'],
])('ingress does not start when a list %s', async (_, answer) => {
  published.set('/meta', answer)
  await expect(restricted({ verifyGithubIps: true })).rejects.toThrow(SourceAddressesError)
  await expect(restricted({ verifyGithubIps: true, verifyCloudflareIps: true })).rejects.toThrow(
    `${publisherUrl}/meta`,
  )
})

test('a refresh takes the new list; one that fails keeps the last good one', async () => {
  const sources: readonly AddressSource[] = addressSources({
    ...{ webhookSecrets: [], allowUnsigned: true, rateLimit: null },
    ...{ verifyGithubIps: true, verifyCloudflareIps: false, githubApiUrl: publisherUrl },
  })
  using addresses = await watchSourceAddresses({ sources, fetch, logger: silent })
  const allowed = () => ['192.30.253.4', '198.51.100.1'].filter((address) => addresses.allows(address))
  expect(allowed()).toEqual(['192.30.253.4'])
  published.set('/meta', { hooks: ['198.51.100.0/24'] })
  await addresses.refresh()
  expect(allowed()).toEqual(['198.51.100.1'])
  for (const broken of [503, { hooks: [] }, '{']) {
    published.set('/meta', broken)
    await addresses.refresh()
    expect(allowed()).toEqual(['198.51.100.1'])
  }
})

test('the lists are refreshed by the clock', async () => {
  const sources = [{ name: 'github', url: `${publisherUrl}/ips`, read: () => ['198.51.100.0/24'] }]
  let fetched = 0
  const counting: typeof fetch = (input, init) => {
    fetched += 1
    return fetch(input, init)
  }
  using _ = await watchSourceAddresses({ sources, fetch: counting, logger: silent, refreshMs: 20 })
  await expect.poll(() => fetched).toBeGreaterThan(2)
})
