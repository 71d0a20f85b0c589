import { setTimeout as pause } from 'node:timers/promises'
import { type AnswerOf, listProjections } from '@octometer/gateway-api'
import { CliError } from '../cli-error.ts'
import type { Client } from '../client.ts'
import { exitCodes } from '../exit-code.ts'
import { openProgressLine } from '../progress-line.ts'
import { progressBar } from '../render/bar.ts'
import { percent } from '../render/numbers.ts'
import { cut } from '../render/text-width.ts'
import type { Session } from '../session.ts'

export type Projections = AnswerOf<typeof listProjections>
export type Projection = Projections['data'][number]

const ASKED_EVERY_MS = 1_000
/** The projectors tell of a rebuild every two seconds, from its beginning on. */
const SILENT_AFTER_MS = 30_000
const BAR_COLUMNS = 24

/** How far a rebuild has come, as `████░░░░  40 %  reading archive`. */
export function rebuildProgress(
  { progress }: Pick<Projection['building'][number], 'progress'>,
  columns: number,
): string {
  if (progress === null) return `${progressBar(0, columns)}  begun`
  const { messages_total: total, messages_read: read, phase } = progress
  const words = phase.replaceAll('_', ' ')
  if (total === null || total === 0) return `${progressBar(0, columns)}  ${words}`
  const share = Math.min(1, read / total)
  return `${progressBar(share, columns)} ${percent(Math.round(share * 100) / 100)} ${words}`
}

/**
 * Waits until another generation than `before` is the live one, and draws meanwhile how far it is; null when the person
 * did not wait for that. Throws CliError when the rebuild failed, or nobody tells of one.
 */
export async function watchRebuild(
  client: Client,
  name: string,
  before: string | null,
  session: Session,
): Promise<Projections | null> {
  const { ended } = session.terminal
  const draw = openProgressLine(session)
  let heardAt = Date.now()
  try {
    while (!ended.aborted) {
      const answer = (await client.ask(listProjections)).read()
      const projection = answer.data.find((each) => each.name === name)
      if (projection !== undefined && projection.generation !== before) return answer
      const building = projection?.building.at(-1)
      const { state } = building?.progress ?? {}
      if (state === 'failed' || state === 'silent') throw stopped(name, state)
      if (building !== undefined) heardAt = Date.now()
      if (Date.now() - heardAt > SILENT_AFTER_MS) throw stopped(name, 'silent')
      const line = rebuildProgress(building ?? { progress: null }, BAR_COLUMNS)
      draw(`  ${cut(line, session.terminal.columns() - 2)}`)
      await pause(ASKED_EVERY_MS, undefined, { signal: ended }).catch(() => undefined)
    }
    return null
  } finally {
    draw(null)
  }
}

function stopped(name: string, state: 'failed' | 'silent'): CliError {
  return state === 'failed'
    ? new CliError(
        'rebuild_failed',
        exitCodes.badNews,
        `the rebuild of ${name} failed, and the live generation stays: the projectors’ log says why`,
      )
    : new CliError(
        'rebuild_silent',
        exitCodes.badNews,
        `nothing is heard of the rebuild of ${name}: see whether the projectors run, and begin it again`,
      )
}
