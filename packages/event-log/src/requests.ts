import { errors, type Msg, headers as natsHeaders } from '@nats-io/transport-node'
import {
  extractTraceContext,
  injectTraceContext,
  type Logger,
  messagingAttributes,
  withSpan,
} from '@octometer/telemetry'
import { z } from 'zod'
import { type Connection, connectionOf, type EventLog } from './connection.ts'
import { RequestRefusedError, ServiceUnavailableError } from './errors.ts'

/** The two schemas of a request, from event-contracts. */
export interface RequestSchemas<Request extends z.ZodType, Answer extends z.ZodType> {
  readonly request: Request
  readonly answer: Answer
}

const envelopeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), answer: z.unknown() }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string(), retryable: z.boolean() }),
])
type Envelope = z.output<typeof envelopeSchema>

/**
 * Answers `requests.<service>.<name>` until disposed; replicas share the requests. An error of the handler that
 * carries a `code` becomes data: its `code`, `message` and `retryable`; any other is logged and answered `internal`.
 */
export function serve<Request extends z.ZodType, Answer extends z.ZodType>(
  log: EventLog,
  service: string,
  name: string,
  schemas: RequestSchemas<Request, Answer>,
  handler: (body: z.output<Request>) => Promise<z.input<Answer>>,
): AsyncDisposable {
  const { nats, logger } = connectionOf(log)
  const subject = subjectOf(service, name)
  const open = new Set<Promise<void>>()
  const handle = async (message: Msg) => {
    const body = parseJson(message)
    const parsed = schemas.request.safeParse(body)
    const envelope = parsed.success
      ? await run(subject, logger, async () => schemas.answer.parse(await handler(parsed.data)))
      : refusal('bad_request', z.prettifyError(parsed.error))
    if (!nats.isClosed()) message.respond(JSON.stringify(envelope))
  }
  const subscription = nats.subscribe(subject, {
    queue: service,
    callback: (error, message) => {
      if (error !== null) {
        logger.error({ err: error, subject }, 'requests are not received any more')
        return
      }
      const attributes = messagingAttributes({ name: 'serve', type: 'process', destination: subject })
      const options = { scope: 'event-log', role: 'server' as const, attributes, parent: contextOf(message) }
      const work = withSpan(`serve ${service}.${name}`, options, () => handle(message))
      open.add(work)
      work
        .catch((err: unknown) => logger.error({ err, subject }, 'request not answered'))
        .finally(() => open.delete(work))
    },
  })
  return {
    async [Symbol.asyncDispose]() {
      subscription.unsubscribe()
      await Promise.allSettled(open)
    },
  }
}

async function run(subject: string, logger: Logger, work: () => Promise<unknown>): Promise<Envelope> {
  try {
    return { ok: true, answer: await work() }
  } catch (error) {
    const code =
      error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
    if (error instanceof Error && code !== null) {
      return refusal(code, error.message, 'retryable' in error && error.retryable === true)
    }
    logger.error({ err: error, subject }, 'request failed')
    return refusal('internal', 'the service failed; its log says why')
  }
}

/**
 * Asks a service. Throws ServiceUnavailableError (nobody answers, or not within `deadlineMs`) or
 * RequestRefusedError (the service said no).
 */
export async function request<Request extends z.ZodType, Answer extends z.ZodType>(
  log: EventLog,
  service: string,
  name: string,
  schemas: RequestSchemas<Request, Answer>,
  body: z.input<Request>,
  options: { readonly deadlineMs: number },
): Promise<z.output<Answer>> {
  const subject = subjectOf(service, name)
  const connection = connectionOf(log)
  const attributes = messagingAttributes({ name: 'request', type: 'send', destination: subject })
  return withSpan(
    `request ${service}.${name}`,
    { scope: 'event-log', role: 'client', attributes },
    async () => {
      const message = await ask(connection, service, subject, body, options.deadlineMs)
      const envelope = envelopeSchema.safeParse(parseJson(message))
      if (!envelope.success) throw notUnderstood(service, name, envelope.error)
      if (!envelope.data.ok) {
        const { code, message: text, retryable } = envelope.data
        throw new RequestRefusedError(code, text, retryable)
      }
      const answer = schemas.answer.safeParse(envelope.data.answer)
      if (!answer.success) throw notUnderstood(service, name, answer.error)
      return answer.data
    },
  )
}

function notUnderstood(service: string, name: string, cause: Error): ServiceUnavailableError {
  return new ServiceUnavailableError(service, `${service} answered ${name} with what is not understood`, {
    cause,
  })
}

async function ask(
  { nats, isConnected }: Connection,
  service: string,
  subject: string,
  body: unknown,
  deadlineMs: number,
): Promise<Msg> {
  if (!isConnected())
    throw new ServiceUnavailableError(service, `${service} cannot be asked: no connection to NATS`)
  const carrier: Record<string, string> = {}
  injectTraceContext(carrier)
  const headers = natsHeaders()
  for (const [key, value] of Object.entries(carrier)) headers.set(key, value)
  try {
    return await nats.request(subject, JSON.stringify(body), { timeout: deadlineMs, headers })
  } catch (cause) {
    const absent = cause instanceof errors.RequestError && cause.isNoResponders()
    const why = absent ? 'is not running' : `did not answer within ${deadlineMs} ms`
    throw new ServiceUnavailableError(service, `${service} ${why} (${subject})`, { cause })
  }
}

function subjectOf(service: string, name: string): string {
  for (const token of [service, name]) {
    if (!/^[a-z][a-z0-9_-]*$/.test(token))
      throw new TypeError(`${JSON.stringify(token)} cannot name a request`)
  }
  return `requests.${service}.${name}`
}

function refusal(code: string, message: string, retryable = false): Envelope {
  return { ok: false, code, message, retryable }
}

function contextOf(message: Msg) {
  const { headers } = message
  return extractTraceContext({
    traceparent: headers?.get('traceparent') || undefined,
    tracestate: headers?.get('tracestate') || undefined,
  })
}

function parseJson(message: Msg): unknown {
  try {
    return JSON.parse(message.string())
  } catch {
    // Undefined fits no schema, so the sender hears that it is not what was agreed.
    return undefined
  }
}
