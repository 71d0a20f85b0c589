import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type Router from '@koa/router'
import { streamEvents, streamRole } from '@octometer/gateway-api'
import {
  type Authenticator,
  hasRole,
  offersUpgrade,
  problem,
  type RequestState,
} from '@octometer/service-kit'
import type Koa from 'koa'
import type { WebSocket } from 'ws'
import { asProblem } from '../outage.ts'
import type { RepositoryDirectory } from '../repository-directory.ts'
import { parameterReader, wrongParameter } from '../request-parameters.ts'
import { openWebSocket, readProtocolCredential, refuseForeignPages } from './handshake.ts'
import type { LiveStream } from './live-stream.ts'
import { eventId, type Positions, type ResumedFrom, readEventId } from './positions.ts'
import { openSseSink } from './sse-sink.ts'
import type { StreamClient, StreamSink } from './stream-client.ts'
import { resolveFilter, type StreamFilter, type StreamQuery } from './stream-filter.ts'
import type { Slot, StreamSlots } from './stream-slots.ts'
import { openWebSocketSink } from './websocket-sink.ts'

export interface StreamRouteOptions {
  readonly live: LiveStream
  readonly slots: StreamSlots
  readonly repositories: RepositoryDirectory
  readonly authenticator: Authenticator
  /** Origins whose pages may call the API. */
  readonly corsOrigins: readonly string[]
}

type Context = Koa.ParameterizedContext<RequestState>

const query = parameterReader<typeof streamEvents.query>(streamEvents.query)

/** `GET /api/v1/stream`: server-sent events, or a WebSocket for who asks for one. */
export function addStream(router: Router<RequestState>, options: StreamRouteOptions): void {
  router.register(
    streamEvents.path,
    [streamEvents.method],
    [
      refuseForeignPages(options.corsOrigins),
      readProtocolCredential,
      options.authenticator.requireRole(streamRole),
      (ctx) => serve(ctx, options),
    ],
  )
}

/** Whether a client's credentials still let it in. Throws as the authenticator does. */
export async function isStillAllowed(
  authenticator: Authenticator,
  { credentials }: Pick<StreamClient, 'credentials'>,
): Promise<boolean> {
  const principal = await authenticator.authenticate(credentials)
  return principal !== null && hasRole(principal, streamRole)
}

/** What has no body has an end, and takes nobody's slot. */
function answerHead(ctx: Context): void {
  ctx.status = 200
  ctx.set('Content-Type', 'text/event-stream; charset=utf-8')
}

/** Serves what was asked for from now on as server-sent events, in the manner of a sink. */
export async function serveEvents(
  ctx: Context,
  { live, slots, repositories }: StreamRouteOptions,
  asked: Partial<StreamQuery>,
  openSink: (response: ServerResponse) => StreamSink,
): Promise<void> {
  const { principal } = ctx.state
  if (principal === undefined) throw new TypeError('the stream is asked without knowing who asks')
  if (live.hasEnded) throw stopping()
  if (ctx.method === 'HEAD') return answerHead(ctx)
  const slot = slots.take(principal)
  try {
    const filter = await resolveFilter(repositories, principal, asked)
    const after = await live.open(filter.kinds)
    if (live.hasEnded) throw stopping()
    beginEvents(ctx, { live, slot, filter, after }, openSink(ctx.res))
  } catch (error) {
    slot[Symbol.dispose]()
    throw asProblem(error)
  }
}

async function serve(ctx: Context, { live, slots, repositories }: StreamRouteOptions): Promise<void> {
  const asked = query.read(new URLSearchParams(ctx.querystring))
  const resumed = lastEventId(ctx.headers, asked)
  const { principal } = ctx.state
  if (principal === undefined) throw new TypeError('the stream is asked without knowing who asks')
  if (live.hasEnded) throw stopping()
  if (ctx.method === 'HEAD') return answerHead(ctx)
  const slot = slots.take(principal)
  try {
    const filter = await resolveFilter(repositories, principal, asked)
    const reached = await live.open(filter.kinds)
    // From here on nothing waits, so that no event falls between the position and the joining.
    if (live.hasEnded) throw stopping()
    const after = { delivery: resumed?.delivery ?? reached.delivery, alert: resumed?.alert ?? reached.alert }
    begin(ctx, { live, slot, filter, after })
  } catch (error) {
    slot[Symbol.dispose]()
    throw asProblem(error)
  }
}

interface Beginning {
  readonly live: LiveStream
  readonly slot: Slot
  readonly filter: StreamFilter
  readonly after: Positions
}

function begin(ctx: Context, beginning: Beginning): void {
  const { after, filter } = beginning
  const id = eventId(after, filter.kinds)
  if (offersUpgrade(ctx.req)) {
    beginWebSocket(ctx, beginning, (webSocket, socket) => openWebSocketSink(webSocket, socket, id))
    return
  }
  beginEvents(ctx, beginning, openSseSink(ctx.res, id))
}

function beginEvents(ctx: Context, beginning: Beginning, sink: StreamSink): void {
  ctx.respond = false
  ctx.status = 200
  const client = clientOf(ctx, beginning, sink)
  ctx.res.once('close', () => leave(client, beginning))
  beginning.live.join(client)
}

/** Serves a client over a WebSocket, in the manner of its sink. */
export function beginWebSocket(
  ctx: Context,
  beginning: Beginning,
  openSink: (webSocket: WebSocket, socket: Socket) => StreamSink,
): void {
  const { live, slot } = beginning
  ctx.respond = false
  ctx.status = 101
  const opened = openWebSocket(ctx.req, openSink)
  if (opened === null) {
    slot[Symbol.dispose]()
    return
  }
  const client = clientOf(ctx, beginning, opened.sink)
  opened.onClose(() => leave(client, beginning))
  opened.onMessage(() => live.drop(client, 'not_for_messages'))
  live.join(client)
}

function clientOf({ headers }: Context, { filter, after }: Beginning, sink: StreamSink): StreamClient {
  return { filter, sink, credentials: credentialsOf(headers), after: { ...after } }
}

function leave(client: StreamClient, { live, slot }: Beginning): void {
  live.leave(client)
  slot[Symbol.dispose]()
}

/** What of a request says who asks. The rest of its headers need not be kept for as long as the client stays. */
function credentialsOf({ authorization, 'x-api-key': apiKey }: IncomingHttpHeaders): IncomingHttpHeaders {
  return {
    ...(authorization === undefined ? {} : { authorization }),
    ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
  }
}

function lastEventId(headers: IncomingHttpHeaders, { last_event_id }: StreamQuery): ResumedFrom | null {
  const given = headers['last-event-id']
  if (given === undefined || given === '')
    return last_event_id === undefined ? null : readEventId(last_event_id)
  const resumed = typeof given === 'string' ? readEventId(given) : null
  if (resumed === null) throw wrongParameter('Last-Event-ID', 'must be the id of an earlier event')
  return resumed
}

export function stopping(): Error {
  return problem(503, 'stopping', 'The service is stopping.', { headers: { 'Retry-After': '1' } })
}
