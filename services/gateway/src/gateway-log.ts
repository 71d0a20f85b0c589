import { randomUUID } from 'node:crypto'
import {
  type AlertTestAnswer,
  type AuditEntry,
  alertTestAnswerSchema,
  alertTestRequestSchema,
  auditCommand,
  type Command,
  commandSchema,
  consumerName,
  encodeCommand,
  type ForwardingAnswer,
  type ForwardingFailuresAnswer,
  type ForwardingFailuresRequest,
  forwardingAnswerSchema,
  forwardingFailuresAnswerSchema,
  forwardingFailuresRequestSchema,
  forwardingRequestSchema,
  type GitHubRequest,
  githubOutcomeSchema,
  type RebuildAnswer,
  type RebuildRecord,
  rebuildAnswerSchema,
  rebuildRecordSchema,
  rebuildRequestSchema,
  streamOf,
} from '@octometer/event-contracts'
import {
  type AppendReceipt,
  type Bucket,
  bucketNames,
  checkDurability,
  consumerProgress,
  createAppender,
  type DurabilityFinding,
  type EventLog,
  followLog,
  type LogBounds,
  type LogFollower,
  logBounds,
  openBucket,
  type ReaderProgress,
  readOne,
  request,
  type StreamFill,
  type StreamName,
  streamFill,
  streamNames,
} from '@octometer/event-log'
import type { z } from 'zod'
import { type SyncRequests, syncRequests } from './sync/sync-requests.ts'

/** How far a projection has come in its stream. */
export interface ProjectionProgress {
  /** Every message up to this sequence is in the read model. */
  readonly acknowledged: number
  /** Messages that are not in it yet. */
  readonly lagMessages: number
  /** Age of the oldest of them; 0 when there is none, null when the log cannot tell. */
  readonly lagSeconds: number | null
}

type WithoutIssue<C> = C extends Command ? Omit<C, 'command_id' | 'issued_at' | 'issued_by'> : never

/** What an operator asks for in one command, without who and when. */
export type CommandRequest = WithoutIssue<Command>

interface AppendedCommand {
  readonly commandId: string
  readonly receipt: AppendReceipt
}

/** What the gateway has to do with the log: it asks how far others are, follows it, appends commands, asks for rebuilds. */
export interface GatewayLog extends AsyncDisposable {
  isConnected(): boolean
  /** Null when the projection has no consumer. Throws LogUnavailableError. */
  progressOf(projection: string, generation: string | null): Promise<ProjectionProgress | null>
  /** `commandId` is made unless given. Throws what event-log's appender throws. */
  appendCommand(command: CommandRequest, issuedBy: string, commandId?: string): Promise<AppendedCommand>
  /** Writes down who asked for what. Throws the same, after two seconds at most. */
  appendAudit(entry: AuditEntry): Promise<void>
  /** Reads a stream from after a position, or from its end. Throws LogUnavailableError. */
  follow(stream: StreamName, after: number | 'end'): Promise<LogFollower>
  /** Throws LogUnavailableError. */
  bounds(stream: StreamName): Promise<LogBounds>
  /** Where the keys are kept that were made here. Throws LogUnavailableError, or StreamConfigurationError without it. */
  keys(): Promise<Bucket>
  /** How durable the log is, and how full. Throws LogUnavailableError. */
  health(): Promise<LogHealth>
  /** What was told of every generation that is being filled, or was. Throws LogUnavailableError, or StreamConfigurationError. */
  rebuilds(): Promise<readonly RebuildRecord[]>
  /** Throws ServiceUnavailableError or RequestRefusedError. */
  rebuild(projection: string, requestedBy: string): Promise<RebuildAnswer>
  /** The same. */
  testAlerts(requestedBy: string): Promise<AlertTestAnswer>
  /** How it stands with those that deliveries are forwarded to. The same. */
  receivers(): Promise<ForwardingAnswer>
  /** What they did not take. The same. */
  forwardingFailures(asked: ForwardingFailuresRequest): Promise<ForwardingFailuresAnswer>
  /** What github-agent did at GitHub, or what GitHub refused. The same. */
  github<Request extends z.ZodType, Answer extends z.ZodType>(
    asked: GitHubRequest<Request, Answer>,
    body: z.input<Request>,
    deadlineMs: number,
  ): Promise<GitHubOutcome>
  readonly sync: SyncRequests
}

type GitHubOutcome = z.output<typeof githubOutcomeSchema>

export interface LogHealth {
  readonly findings: readonly DurabilityFinding[]
  /** Of the streams that there are. */
  readonly streams: readonly StreamFill[]
}

/** What was asked for is done by then: its answer does not wait long for a log that is away. */
const AUDIT_DEADLINE_MS = 2_000
const FORWARDING_DEADLINE_MS = 5_000
const REBUILD_DEADLINE_MS = 5_000
/** Longer than a receiver of alerts is waited for. */
const TEST_DEADLINE_MS = 15_000

