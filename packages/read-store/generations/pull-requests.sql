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

CREATE TABLE IF NOT EXISTS {{local pull_request_lives}} {{on_cluster}}
(
  repository_id UInt64,
  number UInt64,
  created_at SimpleAggregateFunction(min, DateTime('UTC')),
  author SimpleAggregateFunction(max, String) COMMENT 'Login; empty for an account that GitHub no longer tells',
  author_bot SimpleAggregateFunction(max, UInt8) COMMENT '1: GitHub''s type Bot, or a login that ends in [bot]',
  mark SimpleAggregateFunction(max, UInt64) COMMENT 'The newest observation: Unix seconds × 8 + rank of the action × 2 + 1 when it is closed',
  size_mark SimpleAggregateFunction(max, UInt64) COMMENT 'The newest size: Unix seconds × 32 + rank of the action × 8 + size (1 XS, 2 S, 3 M, 4 L, 5 XL, 6 XXL; 0 unknown)',
  closed_at SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'The last closing; it counts while mark says closed',
  first_closed_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))),
  merged_at SimpleAggregateFunction(max, Nullable(DateTime('UTC'))),
  into_default SimpleAggregateFunction(max, UInt8) COMMENT '1 when it was merged into the default branch',
  merge_commit SimpleAggregateFunction(max, UInt64) COMMENT 'The first 13 hexadecimal digits of the commit that merged it; 0 unknown',
  ready_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First ready_for_review',
  drafted_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First converted_to_draft',
  review_requested_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First review_requested',
  response_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First comment or review by a person who is not the author',
  first_review_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First review by such a person',
  first_approval_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First approving one',
  last_approval_at SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'Last approving one before the merge',
  changes_requested_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First review by such a person that requests changes',
  approval_label_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First label approved-…',
  verified_label_at SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First label whose name holds verified'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (repository_id, number)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'The times of each pull request''s life; every column may be read with FINAL';

{{distributed pull_request_lives cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local branch_moments}} {{on_cluster}}
(
  repository_id UInt64,
  branch String COMMENT 'Name of a branch that is not the default one',
  at DateTime('UTC') COMMENT 'pushed_at, created_at or merged_at',
  kind LowCardinality(String) COMMENT 'push, opened or merged',
  key String COMMENT 'The commit that was pushed, or the number of the pull request',
  number UInt64 COMMENT 'Of the pull request; 0 for a push',
  created UInt8 COMMENT '1 for a push that made the branch',
  first_commit_at Nullable(DateTime('UTC')) COMMENT 'The earliest timestamp of the commits of a push that no other branch had'
)
ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (repository_id, branch, at, kind, key)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'What tells when the work on a pull request began: pushes to its branch, its opening and its merge';

{{distributed branch_moments cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local pull_request_starts}} {{on_cluster}}
(
  repository_id UInt64,
  number UInt64,
  start_mark SimpleAggregateFunction(max, UInt64) COMMENT 'How much is known of its branch × 2³² + the first commit''s Unix seconds, 0 while that is not known'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (repository_id, number)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'First commits of pull requests, recounted from branch_moments';

{{distributed pull_request_starts cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local pull_request_receipts}} {{on_cluster}}
(
  repository_id UInt64,
  number UInt64,
  version UInt128 COMMENT 'How much is known × 2⁶⁴ + how early it was received; the greatest row stays',
  opened_at Nullable(DateTime('UTC')) COMMENT 'Null while no opening was received',
  opened_received DateTime64(3, 'UTC') COMMENT 'When the opening was first received; 1970 while none was',
  first_review_at Nullable(DateTime('UTC')) COMMENT 'First review that another than the author submitted',
  changes_requested_at Nullable(DateTime('UTC')) COMMENT 'First review that requests changes',
  approved_at Nullable(DateTime('UTC')) COMMENT 'First label approved-…',
  verified_at Nullable(DateTime('UTC')) COMMENT 'First label whose name holds verified',
  ended_at Nullable(DateTime('UTC')) COMMENT 'First closing or merge',
  author LowCardinality(String) COMMENT 'Login; empty when no payload told it',
  receipts Array(DateTime64(3, 'UTC')) COMMENT 'When each moment was first received, in the order of the moments',
  shown Array(UInt8) COMMENT 'What its payload showed: 1 open, 2 closed, 3 merged, 0 unknown; + 4 when it was the pull request''s own',
  authors Array(LowCardinality(String)) COMMENT 'The author as each payload told it; empty when all told the same',
  commits Array(UInt32) COMMENT 'Commits as each payload told them, + 1; 0 when it did not',
  review_times Array(DateTime('UTC')) COMMENT 'When each review was submitted or edited',
  review_receipts Array(DateTime64(3, 'UTC')),
  reviewers Array(LowCardinality(String)) COMMENT 'Logins; empty for an account that GitHub no longer tells',
  review_kinds Array(UInt8) COMMENT '1 submitted, 2 edited; + 4 when it requests changes, + 8 when it is not the author''s own',
  label_times Array(DateTime('UTC')) COMMENT 'When each label approved-… or lgtm-… was set',
  label_receipts Array(DateTime64(3, 'UTC')),
  label_logins Array(LowCardinality(String)) COMMENT 'Whom it names',
  label_kinds Array(UInt8) COMMENT '1 approved-…, 2 lgtm-…'
)
ENGINE = {{engine ReplacingMergeTree version}}
ORDER BY (repository_id, number)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'What was received of each pull request, recounted from pull_request_timeline; read it with FINAL';

{{distributed pull_request_receipts cityHash64(repository_id)}};
