import { type BodyEncoding, header } from '@octometer/event-contracts'
import { bucketNames, followLog, logBounds, openBucket, streamNames } from '@octometer/event-log'
import { deliveryHeaders, genuineDeliveries, type SimulatedDelivery } from '@octometer/testkit'
import type { AskedGateway } from '../support/ask-gateway.ts'
import { askStore } from '../support/ask-store.ts'
import { everyAnswer } from '../support/every-answer.ts'
import type { OutgoingRequest } from '../support/send.ts'
import type { TestSystem } from '../support/system.ts'

/** Somebody who stands in the genuine payloads in the place of the account that most of them are of. */
export const person = {
  login: 'Canarius-Flyer',
  id: 777_123_456,
  name: 'Serina Canarius',
  email: 'serina@songbird.example',
} as const

/** What may be found nowhere. */
export const traces: readonly string[] = [
  person.login,
  String(person.id),
  person.name,
  person.email,
  nodeId(person.id),
].map((trace) => trace.toLowerCase())

function nodeId(id: number): string {
  return Buffer.from(`04:User${id}`).toString('base64')
}

const GENUINE_ID = 21_031_067
/** Who signs commits with an account: by it their name and address are known to be theirs. */
const SIGNATURE = /"name":"[^"]*","email":"[^"]*","username":"Canarius-Flyer"/g
const SIGNED = `"name":"${person.name}","email":"${person.email}","username":"${person.login}"`

/** The genuine deliveries, as if that person had made them: with name and address in what they wrote and signed. */
export function deliveriesOfThePerson(): readonly OutgoingRequest[] {
  return genuineDeliveries().map((delivery, index) => ({
    body: bodyOf(delivery, index % 7 === 0 ? 'application/x-www-form-urlencoded' : 'application/json'),
    headers: {
      ...deliveryHeaders(delivery),
      'content-type': index % 7 === 0 ? 'application/x-www-form-urlencoded' : 'application/json',
    },
    signature: 'valid',
  }))
}

function bodyOf(delivery: SimulatedDelivery, encoding: BodyEncoding): string {
  const renamed = JSON.stringify(delivery.payload, withTheirId)
    .replaceAll(/codertocat/gi, person.login)
    .replaceAll(/(?<!comments\/)21031067/g, String(person.id))
    .replaceAll(nodeId(GENUINE_ID), nodeId(person.id))
    .replaceAll(/"(title|body|message)":"([^"]*)"/g, (_, key, text) => `"${key}":"${text} ${WORDS}"`)
  const signed = renamed.replaceAll(SIGNATURE, SIGNED)
  return encoding === 'application/json' ? signed : new URLSearchParams({ payload: signed }).toString()
}

/** In some genuine payloads that login has been given to another account by hand, or its id. */
function withTheirId(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('login' in value)) return value
  if (value.login === 'Codertocat') return { ...value, id: GENUINE_ID, node_id: nodeId(GENUINE_ID) }
  return 'id' in value && value.id === GENUINE_ID
    ? { ...value, id: 583_231, node_id: nodeId(583_231) }
    : value
}

/** In every title, text and message. */
const WORDS = `by @${person.login}, that is ${person.name} <${person.email}> (${person.id}+${person.login}@users.noreply.github.com)`

export interface Trace {
  readonly place: string
  readonly trace: string
  readonly around: string
}

/** Where anything of the person is found: in any row of any table, any message, any bucket, any answer. */
export async function tracesIn(system: TestSystem, gateway: AskedGateway): Promise<readonly Trace[]> {
  const found: Trace[] = []
  const look = (place: string, text: string) => found.push(...tracesOf(place, text))
  await readRows(system, look)
  for (const stream of Object.values(streamNames)) await readStream(system, stream, look)
  for (const name of Object.values(bucketNames)) {
    const bucket = await openBucket(system.log, name)
    for (const { key, value } of await bucket.entries()) look(`bucket ${name}`, `${key}\n${value}`)
  }
  for (const [path, answer] of await everyAnswer(gateway, {})) look(`answer ${path}`, JSON.stringify(answer))
  return found
}

export function tracesOf(place: string, text: string): readonly Trace[] {
  const lower = text.toLowerCase()
  return traces.flatMap((trace) => {
    const at = lower.indexOf(trace)
    return at < 0 ? [] : [{ place, trace, around: text.slice(Math.max(0, at - 120), at + 60) }]
  })
}

type Look = (place: string, text: string) => unknown

async function readRows({ access }: TestSystem, look: Look): Promise<void> {
  const tables = await askStore<{ name: string }>(
    access,
    "SELECT name FROM system.tables WHERE database = 'octometer' AND engine != 'View'",
  )
  for (const { name } of tables) {
    const rows = await askStore<object>(access, `SELECT * FROM octometer.\`${name}\``)
    look(`table ${name}`, rows.map((row) => JSON.stringify(row)).join('\n'))
  }
}

const LIMITS = { maxMessages: 500, maxBytes: 64 * 1024 * 1024, maxWaitMs: 500 }

async function readStream(
  { log }: TestSystem,
  stream: Parameters<typeof followLog>[1],
  look: Look,
): Promise<void> {
  const { firstSequence, lastSequence } = await logBounds(log, stream)
  await using follower = await followLog(log, stream, firstSequence - 1)
  while (follower.position < lastSequence) {
    const { messages } = await follower.next(LIMITS)
    for (const message of messages) {
      const headers = Object.values(header).map((name) => message.header(name))
      look(`stream ${stream}`, `${message.subject}\n${headers.join('\n')}\n${Buffer.from(message.body())}`)
    }
  }
}
