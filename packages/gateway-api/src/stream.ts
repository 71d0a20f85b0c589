import { z } from 'zod'
import { alertEntry, alertRules, alertSeverities } from './alerts.ts'
import { counts } from './counters.ts'
import { deliveryIdentity } from './deliveries.ts'
import { repository, texts, time, words } from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'
import { syncRun } from './sync.ts'

/** What a client can choose among. A kind that a read model adds is named here, and its event joins the union below. */
export const streamKinds = ['delivery', 'alert', 'counters', 'sync'] as const
export type StreamKind = (typeof streamKinds)[number]
/** Each of these has a log of its own, and positions in it. */
const loggedKinds = ['delivery', 'alert'] as const satisfies readonly StreamKind[]
export type LoggedKind = (typeof loggedKinds)[number]

/** What a client gets that names no kind. */
export const defaultStreamKinds = ['delivery'] as const satisfies readonly StreamKind[]

/** The WebSocket protocol that is spoken; beside it a browser names its credential. */
export const streamProtocol = 'octometer.v1'
/** Followed by the API key or token in base64url: browsers let a page choose protocols, but no headers. */
export const streamCredentialPrefix = 'octometer.bearer.'

/** A position in the log of deliveries, or that and one in the log of alerts. */
export const streamPosition = /^\d{1,15}(\.\d{1,15})?$/

const id = z
  .union([z.int().min(0), z.string().regex(streamPosition)])
  .describe(
    'What `Last-Event-ID` takes: the position in the log of deliveries, as a number; for who asked for alerts `<deliveries>.<alerts>`, both positions as a text.',
  )
export type EventId = z.output<typeof id>

/** A delivery has been stored. Its payload is at `GET /deliveries/{guid}` once the archive has it. */
const deliveryEvent = z.object({
  kind: z.literal('delivery'),
  id,
  delivery: z.object({
    ...deliveryIdentity,
    received_at: time,
    hook_id: z.string().nullable(),
    source: z.string().describe('`webhook`, `recovery`, `import` or `gharchive`: how it came here.'),
  }),
})

const alertChanges = ['opened', 'repeated', 'acknowledged', 'muted', 'resolved', 'superseded'] as const

/** An alert has become something else. */
const alertEvent = z.object({
  kind: z.literal('alert'),
  id,
  change: z
    .enum(alertChanges)
    .describe(
      '`repeated`: more of the same was found. `superseded`: it turned out to be part of another alert.',
    ),
  at: time.describe('When it changed.'),
  alert: z.object({
    ...alertEntry.omit({ notifications: true, state: true }).shape,
    state: z.enum(['open', 'acknowledged', 'resolved', 'superseded']),
    revision: z.int().describe('Counts the changes of this alert: the greatest is how it is now.'),
    repository: z.string().nullable().describe('As it was called then. Null for an alert about the system.'),
    repository_id: z.int().nullable(),
  }),
})

/** Counters have other values than this client was told. */
const countersEvent = z.object({
  kind: z.literal('counters'),
  window: z.literal('week'),
  since: time.describe('Inclusive.'),
  until: time.describe('Exclusive: the end of the current day.'),
  counters: counts
    .partial()
    .describe('All of them first, and when the day changes; then those whose value is another than before.'),
})

/** A sync began, came on or ended. */
const syncEvent = z.object({
  kind: z.literal('sync'),
  change: z
    .enum(['current', 'started', 'progress', 'completed', 'failed', 'cancelled'])
    .describe(
      '`current`: how it stands when the client comes, and that none is under way after a look that found nothing.',
    ),
  sync: syncRun.nullable().describe('Null: none is under way.'),
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
  of: z
    .enum(loggedKinds)
    .optional()
    .describe('In which log; told to who asked for alerts. Otherwise it is the log of deliveries.'),
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
  .discriminatedUnion('kind', [
    deliveryEvent,
    alertEvent,
    countersEvent,
    syncEvent,
    gapEvent,
    droppedEvent,
    heartbeatEvent,
  ])
  .meta({ id: 'StreamEvent' })

export type StreamEvent = z.output<typeof streamEvent>
export type DeliveryEvent = z.output<typeof deliveryEvent>
export type SyncEvent = z.output<typeof syncEvent>
export type CountersEvent = z.output<typeof countersEvent>
export type AlertChangeEvent = z.output<typeof alertEvent>
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

Deliveries are told unless \`kind\` names something else: \`alert\` is every change of an alert, \`counters\` the values of \`GET /counters\` for the same repositories: all of them first, then those that have changed, at most once a second; \`sync\` is how a sync comes on, at most once a second too. A key or token that is limited to repositories gets theirs alone, and nothing about the system.

Each event has its position as \`id\` (\`counters\` and \`sync\` have none) and its kind as \`event\`; \`data\` is one StreamEvent. Who asks for alerts gets the positions in both logs as \`<deliveries>.<alerts>\`; a position of deliveries alone resumes those, and alerts are told from now on. The header \`Last-Event-ID\` (or \`last_event_id\`) resumes after a position: what came since is sent first, then the stream goes on, each event once. What can no longer be sent is told as \`gap\`. Heartbeats advance the position every 15 seconds. A client that does not keep up is told \`dropped\` and disconnected.

A WebSocket names the protocol \`${streamProtocol}\`, and, where it can set no headers, \`${streamCredentialPrefix}\` followed by its key or token in base64url. Keys are never taken from the URL.`,
  pathParameters: noParameters,
  query: z.object({
    repository,
    event: texts("Of deliveries: GitHub's event, such as `push`."),
    rule: words(alertRules, 'Of alerts: what found it.'),
    severity: words(alertSeverities, 'Of alerts: how bad it is.'),
    kind: words(streamKinds, 'What is told; without it, `delivery`.'),
    last_event_id: z
      .string()
      .regex(streamPosition, 'must be the id of an earlier event')
      .optional()
      .describe('Resumes after this position, for clients that cannot set `Last-Event-ID`, which wins.'),
  }),
  status: 200,
  mediaType: 'text/event-stream',
  answer: streamEvent,
  problems: [429],
})
