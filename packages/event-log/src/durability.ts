import type { StreamInfo } from '@nats-io/jetstream'
import { z } from 'zod'
import { type Connection, connectionOf, type EventLog } from './connection.ts'
import { LogUnavailableError } from './errors.ts'
import { isAtLeast, MINIMUM_NATS_VERSION } from './nats-binary.ts'
import { type StreamName, streamInfo, streamProblems } from './streams.ts'

export type DurabilityCode =
  | 'server_too_old'
  | 'max_payload_too_small'
  | 'stream_missing'
  | 'stream_unsafe'
  | 'sync_not_always'
  | 'sync_unknown'

/** One reason why an acknowledgement would not mean "on disk". `message`: what is wrong, where, what to set. */
export interface DurabilityFinding {
  readonly code: DurabilityCode
  readonly message: string
}

export interface DurabilityExpectations {
  readonly streams: readonly StreamName[]
  /**
   * NATS's monitoring endpoint, `http://host:8222`. Needed unless the account imports the service
   * `$SYS.REQ.SERVER.PING.VARZ` of the system account, as standalone's does.
   */
  readonly monitoringUrl?: string | null
  /** Default 26 MiB: a body of 25 MiB that does not compress, and its headers. */
  readonly minimumPayloadBytes?: number
}

const MIB = 1024 * 1024

/** Empty when the log is durable enough. Throws LogUnavailableError when it cannot be asked. */
export async function checkDurability(
  log: EventLog,
  expectations: DurabilityExpectations,
): Promise<readonly DurabilityFinding[]> {
  const connection = connectionOf(log)
  const { info } = connection.nats
  if (info === undefined) throw new LogUnavailableError('the log cannot be reached to ask how durable it is')
  const streams = await Promise.all(
    expectations.streams.map(async (name) => [name, await streamInfo(log, name)] as const),
  )
  const existing = streams.flatMap(([, stream]) => (stream === null ? [] : [stream]))
  return [
    ...versionFindings(info.version),
    ...payloadFindings(info.max_payload, expectations.minimumPayloadBytes ?? 26 * MIB),
    ...streams.flatMap(([name, stream]) => streamFindings(name, stream)),
    ...(await syncFindings(connection, existing, expectations.monitoringUrl ?? null)),
  ]
}

function versionFindings(version: string): DurabilityFinding[] {
  if (isAtLeast(version, MINIMUM_NATS_VERSION)) return []
  const message = `nats-server is ${version}: install ${MINIMUM_NATS_VERSION} or newer`
  return [{ code: 'server_too_old', message }]
}

function payloadFindings(maxPayload: number, minimum: number): DurabilityFinding[] {
  if (maxPayload >= minimum) return []
  const message = `max_payload of nats-server is ${maxPayload} bytes, and GitHub sends bodies of 25 MiB: set max_payload to ${minimum} or more`
  return [{ code: 'max_payload_too_small', message }]
}

function streamFindings(name: StreamName, stream: StreamInfo | null): DurabilityFinding[] {
  if (stream === null)
    return [
      {
        code: 'stream_missing',
        message: `stream ${name} does not exist yet: it has not been declared`,
      },
    ]
  const problems = streamProblems(stream.config)
  if (stream.config.max_bytes <= 0) problems.push(`max_bytes ${stream.config.max_bytes} (wanted: a bound)`)
  if (problems.length === 0) return []
  return [
    {
      code: 'stream_unsafe',
      message: `stream ${name} has ${problems.join(', ')}: change it or remove the stream`,
    },
  ]
}

const varzSchema = z.object({
  server_id: z.string(),
  server_name: z.string(),
  jetstream: z.object({ config: z.object({ sync_always: z.boolean().optional() }).nullish() }).nullish(),
})
type ServerSettings = z.output<typeof varzSchema>

/** Three replicas survive the loss of one machine's memory; fewer must have synced before they acknowledge. */
async function syncFindings(
  connection: Connection,
  streams: readonly StreamInfo[],
  monitoringUrl: string | null,
): Promise<DurabilityFinding[]> {
  const alone = streams.filter((stream) => stream.config.num_replicas < 3)
  if (streams.length > 0 && alone.length === 0) return []
  const names = alone.map((stream) => stream.config.name).join(' and ') || 'a stream'
  const monitoring = await askMonitoring(monitoringUrl)
  const servers = [...(await askServers(connection)), ...monitoring.servers]
  const lazy = servers.filter((server) => server.jetstream?.config?.sync_always !== true)
  if (lazy.length > 0) {
    const where = lazy.map((server) => server.server_name).join(', ')
    const message = `nats-server ${where} acknowledges ${names} before it is on disk: set sync_interval: always in its jetstream block, or give the streams 3 replicas`
    return [{ code: 'sync_not_always', message }]
  }
  const known = new Set(servers.flatMap((server) => [server.server_id, server.server_name]))
  const keepers = alone.map((stream) => stream.cluster?.leader ?? connection.nats.info?.server_id ?? '')
  if (servers.length > 0 && keepers.every((keeper) => known.has(keeper))) return []
  const message = `whether nats-server syncs ${names} before it acknowledges cannot be known: let the account import $SYS.REQ.SERVER.PING.VARZ from the system account, or give the URL of the server's monitoring endpoint${monitoring.problem}`
  return [{ code: 'sync_unknown', message }]
}

const ANSWERS_WITHIN_MS = 500

/**
 * Every server that answers for its settings: none where the account may not ask. Only those of a cluster are waited for; one
 * that is alone has said all.
 */
async function askServers({ nats }: Connection): Promise<ServerSettings[]> {
  const found: ServerSettings[] = []
  try {
    const answers = await nats.requestMany('$SYS.REQ.SERVER.PING.VARZ', '{}', {
      strategy: 'stall',
      stall: 200,
      maxWait: ANSWERS_WITHIN_MS,
    })
    for await (const answer of answers) {
      const parsed = z.object({ data: varzSchema }).safeParse(JSON.parse(answer.string()))
      if (parsed.success) found.push(parsed.data.data)
      if (nats.info?.cluster === undefined && parsed.data?.data.server_id === nats.info?.server_id) break
    }
  } catch {
    // Not allowed to ask: then it is not known, which the caller says.
  }
  return found
}

async function askMonitoring(url: string | null): Promise<{ servers: ServerSettings[]; problem: string }> {
  if (url === null) return { servers: [], problem: '' }
  try {
    const answer = await fetch(new URL('/varz', url), { signal: AbortSignal.timeout(5_000) })
    return { servers: [varzSchema.parse(await answer.json())], problem: '' }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { servers: [], problem: ` (the one given does not tell: ${reason})` }
  }
}
