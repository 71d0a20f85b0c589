import type { ProjectorsConfig } from '@octometer/config'
import { createSharedDecoder, type Projection } from '@octometer/projector-runtime'
import { openJournal } from '@octometer/read-store'
import { contextOf, type ProjectorsDependencies } from './projection-context.ts'
import { projections } from './projections.ts'
import { FOLLOW_EVERY_MS, type RunningProjection, runProjection } from './run-projection.ts'
import { sharedGenerations } from './shared-generations.ts'
import { sharedJournal } from './shared-journal.ts'

export interface ProjectorsService extends AsyncDisposable {
  readonly projections: readonly RunningProjection[]
  /** Resolves when every message now in the log is in every read model. */
  caughtUp(): Promise<void>
}

/** Runs the projections that are named. Resolves when each has a live generation. */
export async function startProjectors(
  names: ProjectorsConfig['projections'],
  dependencies: ProjectorsDependencies,
): Promise<ProjectorsService> {
  const wanted = chosen(names)
  const shared = wanted.length > 1 ? withShared(dependencies) : dependencies
  const running: RunningProjection[] = []
  const stop = () => Promise.all(running.map((projection) => projection[Symbol.asyncDispose]()))
  try {
    // The archive first: the others read from it when they build a generation.
    for (const projection of wanted) running.push(await runProjection(contextOf(shared, projection)))
  } catch (error) {
    await stop()
    throw error
  }
  return {
    projections: running,
    caughtUp: async () => {
      await Promise.all(running.map((projection) => projection.caughtUp()))
    },
    [Symbol.asyncDispose]: async () => {
      await stop()
    },
  }
}

/** One projection alone shares with nobody: keeping what it has opened would only hold memory. */
function withShared(dependencies: ProjectorsDependencies): ProjectorsDependencies {
  const { store } = dependencies
  return {
    ...dependencies,
    decode: createSharedDecoder(),
    journal: sharedJournal(openJournal(store)),
    generations: sharedGenerations(store, FOLLOW_EVERY_MS / 2),
  }
}

function chosen(names: ProjectorsConfig['projections']): readonly Projection[] {
  if (names === 'all') return projections
  return names.map((name) => {
    const found = projections.find((projection) => projection.name === name)
    if (found !== undefined) return found
    const known = projections.map((projection) => projection.name).join(', ')
    throw new TypeError(`OCTO_PROJECTIONS names ${name}: it may name ${known}`)
  })
}
