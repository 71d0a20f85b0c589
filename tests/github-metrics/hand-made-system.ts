import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { z } from 'zod'
import { appendDeliveries } from '../support/append-deliveries.ts'
import { type AskedGateway, startAskedGateway } from '../support/ask-gateway.ts'
import { startTestSystem } from '../support/system.ts'
import { handMade, handMadeTeams } from './hand-made.ts'

/** The opening of Ada's first pull request, which caused two calls of the API. */
export const [opening] = handMade

const call = {
  ...{ at: '2026-01-05T08:00:02.000Z', token_hash: 'a'.repeat(64), resource: 'core', method: 'GET' as const },
  ...{
    route: '/repos/{owner}/{repo}',
    status: 200,
    cached: false,
    limit: 5000,
    reset_at: '2026-01-05T09:00:00.000Z',
  },
  ...{ duration_ms: 12, delivery_id: opening?.guid ?? null },
}

export interface Asked extends AsyncDisposable {
  readonly get: AskedGateway['ask']
  /** The answer, which must be 200, as its schema reads it. */
  ask<S extends z.ZodType>(schema: S, path: string): Promise<z.output<S>>
}

/** The twenty deliveries through log, projectors, store and gateway. */
export async function startHandMade(natsServerBin: string | null): Promise<Asked> {
  await using stack = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'octometer-teams-'))
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'teams.yaml')
  writeFileSync(file, handMadeTeams)
  const system = stack.use(await startTestSystem({ natsServerBin }))
  const env = { OCTO_TEAMS_FILE: file }
  const gateway = stack.use(await startAskedGateway(system, new Date('2026-02-01T00:00:00Z'), env))
  await using projectors = await system.startProjectors()
  await appendDeliveries(system.log, handMade)
  await system.appendApiCalls([
    { ...call, call_id: '1', cost: 1, remaining: 4999 },
    { ...call, at: '2026-01-05T08:00:03.000Z', call_id: '2', cost: 2, remaining: 4997 },
  ])
  await projectors.caughtUp()
  const owned = stack.move()
  return {
    get: gateway.ask,
    ask: async (schema, path) => {
      const { status, headers, body } = await gateway.ask(path)
      if (status !== 200) throw new Error(`${path} was answered ${status}: ${JSON.stringify(body)}`)
      if (!headers.has('octo-freshness')) throw new Error(`${path} does not say how fresh it is`)
      return schema.parse(body)
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
