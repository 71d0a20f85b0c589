CREATE TABLE IF NOT EXISTS {{local counter_facts}} {{on_cluster}}
(
  counter LowCardinality(String) COMMENT 'One of the twelve counters',
  repository_id UInt64 COMMENT 'GitHub''s numeric id',
  quarter DateTime('UTC') COMMENT 'Start of the 15 minutes that hold the fact',
  at DateTime('UTC') COMMENT 'The fact''s own time',
  key String COMMENT 'What the fact is, within counter and repository',
  last_received_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Last receipt of a delivery that holds it: tells when its payload has expired',
  slot UInt32 MATERIALIZED intDiv(toUnixTimestamp(at), 900) COMMENT 'Number of its 15 minutes; asked by it alone, ClickHouse finds facts by time',
  PROJECTION by_time (SELECT counter, repository_id, slot, at, key ORDER BY slot, counter, repository_id, key)
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (counter, repository_id, quarter, at, key)
SETTINGS index_granularity = 256, min_compress_block_size = 4096, max_compress_block_size = 8192, deduplicate_merge_projection_mode = 'rebuild', fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'One row per counted fact';

{{distributed counter_facts cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local counter_conflicts}} {{on_cluster}}
(
  repository_id UInt64,
  key String COMMENT 'number:head SHA',
  at SimpleAggregateFunction(min, DateTime('UTC')) COMMENT 'When the conflict was first seen',
  last_received_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Last receipt of a delivery that holds it: tells when its payload has expired'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (repository_id, key)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Conflicts have no time of their own: they are counted by the earliest that anybody saw them';

{{distributed counter_conflicts cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local counter_baselines}} {{on_cluster}}
(
  command_id String,
  move SimpleAggregateFunction(min, Tuple(issued_at DateTime64(3, 'UTC'), kind String, counter String, repository_id Nullable(UInt64), amount Int64, issued_by String)) COMMENT 'set (counts from issued_at on, beside the amount) or increment; no counter: all of them; no repository: over all of them'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY command_id
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'What operators did to counters; facts are never touched by it';

{{distributed counter_baselines cityHash64(command_id)}};

CREATE TABLE IF NOT EXISTS {{local counter_quarters}} {{on_cluster}}
(
  counter LowCardinality(String),
  repository_id UInt64,
  day Date COMMENT 'The quarter''s day in OCTO_TIMEZONE',
  quarter DateTime('UTC') COMMENT 'Start of the 15 minutes',
  value SimpleAggregateFunction(max, UInt64) COMMENT 'Recounted from the facts; read it by max'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (counter, repository_id, day, quarter)
SETTINGS index_granularity = 256, min_compress_block_size = 4096, max_compress_block_size = 8192, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Counters by 15 minutes';

{{distributed counter_quarters cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local counter_quarter_totals}} {{on_cluster}}
(
  counter LowCardinality(String),
  day Date COMMENT 'The quarter''s day in OCTO_TIMEZONE',
  quarter DateTime('UTC') COMMENT 'Start of the 15 minutes',
  shard UInt64 COMMENT 'Whose repositories they are; 0 on a single server',
  value SimpleAggregateFunction(max, UInt64)
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (counter, day, quarter, shard)
SETTINGS index_granularity = 256, min_compress_block_size = 4096, max_compress_block_size = 8192, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Counters of all repositories together by 15 minutes';

{{distributed counter_quarter_totals shard}};

CREATE TABLE IF NOT EXISTS {{local counter_days}} {{on_cluster}}
(
  counter LowCardinality(String),
  repository_id UInt64,
  day Date COMMENT 'Calendar day in OCTO_TIMEZONE',
  value SimpleAggregateFunction(max, UInt64)
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (counter, repository_id, day)
SETTINGS index_granularity = 256, min_compress_block_size = 4096, max_compress_block_size = 8192, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Counters by day, a repository''s days together';

{{distributed counter_days cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local counter_days_by_time}} {{on_cluster}}
(
  counter LowCardinality(String),
  repository_id UInt64,
  day Date COMMENT 'Calendar day in OCTO_TIMEZONE',
  value SimpleAggregateFunction(max, UInt64)
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (day, counter, repository_id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Counters by day, a day''s repositories together';

{{distributed counter_days_by_time cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local counter_months}} {{on_cluster}}
(
  counter LowCardinality(String),
  repository_id UInt64,
  month Date COMMENT 'First day of the month in OCTO_TIMEZONE',
  value SimpleAggregateFunction(max, UInt64)
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (counter, repository_id, month)
SETTINGS index_granularity = 256, min_compress_block_size = 4096, max_compress_block_size = 8192, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Counters by month';

{{distributed counter_months cityHash64(repository_id)}};
