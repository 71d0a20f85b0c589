import {
  DiscardPolicy,
  JetStreamApiError,
  PersistMode,
  RetentionPolicy,
  StorageType,
  StoreCompression,
  type StreamConfig,
  type StreamInfo,
} from '@nats-io/jetstream'
import { Kvm } from '@nats-io/kv'
import { nanos } from '@nats-io/transport-node'
import { connectionOf, type EventLog } from './connection.ts'
import { StreamConfigurationError } from './errors.ts'
import { asLogError, isLeaderless, isStreamMissing } from './jetstream-errors.ts'
import { isAtLeast, MINIMUM_NATS_VERSION } from './nats-binary.ts'
import { throughElections } from './patience.ts'

export const streamNames = { events: 'EVENTS', apiCalls: 'API_CALLS', alerts: 'ALERTS' } as const
export type StreamName = (typeof streamNames)[keyof typeof streamNames]

const SUBJECTS: Readonly<Record<StreamName, string>> = {
  EVENTS: 'events.>',
  API_CALLS: 'api_calls.>',
  ALERTS: 'alerts.>',
}

/** The bucket that leases are kept in. */
export const LEASE_BUCKET = 'leases'

/** Buckets that services keep their state in, each with one owner. */
export const bucketNames = {
  alertState: 'alert_state',
  alertOutbox: 'alert_outbox',
  forwarding: 'forwarding',
  keys: 'keys',
  rebuilds: 'rebuilds',
  recovery: 'recovery',
  sync: 'sync',
  hookConfigs: 'hook_configs',
  installations: 'installations',
  jobs: 'jobs',
  branchStates: 'branch_states',
} as const
export type BucketName = (typeof bucketNames)[keyof typeof bucketNames]

export interface StreamLimits {
  /** Bytes after which a stream refuses; default 8 GiB of events, 1 GiB of API calls, 256 MiB of alerts. */
  readonly maxBytes?: Readonly<Partial<Record<StreamName, number>>>
  /** Null (default): what exists keeps its number; new ones get 3 in a cluster, else 1. */
  readonly replicas?: number | null
  /** Asked where there is no stream EVENTS: it is made to go on after this sequence, which somebody knows of one that was lost. */
  readonly eventsAfter?: () => Promise<number>
  /** How long the log itself recognises a message id, in milliseconds; default 2 minutes. */
  readonly duplicateWindowMs?: number
}

const GIB = 1024 ** 3
const MAX_BYTES: Readonly<Record<StreamName, number>> = {
  EVENTS: 8 * GIB,
  API_CALLS: GIB,
  ALERTS: GIB / 4,
}

/** Two of them are a quorum: any one server may be lost. */
const CLUSTER_REPLICAS = 3

/** The one declaration of our streams. */
function declaration(stream: StreamName, limits: StreamLimits, replicas: number) {
  return {
    name: stream,
    subjects: [SUBJECTS[stream]],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    // A full stream refuses; what it forgets is the trimmer's decision alone.
    discard: DiscardPolicy.New,
    max_bytes: limits.maxBytes?.[stream] ?? MAX_BYTES[stream],
    max_msgs: -1,
    max_msgs_per_subject: -1,
    max_msg_size: -1,
    max_age: 0,
    num_replicas: replicas,
    duplicate_window: nanos(limits.duplicateWindowMs ?? 120_000),
    allow_atomic: true,
    allow_direct: true,
    deny_delete: true,
    // The trimmer purges up to a sequence.
    deny_purge: false,
    // Bodies come compressed.
    compression: StoreCompression.None,
  } satisfies Partial<StreamConfig>
}

/**
 * Creates the streams and the buckets, or updates their limits. Where all is as declared it only looks, which a service may that
 * has no right to change a stream. Throws StreamConfigurationError for a
 * stream that exists with an incompatible setting, or that the server will not make as declared.
 */
export async function ensureStreams(log: EventLog, limits: StreamLimits = {}): Promise<void> {
  const connection = connectionOf(log)
  const version = connection.nats.info?.version ?? 'unknown'
  if (!isAtLeast(version, MINIMUM_NATS_VERSION)) {
    throw new StreamConfigurationError(
      `nats-server is ${version}: ${MINIMUM_NATS_VERSION} or newer is needed for atomic batches`,
    )
  }
  for (const stream of Object.values(streamNames)) {
    await throughElections(connection, () => ensureStream(log, stream, limits))
  }
  for (const bucket of [LEASE_BUCKET, ...Object.values(bucketNames)]) {
    await throughElections(connection, () => ensureBucket(log, bucket, limits))
  }
}

