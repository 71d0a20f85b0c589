export type { AppendEntry, AppendReceipt } from './append-entry.ts'
export { type Appender, type AppenderOptions, createAppender } from './appender.ts'
export { type Bucket, type BucketEntry, openBucket } from './bucket.ts'
export { connectLog, type EventLog, type LogOptions } from './connection.ts'
export { consumerProgress, type ReaderProgress, removeConsumer as removePosition } from './consumer.ts'
export { type ConsumerPosition, consumerPositions, restorePosition } from './consumer-positions.ts'
export {
  checkDurability,
  type DurabilityCode,
  type DurabilityExpectations,
  type DurabilityFinding,
} from './durability.ts'
export {
  ConsumerMissingError,
  LeaseLostError,
  LogFullError,
  LogRefusedError,
  LogUnavailableError,
  MessageTooLargeError,
  NatsServerError,
  RequestRefusedError,
  ServiceUnavailableError,
  StreamConfigurationError,
} from './errors.ts'
export {
  type FollowedBatch,
  followLog,
  type LogBounds,
  type LogFollower,
  type LogGap,
  logBounds,
} from './follow.ts'
export { type Leader, type LeaderOptions, startLeader } from './leader.ts'
export { acquireLease, type Lease, type LeaseOptions } from './lease.ts'
export { moveTail } from './move-tail.ts'
export {
  type NatsServer,
  type NatsServerOptions,
  natsServerConfig,
  startNatsServer,
} from './nats-server.ts'
export { purgeThrough, rewriteBucket } from './purge.ts'
export { keptAlive, type ReadBatch } from './read-batch.ts'
export { type ReadMessage, readOne } from './read-message.ts'
export { type BatchLimits, type LogReader, openReader, type ReaderOptions } from './reader.ts'
export { type RequestSchemas, request, serve } from './requests.ts'
export { type StreamFill, streamFill } from './stream-fill.ts'
export {
  nameOf as streamOfImage,
  removeStream,
  renewStream,
  restoreStream,
  type StreamImage,
  snapshotStream,
} from './stream-snapshot.ts'
export { keptStreams, type StreamState, streamState } from './stream-state.ts'
export {
  type BucketName,
  bucketNames,
  ensureStreams,
  type StreamLimits,
  type StreamName,
  streamNames,
} from './streams.ts'
export { createTrimmer, type Trimmer, type TrimOptions, type TrimReport } from './trimmer.ts'
export { type BucketWatchOptions, watchBucket } from './watch-bucket.ts'
