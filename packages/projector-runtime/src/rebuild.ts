import type { StoredMessage } from '@octometer/event-contracts'
import type { Logger } from '@octometer/telemetry'
import { projectAndWrite } from './project-batch.ts'
import { type ProjectorOptions, startProjector } from './projector.ts'

/** What a rebuild asks of the stores. Every part may run again after a crash: it changes nothing twice. */
export interface GenerationPlan {
  /** Its source is the new generation's own consumer, from the stream's first message. */
  readonly projector: ProjectorOptions
  /** The archive, oldest first: what the stream no longer keeps, and more; overlap is harmless. */
  archive(): AsyncIterable<readonly StoredMessage[]>
  /** Takes over rows whose payloads have expired, where key and time mean the same, and recounts everything. */
  takeOver(): Promise<void>
  /** Rows per table of the live generation and of this one; null without a live one. */
  compare(): Promise<readonly TableDifference[] | null>
  /** Puts this generation in the live one's place: the views that everybody reads. */
  goLive(): Promise<void>
}

interface TableDifference {
  readonly table: string
  /** Rows. */
  readonly live: number
  readonly built: number
}

export interface RebuildReport {
  readonly projection: string
  readonly generation: string
  readonly archived: number
  readonly differences: readonly TableDifference[] | null
  readonly seconds: number
}

/**
 * Fills a generation from the beginning (first the stream, then the whole archive), compares it with the live one
 * and puts it in its place. The same code as live projecting. Its consumer stays: live projecting goes on from there.
 */
export async function rebuild(
  plan: GenerationPlan,
  logger: Logger,
  stop: AbortSignal,
): Promise<RebuildReport> {
  const began = performance.now()
  const { projection, generation } = plan.projector
  await readStream(plan)
  const archived = await readArchive(plan, stop)
  await plan.takeOver()
  const differences = await plan.compare()
  await plan.goLive()
  const seconds = (performance.now() - began) / 1000
  logger.info(
    { projection: projection.name, generation, archived, differences, seconds },
    'generation is live',
  )
  return { projection: projection.name, generation, archived, differences, seconds }
}

/** A page is fetched and projected while the one before it is written. Gives the number of messages. */
async function readArchive({ projector, archive }: GenerationPlan, stop: AbortSignal): Promise<number> {
  const options = { ...projector, isBacklog: () => true }
  let archived = 0
  let before: Promise<unknown> = Promise.resolve()
  for await (const messages of archive()) {
    stop.throwIfAborted()
    const written = projectAndWrite(options, messages, stop)
    // Its failure is heard when it is waited for: until then nobody may call it unhandled.
    written.catch(() => undefined)
    await before
    before = written
    archived += messages.length
  }
  await before
  return archived
}

async function readStream({ projector: options }: GenerationPlan): Promise<void> {
  const { pending, unacknowledged } = await options.source.progress()
  if (pending + unacknowledged === 0) return
  await using projector = startProjector(options)
  await projector.caughtUp()
}
