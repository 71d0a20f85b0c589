CREATE TABLE IF NOT EXISTS {{local issues}} {{on_cluster}}
(
  opened_at DateTime('UTC'),
  repository_id UInt64,
  number UInt64,
  mark SimpleAggregateFunction(max, UInt64) COMMENT 'The newest observation: Unix seconds × 2^17 + rank × 2^15 + priority without age × 2^7 + blocker × 2^6 + status × 2^3 (0 pending, 1 in_progress, 2 verified, 3 shipped, 4 deferred, 5 closed) + severity × 2 (0 low, 1 medium, 2 high, 3 critical) + closed',
  assignment SimpleAggregateFunction(max, UInt64) COMMENT 'The same observation''s mark × 2 + whether somebody is assigned',
  closed_at SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'The last closing, reopened or not',
  gone SimpleAggregateFunction(max, UInt8) COMMENT '1 transferred, 2 deleted',
  transferred_to SimpleAggregateFunction(max, Nullable(String)) COMMENT 'owner/repo#number as it was called then',
  first_response_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First comment by a person who is not the author',
  labels SimpleAggregateFunction(max, Tuple(mark UInt64, labels Array(String), assignees Array(String))) COMMENT 'What the newest observation says',
  about SimpleAggregateFunction(max, Tuple(mark UInt64, title String, author Nullable(String), author_type String, milestone Nullable(String), state_reason Nullable(String), comments Nullable(UInt64))) COMMENT 'What the newest observation says'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (opened_at, repository_id, number)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Issues as they are now';

{{distributed issues cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local issue_timeline}} {{on_cluster}}
(
  repository_id UInt64,
  number UInt64,
  at DateTime('UTC'),
  action LowCardinality(String),
  subject String COMMENT 'Label, assignee, milestone or comment id; empty where the action has none',
  actor SimpleAggregateFunction(max, Nullable(String)),
  shown SimpleAggregateFunction(max, UInt8) COMMENT 'The issue after it: 128 + blocker × 2^6 + status × 2^3 + severity × 2 + closed, as in issues.mark; 0 where the payload does not say'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (repository_id, number, at, action, subject)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'What happened to each issue';

{{distributed issue_timeline cityHash64(repository_id)}};
