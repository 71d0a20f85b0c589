import { createRandom } from '@octometer/testkit'
import { startAskedGateway } from './ask-gateway.ts'
import type { CiEvent } from './ci-payloads.ts'
import { createSender } from './send.ts'
import { requestOf } from './send-events.ts'
import { startTestSystem } from './system.ts'

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
  const gateway = stack.use(await startAskedGateway(system, now))
  const ask = async (path: string) => {
    const { status, body } = await gateway.ask(`/api/v1${path}`)
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
    return body as unknown as CiAnswer
  }
  const owned = stack.move()
  return {
    async send(lots) {
      // Always the same order for the same lots.
      const random = createRandom(7)
      using sender = createSender(system.url, system.secret, 8)
      for (const lot of lots) {
        const answers = await sender.sendAll(random.sample([...lot, ...lot], 2 * lot.length).map(requestOf))
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