async function ensureStream(log: EventLog, stream: StreamName, limits: StreamLimits): Promise<void> {
  const { manager } = connectionOf(log)
  const existing = await streamInfo(log, stream)
  const wanted = declaration(stream, limits, replicasOf(log, limits, existing))
  const problems = existing === null ? [] : streamProblems(existing.config)
  if (problems.length > 0) {
    throw new StreamConfigurationError(
      `stream ${stream} exists with ${problems.join(', ')}: change it or remove the stream`,
    )
  }
  const beginning = existing === null ? await beginningOf(stream, limits) : {}
  try {
    if (existing === null) await manager.streams.add({ ...wanted, ...beginning })
    else if (differs(existing.config, wanted)) await manager.streams.update(stream, wanted)
  } catch (cause) {
    throw asConfigurationError(`stream ${stream}`, cause)
  }
}

async function beginningOf(stream: StreamName, { eventsAfter }: StreamLimits) {
  const after = stream === streamNames.events && eventsAfter !== undefined ? await eventsAfter() : 0
  return after > 0 ? { first_seq: after + 1 } : {}
}

async function ensureBucket(log: EventLog, bucket: string, limits: StreamLimits): Promise<void> {
  const { nats, manager } = connectionOf(log)
  const stream = `KV_${bucket}`
  const existing = await streamInfo(log, stream)
  const wanted = { num_replicas: replicasOf(log, limits, existing) }
  try {
    if (existing === null) await new Kvm(nats).create(bucket, { history: 1, replicas: wanted.num_replicas })
    else if (differs(existing.config, wanted)) await manager.streams.update(stream, wanted)
  } catch (cause) {
    throw asConfigurationError(`bucket ${bucket}`, cause)
  }
}

function replicasOf(log: EventLog, limits: StreamLimits, existing: StreamInfo | null): number {
  const alone = connectionOf(log).nats.info?.cluster === undefined
  return limits.replicas ?? existing?.config.num_replicas ?? (alone ? 1 : CLUSTER_REPLICAS)
}

/** What is as wanted is left alone: a server in the middle of an election would refuse even that. */
function differs(existing: StreamConfig, wanted: Partial<StreamConfig>): boolean {
  const { subjects, ...settings } = wanted
  return (
    (subjects !== undefined && subjects.join(' ') !== existing.subjects?.join(' ')) ||
    Object.entries(settings).some(([setting, value]) => Reflect.get(existing, setting) !== value)
  )
}

function asConfigurationError(what: string, cause: unknown): Error {
  if (!(cause instanceof JetStreamApiError) || isLeaderless(cause)) return asLogError(cause, what)
  const hint = /insufficient storage/.test(cause.message)
    ? '; its max_bytes exceed what JetStream may use (max_file_store)'
    : ''
  return new StreamConfigurationError(`NATS refuses ${what} as declared: ${cause.message}${hint}`, { cause })
}

/** The stream, or null when it does not exist. Throws LogUnavailableError. */
export async function streamInfo(log: EventLog, stream: string): Promise<StreamInfo | null> {
  try {
    return await connectionOf(log).manager.streams.info(stream)
  } catch (cause) {
    if (isStreamMissing(cause)) return null
    throw asLogError(cause, `stream ${stream}`)
  }
}

/** What in a stream's settings would lose messages, each as `setting value (wanted: …)`. */
export function streamProblems(config: StreamConfig): string[] {
  const { name } = config
  const subject = isStreamName(name) ? SUBJECTS[name] : null
  const checks: [setting: string, is: unknown, wanted: unknown][] = [
    ['storage', config.storage, StorageType.File],
    ['retention', config.retention, RetentionPolicy.Limits],
    ['discard', config.discard, DiscardPolicy.New],
    ['persist_mode', config.persist_mode ?? PersistMode.Default, PersistMode.Default],
    ['subjects', config.subjects?.join(' ') ?? '', subject],
    ['max_age', config.max_age, 0],
    ['max_msgs', config.max_msgs, -1],
    ['max_msgs_per_subject', config.max_msgs_per_subject, -1],
    ['no_ack', config.no_ack ?? false, false],
    ['sealed', config.sealed ?? false, false],
    ['deny_purge', config.deny_purge ?? false, false],
    ['mirror', config.mirror?.name ?? 'none', 'none'],
    ['sources', config.sources?.length ?? 0, 0],
    ['subject_transform', config.subject_transform?.dest ?? 'none', 'none'],
  ]
  return checks
    .filter(([, is, wanted]) => is !== wanted)
    .map(([setting, is, wanted]) => `${setting} ${is} (wanted: ${wanted})`)
}

function isStreamName(name: string): name is StreamName {
  return name in SUBJECTS
}

/** Whether a message with this subject goes into this stream. */
export function belongsTo(stream: StreamName, subject: string): boolean {
  return subject.startsWith(SUBJECTS[stream].slice(0, -1))
}
