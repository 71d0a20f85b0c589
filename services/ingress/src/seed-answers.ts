import { type DeliveryPath, refusalProblem } from './answers.ts'
import { monitorAnswer } from './monitor-answer.ts'
import type { DeliveryRefusedError } from './refusal.ts'

const UNVERIFIED: ReadonlySet<string> = new Set(['signature_missing', 'signature_mismatch'])

/** Seed 000: 403 for what is not verified. */
const monitorPath: DeliveryPath = {
  path: '/api/monitor/webhook',
  prepare(metadata, payload) {
    const body = monitorAnswer(metadata.event, payload, metadata.receivedAt)
    return () => ({ status: 200, body })
  },
  refuse: (error) =>
    refusalProblem(error, UNVERIFIED.has(error.code) ? { status: 403, detail: 'Invalid signature' } : {}),
}

/** Seed 001. */
const commandCenterPath: DeliveryPath = {
  path: '/api/v1/webhooks/github',
  prepare:
    ({ guid, event }) =>
    ({ duplicate }) => ({
      status: 200,
      body: duplicate
        ? { status: 'already_processed', delivery_id: guid }
        : { status: 'success', event_type: event, delivery_id: guid },
    }),
  refuse: (error) =>
    refusalProblem(
      error,
      detailByCode(error, {
        signature_missing: 'X-Hub-Signature-256 header is missing',
        signature_mismatch: 'Invalid webhook signature',
      }),
    ),
}

/** Seed 003: 403 for what is not verified; `GET /metrics` is Prometheus's. */
const githubMetricsPath: DeliveryPath = {
  path: '/metrics',
  prepare: (metadata) => () => ({ status: 200, body: { status: 'ok', delivery_id: metadata.guid } }),
  refuse: (error, clientAddress) =>
    refusalProblem(error, {
      ...(UNVERIFIED.has(error.code) && { status: 403 }),
      ...detailByCode(error, {
        signature_missing: 'x-hub-signature-256 header is missing!',
        signature_mismatch: "Request signatures didn't match!",
        body_malformed: 'Invalid JSON payload',
        source_not_allowed: `${clientAddress} IP is not in allowlist`,
      }),
    }),
}

const DASHBOARD_EVENTS: ReadonlySet<string> = new Set([
  'ping',
  'push',
  'issues',
  'pull_request',
  'repository',
])

/** Seed 004: its errors carry `error`. */
const dashboardPath: DeliveryPath = {
  path: '/api/webhooks/github',
  prepare: ({ event }) => {
    const message = DASHBOARD_EVENTS.has(event)
      ? `Event ${event} processed successfully`
      : `Event type ${event} received but not handled`
    return () => ({ status: 200, body: { message } })
  },
  refuse(error) {
    const detail = UNVERIFIED.has(error.code) ? 'Invalid signature' : error.message
    return refusalProblem(error, { detail, members: { error: detail } })
  },
}

/** The paths of the seed systems, which answer as those did. */
export const seedPaths: readonly DeliveryPath[] = [
  monitorPath,
  commandCenterPath,
  githubMetricsPath,
  dashboardPath,
]

function detailByCode(
  { code }: DeliveryRefusedError,
  details: Readonly<Partial<Record<DeliveryRefusedError['code'], string>>>,
): { detail?: string } {
  const detail = details[code]
  return detail === undefined ? {} : { detail }
}
