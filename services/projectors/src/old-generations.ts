import { generationOf } from '@octometer/projector-runtime'
import { type GenerationState, listGenerations, markGeneration } from '@octometer/read-store'
import { type ProjectionContext, readerOf, tablesOf } from './projection-context.ts'
import { forgetRebuild } from './rebuild-teller.ts'

/** How long a generation stays after another took its place: replicas of the older code may still write it. */
const GRACE_MS = 24 * 3_600_000

/**
 * The name of a generation that this code may fill: the one that it began and did not finish, or a new one. Tables that
 * were once live and then left behind are never filled again: what they missed or got wrong would stay in them.
 */
export async function unusedGeneration(context: ProjectionContext): Promise<string> {
  const own = (await generationsOf(context)).filter(({ code }) => code === context.code)
  const begun = own.find(({ status }) => status === 'building')
  return begun?.generation ?? generationOf(context.code, own.length === 0 ? '' : `${own.length}`)
}

/** Drops the tables and consumers of generations whose successor has been live for a day, or as long as is said. */
export async function dropOldGenerations(context: ProjectionContext, graceMs = GRACE_MS): Promise<void> {
  const all = await generationsOf(context)
  const live = all.find(({ status }) => status === 'live')
  if (live === undefined || context.now().getTime() - new Date(live.since).getTime() < graceMs) return
  for (const old of all) {
    // One is retired after another took its place.
    const isOver = old.status === 'retired' || new Date(old.since) < new Date(live.since)
    if (isOver && old.generation !== live.generation && old.status !== 'dropped') await drop(context, old)
  }
}

async function generationsOf({ store, projection }: ProjectionContext): Promise<readonly GenerationState[]> {
  return (await listGenerations(store)).filter((each) => each.projection === projection.name)
}

async function drop(context: ProjectionContext, { generation, code }: GenerationState): Promise<void> {
  await using reader = await readerOf(context, generation)
  await reader.remove()
  await tablesOf(context, generation).drop()
  await forgetRebuild(context, generation)
  const name = { projection: context.projection.name, generation, code }
  await markGeneration(context.store, name, 'dropped', context.now())
  context.logger.info({ ...name }, 'an old generation is dropped')
}
