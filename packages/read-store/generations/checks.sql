CREATE TABLE IF NOT EXISTS {{local check_endings}} {{on_cluster}}
(
  subject LowCardinality(String) COMMENT 'run or suite',
  repository_id UInt64,
  subject_id UInt64,
  attempt UInt32 COMMENT 'Of a run; 0 for a suite',
  seen_at SimpleAggregateFunction(max, DateTime('UTC')) COMMENT 'Newest payload time that told of it',
  ended_at SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'Null while no end is known',
  conclusion SimpleAggregateFunction(max, Nullable(String))
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (subject, repository_id, subject_id, attempt)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Ends of attempts and suites: they prove that what is in them ended';

{{distributed check_endings cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local check_runs}} {{on_cluster}}
(
  day Date COMMENT 'The day of the time beside it, in UTC',
  repository_id UInt64,
  created_at DateTime('UTC') COMMENT 'When its suite was created; 1970 when the payload does not say',
  check_run_id UInt64,
  suite_id SimpleAggregateFunction(max, UInt64),
  name SimpleAggregateFunction(max, LowCardinality(String)),
  app SimpleAggregateFunction(max, String) COMMENT 'Slug of the app that runs it',
  head_sha SimpleAggregateFunction(max, String),
  head_branch SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Null for a push to a fork',
  default_branch SimpleAggregateFunction(max, Nullable(String)) COMMENT 'The repository''s default branch, as the payloads said',
  stage SimpleAggregateFunction(max, UInt8) COMMENT '1 waiting, 2 queued, 3 in_progress, 4 completed; never falls',
  started_at SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'The newest; while it is queued, since when',
  completion SimpleAggregateFunction(max, Tuple(completed_at DateTime('UTC'), conclusion String)) COMMENT 'The newest end; 1970 and an empty conclusion while there is none',
  first_failed_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First end with failure, timed_out or startup_failure',
  last_passed_at SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'Last end with success',
  output SimpleAggregateFunction(max, Tuple(stage UInt8, observed_at DateTime('UTC'), title Nullable(String), summary Nullable(String))) COMMENT 'Title and summary of the newest observation; 0 and 1970 while there is none',
  check_key SimpleAggregateFunction(max, UInt64) MATERIALIZED cityHash64(repository_id, name) COMMENT 'By it runs of one check are found more quickly than by its name',
  suite_key SimpleAggregateFunction(max, UInt64) MATERIALIZED cityHash64(repository_id, suite_id, name) COMMENT 'The same within one suite',
  INDEX sha_index head_sha TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (day, repository_id, created_at, check_run_id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Check runs as they are now; read them by min and max, GROUP BY the key';

{{distributed check_runs cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local check_suites}} {{on_cluster}}
(
  day Date COMMENT 'The day of the time beside it, in UTC',
  repository_id UInt64,
  created_at DateTime('UTC') COMMENT '1970 when the payload does not say',
  suite_id UInt64,
  app SimpleAggregateFunction(max, String) COMMENT 'Slug of the app whose checks it holds',
  head_sha SimpleAggregateFunction(max, String),
  head_branch SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Null for a push to a fork',
  default_branch SimpleAggregateFunction(max, Nullable(String)) COMMENT 'The repository''s default branch, as the payloads said',
  stage SimpleAggregateFunction(max, UInt8) COMMENT '1 waiting, 2 queued, 3 in_progress, 4 completed; never falls',
  completion SimpleAggregateFunction(max, Tuple(completed_at DateTime('UTC'), conclusion String)) COMMENT 'The newest end; 1970 and an empty conclusion while there is none',
  first_failed_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First end with failure, timed_out or startup_failure',
  last_failed_at SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'Last such end',
  last_passed_at SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'Last end with success',
  INDEX sha_index head_sha TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (day, repository_id, created_at, suite_id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Check suites as they are now';

{{distributed check_suites cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local commit_statuses}} {{on_cluster}}
(
  day Date COMMENT 'The day of the time beside it, in UTC',
  repository_id UInt64,
  created_at DateTime('UTC') COMMENT 'When it was reported',
  status_id UInt64,
  context SimpleAggregateFunction(max, String),
  state SimpleAggregateFunction(max, String) COMMENT 'pending, success, failure or error',
  head_sha SimpleAggregateFunction(max, String),
  branches SimpleAggregateFunction(max, Array(String)) COMMENT 'Branches that held the commit then',
  default_branch SimpleAggregateFunction(max, Nullable(String)) COMMENT 'The repository''s default branch, as the payloads said',
  description SimpleAggregateFunction(max, Nullable(String)),
  status_key SimpleAggregateFunction(max, UInt64) MATERIALIZED cityHash64(repository_id, head_sha, context) COMMENT 'By it the reports of one commit and context are found more quickly than by their texts',
  INDEX sha_index head_sha TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (day, repository_id, created_at, status_id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Reports of commit statuses; of one commit and context the newest counts';

{{distributed commit_statuses cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local workflow_jobs}} {{on_cluster}}
(
  day Date COMMENT 'The day of the time beside it, in UTC',
  repository_id UInt64,
  created_at DateTime('UTC') COMMENT '1970 when the payload does not say',
  job_id UInt64,
  run_id SimpleAggregateFunction(max, UInt64),
  attempt SimpleAggregateFunction(max, UInt32),
  name SimpleAggregateFunction(max, LowCardinality(String)),
  workflow SimpleAggregateFunction(max, LowCardinality(String)) COMMENT 'Name of the workflow; empty when the payload does not say',
  head_sha SimpleAggregateFunction(max, String),
  head_branch SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Null for a push to a fork',
  default_branch SimpleAggregateFunction(max, Nullable(String)) COMMENT 'The repository''s default branch, as the payloads said',
  labels SimpleAggregateFunction(max, Array(String)),
  runner_name SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Null until a runner took it',
  runner_group SimpleAggregateFunction(max, LowCardinality(Nullable(String))),
  stage SimpleAggregateFunction(max, UInt8) COMMENT '1 waiting, 2 queued, 3 in_progress, 4 completed; never falls',
  conclusion SimpleAggregateFunction(max, LowCardinality(Nullable(String))),
  started_at SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'When a runner took it; null until then',
  completed_at SimpleAggregateFunction(max, Nullable(DateTime('UTC'))),
  steps SimpleAggregateFunction(max, Tuple(stage UInt8, completed UInt32, numbers Array(UInt32), names Array(String), statuses Array(String), conclusions Array(String), started_at Array(DateTime64(3, 'UTC')), completed_at Array(DateTime64(3, 'UTC')))) COMMENT 'Of the newest observation, by position in each array; an unknown time is 1970, an unknown conclusion empty',
  INDEX run_index run_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (day, repository_id, created_at, job_id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Jobs of workflow runs as they are now';

{{distributed workflow_jobs cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local workflow_runs}} {{on_cluster}}
(
  day Date COMMENT 'The day of the time beside it, in UTC',
  repository_id UInt64,
  started_at DateTime('UTC') COMMENT 'When this attempt started',
  run_id UInt64,
  attempt UInt32,
  created_at SimpleAggregateFunction(max, DateTime('UTC')) COMMENT 'When the first attempt was created',
  workflow_id SimpleAggregateFunction(max, UInt64),
  workflow SimpleAggregateFunction(max, String) COMMENT 'Name of the workflow',
  title SimpleAggregateFunction(max, Nullable(String)),
  event SimpleAggregateFunction(max, String) COMMENT 'What triggered it',
  run_number SimpleAggregateFunction(max, Nullable(UInt64)),
  suite_id SimpleAggregateFunction(max, Nullable(UInt64)),
  actor SimpleAggregateFunction(max, Nullable(String)),
  head_sha SimpleAggregateFunction(max, String),
  head_branch SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Null for a push to a fork',
  default_branch SimpleAggregateFunction(max, Nullable(String)) COMMENT 'The repository''s default branch, as the payloads said',
  stage SimpleAggregateFunction(max, UInt8) COMMENT '1 waiting, 2 queued, 3 in_progress, 4 completed; never falls',
  conclusion SimpleAggregateFunction(max, Nullable(String)),
  completed_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'Payload''s updated_at when it was first seen completed',
  INDEX sha_index head_sha TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (day, repository_id, started_at, run_id, attempt)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Attempts of workflow runs as they are now';

{{distributed workflow_runs cityHash64(repository_id)}};
