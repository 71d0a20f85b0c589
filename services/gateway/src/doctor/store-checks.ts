import type { DoctorCheck } from '@octometer/gateway-api'
import type { ModelFacts, StoreFacts, Unreachable } from './doctor-facts.ts'
import { percent } from './percent.ts'

/** The oldest that tests run on. */
const OLDEST_MAJOR = 26
const SLOW_SECONDS = 60
const STUCK_SECONDS = 600
const LONG_BUILD_MS = 24 * 3_600_000
const SILENT_MS = 24 * 3_600_000

export function storeChecks(store: StoreFacts | Unreachable, now: Date): readonly DoctorCheck[] {
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
  return [
    version(store),
    durability(store),
    disk(store),
    deadLetters(store),
    received(store, now),
    ...store.models.map((model) => readModel(model, now)),
  ]
}

function version({ version: is }: StoreFacts): DoctorCheck {
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

function durability({ lazyTables }: StoreFacts): DoctorCheck {
  const name = 'store.durability'
  if (lazyTables.length === 0) {
    return { name, status: 'ok', summary: 'Every table syncs what is inserted.', advice: null }
  }
  const summary = `${lazyTables.length} tables answer inserts before they are on disk: ${lazyTables.slice(0, 5).join(', ')}.`
  const advice =
    'ALTER TABLE … MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1 for each of them.'
  return { name, status: 'fail', summary, advice }
}

function disk({ freeBytes, totalBytes }: StoreFacts): DoctorCheck {
  const name = 'store.disk'
  if (freeBytes === null || totalBytes === null) {
    const advice = 'Let its user read system.disks, or watch the disk yourself.'
    return { name, status: 'warn', summary: 'How full its disk is cannot be known.', advice }
  }
  const share = freeBytes / totalBytes
  const summary = `${percent(share)} of its fullest disk are free.`
  if (share >= 0.1) return { name, status: 'ok', summary, advice: null }
  const advice = 'Make room, or shorten OCTO_RETENTION_PAYLOADS: payloads take most of it.'
  return { name, status: share < 0.03 ? 'fail' : 'warn', summary, advice }
}

function deadLetters({ deadLetters: open }: StoreFacts): DoctorCheck {
  const name = 'dead_letters'
  if (open.length === 0) return { name, status: 'ok', summary: 'No message was left out.', advice: null }
  const each = open.map(({ projection, letters }) => `${projection} ${letters}`).join(', ')
  const advice =
    'GET /api/v1/dead-letters says why; POST /api/v1/dead-letters/{id}/retry once it is mended, or dismiss.'
  return { name, status: 'warn', summary: `Messages that were left out: ${each}.`, advice }
}

function received({ newestDelivery }: StoreFacts, now: Date): DoctorCheck {
  const name = 'deliveries'
  if (newestDelivery === null) {
    const advice = 'Add a webhook at GitHub with the address /webhooks/github and your secret.'
    return { name, status: 'warn', summary: 'Nothing has been received yet.', advice }
  }
  const summary = `The newest delivery was received at ${newestDelivery.toISOString()}.`
  if (now.getTime() - newestDelivery.getTime() < SILENT_MS)
    return { name, status: 'ok', summary, advice: null }
  const advice = "Look at the webhook's recent deliveries at GitHub: nothing has come for a day."
  return { name, status: 'warn', summary, advice }
}

function readModel({ projection, isBuilt, buildingSince, lagSeconds }: ModelFacts, now: Date): DoctorCheck {
  const name = `read_model.${projection}`
  if (!isBuilt) {
    const advice = 'Start a projector with it (OCTO_PROJECTIONS); a first build takes a while.'
    return { name, status: 'fail', summary: `${projection} has not been built.`, advice }
  }
  if (lagSeconds === null) {
    const advice = 'See whether its projector runs, and whether NATS answers.'
    return { name, status: 'warn', summary: `How far ${projection} is behind cannot be known.`, advice }
  }
  const behind = `${projection} is ${Math.round(lagSeconds)} seconds behind`
  if (lagSeconds > SLOW_SECONDS) {
    const advice = `See the log of its projector for what it tries again; run another one beside it.`
    return { name, status: lagSeconds > STUCK_SECONDS ? 'fail' : 'warn', summary: `${behind}.`, advice }
  }
  if (buildingSince !== null && now.getTime() - buildingSince.getTime() > LONG_BUILD_MS) {
    const summary = `${behind}, and another generation is being filled since ${buildingSince.toISOString()}.`
    const advice =
      'See the log of the projector that fills it; if none does, start one, or ask for a rebuild.'
    return { name, status: 'warn', summary, advice }
  }
  return { name, status: 'ok', summary: `${behind}.`, advice: null }
}
