import { z } from 'zod'
import { deliveryIdentity } from './deliveries.ts'
import { repository, texts, time, words } from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'

/** What a client can choose among. A kind that a read model adds is named here, and its event joins the union below. */
export const streamKinds = ['delivery'] as const
export type StreamKind = (typeof streamKinds)[number]

/** The WebSocket protocol that is spoken; beside it a browser names its credential. */
export const streamProtocol = 'octometer.v1'
/** Followed by the API key or token in base64url: browsers let a page choose protocols, but no headers. */
export const streamCredentialPrefix = 'octometer.bearer.'

const id = z.int().min(0).describe('Position in the log: what `Last-Event-ID` takes.')

/** A delivery has been stored. Its payload is at `GET /deliveries/{guid}` once the archive has it. */
const deliveryEvent = z.object({
  kind: z.literal('delivery'),
  id,
  delivery: z.object({
    ...deliveryIdentity,
    received_at: time,
    hook_id: z.string().nullable(),
    source: z.string().describe('`webhook` or `recovery`.'),
  }),
})

const gapReasons = ['expired', 'set_back', 'too_far'] as const
export const dropReasons = ['slow', 'silent', 'shutdown', 'unauthorized', 'not_for_messages'] as const

/** What a client asked for, or missed, and will not get. */
const gapEvent = z.object({
  kind: z.literal('gap'),
  id: id.describe('The stream goes on after this position.'),
  reason: z
    .enum(gapReasons)
    .describe(
      '`expired`: the log no longer holds them. `too_far`: more than are sent again. `set_back`: the log was restored to an older state and gives these positions to other events. Whatever was archived is at `GET /deliveries`.',
    ),
  from: z.int().min(0).describe('First position that is missing.'),
  to: z.int().min(0).describe('Last position that is missing.'),
})

/** The last event of a stream that the server ends. */
const droppedEvent = z.object({
  kind: z.literal('dropped'),
  id: id.describe('The last position that was sent: resume from here.'),
  reason: z
    .enum(dropReasons)
    .describe(
      '`slow`: it did not take what was sent. `silent`: it did not answer pings. `shutdown`: the server stops. `unauthorized`: the key or token is no longer valid. `not_for_messages`: it sent something.',
    ),
})

/** Nothing happened up to this position that the filter lets through. Over SSE it is a comment with an `id`. */
const heartbeatEvent = z.object({ kind: z.literal('heartbeat'), id })

export const streamEvent = z
  .discriminatedUnion('kind', [deliveryEvent, gapEvent, droppedEvent, heartbeatEvent])
  .meta({ id: 'StreamEvent' })

export type StreamEvent = z.output<typeof streamEvent>
export type DeliveryEvent = z.output<typeof deliveryEvent>
export type GapReason = (typeof gapReasons)[number]
export type DropReason = (typeof dropReasons)[number]

export const streamRole = 'viewer'

export const streamEvents = defineRoute({
  operationId: 'streamEvents',
  method: 'get',
  path: '/api/v1/stream',
  role: streamRole,
  tag: 'Live',
  summary: 'What happens, while it happens',
  description: `Server-sent events; a \`GET\` that asks to become a WebSocket gets the same events as JSON messages.

Each event has its position in the log as \`id\` and its kind as \`event\`; \`data\` is one StreamEvent. The header \`Last-Event-ID\` (or \`last_event_id\`) resumes after a position: what came since is sent first, then the stream goes on, each event once. What can no longer be sent is told as \`gap\`. Heartbeats advance the position every 15 seconds. A client that does not keep up is told \`dropped\` and disconnected.

A WebSocket names the protocol \`${streamProtocol}\`, and, where it can set no headers, \`${streamCredentialPrefix}\` followed by its key or token in base64url. Keys are never taken from the URL.`,
  pathParameters: noParameters,
  query: z.object({
    repository,
    event: texts("GitHub's event, such as `push`."),
    kind: words(streamKinds, 'Of events.'),
    last_event_id: z
      .int({ error: 'must be the id of an earlier event' })
      .min(0, 'must be the id of an earlier event')
      .optional()
      .describe('Resumes after this position, for clients that cannot set `Last-Event-ID`, which wins.'),
  }),
  status: 200,
  mediaType: 'text/event-stream',
  answer: streamEvent,
  problems: [429],
})
