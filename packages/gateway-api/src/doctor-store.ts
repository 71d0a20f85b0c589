import type { DoctorCheck } from './doctor.ts'
import { type Unreachable, wholePercent } from './doctor-log.ts'

/** How ClickHouse is, whoever asked it. */
export interface MachineFacts {
  readonly version: string
  readonly freeBytes: number | null
  readonly totalBytes: number | null
  readonly lazyTables: readonly string[]
  readonly deadLetters: readonly { readonly projection: string; readonly letters: number }[]
}

/** The oldest that tests run on. */
const OLDEST_MAJOR = 26

/** What the doctor says of ClickHouse, and of what was left out of it. */
export function machineChecks(store: MachineFacts | Unreachable): readonly DoctorCheck[] {
  if ('unreachable' in store) {
    const advice =
      'Start ClickHouse, or correct OCTO_CLICKHOUSE_URL and its user; a database without our tables gets them from the projectors.'
    return [
      {
        name: 'store',
        status: 'fail',
        summary: `ClickHouse does not answer (${store.unreachable}).`,
        advice,
      },
    ]
  }
  return [version(store), durability(store), disk(store), deadLetters(store)]
}

function version({ version: is }: MachineFacts): DoctorCheck {
  const name = 'store.version'
  const summary = `ClickHouse is ${is}.`
  if (Number.parseInt(is, 10) >= OLDEST_MAJOR) return { name, status: 'ok', summary, advice: null }
  return {
    name,
    status: 'warn',
    summary,
    advice: `Install ${OLDEST_MAJOR}.1 or newer: nothing older is tested.`,
  }
}

function durability({ lazyTables }: MachineFacts): DoctorCheck {
  const name = 'store.durability'
  if (lazyTables.length === 0) {
    return { name, status: 'ok', summary: 'Every table syncs what is inserted.', advice: null }
  }
  const summary = `${lazyTables.length} tables answer inserts before they are on disk: ${lazyTables.slice(0, 5).join(', ')}.`
  const advice =
    'ALTER TABLE … MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1 for each of them.'
  return { name, status: 'fail', summary, advice }
}

function disk({ freeBytes, totalBytes }: MachineFacts): DoctorCheck {
  const name = 'store.disk'
  if (freeBytes === null || totalBytes === null) {
    const advice = 'Let its user read system.disks, or watch the disk yourself.'
    return { name, status: 'warn', summary: 'How full its disk is cannot be known.', advice }
  }
  const share = freeBytes / totalBytes
  const summary = `${wholePercent(share)} of its fullest disk are free.`
  if (share >= 0.1) return { name, status: 'ok', summary, advice: null }
  const advice = 'Make room, or shorten OCTO_RETENTION_PAYLOADS: payloads take most of it.'
  return { name, status: share < 0.03 ? 'fail' : 'warn', summary, advice }
}

function deadLetters({ deadLetters: open }: MachineFacts): DoctorCheck {
  const name = 'dead_letters'
  if (open.length === 0) return { name, status: 'ok', summary: 'No message was left out.', advice: null }
  const each = open.map(({ projection, letters }) => `${projection} ${letters}`).join(', ')
  const advice =
    'The dead letters say why, on the page Operations and by `octometer dead-letters list`: retry them once it is mended, or dismiss them.'
  return { name, status: 'warn', summary: `Messages that were left out: ${each}.`, advice }
}
