import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream'
import {
  type ConnectionOptions,
  connect,
  createInbox,
  credsAuthenticator,
  type NatsConnection,
} from '@nats-io/transport-node'
import type { Logger } from '@octometer/telemetry'
import { LogUnavailableError } from './errors.ts'
import { createServerDoubts, type ServerDoubt } from './server-doubt.ts'

export interface LogOptions {
  /** `nats://` or `tls://`; several, separated by commas, for a cluster. May hold `user:password@` or `token@`. */
  readonly url: string
  /** A NATS `.creds` file. */
  readonly credentialsFile?: string | null
  /** PEM files of the certificate authority and of the client's own certificate. */
  readonly ca?: string | null
  readonly cert?: string | null
  readonly key?: string | null
  /** Shown by NATS's own monitoring. */
  readonly name: string
  readonly logger: Logger
}

/** A connection to the log that reconnects for ever. Every other function of this package takes one. */
export interface EventLog extends AsyncDisposable {
  readonly name: string
  isConnected(): boolean
}

/** What the modules of this package see of an EventLog. */
export interface Connection {
  readonly nats: NatsConnection
  readonly manager: JetStreamManager
  readonly logger: Logger
  /** For one who asks the log, and tells whether an answer came. */
  createDoubt(): ServerDoubt
  isConnected(): boolean
  /** A subject for answers, under the one prefix that this client may be allowed to listen to: `_INBOX.<name>`. */
  newInbox(): string
  /** Calls back on every loss and return of the connection, until disposed. */
  watch(listener: (connected: boolean) => void): Disposable
}

const DRAIN_WITHIN_MS = 5_000

const connections = new WeakMap<EventLog, Connection>()

export function connectionOf(log: EventLog): Connection {
  const connection = connections.get(log)
  if (connection === undefined) throw new TypeError('this EventLog was not made by connectLog')
  return connection
}

/**
 * Connects. Throws LogUnavailableError when no server of `url` can be reached or it refuses the credentials,
 * TypeError when `url` is none.
 */
export async function connectLog(options: LogOptions): Promise<EventLog> {
  const urls = parseUrls(options.url)
  let nats: NatsConnection
  let manager: JetStreamManager
  try {
    nats = await connect(await connectionOptions(options, urls))
    manager = await jetstreamManager(nats, { checkAPI: false })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new LogUnavailableError(
      `cannot connect to NATS at ${urls.map((url) => url.host).join(', ')}: ${reason}`,
      { cause },
    )
  }
  const createDoubt = createServerDoubts({
    now: () => performance.now(),
    leave: () => leaveServer(nats, urls, options.logger),
  })
  noteAnswers(nats, createDoubt())
  const listeners = new Set<(connected: boolean) => void>()
  let connected = true
  const connection: Connection = {
    nats,
    manager,
    logger: options.logger,
    createDoubt,
    isConnected: () => connected,
    newInbox: () => createInbox(inboxPrefix(options.name)),
    watch(listener) {
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
  }
  const ended = followStatus(nats, options.logger, (now) => {
    connected = now
    for (const listener of listeners) listener(now)
  })
  const log: EventLog = {
    name: options.name,
    isConnected: () => connected,
    async [Symbol.asyncDispose]() {
      // Draining waits for the server, which may be gone or silent.
      if (connected) await Promise.race([nats.drain(), pause(DRAIN_WITHIN_MS, undefined, { ref: false })])
      await nats.close()
      await ended
    },
  }
  connections.set(log, connection)
  return log
}

function parseUrls(list: string): URL[] {
  return list.split(',').map((text) => {
    const url = URL.parse(text.trim())
    // It is not repeated, for it may hold a password.
    if (!url?.host) throw new TypeError('the URL of NATS is wrong: it must be like nats://host:port')
    return url
  })
}

async function connectionOptions(options: LogOptions, urls: readonly URL[]): Promise<ConnectionOptions> {
  const { username, password } = urls[0] ?? {}
  const { ca, cert, key } = options
  const tls = ca || cert || key || urls.some((url) => url.protocol === 'tls:')
  return {
    servers: urls.map((url) => url.host),
    name: options.name,
    inboxPrefix: inboxPrefix(options.name),
    ...(username && password
      ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
      : username && { token: decodeURIComponent(username) }),
    ...(options.credentialsFile && {
      authenticator: credsAuthenticator(await readFile(options.credentialsFile)),
    }),
    ...(tls && {
      tls: { ...(ca && { caFile: ca }), ...(cert && { certFile: cert }), ...(key && { keyFile: key }) },
    }),
    timeout: 5_000,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    ignoreAuthErrorAbort: true,
    pingInterval: 10_000,
    // A stack trace per request costs more than the request.
    noAsyncTraces: true,
  }
}

/** Tries the next server of the cluster; one that is alone is stayed with, for there is no better one. */
function leaveServer(nats: NatsConnection, urls: readonly URL[], logger: Logger): void {
  const known = Math.max(urls.length, nats.info?.connect_urls?.length ?? 0)
  if (known < 2 || nats.isClosed() || nats.isDraining()) return
  logger.warn({ server: nats.getServer() }, 'this NATS server answers nothing, trying the next one')
  void nats.reconnect()
}

/** The error of a server that is cut off from the leader of its cluster. */
const LEADERLESS = /"err_code":10008\b/
const SHORT_ANSWER = 512

/** Lets what buckets and the manager ask JetStream count, too: they ask by this method. */
function noteAnswers(nats: NatsConnection, doubt: ServerDoubt): void {
  const request = nats.request.bind(nats)
  nats.request = async (subject, payload, options) => {
    if (!subject.startsWith('$JS.')) return request(subject, payload, options)
    const began = performance.now()
    try {
      const answer = await request(subject, payload, options)
      const isLeaderless = answer.data.length < SHORT_ANSWER && LEADERLESS.test(answer.string())
      if (isLeaderless) doubt.unanswered()
      else doubt.answered()
      return answer
    } catch (error) {
      doubt.unanswered(began)
      throw error
    }
  }
}

function inboxPrefix(name: string): string {
  return `_INBOX.${name.replace(/[^\w-]/g, '-')}`
}

async function followStatus(nats: NatsConnection, logger: Logger, tell: (connected: boolean) => void) {
  for await (const status of nats.status()) {
    if (status.type === 'disconnect') {
      logger.warn({ server: status.server }, 'connection to NATS lost, reconnecting')
      tell(false)
    } else if (status.type === 'reconnect') {
      logger.info({ server: status.server }, 'connected to NATS again')
      tell(true)
    } else if (status.type === 'error') {
      logger.warn({ err: status.error }, 'NATS refused something')
    }
  }
  tell(false)
}
