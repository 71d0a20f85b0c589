CREATE TABLE IF NOT EXISTS {{local contributions}} {{on_cluster}}
(
  repository_id UInt64,
  kind LowCardinality(String) COMMENT 'pull_opened, pull_merged, review, own_review, approval, approval_label, lgtm_label, comment, commit or issue_opened',
  login_key String COMMENT 'Login in lower case',
  at DateTime('UTC') COMMENT 'The contribution''s own time',
  key String COMMENT 'What it is, within repository and kind',
  number UInt64 COMMENT 'Of the pull request or issue; 0 where there is none'
)
ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (repository_id, kind, login_key, at, key)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Who did what: one row per contribution';

{{distributed contributions cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local contribution_days}} {{on_cluster}}
(
  repository_id UInt64,
  day Date COMMENT 'Calendar day in OCTO_TIMEZONE',
  kind LowCardinality(String),
  login_key String,
  value SimpleAggregateFunction(max, UInt64) COMMENT 'Recounted from the contributions; read it by max'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (day, repository_id, kind, login_key)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Contributions by day';

{{distributed contribution_days cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local contribution_months}} {{on_cluster}}
(
  month Date COMMENT 'First day of the month in OCTO_TIMEZONE',
  kind LowCardinality(String),
  login_key String,
  shard UInt64 COMMENT 'Whose repositories they are; 0 on a single server',
  value SimpleAggregateFunction(max, UInt64) COMMENT 'Recounted from the days; read it by max'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (month, kind, login_key, shard)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Contributions to all repositories together by month';

{{distributed contribution_months shard}};

CREATE TABLE IF NOT EXISTS {{local people}} {{on_cluster}}
(
  repository_id UInt64,
  login_key String COMMENT 'Login in lower case',
  first_seen SimpleAggregateFunction(min, DateTime('UTC')),
  last_seen SimpleAggregateFunction(max, DateTime('UTC')),
  account_type SimpleAggregateFunction(max, String) COMMENT 'User or Bot, as GitHub says; empty while no payload said',
  name SimpleAggregateFunction(max, Tuple(seen_at DateTime('UTC'), login String)) COMMENT 'The login as it was spelled last'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (repository_id, login_key)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Who contributed to which repository, and when first and last';

{{distributed people cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local activity_records}} {{on_cluster}}
(
  at DateTime('UTC') COMMENT 'The record''s own time',
  repository_id UInt64,
  kind LowCardinality(String) COMMENT 'commit, pr_opened, pr_merged or issue_closed',
  key String COMMENT 'SHA of the commit, number of the pull request or issue',
  author_key SimpleAggregateFunction(max, String) COMMENT 'Login of its author in lower case, the name of a commit''s author without an account, empty for a deleted account',
  actor SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Login of who merged or closed it',
  about SimpleAggregateFunction(max, Tuple(seen_at DateTime('UTC'), message String, url String, author String, has_account Bool)) COMMENT 'What the newest payload says; the message''s first 500 characters, or the title'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (at, repository_id, kind, key)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Commits, pull requests opened and merged, issues closed, each with its text and URL';

{{distributed activity_records cityHash64(repository_id)}};
