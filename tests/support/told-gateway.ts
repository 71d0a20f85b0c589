import type { Environment } from '@octometer/config'
import type { Snapshot } from '@octometer/event-contracts'
import { afterAll, beforeAll, expect, inject } from 'vitest'
import { type AskedGateway, startAskedGateway } from './ask-gateway.ts'
import { sendTwice, type Told } from './send-twice.ts'
import { startTestSystem, type TestSystem } from './system.ts'

interface Telling {
  /** What GitHub's API told beside the deliveries. */
  readonly snapshots?: readonly Snapshot[]
  /** When the gateway is asked; 2026-03-20 unless given. */
  readonly now?: Date
  readonly env?: Environment
}

export interface ToldGateway extends Pick<AskedGateway, 'ask'> {
  /** The body of a path below /api/v1, which must answer 200. */
  answer(path: string): Promise<Readonly<Record<string, unknown>>>
}

/** For a test file: everything is told twice, in the wrong order, projected, and then the gateway is asked. */
export function gatewayAfter(
  story: readonly Told[],
  { snapshots = [], now = new Date('2026-03-20T00:00:00Z'), env = {} }: Telling = {},
): ToldGateway {
  let system: TestSystem
  let gateway: AskedGateway
  beforeAll(async () => {
    system = await startTestSystem({ natsServerBin: inject('natsServerBin') })
    await using projectors = await system.startProjectors()
    for (const snapshot of snapshots) await system.appendSnapshot(snapshot)
    expect(new Set(await sendTwice(system, story))).toEqual(new Set([202]))
    await projectors.caughtUp()
    gateway = await startAskedGateway(system, now, env)
  })
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]()
    await system[Symbol.asyncDispose]()
  })
  return {
    ask: (path, asking) => gateway.ask(path, asking),
    answer: async (path) => {
      const { status, body } = await gateway.ask(`/api/v1${path}`)
      expect({ status, body }).toMatchObject({ status: 200 })
      return body
    },
  }
}
