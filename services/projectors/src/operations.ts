import { type RebuildAnswer, rebuildAnswerSchema, rebuildRequestSchema } from '@octometer/event-contracts'
import { createTrimmer, type EventLog, type StreamName, serve, streamNames } from '@octometer/event-log'
import { consumerOf } from '@octometer/projector-runtime'
import type { Logger } from '@octometer/telemetry'
import { projections } from './projections.ts'
import type { ProjectorsService } from './service.ts'

/** Asked for a projection that this service does not run. */
class UnknownProjectionError extends Error {
  override readonly name = 'UnknownProjectionError'
  readonly code = 'projection_unknown'
  readonly retryable = false
}

/** Answers `requests.projectors.rebuild`: starts it and says so; the registry of generations tells how it goes on. */
export function serveRebuilds(log: EventLog, service: ProjectorsService, logger: Logger): AsyncDisposable {
  const schemas = { request: rebuildRequestSchema, answer: rebuildAnswerSchema }
  const running = new Set<string>()
  return serve(
    log,
    'projectors',
    'rebuild',
    schemas,
    async ({ projection: name, requested_by }): Promise<RebuildAnswer> => {
      const projection = service.projections.find((each) => each.name === name)
      const generation = projection?.generation() ?? null
      if (projection === undefined || generation === null) {
        throw new UnknownProjectionError(`${name} is not a projection that can be rebuilt here`)
      }
      if (running.has(name)) return { projection: name, generation, state: 'running' }
      running.add(name)
      logger.info({ projection: name, requested_by }, 'rebuild asked for')
      projection
        .rebuild()
        .catch((err: unknown) =>
          logger.error({ err, projection: name }, 'rebuild failed: the live generation stays'),
        )
        .finally(() => running.delete(name))
      return { projection: name, generation, state: 'started' }
    },
  )
}

const TRIM_EVERY_MS = 60_000

/**
 * Trims both streams now and then, up to what is older than the retention and acknowledged by every declared
 * projection: `liveConsumers` names one consumer for each of them, running here or not.
 */
export function startTrimming(
  log: EventLog,
  retentionMs: number,
  liveConsumers: (stream: StreamName) => Promise<readonly string[]>,
  logger: Logger,
): Disposable {
  const trimmer = createTrimmer(log)
  const trim = async () => {
    for (const stream of Object.values(streamNames)) {
      const report = await trimmer.trim({
        stream,
        retentionMs,
        consumers: [...(await liveConsumers(stream))],
      })
      if (report.missingConsumers.length > 0) {
        logger.warn(
          { stream, missing: report.missingConsumers },
          'nothing is trimmed: a declared projection has no consumer',
        )
      }
    }
  }
  const timer = setInterval(() => {
    trim().catch((err: unknown) => logger.warn({ err }, 'trimming failed: trying again in a minute'))
  }, TRIM_EVERY_MS)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

const AUDIT_CHECK_MS = 15 * 60_000
const DAY_MS = 86_400_000

/** Audits yesterday's receipts once a night (UTC), each projection in turn. */
export function startAudits(service: ProjectorsService, now: () => Date, logger: Logger): Disposable {
  let audited = dayBefore(now())
  const audit = async () => {
    const yesterday = dayBefore(now())
    if (yesterday === audited) return
    audited = yesterday
    for (const projection of service.projections) await projection.audit(yesterday)
  }
  const timer = setInterval(() => {
    audit().catch((err: unknown) => logger.error({ err }, 'the audit could not be finished'))
  }, AUDIT_CHECK_MS)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

function dayBefore(now: Date): string {
  return new Date(now.getTime() - DAY_MS).toISOString().slice(0, 10)
}

/** One consumer per declared projection of a stream: of its live generation, or a name that cannot exist yet. */
export function declaredConsumers(
  stream: StreamName,
  live: readonly { readonly projection: string; readonly generation: string; readonly status: string }[],
): readonly string[] {
  return projections
    .filter((projection) => projection.stream === stream)
    .map((projection) => {
      if (!projection.generational) return consumerOf(projection, null)
      const current = live.find((each) => each.projection === projection.name && each.status === 'live')
      return consumerOf(projection, current?.generation ?? 'none')
    })
}
