import type { ApiRoute, evidence } from '@octometer/gateway-api'
import {
  type EvidencePart,
  type EvidenceRow,
  evidencePage,
  type Store,
  toldSnapshots,
} from '@octometer/read-store'
import { z } from 'zod'
import type { GatewayContext } from '../context.ts'
import { decodeCursor } from '../cursor.ts'
import { openHeldReaders } from '../held-readers.ts'
import { cutPage } from '../paging.ts'
import { wrongParameter } from '../request-parameters.ts'
import { type Behind, messagesOf } from './behind.ts'
import { explainAnswer, recordQueries } from './explain.ts'

/** How a route proves its numbers. */
export interface Proof<Request> {
  /** What the numbers mean, where the route's description does not say it all. */
  readonly definition?: (request: Request) => string
  readonly evidence?: (gateway: GatewayContext, request: Request) => Promise<Behind>
}

interface Asked<Request> {
  readonly route: ApiRoute
  readonly projection: string
  readonly request: Request
  readonly proof: Proof<Request>
}

const parameters = z.object({
  explain: z.literal('true').optional().catch(undefined),
  evidence: z.literal('true').optional().catch(undefined),
  evidence_cursor: z.string().optional(),
})

const place = z.tuple([z.number(), z.string()])

/** The answer of a route, with its explanation and evidence where they are asked for. Throws a 400 at once. */
export function proven<Request extends { readonly query: unknown }>(
  { request, proof, ...of }: Asked<Request>,
  answer: (gateway: GatewayContext, request: Request) => Promise<object>,
): (gateway: GatewayContext) => Promise<object> {
  const { explain, evidence: wanted, evidence_cursor: cursor } = parameters.parse(request.query)
  if (wanted === undefined && cursor !== undefined)
    throw wrongParameter('evidence_cursor', 'goes with evidence=true')
  if (explain === undefined && wanted === undefined) return (gateway) => answer(gateway, request)
  const after = decodeEvidence(cursor)
  return async (gateway) => {
    const recording = recordQueries(gateway.store)
    const [body, behind] = await Promise.all([
      answer(explain === undefined ? gateway : readAnew(gateway, recording.store), request),
      wanted === undefined
        ? undefined
        : proof.evidence?.(gateway, request).then(readEvidence(gateway, after)),
    ])
    return {
      ...body,
      ...(explain !== undefined && {
        explain: await explainAnswer(gateway, of, proof.definition?.(request) ?? null, recording.queries),
      }),
      ...(behind !== undefined && { evidence: behind }),
    }
  }
}

/** What is held for half a minute is read again, so that it is explained too. */
function readAnew(gateway: GatewayContext, store: Store): GatewayContext {
  const anew = { ...gateway, store }
  return { ...anew, ...openHeldReaders(anew) }
}

/** A file has no place for either. Throws a 400. */
export function refuseProof(query: URLSearchParams): void {
  const asked = ['explain', 'evidence'].find((name) => query.get(name) === 'true')
  if (asked !== undefined) throw wrongParameter(asked, 'does not go with format: a file holds the list alone')
}

type Place = z.output<typeof place>

function decodeEvidence(cursor: string | undefined): Place | null {
  try {
    return decodeCursor(cursor, place)
  } catch {
    throw wrongParameter('evidence_cursor', 'must be the next_cursor of an earlier evidence')
  }
}

const LIMIT = 100

function readEvidence(gateway: GatewayContext, after: Place | null) {
  return async ({ deliveries, elsewhere = [] }: Behind): Promise<z.output<typeof evidence>> => {
    const [rows, looks] = await readTold(gateway, deliveries, after)
    const { entries, page } = cutPage(rows, {
      limit: LIMIT,
      more: false,
      placeOf: ({ received_at, guid }) => [Date.parse(received_at), guid],
    })
    return {
      total: rows[0]?.total ?? 0,
      data: entries.map(deliveryOf),
      page,
      elsewhere: together([...elsewhere, ...messagesOf('snapshots', looks)]),
    }
  }
}

/** Deliveries, and what a sync saw of the same things. */
function readTold({ store }: GatewayContext, parts: readonly EvidencePart[], after: Place | null) {
  if (parts.length === 0) return [[], []] as const
  const place = after && { received_at: new Date(after[0]), guid: after[1] }
  return Promise.all([
    store.query(evidencePage, { parts, after: place, limit: LIMIT + 1 }),
    store.query(toldSnapshots, { parts }),
  ])
}

type Elsewhere = z.output<typeof evidence>['elsewhere'][number]

/** Each source once; those of one source name different messages. */
function together(all: NonNullable<Behind['elsewhere']>): Elsewhere[] {
  return [...Map.groupBy(all, ({ source }) => source)].map(([source, its]) => ({
    source,
    total: its.some(({ total }) => total === null)
      ? null
      : its.reduce((sum, { total }) => sum + (total ?? 0), 0),
    ids: its.flatMap(({ ids }) => [...ids]),
  }))
}

function deliveryOf({ guid, event, action, repository, received_at }: EvidenceRow) {
  return { guid, event, action: action || null, repository: repository || null, received_at }
}
