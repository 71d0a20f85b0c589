CREATE TABLE IF NOT EXISTS {{local repository_days}} {{on_cluster}}
(
  day Date COMMENT 'Calendar day in OCTO_TIMEZONE, of the payload''s time; 1970-01-01: the newest of all days',
  repository_id UInt64,
  state SimpleAggregateFunction(max, Tuple(mark UInt64, full_name String, html_url Nullable(String), description Nullable(String), homepage Nullable(String), language Nullable(String), topics Array(String), default_branch Nullable(String), visibility Nullable(String), fork Nullable(Bool), archived Nullable(Bool), disabled Nullable(Bool), stars Nullable(UInt64), forks Nullable(UInt64), open_items Nullable(UInt64), created_at Nullable(DateTime('UTC')), pushed_at Nullable(DateTime('UTC')))) COMMENT 'The newest observation of the day. mark: Unix seconds × 4 + rank; 0 while no payload told. open_items: GitHub''s open_issues_count, issues and pull requests',
  first_seen_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'The first payload''s time',
  deleted_at SimpleAggregateFunction(max, Nullable(DateTime('UTC'))),
  ci_at SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'The last check, commit status or workflow',
  tests_at SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'The last one whose name matches OCTO_TEST_CHECK_PATTERN',
  measured SimpleAggregateFunction(max, Tuple(taken_at DateTime('UTC'), contributors Nullable(UInt64), has_languages Bool, languages Array(String), bytes Array(UInt64))) COMMENT 'What GitHub''s API told last: contributors, and bytes by language, most first; taken_at 1970-01-01: nothing'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (day, repository_id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Repositories, as they are now and as they were on each day that told of them';

{{distributed repository_days cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local repository_totals}} {{on_cluster}}
(
  repository_id UInt64,
  kind LowCardinality(String) COMMENT 'pull_requests_open, pull_requests_closed, pull_requests_merged, issues_open, issues_closed, deployments or releases',
  told SimpleAggregateFunction(max, Tuple(taken_at DateTime64(3, 'UTC'), count UInt64)) COMMENT 'How many GitHub counted when it was asked last'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (repository_id, kind)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'What GitHub counts of each repository: what ours is measured against';

{{distributed repository_totals cityHash64(repository_id)}};
