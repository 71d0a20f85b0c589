import { type Msg, nanos } from '@nats-io/transport-node'
import type { Connection } from './connection.ts'
import type { ServerDoubt } from './server-doubt.ts'

export interface PullTarget {
  readonly stream: string
  readonly consumer: string
}

export interface PullLimits {
  readonly maxMessages: number
  readonly maxBytes: number | null
  readonly waitMs: number
}

/**
 * Why a pull ended. `full`: there may be more. `drained`: nothing more was there. `too_large`: the next message
 * exceeds `maxBytes`. `busy`: other pulls wait for the same messages. `deleted`: the consumer was.
 * `absent`: nobody answers for it. `interrupted`: the server or the connection went away.
 */
type PullEnd = 'full' | 'drained' | 'too_large' | 'busy' | 'deleted' | 'absent' | 'interrupted'

export interface PullResult {
  readonly messages: readonly Msg[]
  readonly end: PullEnd
  /** The server's words. */
  readonly reason: string
}

/** The server answers within `waitMs`; when nothing comes for so much longer, it never will. */
const SILENCE_MS = 5_000

/**
 * Asks a consumer once: waits up to `waitMs` for the first message, then takes what is there within the limits.
 * Never rejects.
 */
export function pull(connection: Connection, target: PullTarget, limits: PullLimits): Promise<PullResult> {
  const messages: Msg[] = []
  const ended = Promise.withResolvers<PullResult>()
  const finish = (end: PullEnd, reason: string) => ended.resolve({ messages, end, reason })
  if (!connection.isConnected()) finish('interrupted', 'there is no connection')
  else ask(connection, target, limits, messages, finish, ended.promise)
  return ended.promise
}

const doubts = new WeakMap<Connection, ServerDoubt>()

/** One for all that pull over this connection. */
function doubtOf(connection: Connection): ServerDoubt {
  const known = doubts.get(connection) ?? connection.createDoubt()
  doubts.set(connection, known)
  return known
}

function ask(
  connection: Connection,
  target: PullTarget,
  limits: PullLimits,
  messages: Msg[],
  finish: (end: PullEnd, reason: string) => void,
  ended: Promise<unknown>,
): void {
  const inbox = connection.newInbox()
  const doubt = doubtOf(connection)
  let heardAt = performance.now()
  const silence = setTimeout(() => {
    doubt.unanswered(heardAt + limits.waitMs)
    finish('interrupted', 'the server fell silent')
  }, limits.waitMs + SILENCE_MS)
  const watch = connection.watch((connected) => {
    if (!connected) finish('interrupted', 'the connection was lost')
  })
  const answers = connection.nats.subscribe(inbox, {
    callback: (error, message) => {
      if (error !== null) return finish('interrupted', error.message)
      const isAbsent = message.headers?.code === 503
      if (isAbsent) doubt.unanswered()
      else doubt.answered()
      // Messages come under their own subjects; only what the server has to say comes under this one.
      if (message.subject === inbox) return finish(...meaning(message, messages.length))
      messages.push(message)
      heardAt = performance.now()
      silence.refresh()
      if (messages.length === limits.maxMessages) finish('full', 'all that was asked for')
    },
  })
  void ended.then(() => {
    clearTimeout(silence)
    watch[Symbol.dispose]()
    answers.unsubscribe()
  })
  const subject = `$JS.API.CONSUMER.MSG.NEXT.${target.stream}.${target.consumer}`
  connection.nats.publish(subject, pullRequest(limits), { reply: inbox })
}

// `no_wait` with `expires` means: wait for the first message, then give what is there and end.
function pullRequest({ maxMessages, maxBytes, waitMs }: PullLimits): string {
  return JSON.stringify({
    batch: maxMessages,
    no_wait: true,
    ...(maxBytes !== null && { max_bytes: maxBytes }),
    ...(waitMs > 0 && { expires: nanos(waitMs) }),
  })
}

function meaning(status: Msg, received: number): [PullEnd, string] {
  const code = status.headers?.code ?? 0
  const reason = `${code} ${status.headers?.description ?? ''}`.trim()
  if (code === 404) return ['drained', reason]
  if (code === 408) return [/Requests Pending/i.test(reason) ? 'busy' : 'drained', reason]
  if (code === 503) return ['absent', reason]
  if (code !== 409) return ['interrupted', reason]
  if (/Batch Completed/i.test(reason)) return ['full', reason]
  if (/Exceeds MaxBytes/i.test(reason)) return [received > 0 ? 'full' : 'too_large', reason]
  return [/(Consumer|Stream) Deleted/i.test(reason) ? 'deleted' : 'interrupted', reason]
}
