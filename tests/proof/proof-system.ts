import type { ApiCall } from '@octometer/event-contracts'
import { type AskedGateway, startAskedGateway } from '../support/ask-gateway.ts'
import { sendTwice } from '../support/send-twice.ts'
import { startTestSystem, type TestSystem } from '../support/system.ts'
import { proofStory } from './proof-story.ts'

const call = (call_id: string, at: string, remaining: number): ApiCall => ({
  ...{
    call_id,
    at,
    token_hash: 'a'.repeat(64),
    resource: 'core',
    method: 'GET',
    route: '/rate',
    status: 200,
  },
  ...{ cached: false, cost: 1, limit: 5000, remaining, reset_at: null, duration_ms: 9, delivery_id: null },
})

export interface ProofSystem extends AsyncDisposable {
  readonly system: TestSystem
  /** On the Sunday of the story's week. */
  readonly gateway: AskedGateway
}

/** The story, projected, with two calls, a snapshot and a command. */
export async function startProofSystem(natsServerBin: string | null): Promise<ProofSystem> {
  await using stack = new AsyncDisposableStack()
  const system = stack.use(await startTestSystem({ natsServerBin }))
  await using projectors = await system.startProjectors()
  const answers = await sendTwice(system, proofStory)
  if (answers.some((status) => status !== 202)) throw new Error('a delivery was not accepted')
  await system.appendApiCalls([
    call('early', '2026-03-04T09:10:00Z', 4999),
    call('late', '2026-03-04T10:20:00Z', 4998),
  ])
  await system.appendSnapshot({
    ...{ type: 'repository', repository_id: 1, repository: 'acme/api', snapshot_id: 'languages' },
    ...{ languages: { CSS: 149 }, contributors: 6, taken_at: '2026-03-06T08:00:00Z' },
  })
  await system.appendCommand({
    ...{ type: 'counter_set', command_id: 'aaaaaaaa-0000-4000-8000-000000000000', issued_by: 'test' },
    ...{ issued_at: '2026-03-04T12:00:00.000Z', counter: 'pulls_merged', value: 7, repository_id: null },
  })
  await projectors.caughtUp()
  const gateway = stack.use(await startAskedGateway(system, new Date('2026-03-08T12:00:00Z')))
  const owned = stack.move()
  return { system, gateway, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
