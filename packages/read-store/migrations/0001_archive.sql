-- The archive of deliveries: every attempt that was received. A GUID's first attempt is its delivery.
CREATE TABLE IF NOT EXISTS {{local deliveries}} {{on_cluster}}
(
  received_at DateTime64(3, 'UTC') COMMENT 'When ingress received it, or GitHub''s delivered_at for a recovered one',
  guid String COMMENT 'X-GitHub-Delivery: the same for every attempt',
  event LowCardinality(String) COMMENT 'X-GitHub-Event',
  action LowCardinality(String) COMMENT 'The payload''s action; empty when it has none',
  repository_id Nullable(UInt64) COMMENT 'GitHub''s numeric id; null for events without a repository',
  repository String COMMENT 'Full name at that time; empty for events without a repository',
  sender Nullable(String) COMMENT 'Login of the payload''s sender',
  pull_request Nullable(UInt64) COMMENT 'Number of the pull request that it is about',
  hook_id Nullable(String) COMMENT 'X-GitHub-Hook-ID',
  target_type Nullable(String) COMMENT 'X-GitHub-Hook-Installation-Target-Type',
  target_id Nullable(String) COMMENT 'X-GitHub-Hook-Installation-Target-ID',
  source LowCardinality(String) COMMENT 'webhook or recovery',
  content_type LowCardinality(String) COMMENT 'How the body was encoded',
  signature Nullable(String) COMMENT 'X-Hub-Signature-256 as sent, so that the bytes can be verified again',
  trace_id Nullable(String) COMMENT 'The trace that received it',
  stream_sequence UInt64 COMMENT 'Position in the stream EVENTS',
  size UInt32 COMMENT 'Bytes of the body',
  payload String COMMENT 'The JSON text as sent; empty once its retention has passed' CODEC(ZSTD(3)),
  form_body String COMMENT 'The raw body of a form-encoded delivery' CODEC(ZSTD(3)),
  archived_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') COMMENT 'When the archive wrote it',
  INDEX guid_index guid TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = {{engine ReplacingMergeTree}}
PARTITION BY toYYYYMM(received_at)
ORDER BY (received_at, guid)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'The archive: every attempt at every delivery, with its payload';

{{distributed deliveries cityHash64(guid)}};

CREATE TABLE IF NOT EXISTS {{local repository_names}} {{on_cluster}}
(
  name_key String COMMENT 'Full name in lower case',
  repository_id UInt64 COMMENT 'GitHub''s numeric id',
  first_seen_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'First receipt under this name',
  latest SimpleAggregateFunction(max, Tuple(seen_at DateTime64(3, 'UTC'), full_name String)) COMMENT 'Last receipt under this name, and its spelling'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (name_key, repository_id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Every name under which a repository was seen';

{{distributed repository_names cityHash64(repository_id)}};
