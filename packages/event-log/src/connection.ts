import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream'
import {
  type ConnectionOptions,
  connect,
  credsAuthenticator,
  type NatsConnection,
} from '@nats-io/transport-node'
import type { Logger } from '@octometer/telemetry'
import { LogUnavailableError } from './errors.ts'

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
  isConnected(): boolean
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
  const listeners = new Set<(connected: boolean) => void>()
  let connected = true
  const connection: Connection = {
    nats,
    manager,
    logger: options.logger,
    isConnected: () => connected,
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
