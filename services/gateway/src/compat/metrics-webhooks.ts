import { type AnswerOf, defineRoute, noParameters } from '@octometer/gateway-api'
import {
  deliveryAttempts,
  deliveryPayload,
  githubMetricsAttemptCount,
  githubMetricsAttempts,
  githubMetricsCallsOf,
} from '@octometer/read-store'
import { problem } from '@octometer/service-kit'
import { z } from 'zod'
import type { GatewayContext } from '../context.ts'
import { type DeliveryOutcome, outcomesOf, statusOf } from '../deliveries/delivery-outcomes.ts'
import { resolveScope } from '../repository-scope.ts'
import { compatEndpoint } from './compat-endpoint.ts'
import { offsetOf, pagination, paginationOf } from './metrics-pages.ts'
import { isoTime, paging, readTimes, TAG, times, wrongParameters } from './metrics-parameters.ts'
import { settledSequence } from './settled-sequence.ts'

/** A webhook event as seed 003 lists it. */
export const webhook = z.strictObject({
  delivery_id: z.string(),
  repository: z.string().nullable(),
  event_type: z.string(),
  action: z.string().nullable(),
  pr_number: z.int().nullable(),
  sender: z.string().nullable(),
  status: z.enum(['success', 'error', 'partial']).nullable(),
  created_at: z.iso.datetime(),
  processed_at: z.iso.datetime(),
  duration_ms: z.int(),
  api_calls_count: z.int(),
  token_spend: z.int().nullable(),
  token_remaining: z.int().nullable(),
  error_message: z.string().nullable(),
})

interface Received {
  readonly guid: string
  readonly event: string
  readonly action: string
  readonly repository: string
  readonly sender: string | null
  readonly pull_request: number | null
  readonly received_at: string
  readonly archived_at: string
  readonly stream_sequence: number
}

/** Entries with what the projections made of them and what calls they caused. */
export async function entriesOf(
  gateway: GatewayContext,
  rows: readonly Received[],
): Promise<z.output<typeof webhook>[]> {
  if (rows.length === 0) return []
  const guids = [...new Set(rows.map(({ guid }) => guid))]
  const earliest = Math.min(...rows.map(({ received_at }) => Date.parse(received_at)))
  const [outcomes, calls] = await Promise.all([
    outcomesOf(
      gateway,
      rows.map(({ guid, stream_sequence }) => ({ guid, sequence: stream_sequence })),
    ),
    gateway.store.query(githubMetricsCallsOf, { guids, since: new Date(earliest) }),
  ])
  const callsOf = new Map(calls.map((row) => [row.guid, row]))
  return rows.map((row) => {
    const ends = outcomes.get(row.guid) ?? []
    const caused = callsOf.get(row.guid)
    return {
      delivery_id: row.guid,
      repository: row.repository || null,
      event_type: row.event,
      action: row.action || null,
      pr_number: row.pull_request,
      sender: row.sender,
      status: statusOf(ends),
      created_at: isoTime(row.received_at),
      processed_at: isoTime(row.archived_at),
      duration_ms: Math.max(0, Date.parse(row.archived_at) - Date.parse(row.received_at)),
      api_calls_count: caused?.calls ?? 0,
      // Without calls nothing was spent; what calls did not tell is not known.
      token_spend: caused === undefined ? 0 : caused.spend,
      token_remaining: caused?.remaining ?? null,
      error_message: reasonOf(ends),
    }
  })
}

function reasonOf(outcomes: readonly DeliveryOutcome[]): string | null {
  const rejected = outcomes.filter(({ outcome }) => outcome === 'rejected')
  const reasons = rejected.map(({ projection, reason }) => `${projection}: ${reason ?? 'rejected'}`)
  return reasons.length === 0 ? null : reasons.join('; ')
}

const listRoute = defineRoute({
  operationId: 'seed003ListWebhooks',
  method: 'get',
  path: '/api/metrics/webhooks',
  role: 'viewer',
  tag: TAG,
  summary: 'Webhook events, newest first',
  description:
    'One entry per receipt: a delivery that GitHub sent again is there again, under the same `delivery_id`. `status` is null until all projections have come to it; of what is archived none can be `error`, for the archive is one of them.',
  pathParameters: noParameters,
  query: z.object({
    repository: z.string().max(300).optional().describe('`org/repo`, in any case.'),
    event_type: z.string().max(300).optional().describe('As in `X-GitHub-Event`.'),
    status: z.string().max(300).optional().describe('success, error or partial; another word finds nothing.'),
    ...times,
    ...paging(100),
  }),
  status: 200,
  answer: z.strictObject({ data: z.array(webhook), pagination }),
  problems: [422],
})

const list = compatEndpoint(
  listRoute,
  'deliveries',
  async (gateway, { query, principal }): Promise<AnswerOf<typeof listRoute>> => {
    const scope = await resolveScope(
      gateway,
      principal,
      query.repository === undefined ? undefined : [query.repository],
    )
    const position = await settledSequence(gateway)
    const { status } = query
    if (status !== undefined && ((status !== 'success' && status !== 'partial') || position === null)) {
      return { data: [], pagination: paginationOf(0, query, true) }
    }
    const wanted = {
      ...readTimes(query),
      repositories: scope.ids,
      event: query.event_type ?? null,
      status: status ?? null,
      settled: position ?? 0,
    } as const
    const [[counted], rows] = await Promise.all([
      gateway.store.query(githubMetricsAttemptCount, wanted),
      gateway.store.query(githubMetricsAttempts, {
        ...wanted,
        limit: query.page_size,
        offset: offsetOf(query),
      }),
    ])
    return {
      data: await entriesOf(gateway, rows),
      pagination: paginationOf(counted?.attempts ?? 0, query, true),
    }
  },
  { wrongParameter: wrongParameters },
)

const one = compatEndpoint(
  defineRoute({
    operationId: 'seed003GetWebhook',
    method: 'get',
    path: '/api/metrics/webhooks/{delivery_id}',
    role: 'viewer',
    tag: TAG,
    summary: 'One webhook event with its payload',
    description: 'Its first receipt. `payload` is null once its retention has passed.',
    pathParameters: z.object({ delivery_id: z.string().max(300) }),
    query: noParameters,
    status: 200,
    answer: webhook.extend({ payload: z.record(z.string(), z.unknown()).nullable() }),
    problems: [404],
  }),
  'deliveries',
  async (gateway, { path, principal }) => {
    const { ids } = await resolveScope(gateway, principal, undefined)
    const [first] = await gateway.store.query(deliveryAttempts, { guid: path.delivery_id, repositories: ids })
    if (first === undefined) {
      throw problem(404, 'delivery_not_found', `Webhook event not found: ${path.delivery_id.slice(0, 60)}`)
    }
    const [[entry], [stored]] = await Promise.all([
      entriesOf(gateway, [first]),
      gateway.store.query(deliveryPayload, { guid: first.guid, received_at: new Date(first.received_at) }),
    ])
    if (entry === undefined) throw new TypeError('an entry for each row')
    const payload = stored?.payload ?? ''
    return { ...entry, payload: payload === '' ? null : JSON.parse(payload) }
  },
)

export const webhookEndpoints = [list, one]
