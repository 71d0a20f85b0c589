CREATE TABLE IF NOT EXISTS {{local deployments}} {{on_cluster}}
(
  created_at DateTime('UTC'),
  repository_id UInt64,
  deployment_id UInt64,
  mark SimpleAggregateFunction(max, UInt64) COMMENT 'The newest status: Unix seconds × 16 + its state (1 waiting, 2 queued, 3 pending, 4 in_progress, 5 error, 6 failure, 7 success, 8 inactive; 0 while there is none)',
  environment SimpleAggregateFunction(max, String),
  production SimpleAggregateFunction(max, UInt8) COMMENT '1 by GitHub''s production_environment, or the name prod or production',
  ref SimpleAggregateFunction(max, String),
  sha SimpleAggregateFunction(max, String),
  task SimpleAggregateFunction(max, String),
  creator SimpleAggregateFunction(max, Nullable(String)),
  hotfix SimpleAggregateFunction(max, UInt8) COMMENT '1 when its ref matches OCTO_HOTFIX_PATTERN',
  started_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First status in_progress',
  succeeded_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First status success',
  failed_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First status failure or error'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (created_at, repository_id, deployment_id)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Deployments as they are now; read them with FINAL';

{{distributed deployments cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local deployment_statuses}} {{on_cluster}}
(
  repository_id UInt64,
  deployment_id UInt64,
  status_id UInt64,
  at DateTime('UTC'),
  state LowCardinality(String),
  creator SimpleAggregateFunction(max, Nullable(String))
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (repository_id, deployment_id, status_id, at, state)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'What was said of each deployment';

{{distributed deployment_statuses cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local releases}} {{on_cluster}}
(
  release_id UInt64,
  repository_id UInt64,
  mark SimpleAggregateFunction(max, UInt64) COMMENT 'The newest observation: Unix seconds × 32 + rank of the action × 4 + draft × 2 + prerelease',
  made_at SimpleAggregateFunction(min, DateTime('UTC')) COMMENT 'GitHub''s created_at: for a published one the time of its commit',
  published_at SimpleAggregateFunction(max, Nullable(DateTime('UTC'))),
  deleted SimpleAggregateFunction(max, UInt8),
  hotfix SimpleAggregateFunction(max, UInt8) COMMENT '1 when its tag, name or target matches OCTO_HOTFIX_PATTERN',
  from_default SimpleAggregateFunction(max, UInt8) COMMENT '1 when its target is the default branch or a commit',
  about SimpleAggregateFunction(max, Tuple(mark UInt64, tag_name String, name String, target String, author Nullable(String))) COMMENT 'What the newest observation says'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (release_id, repository_id)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Releases as they are now';

{{distributed releases cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local merged_changes}} {{on_cluster}}
(
  merged_at DateTime('UTC'),
  repository_id UInt64,
  number UInt64,
  opened_at SimpleAggregateFunction(min, DateTime('UTC')),
  hotfix SimpleAggregateFunction(max, UInt8) COMMENT '1 when its branch, title or a label matches OCTO_HOTFIX_PATTERN',
  revert SimpleAggregateFunction(max, UInt8) COMMENT '1 when it takes another one back'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (merged_at, repository_id, number)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Pull requests merged into a default branch';

{{distributed merged_changes cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local default_branch_pushes}} {{on_cluster}}
(
  pushed_at DateTime('UTC'),
  repository_id UInt64,
  sha String COMMENT 'The branch''s head after the push',
  committed_at Array(DateTime('UTC')) COMMENT 'Of each commit that was pushed'
)
ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (pushed_at, repository_id, sha)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Pushes to default branches: what lead times begin with';

{{distributed default_branch_pushes cityHash64(repository_id)}};
