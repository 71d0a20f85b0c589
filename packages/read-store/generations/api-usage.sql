CREATE TABLE IF NOT EXISTS {{local api_calls}} {{on_cluster}}
(
  hour DateTime('UTC'),
  token_hash LowCardinality(String) COMMENT 'SHA-256 of the token',
  resource LowCardinality(String) COMMENT 'core, search, graphql, …',
  method LowCardinality(String),
  route LowCardinality(String),
  status UInt16,
  cached Bool,
  at DateTime64(3, 'UTC'),
  call_id String,
  cost Nullable(UInt32) COMMENT 'Points of its resource',
  rate_limit Nullable(UInt32),
  remaining Nullable(UInt32),
  reset_at Nullable(DateTime('UTC')),
  duration_ms Nullable(Float64),
  delivery_id Nullable(String) COMMENT 'The delivery that caused the call'
)
ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (hour, token_hash, resource, method, route, status, cached, at, call_id)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Calls of GitHub''s API';

{{distributed api_calls cityHash64(token_hash)}};

CREATE TABLE IF NOT EXISTS {{local api_call_hours}} {{on_cluster}}
(
  hour DateTime('UTC'),
  token_hash LowCardinality(String),
  resource LowCardinality(String),
  method LowCardinality(String),
  route LowCardinality(String),
  status UInt16,
  cached Bool,
  calls SimpleAggregateFunction(max, UInt64),
  cost SimpleAggregateFunction(max, Nullable(UInt64)) COMMENT 'Points that calls told, together; null when none told any',
  remaining SimpleAggregateFunction(min, Nullable(UInt32)) COMMENT 'The least that was left in that hour'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (hour, token_hash, resource, method, route, status, cached)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Calls of GitHub''s API by hour';

{{distributed api_call_hours cityHash64(token_hash)}};
