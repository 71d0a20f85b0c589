import { eventLabel, knownEvents } from '@octometer/event-contracts'
import { counter, histogram, type Logger } from '@octometer/telemetry'
import { type DeliveryRefusedError, refusalCodes, refusalStatus } from './refusal.ts'

const deliveries = counter('octo_ingress_deliveries_total', {
  description: 'Deliveries by outcome: accepted, duplicate, aborted, failed, or the code of the refusal',
  unit: '{delivery}',
  series: ['accepted', 'duplicate', 'aborted', 'failed', ...refusalCodes].map((outcome) => ({ outcome })),
})
// As seed 001 names it. `/metrics` is open, so the label that named repositories there says only that it is all of them.
const received = counter('webhook_events_received_total', {
  description: 'Deliveries that were verified and are on disk, redelivered ones too, by event',
  unit: '{delivery}',
  series: [...knownEvents, 'other'].map((event) => receivedLabels(event)),
})
const durations = histogram('octo_ingress_request_duration_seconds', {
  description: "Time from an accepted delivery's headers to its acknowledgement by the log",
  unit: 's',
})
const bodySizes = histogram('octo_ingress_body_bytes', {
  description: 'Sizes of the bodies of accepted deliveries, decoded',
  unit: 'By',
  buckets: [1e3, 2.5e3, 5e3, 1e4, 2.5e4, 5e4, 1e5, 2.5e5, 1e6, 5e6, 1e7, 2.5e7],
})
const apiCalls = counter('octo_ingress_api_calls_total', {
  description: 'API calls of other programs that the log took: accepted, or a duplicate of one before',
  unit: '{call}',
  series: ['accepted', 'duplicate'].map((outcome) => ({ outcome })),
})
const reports = counter('octo_ingress_api_call_reports_total', {
  description: 'Reports of API calls, each accepted or refused whole',
  unit: '{report}',
  series: ['accepted', 'refused'].map((outcome) => ({ outcome })),
})
const importOutcomes = ['appended', 'duplicates', 'left_out', 'refused'] as const
const importedLines = counter('octo_ingress_imported_lines_total', {
  description: 'Lines of log files that were sent to be imported, by what became of them',
  unit: '{line}',
  series: importOutcomes.map((outcome) => ({ outcome })),
})
const listRefreshes = counter('octo_ingress_address_list_refreshes_total', {
  description: 'Attempts to fetch a list of source addresses, by list and result',
  unit: '{attempt}',
  series: ['github', 'cloudflare'].flatMap((list) => ['fetched', 'kept'].map((result) => ({ list, result }))),
})

function receivedLabels(event: string) {
  return { event_type: eventLabel(event), repository: 'all' }
}

export interface AcceptedDelivery {
  readonly guid: string
  readonly event: string
  readonly bytes: number
  readonly sequence: number
  readonly duplicate: boolean
  readonly seconds: number
}

/** A delivery is on disk. */
export function deliveryAccepted(logger: Logger, delivery: AcceptedDelivery): void {
  deliveries.add(1, { outcome: delivery.duplicate ? 'duplicate' : 'accepted' })
  received.add(1, receivedLabels(delivery.event))
  durations.record(delivery.seconds)
  bodySizes.record(delivery.bytes)
  logger.debug(delivery, 'delivery accepted')
}

/** A delivery was refused, by its sender's fault or by ours; the sender knows. */
export function deliveryRefused(logger: Logger, error: DeliveryRefusedError, address: string): void {
  deliveries.add(1, { outcome: error.code })
  const ours = refusalStatus[error.code] >= 500
  const unreported = admitLine(error.code)
  if (unreported === null) return
  const fields = { code: error.code, reason: error.message, client_address: address, unreported }
  if (ours) logger.error({ ...fields, err: error.cause }, 'delivery not stored')
  else logger.warn(fields, 'delivery refused')
}

/** The sender went away in the middle of its body. */
export function uploadAborted(logger: Logger, address: string): void {
  deliveries.add(1, { outcome: 'aborted' })
  logger.debug({ client_address: address }, 'upload aborted')
}

/** Something failed that nobody foresaw; the sender is told no more than that. */
export function deliveryFailed(): void {
  deliveries.add(1, { outcome: 'failed' })
}

/** API calls of another program are on disk. */
export function apiCallsAccepted(
  logger: Logger,
  calls: { by: string; accepted: number; duplicates: number },
): void {
  apiCalls.add(calls.accepted - calls.duplicates, { outcome: 'accepted' })
  apiCalls.add(calls.duplicates, { outcome: 'duplicate' })
  reports.add(1, { outcome: 'accepted' })
  logger.debug(calls, 'API calls accepted')
}

/** A report of API calls was refused whole. */
export function apiCallsRefused(logger: Logger, report: { by: string; reason: string }): void {
  reports.add(1, { outcome: 'refused' })
  logger.warn(report, 'API calls refused')
}

/** Lines of a log file were taken; those of `refused` are wrong. */
export function linesImported(
  logger: Logger,
  lines: { by: string; appended: number; duplicates: number; left_out: number; refused: number },
): void {
  for (const outcome of importOutcomes) importedLines.add(lines[outcome], { outcome })
  logger.info(lines, 'lines of a log file imported')
}

/** A list of source addresses is fresh. */
export function addressListFetched(logger: Logger, list: string, ranges: number): void {
  listRefreshes.add(1, { list, result: 'fetched' })
  logger.info({ list, ranges }, 'list of source addresses fetched')
}

/** A list of source addresses could not be refreshed: the last good one stays. */
export function addressListKept(logger: Logger, list: string, err: unknown): void {
  listRefreshes.add(1, { list, result: 'kept' })
  logger.warn({ list, err }, 'list of source addresses not refreshed, the last good one stays')
}

/** A list of source addresses has entries that are no ranges. */
export function addressRangesSkipped(logger: Logger, list: string, entries: readonly string[]): void {
  logger.warn({ list, entries: entries.slice(0, 10) }, 'entries that are no address ranges are skipped')
}

/** The secrets of hook configurations are as the bucket has them. */
export function hookSecretsRead(
  logger: Logger,
  { configurations, unreadable }: { configurations: number; unreadable: number },
): void {
  if (unreadable === 0) logger.debug({ configurations }, 'hook configurations read')
  else
    logger.warn(
      { configurations, unreadable },
      'secrets of hook configurations do not open: is OCTO_ENCRYPTION_KEY that of github-agent?',
    )
}

/** The bucket of hook configurations cannot be read: the last known secrets hold. */
export function hookSecretsKept(logger: Logger, err: unknown): void {
  logger.warn({ err }, 'hook configurations cannot be read: the last known ones hold')
}

/** The service serves although the log may lose what it acknowledges, because it was told to. */
export function undurableLogAccepted(
  logger: Logger,
  findings: readonly { readonly message: string }[],
): void {
  logger.warn({ findings: findings.map(({ message }) => message) }, 'the log may lose what it acknowledges')
}

const QUIET_MS = 1_000
const lines = new Map<string, { at: number; held: number }>()

/** One line per second and code: a flood must not fill the disk. The lines held back since, or null to hold this one. */
function admitLine(code: string): number | null {
  const now = performance.now()
  const last = lines.get(code)
  if (last && now - last.at < QUIET_MS) {
    last.held += 1
    return null
  }
  lines.set(code, { at: now, held: 0 })
  return last?.held ?? 0
}
