import { incrementCounter, resetCounter, resetCounters, setCounter } from '@octometer/gateway-api'
import { type Principal, problem } from '@octometer/service-kit'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { appendCommand } from '../operations/append-command.ts'
import { resolveScope } from '../repository-scope.ts'
import { counterOf } from './counter-of.ts'

export const setCounterEndpoint = endpoint(
  setCounter,
  'counters',
  async (gateway, { path, body, principal }) => {
    const target = await targetOf(gateway, principal, path.name, body.repository)
    const command = { type: 'counter_set', ...target, value: body.value } as const
    return appendCommand(gateway, principal, command, body.command_id)
  },
)

export const incrementCounterEndpoint = endpoint(
  incrementCounter,
  'counters',
  async (gateway, { path, body, principal }) => {
    const target = await targetOf(gateway, principal, path.name, body.repository)
    const command = { type: 'counter_increment', ...target, by: body.by } as const
    return appendCommand(gateway, principal, command, body.command_id)
  },
)

export const resetCounterEndpoint = endpoint(
  resetCounter,
  'counters',
  async (gateway, { path, body, principal }) => {
    const target = await targetOf(gateway, principal, path.name, body.repository)
    return appendCommand(gateway, principal, { type: 'counter_reset', ...target }, body.command_id)
  },
)

export const resetCountersEndpoint = endpoint(resetCounters, 'counters', async (gateway, request) => {
  requireAllRepositories(request.principal)
  return appendCommand(gateway, request.principal, { type: 'counters_reset' }, request.body.command_id)
})

async function targetOf(
  gateway: GatewayContext,
  principal: Principal,
  name: string,
  repository: string | undefined,
) {
  const counter = counterOf(name)
  if (repository === undefined) {
    requireAllRepositories(principal)
    return { counter, repository_id: null }
  }
  const { ids } = await resolveScope(gateway, principal, [repository])
  const [id] = ids ?? []
  if (id === undefined) {
    const members = { field: 'repository' }
    throw problem(404, 'repository_not_found', 'No repository of this name is known.', { members })
  }
  return { counter, repository_id: id }
}

export function requireAllRepositories(principal: Principal): void {
  requireEveryRepository(principal, 'Without a name in `repository` the counters of every one are moved')
}
