import { type RebuildReport, rebuild } from '@octometer/projector-runtime'
import {
  compareGenerations,
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
import { type ProjectionContext, projectorOptions, readerOf, tablesOf } from './projection-context.ts'

/** Fills a generation from the beginning and puts it in the live one's place. After a crash it is simply run again. */
export async function buildGeneration(
  context: ProjectionContext,
  generation: string,
  stop: AbortSignal,
): Promise<RebuildReport> {
  const { store, model, projection, code, logger, now } = context
  const name = { projection: projection.name, generation, code }
  const tables = tablesOf(context, generation)
  await tables.create()
  await markGeneration(store, name, 'building', now())
  const live = await liveGeneration(store, projection.name)
  const horizon = projection.stream === 'EVENTS' ? await oldestPayload(store) : null
  await using reader = await readerOf(context, generation)
  return rebuild(
    {
      projector: {
        ...projectorOptions(context, generation, reader, tables),
        isBacklog: ({ sequence }) => sequence !== null && sequence <= reader.backlogEnd,
      },
      archive: () => archivedMessages(context),
      takeOver: async () => {
        if (live !== null)
          await takeOverRows(store, model, { live: live.generation, built: generation }, horizon)
        await tables.recountAll()
      },
      compare: async () =>
        live === null ? null : compareGenerations(store, model, live.generation, generation),
      goLive: async () => {
        await publishViews(store, model, generation)
        // Rows from before the oldest payload were made by the live generation's code, not by this one.
        const trueFrom = live !== null && live.code !== code ? horizon : null
        await markGeneration(store, { ...name, trueFrom }, 'live', now())
      },
    },
    logger,
    stop,
  )
}

async function* archivedMessages({ projection, store }: ProjectionContext) {
  if (projection.stream !== 'EVENTS') return
  const { commands, snapshots = [] } = projection.handles
  const range = { since: null, until: null, events: archivedEvents(projection) }
  for await (const page of readArchive(store, range)) yield page.map(archivedMessage)
  if (commands.length > 0)
    for await (const page of readCommands(store, commands)) yield page.map(archivedCommandMessage)
  if (snapshots.length > 0)
    for await (const page of readSnapshots(store, snapshots)) yield page.map(archivedSnapshotMessage)
}
