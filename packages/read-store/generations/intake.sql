CREATE TABLE IF NOT EXISTS {{local intake_listings}} {{on_cluster}}
(
  hour DateTime('UTC') COMMENT 'Start of the hour that holds delivered_at',
  hook String COMMENT 'hook:<id> or app:<id>',
  guid String COMMENT 'X-GitHub-Delivery: the same for every attempt',
  attempt_id String COMMENT 'GitHub''s id of the attempt',
  delivered_at SimpleAggregateFunction(max, DateTime('UTC')),
  redelivery SimpleAggregateFunction(max, UInt8),
  event SimpleAggregateFunction(max, String),
  action SimpleAggregateFunction(max, Nullable(String)),
  repository_id SimpleAggregateFunction(max, Nullable(UInt64)),
  status_code SimpleAggregateFunction(max, UInt16) COMMENT 'What the receiver answered; 0 when it did not'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (hour, hook, guid, attempt_id)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'The attempts that GitHub''s delivery logs list';

{{distributed intake_listings cityHash64(guid)}};

CREATE TABLE IF NOT EXISTS {{local intake_reads}} {{on_cluster}}
(
  hour DateTime('UTC'),
  hook String COMMENT 'hook:<id> or app:<id>',
  read_from SimpleAggregateFunction(min, DateTime('UTC')) COMMENT 'Its log was read from then',
  read_until SimpleAggregateFunction(max, DateTime('UTC')) COMMENT 'and up to then, within the hour',
  read_at SimpleAggregateFunction(max, DateTime('UTC')) COMMENT 'The last time'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (hour, hook)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Which hours of which delivery logs were read';

{{distributed intake_reads cityHash64(hook)}};

CREATE TABLE IF NOT EXISTS {{local hook_states}} {{on_cluster}}
(
  hook String COMMENT 'hook:<id>',
  latest SimpleAggregateFunction(max, Tuple(
    taken_at DateTime64(3, 'UTC'),
    state String,
    owner_kind String,
    owner String,
    mode String,
    is_meant_active UInt8,
    active Nullable(UInt8),
    is_aimed_here Nullable(UInt8),
    url_host Nullable(String),
    events Array(String),
    content_type Nullable(String),
    verifies_tls Nullable(UInt8),
    response_code Nullable(UInt16),
    response_status Nullable(String),
    response_message Nullable(String))) COMMENT 'As GitHub showed it last; what it did not show is null'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY hook
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'The hooks of ours at GitHub';

{{distributed hook_states cityHash64(hook)}};
