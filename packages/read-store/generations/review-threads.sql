CREATE TABLE IF NOT EXISTS {{local review_thread_comments}} {{on_cluster}}
(
  repository_id UInt64,
  number UInt64 COMMENT 'Number of the pull request',
  thread_id UInt64 COMMENT 'Id of the thread''s first comment',
  comment_id UInt64,
  created_at SimpleAggregateFunction(min, DateTime('UTC')),
  author SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Login; null for an account that GitHub no longer tells',
  author_type SimpleAggregateFunction(max, String) COMMENT 'User or Bot',
  path SimpleAggregateFunction(max, String) COMMENT 'The file that it is about; empty while unknown',
  deleted SimpleAggregateFunction(max, UInt8),
  received_at SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))) COMMENT 'When it was first received as a new comment; null while only others told of it'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (repository_id, number, thread_id, comment_id)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Comments on the code of pull requests, by thread';

{{distributed review_thread_comments cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local review_thread_turns}} {{on_cluster}}
(
  repository_id UInt64,
  number UInt64 COMMENT 'Number of the pull request',
  thread_id UInt64 COMMENT 'Id of the thread''s first comment',
  observed_at DateTime64(3, 'UTC') COMMENT 'The event''s own time, else the newest time in its payload, before which it cannot have been',
  action LowCardinality(String) COMMENT 'resolved or unresolved',
  at SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'The event''s own time, else its first receipt',
  actor SimpleAggregateFunction(max, Nullable(String)),
  time_source SimpleAggregateFunction(min, String) COMMENT 'payload, or receipt where the payload has no time of its own',
  node_id SimpleAggregateFunction(max, String) COMMENT 'GitHub''s global id of the thread; empty where the payload does not say'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (repository_id, number, thread_id, observed_at, action)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'When threads were resolved and opened again';

{{distributed review_thread_turns cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local review_threads}} {{on_cluster}}
(
  repository_id UInt64,
  number UInt64 COMMENT 'Number of the pull request',
  thread_id UInt64 COMMENT 'Id of the thread''s first comment',
  state SimpleAggregateFunction(max, Tuple(facts UInt64, told Int64, opened_at DateTime('UTC'), comments UInt64, author Nullable(String), first_response_at Nullable(DateTime('UTC')), resolved Bool, resolved_at Nullable(DateTime64(3, 'UTC')), reopened UInt64)) COMMENT 'Recounted from comments and turns; what more is known of wins (facts, then earlier receipts)',
  detail SimpleAggregateFunction(max, Tuple(facts UInt64, told Int64, author_type String, path String, participants Array(String), first_reply_at Nullable(DateTime('UTC')), resolved_by Nullable(String), time_source String, turned_by Array(String), node_ids Array(String))) COMMENT 'The same, of what is shown and not searched',
  receipts SimpleAggregateFunction(max, Tuple(facts UInt64, told Int64, first_reply_at Nullable(DateTime('UTC')), all_comments UInt64, turned_at Array(DateTime64(3, 'UTC')), resolves Array(Bool))) COMMENT 'The same, with deleted comments, and its turns in order',
  opened_at SimpleAggregateFunction(min, DateTime('UTC')),
  received_at SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))) COMMENT 'When its first comment was first received; null while it was not'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (repository_id, number, thread_id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Threads as they are now; read them by max and GROUP BY the key';

{{distributed review_threads cityHash64(repository_id)}};
