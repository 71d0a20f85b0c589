import { commandSchema, type ReplayCommand } from '@octometer/event-contracts'
import { getReplay } from '@octometer/gateway-api'
import { archivedCommand, messageOutcomes } from '@octometer/read-store'
import { type Principal, problem } from '@octometer/service-kit'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { resolveScope } from '../repository-scope.ts'
import { replayable } from './replay-deliveries.ts'

export const getReplayEndpoint = endpoint(getReplay, 'deliveries', async (gateway, { path, principal }) => {
  const { command, sequence } = await findReplay(gateway, principal, path.id)
  const { command_id, issued_at, issued_by } = command
  const outcomes = await gateway.store.query(messageOutcomes, { messages: [command_id] })
  const projections = await Promise.all(
    (command.projections ?? replayable()).map(async (projection) => {
      const done = outcomes.find((each) => each.projection === projection)
      if (done !== undefined) return { projection, state: 'done', deliveries: done.result.rows } as const
      const progress = await gateway.states.progressOf(projection)
      const isPast = progress !== null && progress.acknowledged >= sequence
      return { projection, state: isPast ? 'rebuilt' : 'pending', deliveries: null } as const
    }),
  )
  const state = projections.some((each) => each.state === 'pending') ? 'running' : 'done'
  return { command_id, issued_at, issued_by, state, projections } as const
})

async function findReplay(
  gateway: GatewayContext,
  principal: Principal,
  id: string,
): Promise<{ readonly command: ReplayCommand; readonly sequence: number }> {
  const [row, { ids }] = await Promise.all([
    archivedCommand(gateway.store, id),
    resolveScope(gateway, principal, undefined),
  ])
  const command = row === null ? null : commandSchema.parse(JSON.parse(row.body))
  const maySee = command?.type === 'replay' && isWithin(command.repository_ids, ids)
  if (row !== null && maySee) return { command, sequence: row.stream_sequence }
  throw problem(404, 'replay_not_found', 'There is no replay of this id, or it is not in the archive yet.')
}

function isWithin(replayed: readonly number[] | null, visible: readonly number[] | null): boolean {
  if (visible === null) return true
  return replayed?.every((id) => visible.includes(id)) ?? false
}