export function openGatewayLog(log: EventLog, now: () => Date): GatewayLog {
  const appenders = {
    EVENTS: createAppender(log, { stream: 'EVENTS' }),
    API_CALLS: createAppender(log, { stream: 'API_CALLS' }),
    ALERTS: createAppender(log, { stream: 'ALERTS' }),
  }
  const audits = createAppender(log, { stream: 'EVENTS', acknowledgeTimeoutMs: AUDIT_DEADLINE_MS })
  return {
    isConnected: () => log.isConnected(),
    progressOf: (projection, generation) => progressOf(log, projection, generation, now),
    async appendCommand(asked, issuedBy, commandId = randomUUID()) {
      const command: Command = commandSchema.parse({
        ...asked,
        command_id: commandId,
        issued_at: now().toISOString(),
        issued_by: issuedBy.slice(0, 200),
      })
      const { stream, ...entry } = encodeCommand(command)
      const receipt = await appenders[stream].append({ ...entry, headers: {} })
      return { commandId, receipt }
    },
    async appendAudit(entry) {
      const { stream: _, ...encoded } = encodeCommand(auditCommand(entry, randomUUID(), now()))
      await audits.append({ ...encoded, headers: {} })
    },
    follow: (stream, after) => followLog(log, stream, after),
    bounds: (stream) => logBounds(log, stream),
    keys: () => openBucket(log, bucketNames.keys),
    health: () => healthOf(log),
    rebuilds: () => rebuildsIn(log),
    rebuild: (projection, requestedBy) =>
      request(
        log,
        'projectors',
        'rebuild',
        { request: rebuildRequestSchema, answer: rebuildAnswerSchema },
        { projection, requested_by: requestedBy },
        { deadlineMs: REBUILD_DEADLINE_MS },
      ),
    testAlerts: (requestedBy) =>
      request(
        log,
        'alerter',
        'test',
        { request: alertTestRequestSchema, answer: alertTestAnswerSchema },
        { requested_by: requestedBy },
        { deadlineMs: TEST_DEADLINE_MS },
      ),
    ...forwardingOf(log),
    github: ({ name, request: asked }, body, deadlineMs) =>
      request(log, 'github-agent', name, { request: asked, answer: githubOutcomeSchema }, body, {
        deadlineMs,
      }),
    sync: syncRequests(log),
    [Symbol.asyncDispose]: async () => {
      const all = [...Object.values(appenders), audits]
      await Promise.all(all.map((appender) => appender[Symbol.asyncDispose]()))
    },
  }
}

function forwardingOf(log: EventLog): Pick<GatewayLog, 'receivers' | 'forwardingFailures'> {
  const states = { request: forwardingRequestSchema, answer: forwardingAnswerSchema }
  const failures = { request: forwardingFailuresRequestSchema, answer: forwardingFailuresAnswerSchema }
  const options = { deadlineMs: FORWARDING_DEADLINE_MS }
  return {
    receivers: () => request(log, 'alerter', 'forwarding', states, {}, options),
    forwardingFailures: (asked) => request(log, 'alerter', 'forwarding-failures', failures, asked, options),
  }
}

async function rebuildsIn(log: EventLog): Promise<readonly RebuildRecord[]> {
  const bucket = await openBucket(log, bucketNames.rebuilds)
  const records = (await bucket.entries()).map(({ value }) =>
    rebuildRecordSchema.safeParse(JSON.parse(value)),
  )
  // Projectors of another version may tell it in their own way: what they tell is unknown here.
  return records.flatMap(({ data }) => data ?? [])
}

async function healthOf(log: EventLog): Promise<LogHealth> {
  const streams = Object.values(streamNames)
  const [findings, fills] = await Promise.all([
    checkDurability(log, { streams }),
    Promise.all(streams.map((stream) => streamFill(log, stream))),
  ])
  return { findings, streams: fills.flatMap((fill) => fill ?? []) }
}

async function progressOf(
  log: EventLog,
  projection: string,
  generation: string | null,
  now: () => Date,
): Promise<ProjectionProgress | null> {
  const stream = streamOf(projection)
  const progress = await consumerProgress(log, stream, consumerName(projection, generation))
  if (progress === null) return null
  const lagMessages = progress.pending + progress.unacknowledged
  if (lagMessages === 0) return { acknowledged: progress.lastSequence, lagMessages, lagSeconds: 0 }
  const oldest = await readOne(log, stream, oldestUnread(progress))
  const lagSeconds =
    oldest === null ? null : Math.max(0, (now().getTime() - oldest.appendedAt.getTime()) / 1000)
  return { acknowledged: progress.ackFloorSequence, lagMessages, lagSeconds }
}

function oldestUnread({ ackFloorSequence, firstSequence }: ReaderProgress): number {
  return Math.max(ackFloorSequence + 1, firstSequence)
}
