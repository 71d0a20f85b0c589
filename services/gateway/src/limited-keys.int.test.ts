import { beforeAll, expect, test } from 'vitest'
import { operationsOf, readDocument } from './documents/documented.fixture.ts'
import { bodies, examples } from './documents/examples.fixture.ts'
import { memoryBucket } from './documents/memory-bucket.fixture.ts'
import { fillEveryModel, filled } from './every-model.fixture.ts'
import { gatewayForTests, keys } from './gateway.fixture.ts'
import { deliveryRow, nameRow } from './rows.fixture.ts'

const gateway = gatewayForTests(filled)

interface Answer {
  readonly status: number
  readonly text: string
}
type Answers = Readonly<Record<string, Answer>>

/** What is of the whole system, and is told alike to all who may ask for it. */
const OF_THE_SYSTEM = new Set([
  // How far each projection is, and how the parts stand.
  'listProjections',
  'getDoctor',
  // Open to all, with or without a key: rates and times of all events, and no name.
  'seed002GetHealth',
])

/** What every route answers, asked anew of a gateway that holds nothing in memory yet. */
async function everyAnswer(credentialOf: (url: string) => Promise<string>): Promise<Answers> {
  await using server = await gateway.serveWith({})
  const as = await credentialOf(server.url)
  const document = await readDocument(gateway)
  const answers: Record<string, Answer> = {}
  for (const { method, operation } of operationsOf(document)) {
    const { operationId } = operation
    const body = bodies[operationId]
    const answer = await fetch(`${server.url}${examples[operationId]}`, {
      method: method.toUpperCase(),
      headers: { authorization: `Bearer ${as}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    answers[operationId] = { status: answer.status, text: withoutFreshness(await answer.text()) }
  }
  return answers
}

/** What every answer says, whoever asks: how new the read model is. */
function withoutFreshness(text: string): string {
  return text.replaceAll(/"freshness":\{[^}]*\}/g, '')
}

/** A key for one repository, and one for all that an owner has: as much of the others may be seen with either. */
const LIMITS = { 'one repository': ['acme/other'], 'all of an owner': ['beside/*'] } as const
type Limit = keyof typeof LIMITS

const limitedTo = (limit: Limit) => async (url: string) => {
  const made = await fetch(`${url}/api/v1/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.admin}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: limit.replaceAll(' ', '-'), role: 'admin', repositories: LIMITS[limit] }),
  })
  return String(Object(await made.json()).key)
}

const limits = Object.keys(LIMITS) as readonly Limit[]

/** Operations by which something changes. */
let changing: readonly string[]
const empty = new Map<Limit, Answers>()
const after = new Map<Limit, Answers>()
let asAdmin: Answers

beforeAll(async () => {
  const bucket = memoryBucket()
  gateway.log.keys = async () => bucket
  const time = '2026-03-01T00:00:00Z'
  await gateway.insert('deliveries', {
    deliveries: [
      deliveryRow('other', time, { repository_id: 2, repository: 'acme/other' }),
      deliveryRow('tool', time, { repository_id: 20, repository: 'beside/tool' }),
    ],
    repository_names: [nameRow(2, 'acme/other', time), nameRow(20, 'beside/tool', time)],
  })
  changing = operationsOf(await readDocument(gateway))
    .filter(({ method }) => method !== 'get')
    .map(({ operation }) => operation.operationId)
  for (const limit of limits) empty.set(limit, await everyAnswer(limitedTo(limit)))
  await fillEveryModel(gateway)
  for (const limit of limits) after.set(limit, await everyAnswer(limitedTo(limit)))
  asAdmin = await everyAnswer(async () => keys.admin)
})

test.each(limits)('what becomes of other repositories changes no answer to a key for %s', (limit) => {
  const [before = {}, now = {}] = [empty.get(limit), after.get(limit)]
  const changed = Object.keys(now).filter(
    (id) => !OF_THE_SYSTEM.has(id) && JSON.stringify(now[id]) !== JSON.stringify(before[id]),
  )
  expect(changed.map((id) => [id, before[id], now[id]])).toEqual([])
  // Who may see them sees the difference, or this would prove nothing.
  const differing = Object.keys(now).filter((id) => JSON.stringify(asAdmin[id]) !== JSON.stringify(now[id]))
  expect(differing.length).toBeGreaterThan(Object.keys(now).length * 0.7)
})

test.each(limits)('a key for %s changes nothing that is of all of them', (limit) => {
  const carriedOut = changing.filter((id) => (after.get(limit)?.[id]?.status ?? 0) < 300)
  // Whoever GitHub says installed the App may say so.
  expect(carriedOut).toEqual(['seed002Install'])
})
