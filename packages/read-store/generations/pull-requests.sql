CREATE TABLE IF NOT EXISTS {{local pull_requests}} {{on_cluster}}
(
  repository_id UInt64,
  number UInt64,
  core SimpleAggregateFunction(max, Tuple(observed_at DateTime64(3, 'UTC'), rank UInt8, guid String, state String, title String, author Nullable(String), author_type String, created_at DateTime('UTC'), closed_at Nullable(DateTime('UTC')), merged_at Nullable(DateTime('UTC')), labels Array(String), head_ref String, head_sha String, base_ref String)) COMMENT 'The newest observation of what every payload with a pull request says',
  detail SimpleAggregateFunction(max, Tuple(observed_at DateTime64(3, 'UTC'), rank UInt8, guid String, draft Nullable(Bool), mergeable Nullable(Bool), merged_by Nullable(String), additions Nullable(UInt64), deletions Nullable(UInt64), changed_files Nullable(UInt64), commits Nullable(UInt64))) COMMENT 'The newest observation of what only pull_request payloads say',
  updated_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) MATERIALIZED core.observed_at COMMENT 'Asked by it, ClickHouse finds pull requests by their last update',
  latest SimpleAggregateFunction(max, Tuple(observed_at DateTime64(3, 'UTC'), rank UInt8, guid String, state String)) MATERIALIZED (core.observed_at, core.rank, core.guid, core.state) COMMENT 'The part of core that pages are found by',
  PROJECTION by_update (SELECT repository_id, number, updated_at, latest ORDER BY updated_at, repository_id, number)
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (repository_id, number)
SETTINGS index_granularity = 64, deduplicate_merge_projection_mode = 'rebuild', min_compress_block_size = 4096, max_compress_block_size = 8192, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Pull requests as they are now; read them by max and GROUP BY repository_id, number';

{{distributed pull_requests cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local pull_request_reviews}} {{on_cluster}}
(
  repository_id UInt64,
  number UInt64,
  review_id UInt64,
  submitted_at SimpleAggregateFunction(min, DateTime('UTC')),
  reviewer SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Login; null for an account that GitHub no longer tells',
  reviewer_type SimpleAggregateFunction(max, String) COMMENT 'User or Bot',
  state SimpleAggregateFunction(max, Tuple(observed_at DateTime64(3, 'UTC'), rank UInt8, guid String, state String)) COMMENT 'approved, changes_requested, commented or dismissed'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (repository_id, number, review_id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Reviews of pull requests';

{{distributed pull_request_reviews cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local pull_request_timeline}} {{on_cluster}}
(
  repository_id UInt64,
  number UInt64,
  at DateTime('UTC'),
  action LowCardinality(String),
  subject String COMMENT 'Label, reviewer, comment or review id, head SHA; empty where the action has none',
  actor SimpleAggregateFunction(max, Nullable(String)),
  time_source SimpleAggregateFunction(max, String) COMMENT 'payload, or receipt where the payload has no time',
  received_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'When it was first received',
  author SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Login of the pull request''s author',
  state SimpleAggregateFunction(max, String) COMMENT 'open, closed or merged, as the payload showed the pull request; empty where it did not',
  commits SimpleAggregateFunction(max, Nullable(UInt64)) COMMENT 'Commits of the pull request; only pull_request payloads tell',
  head_sha SimpleAggregateFunction(max, String) COMMENT 'Head of the pull request in a pull_request payload; empty in others',
  INDEX received_index received_at TYPE minmax GRANULARITY 1
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (repository_id, number, at, action, subject)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'What happened to each pull request';

{{distributed pull_request_timeline cityHash64(repository_id)}};
