import type { LogReader } from '@octometer/event-log'
import { type GenerationPlan, type RebuildReport, rebuild } from '@octometer/projector-runtime'
import {
  archiveSize,
  compareGenerations,
  type GenerationName,
  type GenerationState,
  liveGeneration,
  markGeneration,
  oldestPayload,
  publishViews,
  readArchive,
  readCommands,
  readSnapshots,
  takeOverRows,
} from '@octometer/read-store'
import {
  archivedCommandMessage,
  archivedEvents,
  archivedMessage,
  archivedSnapshotMessage,
} from './archived-message.ts'
import { rowsUnderErasure } from './erasure/erasure-under-way.ts'
import { forgetLostTables, knownSince } from './lost-tables.ts'
import { type ProjectionContext, projectorOptions, readerOf, tablesOf } from './projection-context.ts'
import { type RebuildTeller, tellRebuild } from './rebuild-teller.ts'

/** Fills a generation from the beginning and puts it in the live one's place. After a crash it is simply run again. */
export async function buildGeneration(
  context: ProjectionContext,
  generation: string,
  stop: AbortSignal,
): Promise<RebuildReport> {
  const { store, projection, code, logger, now } = context
  const name = { projection: projection.name, generation, code }
  await forgetLostTables(context, generation)
  await tablesOf(context, generation).create()
  await markGeneration(store, name, 'building', now())
  const live = await liveGeneration(store, projection.name)
  const horizon = projection.stream === 'EVENTS' ? await oldestPayload(store) : null
  const since = live === null ? await knownSince(context) : null
  await using reader = await readerOf(context, generation)
  const telling = tellRebuild(context, generation, backlogOf(context, reader, horizon))
  try {
    const report = await rebuild(
      planOf(context, { name, live, horizon, since, reader, telling }),
      logger,
      stop,
    )
    await telling.end('done')
    return report
  } catch (error) {
    await telling.end('failed')
    throw error
  }
}

interface Filling {
  readonly name: GenerationName
  readonly live: GenerationState | null
  /** Receipt of the oldest payload; null when there is none, or when the projection reads no deliveries. */
  readonly horizon: Date | null
  /** From when it can be true where there is none that is live. */
  readonly since: Date | null
  readonly reader: LogReader
  readonly telling: RebuildTeller
}

function planOf(context: ProjectionContext, filling: Filling): GenerationPlan {
  const { store, model, code, now } = context
  const { name, live, horizon, since, reader, telling } = filling
  const { generation } = name
  const tables = tablesOf(context, generation)
  return {
    projector: {
      ...projectorOptions(context, generation, reader, tables),
      source: telling.counted(reader),
      isBacklog: ({ sequence }) => sequence !== null && sequence <= reader.backlogEnd,
    },
    archive: () => archivedMessages(context, telling),
    takeOver: async () => {
      telling.enter('recounting')
      if (live !== null)
        await takeOverRows(
          store,
          model,
          { live: live.generation, built: generation },
          horizon,
          await rowsUnderErasure(store),
        )
      await tables.recountAll()
    },
    compare: async () => {
      telling.enter('comparing')
      const differences =
        live === null ? null : await compareGenerations(store, model, live.generation, generation)
      await telling.compared(differences)
      return differences
    },
    goLive: async () => {
      telling.enter('replacing')
      await publishViews(store, model, generation)
      // Rows from before the oldest payload were made by the live generation's code, not by this one.
      const trueFrom = live !== null && live.code !== code ? horizon : since
      await markGeneration(store, { ...name, trueFrom }, 'live', now())
    },
  }
}

/** How many messages a generation has to read. */
async function backlogOf(
  { projection, store }: ProjectionContext,
  reader: LogReader,
  horizon: Date | null,
): Promise<number> {
  const { pending, unacknowledged } = await reader.progress()
  if (projection.stream !== 'EVENTS') return pending + unacknowledged
  const { commands, snapshots = [] } = projection.handles
  const events = archivedEvents(projection)
  const archived = await archiveSize(store, { since: horizon, events, commands, snapshots })
  return pending + unacknowledged + archived
}

async function* archivedMessages(context: ProjectionContext, telling: RebuildTeller) {
  telling.enter('reading_archive')
  for await (const messages of archivePages(context)) {
    telling.readPage(messages)
    yield messages
  }
}

async function* archivePages({ projection, store }: ProjectionContext) {
  if (projection.stream !== 'EVENTS') return
  const { commands, snapshots = [] } = projection.handles
  const range = { since: null, until: null, events: archivedEvents(projection) }
  for await (const page of readArchive(store, range)) yield page.map(archivedMessage)
  if (commands.length > 0)
    for await (const page of readCommands(store, commands)) yield page.map(archivedCommandMessage)
  if (snapshots.length > 0)
    for await (const page of readSnapshots(store, snapshots)) yield page.map(archivedSnapshotMessage)
}
