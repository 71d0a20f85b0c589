import type { RebuildRecord } from '@octometer/event-contracts'
import { listProjections, rebuildProjection } from '@octometer/gateway-api'
import { type GenerationState, listGenerations, readModels } from '@octometer/read-store'
import { problem } from '@octometer/service-kit'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { lastRebuild, progressTold } from './rebuild-progress.ts'

export const listProjectionsEndpoint = endpoint(listProjections, 'deliveries', async (gateway) => {
  const [generations, rebuilds] = await Promise.all([
    listGenerations(gateway.store),
    gateway.states.rebuilds(),
  ])
  return {
    data: await Promise.all(
      readModels.map(({ projection }) =>
        stateOf(
          gateway,
          projection,
          generations.filter((each) => each.projection === projection),
          (rebuilds ?? []).filter((each) => each.projection === projection),
        ),
      ),
    ),
  }
})

async function stateOf(
  gateway: GatewayContext,
  name: string,
  generations: readonly GenerationState[],
  rebuilds: readonly RebuildRecord[],
) {
  const told = (generation: string) => rebuilds.find((each) => each.generation === generation)
  const live = generations.find(({ status }) => status === 'live')
  const progress = await gateway.states.progressOf(name)
  return {
    name,
    generation: live?.generation ?? null,
    code: live?.code ?? null,
    live_since: live?.since ?? null,
    true_from: live?.true_from ?? null,
    lag_messages: progress?.lagMessages ?? null,
    lag_seconds: progress?.lagSeconds ?? null,
    building: generations
      .filter(({ status }) => status === 'building')
      .map(({ generation, since }) => ({
        generation,
        since,
        progress: progressTold(told(generation), gateway.now()),
      })),
    last_rebuild: live === undefined ? null : lastRebuild(told(live.generation), live),
  }
}

export const rebuildProjectionEndpoint = endpoint(
  rebuildProjection,
  'deliveries',
  async (gateway, { path, principal }) => {
    requireEveryRepository(principal, 'A read model is of every repository')
    const model = readModels.find(({ projection }) => projection === path.name)
    if (model === undefined) {
      const names = readModels.map(({ projection }) => projection).join(', ')
      throw problem(404, 'projection_not_found', `There is no such projection; there are ${names}.`)
    }
    if (model.ddl === null) {
      const detail = `${path.name} is what the others are rebuilt from: it is never rebuilt itself.`
      throw problem(409, 'archive_not_rebuildable', detail)
    }
    return gateway.log.rebuild(path.name, principal.name)
  },
)
