import { randomUUID } from 'node:crypto'
import { loadConfig } from '@octometer/config'
import { startGateway } from '@octometer/gateway'
import { createLogger } from '@octometer/telemetry'
import type { CiEvent } from './ci-payloads.ts'
import { createSender } from './send.ts'
import { startTestSystem } from './system.ts'

const key = 'a'.repeat(20)

interface CiAnswer {
  readonly data: readonly Readonly<Record<string, unknown>>[]
  readonly page: { readonly next_cursor: string | null }
}

/** Ingress, projectors and gateway, each real; it is `now` for the gateway. */
export interface CiSystem extends AsyncDisposable {
  /** Sends them in this order of lots, each in any order, each twice as two hooks do, and waits until they are projected. */
  send(lots: readonly (readonly CiEvent[])[]): Promise<void>
  ask(path: string): Promise<CiAnswer>
  /** Every page of it. */
  walk(path: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  deadLetters(): Promise<readonly unknown[]>
}

export async function startCiSystem(natsServerBin: string | null, now: Date): Promise<CiSystem> {
  await using stack = new AsyncDisposableStack()
  const system = stack.use(await startTestSystem({ natsServerBin }))
  const projectors = stack.use(await system.startProjectors())
  const { config } = loadConfig({ OCTO_API_KEYS: `test:admin:${key}`, OCTO_HTTP_PORT: '0' }, [
    'server',
    'access',
    'answers',
  ])
  const logger = createLogger({ service: 'gateway', level: 'error' })
  const gateway = stack.use(
    await startGateway({ config, log: system.log, store: system.store, logger, now: () => now }),
  )
  const ask = async (path: string): Promise<CiAnswer> => {
    const response = await fetch(`${gateway.url}/api/v1${path}`, { headers: { 'x-api-key': key } })
    const text = await response.text()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`)
    return JSON.parse(text)
  }
  const owned = stack.move()
  return {
    async send(lots) {
      using sender = createSender(system.url, system.secret, 8)
      for (const lot of lots) {
        const answers = await sender.sendAll(shuffled([...lot, ...lot]).map(requestOf))
        if (answers.some(({ status }) => status !== 202)) throw new Error('a delivery was not accepted')
      }
      await projectors.caughtUp()
    },
    ask,
    async walk(path) {
      const found = []
      let cursor: string | null = null
      do {
        const next: string = cursor === null ? '' : `&cursor=${cursor}`
        const { data, page } = await ask(`${path}${next}`)
        found.push(...data)
        cursor = page.next_cursor
      } while (cursor !== null)
      return found
    },
    deadLetters: async () => (await ask('/dead-letters')).data,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function requestOf({ event, payload }: CiEvent) {
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': randomUUID(),
  }
  return { body: JSON.stringify(payload), headers, signature: 'valid' as const }
}

/** Always the same order for the same list. */
function shuffled<T>(items: readonly T[], seed = 7): readonly T[] {
  const random = generatorOf(seed)
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

/** Numbers from 0 to 1 that are the same for the same seed. */
export function generatorOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}
