-- The archive by repository, without payloads: questions about one read its own rows alone.
ALTER TABLE {{local deliveries}} {{on_cluster}} MODIFY SETTING deduplicate_merge_projection_mode = 'rebuild';

ALTER TABLE {{local deliveries}} {{on_cluster}} ADD PROJECTION IF NOT EXISTS by_repository (
  SELECT received_at, guid, event, action, repository_id, repository, sender, pull_request, hook_id, target_type, target_id, source, trace_id, stream_sequence, size, archived_at
  ORDER BY ifNull(repository_id, 0), received_at, guid);

ALTER TABLE {{local deliveries}} {{on_cluster}} MATERIALIZE PROJECTION by_repository;

-- Every attempt by its GUID: which of them was the first, and when.
CREATE TABLE IF NOT EXISTS {{local delivery_receipts}} {{on_cluster}}
(
  guid String COMMENT 'X-GitHub-Delivery: the same for every attempt',
  received_at DateTime64(3, 'UTC') COMMENT 'As in the archive',
  repository_id Nullable(UInt64),
  event LowCardinality(String)
)
ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (guid, received_at)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'The archive''s attempts by GUID';

{{distributed delivery_receipts cityHash64(guid)}};

CREATE TABLE IF NOT EXISTS {{local delivery_counts}} {{on_cluster}}
(
  kind LowCardinality(String) COMMENT 'hour; event: of an hour; repository: its day in UTC; sender: who sent on a day in UTC; again: one attempt at what had been received before; whole: all that was archived is counted',
  start DateTime64(3, 'UTC') COMMENT 'Start of the hour or day; of again the receipt',
  repository_id UInt64 COMMENT 'Of repository and again; 0 for none',
  event LowCardinality(String) COMMENT 'Of event and again',
  name String COMMENT 'Of sender the login in lower case, of again the GUID',
  shard UInt64 COMMENT 'Whose rows of the archive they are; 0 on a single server',
  attempts SimpleAggregateFunction(max, UInt64) COMMENT 'Of hour and event: recounted from the archive; read it by max',
  milliseconds SimpleAggregateFunction(max, UInt64) COMMENT 'From receipt to the archive, all of these attempts together',
  longest SimpleAggregateFunction(max, UInt64) COMMENT 'Of the slowest of them',
  first_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'First receipt',
  last_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Last receipt',
  durations SimpleAggregateFunction(max, Tuple(attempts UInt64, milliseconds UInt64, lengths Array(UInt64), times Array(UInt64))) COMMENT 'Of hour: which durations in milliseconds there were, and how often each',
  by_hour SimpleAggregateFunction(maxMap, Tuple(Array(UInt8), Array(UInt64), Array(UInt64))) COMMENT 'Of repository: hours of its day, attempts and milliseconds of each'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (kind, start, repository_id, event, name, shard)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'How much was received, counted from the archive';

{{distributed delivery_counts shard}};
