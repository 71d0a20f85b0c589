CREATE TABLE octometer.activity_records__g0
(
  `at` DateTime('UTC') COMMENT 'The record\'s own time',
  `repository_id` UInt64,
  `kind` LowCardinality(String) COMMENT 'commit, pr_opened, pr_merged or issue_closed',
  `key` String COMMENT 'SHA of the commit, number of the pull request or issue',
  `author_key` SimpleAggregateFunction(max, String) COMMENT 'Login of its author in lower case, the name of a commit\'s author without an account, empty for a deleted account',
  `actor` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Login of who merged or closed it',
  `about` SimpleAggregateFunction(max, Tuple(seen_at DateTime('UTC'), message String, url String, author String, has_account Bool)) COMMENT 'What the newest payload says; the message\'s first 500 characters, or the title') ENGINE = AggregatingMergeTree ORDER BY (at, repository_id, kind, key) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Commits, pull requests opened and merged, issues closed, each with its text and URL';

CREATE TABLE octometer.alert_notifications__g0
(
  `alert_id` String COMMENT 'Empty for a digest',
  `notification_id` String,
  `result` SimpleAggregateFunction(max, Tuple(attempts UInt32, rank UInt8, at DateTime64(3, 'UTC'), about String, channel String, status String, detail String)) COMMENT 'What became of the latest attempt') ENGINE = AggregatingMergeTree ORDER BY (alert_id, notification_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Who was told of which alert';

CREATE TABLE octometer.alert_rule_changes__g0
(
  `command_id` String,
  `target` LowCardinality(String) COMMENT 'rule or channel',
  `name` LowCardinality(String) COMMENT 'Of the rule or channel',
  `change` SimpleAggregateFunction(max, Tuple(issued_at DateTime64(3, 'UTC'), issued_by String, settings String)) COMMENT 'When and by whom, and the settings as JSON: those that are absent stay as they were') ENGINE = AggregatingMergeTree ORDER BY (target, name, command_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Every change of an alert rule, in the order of issued_at';

CREATE TABLE octometer.alerts__g0
(
  `alert_id` String,
  `core` SimpleAggregateFunction(max, Tuple(revision UInt64, rule String, subject String, state String, severity String, title String, message String, url Nullable(String), repository_id Nullable(UInt64), repository String, opened_at DateTime64(3, 'UTC'), last_evidence_at DateTime64(3, 'UTC'), resolved_at Nullable(DateTime64(3, 'UTC')), evidence UInt64, deliveries Array(String), acknowledged_at Nullable(DateTime64(3, 'UTC')), acknowledged_by Nullable(String), muted_until Nullable(DateTime64(3, 'UTC')))) COMMENT 'The alert after its latest change') ENGINE = AggregatingMergeTree ORDER BY alert_id SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Alerts as they are now; read them by max and GROUP BY alert_id';

CREATE TABLE octometer.api_call_hours__g0
(
  `hour` DateTime('UTC'),
  `token_hash` LowCardinality(String),
  `resource` LowCardinality(String),
  `method` LowCardinality(String),
  `route` LowCardinality(String),
  `status` UInt16,
  `cached` Bool,
  `calls` SimpleAggregateFunction(max, UInt64),
  `cost` SimpleAggregateFunction(max, Nullable(UInt64)) COMMENT 'Points that calls told, together; null when none told any',
  `remaining` SimpleAggregateFunction(min, Nullable(UInt32)) COMMENT 'The least that was left in that hour') ENGINE = AggregatingMergeTree ORDER BY (hour, token_hash, resource, method, route, status, cached) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Calls of GitHub\'s API by hour';

CREATE TABLE octometer.api_calls__g0
(
  `hour` DateTime('UTC'),
  `token_hash` LowCardinality(String) COMMENT 'SHA-256 of the token',
  `resource` LowCardinality(String) COMMENT 'core, search, graphql, …',
  `method` LowCardinality(String),
  `route` LowCardinality(String),
  `status` UInt16,
  `cached` Bool,
  `at` DateTime64(3, 'UTC'),
  `call_id` String,
  `cost` Nullable(UInt32) COMMENT 'Points of its resource',
  `rate_limit` Nullable(UInt32),
  `remaining` Nullable(UInt32),
  `reset_at` Nullable(DateTime('UTC')),
  `duration_ms` Nullable(Float64),
  `delivery_id` Nullable(String) COMMENT 'The delivery that caused the call') ENGINE = ReplacingMergeTree ORDER BY (hour, token_hash, resource, method, route, status, cached, at, call_id) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Calls of GitHub\'s API';

CREATE TABLE octometer.audits
(
  `projection` LowCardinality(String),
  `day` Date COMMENT 'The day of receipt, in UTC, that was recounted from the archive',
  `audited_at` DateTime64(3, 'UTC'),
  `generation` String,
  `deliveries` UInt64 COMMENT 'Archived deliveries that were projected again',
  `missing` UInt64 COMMENT 'Rows that these deliveries give and that the read model does not hold',
  `drifted` UInt64 COMMENT 'Rollup buckets that serve another value than a recount') ENGINE = ReplacingMergeTree ORDER BY (projection, day, audited_at) SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192 COMMENT 'What the nightly audit found';

CREATE TABLE octometer.branch_moments__g0
(
  `repository_id` UInt64,
  `branch` String COMMENT 'Name of a branch that is not the default one',
  `at` DateTime('UTC') COMMENT 'pushed_at, created_at or merged_at',
  `kind` LowCardinality(String) COMMENT 'push, opened or merged',
  `key` String COMMENT 'The commit that was pushed, or the number of the pull request',
  `number` UInt64 COMMENT 'Of the pull request; 0 for a push',
  `created` UInt8 COMMENT '1 for a push that made the branch',
  `first_commit_at` Nullable(DateTime('UTC')) COMMENT 'The earliest timestamp of the commits of a push that no other branch had') ENGINE = ReplacingMergeTree ORDER BY (repository_id, branch, at, kind, key) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'What tells when the work on a pull request began: pushes to its branch, its opening and its merge';

CREATE TABLE octometer.check_endings__g0
(
  `subject` LowCardinality(String) COMMENT 'run or suite',
  `repository_id` UInt64,
  `subject_id` UInt64,
  `attempt` UInt32 COMMENT 'Of a run; 0 for a suite',
  `seen_at` SimpleAggregateFunction(max, DateTime('UTC')) COMMENT 'Newest payload time that told of it',
  `ended_at` SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'Null while no end is known',
  `conclusion` SimpleAggregateFunction(max, Nullable(String))) ENGINE = AggregatingMergeTree ORDER BY (subject, repository_id, subject_id, attempt) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Ends of attempts and suites: they prove that what is in them ended';

CREATE TABLE octometer.check_runs__g0
(
  `day` Date COMMENT 'The day of the time beside it, in UTC',
  `repository_id` UInt64,
  `created_at` DateTime('UTC') COMMENT 'When its suite was created; 1970 when the payload does not say',
  `check_run_id` UInt64,
  `suite_id` SimpleAggregateFunction(max, UInt64),
  `name` SimpleAggregateFunction(max, LowCardinality(String)),
  `app` SimpleAggregateFunction(max, String) COMMENT 'Slug of the app that runs it',
  `head_sha` SimpleAggregateFunction(max, String),
  `head_branch` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Null for a push to a fork',
  `default_branch` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'The repository\'s default branch, as the payloads said',
  `stage` SimpleAggregateFunction(max, UInt8) COMMENT '1 waiting, 2 queued, 3 in_progress, 4 completed; never falls',
  `started_at` SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'The newest; while it is queued, since when',
  `completion` SimpleAggregateFunction(max, Tuple(completed_at DateTime('UTC'), conclusion String)) COMMENT 'The newest end; 1970 and an empty conclusion while there is none',
  `first_failed_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First end with failure, timed_out or startup_failure',
  `last_passed_at` SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'Last end with success',
  `output` SimpleAggregateFunction(max, Tuple(stage UInt8, observed_at DateTime('UTC'), title Nullable(String), summary Nullable(String))) COMMENT 'Title and summary of the newest observation; 0 and 1970 while there is none',
  `check_key` SimpleAggregateFunction(max, UInt64) MATERIALIZED cityHash64(repository_id, name) COMMENT 'By it runs of one check are found more quickly than by its name',
  `suite_key` SimpleAggregateFunction(max, UInt64) MATERIALIZED cityHash64(repository_id, suite_id, name) COMMENT 'The same within one suite', INDEX sha_index head_sha TYPE bloom_filter(0.01) GRANULARITY 1) ENGINE = AggregatingMergeTree ORDER BY (day, repository_id, created_at, check_run_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Check runs as they are now; read them by min and max, GROUP BY the key';

CREATE TABLE octometer.check_suites__g0
(
  `day` Date COMMENT 'The day of the time beside it, in UTC',
  `repository_id` UInt64,
  `created_at` DateTime('UTC') COMMENT '1970 when the payload does not say',
  `suite_id` UInt64,
  `app` SimpleAggregateFunction(max, String) COMMENT 'Slug of the app whose checks it holds',
  `head_sha` SimpleAggregateFunction(max, String),
  `head_branch` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Null for a push to a fork',
  `default_branch` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'The repository\'s default branch, as the payloads said',
  `stage` SimpleAggregateFunction(max, UInt8) COMMENT '1 waiting, 2 queued, 3 in_progress, 4 completed; never falls',
  `completion` SimpleAggregateFunction(max, Tuple(completed_at DateTime('UTC'), conclusion String)) COMMENT 'The newest end; 1970 and an empty conclusion while there is none',
  `first_failed_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First end with failure, timed_out or startup_failure',
  `last_failed_at` SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'Last such end',
  `last_passed_at` SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'Last end with success', INDEX sha_index head_sha TYPE bloom_filter(0.01) GRANULARITY 1) ENGINE = AggregatingMergeTree ORDER BY (day, repository_id, created_at, suite_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Check suites as they are now';

CREATE TABLE octometer.commands
(
  `issued_at` DateTime64(3, 'UTC') COMMENT 'When it was asked for',
  `command_id` String COMMENT 'The command\'s own id: carried out once',
  `type` LowCardinality(String) COMMENT 'retry, dismiss, replay, counter_set, …',
  `issued_by` String COMMENT 'Name of the key or subject of the token that asked',
  `stream_sequence` UInt64 COMMENT 'Position in the stream EVENTS',
  `body` String COMMENT 'The command as JSON') ENGINE = ReplacingMergeTree ORDER BY (issued_at, command_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Every command that was appended to the log';

CREATE TABLE octometer.commit_statuses__g0
(
  `day` Date COMMENT 'The day of the time beside it, in UTC',
  `repository_id` UInt64,
  `created_at` DateTime('UTC') COMMENT 'When it was reported',
  `status_id` UInt64,
  `context` SimpleAggregateFunction(max, String),
  `state` SimpleAggregateFunction(max, String) COMMENT 'pending, success, failure or error',
  `head_sha` SimpleAggregateFunction(max, String),
  `branches` SimpleAggregateFunction(max, Array(String)) COMMENT 'Branches that held the commit then',
  `default_branch` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'The repository\'s default branch, as the payloads said',
  `description` SimpleAggregateFunction(max, Nullable(String)),
  `status_key` SimpleAggregateFunction(max, UInt64) MATERIALIZED cityHash64(repository_id, head_sha, context) COMMENT 'By it the reports of one commit and context are found more quickly than by their texts', INDEX sha_index head_sha TYPE bloom_filter(0.01) GRANULARITY 1) ENGINE = AggregatingMergeTree ORDER BY (day, repository_id, created_at, status_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Reports of commit statuses; of one commit and context the newest counts';

CREATE TABLE octometer.contribution_days__g0
(
  `repository_id` UInt64,
  `day` Date COMMENT 'Calendar day in OCTO_TIMEZONE',
  `kind` LowCardinality(String),
  `login_key` String,
  `value` SimpleAggregateFunction(max, UInt64) COMMENT 'Recounted from the contributions; read it by max') ENGINE = AggregatingMergeTree ORDER BY (day, repository_id, kind, login_key) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Contributions by day';

CREATE TABLE octometer.contribution_months__g0
(
  `month` Date COMMENT 'First day of the month in OCTO_TIMEZONE',
  `kind` LowCardinality(String),
  `login_key` String,
  `shard` UInt64 COMMENT 'Whose repositories they are; 0 on a single server',
  `value` SimpleAggregateFunction(max, UInt64) COMMENT 'Recounted from the days; read it by max') ENGINE = AggregatingMergeTree ORDER BY (month, kind, login_key, shard) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Contributions to all repositories together by month';

CREATE TABLE octometer.contributions__g0
(
  `repository_id` UInt64,
  `kind` LowCardinality(String) COMMENT 'pull_opened, pull_merged, review, own_review, approval, approval_label, lgtm_label, comment, commit or issue_opened',
  `login_key` String COMMENT 'Login in lower case',
  `at` DateTime('UTC') COMMENT 'The contribution\'s own time',
  `key` String COMMENT 'What it is, within repository and kind',
  `number` UInt64 COMMENT 'Of the pull request or issue; 0 where there is none') ENGINE = ReplacingMergeTree ORDER BY (repository_id, kind, login_key, at, key) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Who did what: one row per contribution';

CREATE TABLE octometer.counter_baselines__g0
(
  `command_id` String,
  `move` SimpleAggregateFunction(min, Tuple(issued_at DateTime64(3, 'UTC'), kind String, counter String, repository_id Nullable(UInt64), amount Int64, issued_by String)) COMMENT 'set (counts from issued_at on, beside the amount) or increment; no counter: all of them; no repository: over all of them') ENGINE = AggregatingMergeTree ORDER BY command_id SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'What operators did to counters; facts are never touched by it';

CREATE TABLE octometer.counter_conflicts__g0
(
  `repository_id` UInt64,
  `key` String COMMENT 'number:head SHA',
  `at` SimpleAggregateFunction(min, DateTime('UTC')) COMMENT 'When the conflict was first seen',
  `last_received_at` SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Last receipt of a delivery that holds it: tells when its payload has expired') ENGINE = AggregatingMergeTree ORDER BY (repository_id, key) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Conflicts have no time of their own: they are counted by the earliest that anybody saw them';

CREATE TABLE octometer.counter_days__g0
(
  `counter` LowCardinality(String),
  `repository_id` UInt64,
  `day` Date COMMENT 'Calendar day in OCTO_TIMEZONE',
  `value` SimpleAggregateFunction(max, UInt64)) ENGINE = AggregatingMergeTree ORDER BY (counter, repository_id, day) SETTINGS index_granularity = 256, min_compress_block_size = 4096, max_compress_block_size = 8192, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Counters by day, a repository\'s days together';

CREATE TABLE octometer.counter_days_by_time__g0
(
  `counter` LowCardinality(String),
  `repository_id` UInt64,
  `day` Date COMMENT 'Calendar day in OCTO_TIMEZONE',
  `value` SimpleAggregateFunction(max, UInt64)) ENGINE = AggregatingMergeTree ORDER BY (day, counter, repository_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Counters by day, a day\'s repositories together';

CREATE TABLE octometer.counter_facts__g0
(
  `counter` LowCardinality(String) COMMENT 'One of the twelve counters',
  `repository_id` UInt64 COMMENT 'GitHub\'s numeric id',
  `quarter` DateTime('UTC') COMMENT 'Start of the 15 minutes that hold the fact',
  `at` DateTime('UTC') COMMENT 'The fact\'s own time',
  `key` String COMMENT 'What the fact is, within counter and repository',
  `last_received_at` SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Last receipt of a delivery that holds it: tells when its payload has expired',
  `slot` UInt32 MATERIALIZED intDiv(toUnixTimestamp(at), 900) COMMENT 'Number of its 15 minutes; asked by it alone, ClickHouse finds facts by time', PROJECTION by_time (SELECT counter, repository_id, slot, at, key ORDER BY slot, counter, repository_id, key)) ENGINE = AggregatingMergeTree ORDER BY (counter, repository_id, quarter, at, key) SETTINGS index_granularity = 256, min_compress_block_size = 4096, max_compress_block_size = 8192, deduplicate_merge_projection_mode = 'rebuild', fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'One row per counted fact';

CREATE TABLE octometer.counter_months__g0
(
  `counter` LowCardinality(String),
  `repository_id` UInt64,
  `month` Date COMMENT 'First day of the month in OCTO_TIMEZONE',
  `value` SimpleAggregateFunction(max, UInt64)) ENGINE = AggregatingMergeTree ORDER BY (counter, repository_id, month) SETTINGS index_granularity = 256, min_compress_block_size = 4096, max_compress_block_size = 8192, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Counters by month';

CREATE TABLE octometer.counter_quarter_totals__g0
(
  `counter` LowCardinality(String),
  `day` Date COMMENT 'The quarter\'s day in OCTO_TIMEZONE',
  `quarter` DateTime('UTC') COMMENT 'Start of the 15 minutes',
  `shard` UInt64 COMMENT 'Whose repositories they are; 0 on a single server',
  `value` SimpleAggregateFunction(max, UInt64)) ENGINE = AggregatingMergeTree ORDER BY (counter, day, quarter, shard) SETTINGS index_granularity = 256, min_compress_block_size = 4096, max_compress_block_size = 8192, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Counters of all repositories together by 15 minutes';

CREATE TABLE octometer.counter_quarters__g0
(
  `counter` LowCardinality(String),
  `repository_id` UInt64,
  `day` Date COMMENT 'The quarter\'s day in OCTO_TIMEZONE',
  `quarter` DateTime('UTC') COMMENT 'Start of the 15 minutes',
  `value` SimpleAggregateFunction(max, UInt64) COMMENT 'Recounted from the facts; read it by max') ENGINE = AggregatingMergeTree ORDER BY (counter, repository_id, day, quarter) SETTINGS index_granularity = 256, min_compress_block_size = 4096, max_compress_block_size = 8192, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Counters by 15 minutes';

CREATE TABLE octometer.dead_letters
(
  `dead_letter_id` String COMMENT 'projection:message id',
  `projection` SimpleAggregateFunction(max, String),
  `message_id` SimpleAggregateFunction(max, String),
  `subject` SimpleAggregateFunction(max, String) COMMENT 'Subject under which the message lies in the log',
  `stream_sequence` SimpleAggregateFunction(max, UInt64) COMMENT 'Position in its stream; 0 when it came from the archive',
  `reason` SimpleAggregateFunction(max, String) COMMENT 'Why it was rejected',
  `first_rejected_at` SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
  `status` SimpleAggregateFunction(max, Tuple(rank UInt8, status String)) COMMENT 'open (1), dismissed (2), retried with success (3)') ENGINE = AggregatingMergeTree ORDER BY dead_letter_id SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Messages that a projection rejected; their bytes stay in the log and the archive';

CREATE TABLE octometer.default_branch_pushes__g0
(
  `pushed_at` DateTime('UTC'),
  `repository_id` UInt64,
  `sha` String COMMENT 'The branch\'s head after the push',
  `committed_at` Array(DateTime('UTC')) COMMENT 'Of each commit that was pushed') ENGINE = ReplacingMergeTree ORDER BY (pushed_at, repository_id, sha) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Pushes to default branches: what lead times begin with';

CREATE TABLE octometer.deliveries
(
  `received_at` DateTime64(3, 'UTC') COMMENT 'When ingress received it, or GitHub\'s delivered_at for a recovered one',
  `guid` String COMMENT 'X-GitHub-Delivery: the same for every attempt',
  `event` LowCardinality(String) COMMENT 'X-GitHub-Event',
  `action` LowCardinality(String) COMMENT 'The payload\'s action; empty when it has none',
  `repository_id` Nullable(UInt64) COMMENT 'GitHub\'s numeric id; null for events without a repository',
  `repository` String COMMENT 'Full name at that time; empty for events without a repository',
  `sender` Nullable(String) COMMENT 'Login of the payload\'s sender',
  `pull_request` Nullable(UInt64) COMMENT 'Number of the pull request that it is about',
  `hook_id` Nullable(String) COMMENT 'X-GitHub-Hook-ID',
  `target_type` Nullable(String) COMMENT 'X-GitHub-Hook-Installation-Target-Type',
  `target_id` Nullable(String) COMMENT 'X-GitHub-Hook-Installation-Target-ID',
  `source` LowCardinality(String) COMMENT 'webhook or recovery',
  `content_type` LowCardinality(String) COMMENT 'How the body was encoded',
  `signature` Nullable(String) COMMENT 'X-Hub-Signature-256 as sent, so that the bytes can be verified again',
  `trace_id` Nullable(String) COMMENT 'The trace that received it',
  `stream_sequence` UInt64 COMMENT 'Position in the stream EVENTS',
  `size` UInt32 COMMENT 'Bytes of the body',
  `payload` String COMMENT 'The JSON text as sent; empty once its retention has passed' CODEC(ZSTD(3)),
  `form_body` String COMMENT 'The raw body of a form-encoded delivery' CODEC(ZSTD(3)),
  `archived_at` DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') COMMENT 'When the archive wrote it', INDEX guid_index guid TYPE bloom_filter(0.001) GRANULARITY 1, PROJECTION by_repository (SELECT received_at, guid, event, action, repository_id, repository, sender, pull_request, hook_id, target_type, target_id, source, trace_id, stream_sequence, size, archived_at ORDER BY ifNull(repository_id, 0), received_at, guid)) ENGINE = ReplacingMergeTree PARTITION BY toYYYYMM(received_at) ORDER BY (received_at, guid) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1, deduplicate_merge_projection_mode = 'rebuild' COMMENT 'The archive: every attempt at every delivery, with its payload';

CREATE TABLE octometer.delivery_counts
(
  `kind` LowCardinality(String) COMMENT 'hour; event: of an hour; repository: its day in UTC; hour_part, event_part, repository_part: the same by tenths of an hour, from which they are counted; sender: who sent on a day in UTC; again: one attempt at what had been received before; whole: all that was archived is counted',
  `start` DateTime64(3, 'UTC') COMMENT 'Start of the tenth, hour or day; of again the receipt',
  `repository_id` UInt64 COMMENT 'Of repository and again; 0 for none',
  `event` LowCardinality(String) COMMENT 'Of event and again',
  `name` String COMMENT 'Of sender the login in lower case, of again the GUID; of whole how it is counted, which changes with the program',
  `shard` UInt64 COMMENT 'Whose rows of the archive they are; 0 on a single server',
  `attempts` SimpleAggregateFunction(max, UInt64) COMMENT 'Of hour, event and repository: recounted from the archive; read it by max',
  `milliseconds` SimpleAggregateFunction(max, UInt64) COMMENT 'From receipt to the archive, all of these attempts together',
  `longest` SimpleAggregateFunction(max, UInt64) COMMENT 'Of the slowest of them',
  `first_at` SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'First receipt',
  `last_at` SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Last receipt',
  `durations` SimpleAggregateFunction(max, Tuple(attempts UInt64, milliseconds UInt64, lengths Array(UInt64), times Array(UInt64))) COMMENT 'Of hour and hour_part: which durations in milliseconds there were, beyond 10,000 to three digits, and how often each',
  `by_hour` SimpleAggregateFunction(maxMap, Tuple(Array(UInt8), Array(UInt64), Array(UInt64))) COMMENT 'Of repository_part: tenths of hours of its day, attempts and milliseconds of each') ENGINE = AggregatingMergeTree ORDER BY (kind, start, repository_id, event, name, shard) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'How much was received, counted from the archive';

CREATE TABLE octometer.delivery_receipts
(
  `guid` String COMMENT 'X-GitHub-Delivery: the same for every attempt',
  `received_at` DateTime64(3, 'UTC') COMMENT 'As in the archive',
  `repository_id` Nullable(UInt64),
  `event` LowCardinality(String)) ENGINE = ReplacingMergeTree ORDER BY (guid, received_at) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'The archive\'s attempts by GUID';

CREATE TABLE octometer.deployment_statuses__g0
(
  `repository_id` UInt64,
  `deployment_id` UInt64,
  `status_id` UInt64,
  `at` DateTime('UTC'),
  `state` LowCardinality(String),
  `creator` SimpleAggregateFunction(max, Nullable(String))) ENGINE = AggregatingMergeTree ORDER BY (repository_id, deployment_id, status_id, at, state) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'What was said of each deployment';

CREATE TABLE octometer.deployments__g0
(
  `created_at` DateTime('UTC'),
  `repository_id` UInt64,
  `deployment_id` UInt64,
  `mark` SimpleAggregateFunction(max, UInt64) COMMENT 'The newest status: Unix seconds × 16 + its state (1 waiting, 2 queued, 3 pending, 4 in_progress, 5 error, 6 failure, 7 success, 8 inactive; 0 while there is none)',
  `environment` SimpleAggregateFunction(max, String),
  `production` SimpleAggregateFunction(max, UInt8) COMMENT '1 by GitHub\'s production_environment, or the name prod or production',
  `ref` SimpleAggregateFunction(max, String),
  `sha` SimpleAggregateFunction(max, String),
  `task` SimpleAggregateFunction(max, String),
  `creator` SimpleAggregateFunction(max, Nullable(String)),
  `hotfix` SimpleAggregateFunction(max, UInt8) COMMENT '1 when its ref matches OCTO_HOTFIX_PATTERN',
  `started_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First status in_progress',
  `succeeded_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First status success',
  `failed_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First status failure or error') ENGINE = AggregatingMergeTree ORDER BY (created_at, repository_id, deployment_id) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Deployments as they are now; read them with FINAL';

CREATE TABLE octometer.erasure_words
(
  `erasure_id` String,
  `version` UInt64 COMMENT 'The greatest row stays',
  `words` String COMMENT 'Logins, ids, names and addresses as JSON') ENGINE = ReplacingMergeTree(version) ORDER BY erasure_id SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'What somebody who is being erased is known by; empty when nobody is';

CREATE TABLE octometer.erasures
(
  `erasure_id` String COMMENT 'Id of the command that asked for it',
  `version` UInt64 COMMENT 'Grows with every step; the greatest row stays',
  `placeholder` String COMMENT 'The login that stands in the person\'s place',
  `placeholder_id` UInt64 COMMENT 'The same for the account\'s id',
  `asked_at` DateTime64(3, 'UTC'),
  `asked_by` String COMMENT 'Name of the key or subject of the token that asked',
  `up_to` UInt64 COMMENT 'The command\'s position in the stream EVENTS: what came before it is rewritten',
  `phase` LowCardinality(String) COMMENT 'searching, rewriting, purging, rebuilding, clearing or done',
  `updated_at` DateTime64(3, 'UTC'),
  `rewritten_at` Nullable(DateTime64(3, 'UTC')) COMMENT 'When the archive and the log held nothing of them; read models that went live before are rebuilt',
  `deliveries` UInt64 COMMENT 'Archived deliveries that were rewritten',
  `other_rows` UInt64 COMMENT 'Other rows of the archive and of what is kept beside it',
  `messages` UInt64 COMMENT 'Messages that were purged from the streams',
  `bucket_entries` UInt64 COMMENT 'Entries of buckets that were rewritten',
  `read_models` UInt64 COMMENT 'Read models that were rebuilt') ENGINE = ReplacingMergeTree(version) ORDER BY erasure_id SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Erasures of people; nothing here tells whom';

CREATE TABLE octometer.generations
(
  `projection` LowCardinality(String),
  `generation` String COMMENT 'Stands in the names of its tables and of its consumer',
  `code` SimpleAggregateFunction(max, String) COMMENT 'The code and settings that fill it; a rebuild of the same code is another generation',
  `status` SimpleAggregateFunction(max, Tuple(rank UInt8, status String, since DateTime64(3, 'UTC'))) COMMENT 'building (1), live (2), retired (3), dropped (4)',
  `true_from` SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC'))) COMMENT 'From when its numbers are true; null when nothing is missing') ENGINE = AggregatingMergeTree ORDER BY (projection, generation) SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192 COMMENT 'Generations of each projection\'s tables';

CREATE TABLE octometer.hook_states__g0
(
  `hook` String COMMENT 'hook:<id>',
  `latest` SimpleAggregateFunction(max, Tuple(taken_at DateTime64(3, 'UTC'), state String, owner_kind String, owner String, mode String, is_meant_active UInt8, active Nullable(UInt8), is_aimed_here Nullable(UInt8), url_host Nullable(String), events Array(String), content_type Nullable(String), verifies_tls Nullable(UInt8), response_code Nullable(UInt16), response_status Nullable(String), response_message Nullable(String))) COMMENT 'As GitHub showed it last; what it did not show is null') ENGINE = AggregatingMergeTree ORDER BY hook SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'The hooks of ours at GitHub';

CREATE TABLE octometer.intake_listings__g0
(
  `hour` DateTime('UTC') COMMENT 'Start of the hour that holds delivered_at',
  `hook` String COMMENT 'hook:<id> or app:<id>',
  `guid` String COMMENT 'X-GitHub-Delivery: the same for every attempt',
  `attempt_id` String COMMENT 'GitHub\'s id of the attempt',
  `delivered_at` SimpleAggregateFunction(max, DateTime('UTC')),
  `redelivery` SimpleAggregateFunction(max, UInt8),
  `event` SimpleAggregateFunction(max, String),
  `action` SimpleAggregateFunction(max, Nullable(String)),
  `repository_id` SimpleAggregateFunction(max, Nullable(UInt64)),
  `status_code` SimpleAggregateFunction(max, UInt16) COMMENT 'What the receiver answered; 0 when it did not') ENGINE = AggregatingMergeTree ORDER BY (hour, hook, guid, attempt_id) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'The attempts that GitHub\'s delivery logs list';

CREATE TABLE octometer.intake_reads__g0
(
  `hour` DateTime('UTC'),
  `hook` String COMMENT 'hook:<id> or app:<id>',
  `read_from` SimpleAggregateFunction(min, DateTime('UTC')) COMMENT 'Its log was read from then',
  `read_until` SimpleAggregateFunction(max, DateTime('UTC')) COMMENT 'and up to then, within the hour',
  `read_at` SimpleAggregateFunction(max, DateTime('UTC')) COMMENT 'The last time') ENGINE = AggregatingMergeTree ORDER BY (hour, hook) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Which hours of which delivery logs were read';

CREATE TABLE octometer.issue_timeline__g0
(
  `repository_id` UInt64,
  `number` UInt64,
  `at` DateTime('UTC'),
  `action` LowCardinality(String),
  `subject` String COMMENT 'Label, assignee, milestone or comment id; empty where the action has none',
  `actor` SimpleAggregateFunction(max, Nullable(String)),
  `shown` SimpleAggregateFunction(max, UInt8) COMMENT 'The issue after it: 128 + blocker × 2^6 + status × 2^3 + severity × 2 + closed, as in issues.mark; 0 where the payload does not say') ENGINE = AggregatingMergeTree ORDER BY (repository_id, number, at, action, subject) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'What happened to each issue';

CREATE TABLE octometer.issues__g0
(
  `opened_at` DateTime('UTC'),
  `repository_id` UInt64,
  `number` UInt64,
  `mark` SimpleAggregateFunction(max, UInt64) COMMENT 'The newest observation: Unix seconds × 2^17 + rank × 2^15 + priority without age × 2^7 + blocker × 2^6 + status × 2^3 (0 pending, 1 in_progress, 2 verified, 3 shipped, 4 deferred, 5 closed) + severity × 2 (0 low, 1 medium, 2 high, 3 critical) + closed',
  `assignment` SimpleAggregateFunction(max, UInt64) COMMENT 'The same observation\'s mark × 2 + whether somebody is assigned',
  `closed_at` SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'The last closing, reopened or not',
  `gone` SimpleAggregateFunction(max, UInt8) COMMENT '1 transferred, 2 deleted',
  `transferred_to` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'owner/repo#number as it was called then',
  `first_response_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First comment by a person who is not the author',
  `labels` SimpleAggregateFunction(max, Tuple(mark UInt64, labels Array(String), assignees Array(String))) COMMENT 'What the newest observation says',
  `about` SimpleAggregateFunction(max, Tuple(mark UInt64, title String, author Nullable(String), author_type String, milestone Nullable(String), state_reason Nullable(String), comments Nullable(UInt64))) COMMENT 'What the newest observation says') ENGINE = AggregatingMergeTree ORDER BY (opened_at, repository_id, number) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Issues as they are now';

CREATE TABLE octometer.merged_changes__g0
(
  `merged_at` DateTime('UTC'),
  `repository_id` UInt64,
  `number` UInt64,
  `opened_at` SimpleAggregateFunction(min, DateTime('UTC')),
  `hotfix` SimpleAggregateFunction(max, UInt8) COMMENT '1 when its branch, title or a label matches OCTO_HOTFIX_PATTERN',
  `revert` SimpleAggregateFunction(max, UInt8) COMMENT '1 when it takes another one back') ENGINE = AggregatingMergeTree ORDER BY (merged_at, repository_id, number) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Pull requests merged into a default branch';

CREATE TABLE octometer.outcomes
(
  `message_id` String COMMENT 'GUID of the delivery, id of the command or of the API call',
  `projection` LowCardinality(String),
  `generation` LowCardinality(String),
  `result` SimpleAggregateFunction(max, Tuple(rank UInt8, outcome String, reason String, rows UInt32)) COMMENT 'projected (3) outranks ignored (2) outranks rejected (1)',
  `written_at` SimpleAggregateFunction(max, DateTime('UTC')) DEFAULT now('UTC') COMMENT 'When it was written the last time; of those from before this was kept, when the column was added') ENGINE = AggregatingMergeTree ORDER BY (message_id, projection, generation) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'How each message ended in each projection that handles it';

CREATE TABLE octometer.people__g0
(
  `repository_id` UInt64,
  `login_key` String COMMENT 'Login in lower case',
  `first_seen` SimpleAggregateFunction(min, DateTime('UTC')),
  `last_seen` SimpleAggregateFunction(max, DateTime('UTC')),
  `account_type` SimpleAggregateFunction(max, String) COMMENT 'User or Bot, as GitHub says; empty while no payload said',
  `name` SimpleAggregateFunction(max, Tuple(seen_at DateTime('UTC'), login String)) COMMENT 'The login as it was spelled last') ENGINE = AggregatingMergeTree ORDER BY (repository_id, login_key) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Who contributed to which repository, and when first and last';

CREATE TABLE octometer.project_items__g0
(
  `kind` LowCardinality(String) COMMENT 'issue or milestone',
  `repository_id` UInt64,
  `number` UInt64,
  `mark` SimpleAggregateFunction(max, UInt64) COMMENT 'The newest observation: Unix seconds × 2^5 + rank × 2^3 + labelled plan × 2^2 + status (issues: 0 todo, 1 doing, 2 done, 3 blocked; milestones: 0 open, 1 closed)',
  `planned` SimpleAggregateFunction(max, UInt8) COMMENT '1 when some observation had a milestone or the label plan',
  `gone` SimpleAggregateFunction(max, UInt8) COMMENT '1 transferred or deleted',
  `about` SimpleAggregateFunction(max, Tuple(mark UInt64, milestone Nullable(UInt64), title String, priority Nullable(String))) COMMENT 'What the newest observation says; milestone: its number') ENGINE = AggregatingMergeTree ORDER BY (kind, repository_id, number) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Issues and milestones as far as they are plans';

CREATE TABLE octometer.project_plans__g0
(
  `repository_id` UInt64,
  `taken_at` DateTime('UTC') COMMENT 'When the branch came to the commit, where a push told it; else when it was read',
  `snapshot_id` String,
  `sha` String COMMENT 'The commit that was read',
  `path` Nullable(String) COMMENT 'Null: there was no plan file',
  `titles` Array(String) COMMENT 'Of its tasks, each title once',
  `statuses` Array(UInt8) COMMENT 'Of each: 0 todo, 1 doing, 2 done, 3 blocked',
  `priorities` Array(String) COMMENT 'Of each; empty without one') ENGINE = ReplacingMergeTree ORDER BY (repository_id, taken_at, snapshot_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Plans as they were read';

CREATE TABLE octometer.project_updates__g0
(
  `repository_id` UInt64,
  `at` DateTime('UTC'),
  `kind` LowCardinality(String) COMMENT 'plan or manifest: a push changed one; read: the plan was read',
  `path` String,
  `sha` String COMMENT 'Head after the push, or the commit that was read',
  `change` LowCardinality(String) COMMENT 'added, modified or removed; empty for a reading',
  `job_id` String COMMENT 'Of a reading: the job that read it; empty where none is known') ENGINE = ReplacingMergeTree ORDER BY (repository_id, at, kind, path, sha, change, job_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'What happened to plans';

CREATE TABLE octometer.pull_request_lives__g0
(
  `repository_id` UInt64,
  `number` UInt64,
  `created_at` SimpleAggregateFunction(min, DateTime('UTC')),
  `author` SimpleAggregateFunction(max, String) COMMENT 'Login; empty for an account that GitHub no longer tells',
  `author_bot` SimpleAggregateFunction(max, UInt8) COMMENT '1: GitHub\'s type Bot, or a login that ends in [bot]',
  `mark` SimpleAggregateFunction(max, UInt64) COMMENT 'The newest observation: Unix seconds × 8 + rank of the action × 2 + 1 when it is closed',
  `size_mark` SimpleAggregateFunction(max, UInt64) COMMENT 'The newest size: Unix seconds × 32 + rank of the action × 8 + size (1 XS, 2 S, 3 M, 4 L, 5 XL, 6 XXL; 0 unknown)',
  `closed_at` SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'The last closing; it counts while mark says closed',
  `first_closed_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))),
  `merged_at` SimpleAggregateFunction(max, Nullable(DateTime('UTC'))),
  `into_default` SimpleAggregateFunction(max, UInt8) COMMENT '1 when it was merged into the default branch',
  `merge_commit` SimpleAggregateFunction(max, UInt64) COMMENT 'The first 13 hexadecimal digits of the commit that merged it; 0 unknown',
  `ready_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First ready_for_review',
  `drafted_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First converted_to_draft',
  `review_requested_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First review_requested',
  `response_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First comment or review by a person who is not the author',
  `first_review_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First review by such a person',
  `first_approval_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First approving one',
  `last_approval_at` SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'Last approving one before the merge',
  `changes_requested_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First review by such a person that requests changes',
  `approval_label_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First label approved-…',
  `verified_label_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'First label whose name holds verified') ENGINE = AggregatingMergeTree ORDER BY (repository_id, number) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'The times of each pull request\'s life; every column may be read with FINAL';

CREATE TABLE octometer.pull_request_receipts__g0
(
  `repository_id` UInt64,
  `number` UInt64,
  `version` UInt128 COMMENT 'How much is known × 2⁶⁴ + how early it was received; the greatest row stays',
  `opened_at` Nullable(DateTime('UTC')) COMMENT 'Null while no opening was received',
  `opened_received` DateTime64(3, 'UTC') COMMENT 'When the opening was first received; 1970 while none was',
  `first_review_at` Nullable(DateTime('UTC')) COMMENT 'First review that another than the author submitted',
  `changes_requested_at` Nullable(DateTime('UTC')) COMMENT 'First review that requests changes',
  `approved_at` Nullable(DateTime('UTC')) COMMENT 'First label approved-…',
  `verified_at` Nullable(DateTime('UTC')) COMMENT 'First label whose name holds verified',
  `ended_at` Nullable(DateTime('UTC')) COMMENT 'First closing or merge',
  `author` LowCardinality(String) COMMENT 'Login; empty when no payload told it',
  `receipts` Array(DateTime64(3, 'UTC')) COMMENT 'When each moment was first received, in the order of the moments',
  `shown` Array(UInt8) COMMENT 'What its payload showed: 1 open, 2 closed, 3 merged, 0 unknown; + 4 when it was the pull request\'s own',
  `authors` Array(LowCardinality(String)) COMMENT 'The author as each payload told it; empty when all told the same',
  `commits` Array(UInt32) COMMENT 'Commits as each payload told them, + 1; 0 when it did not',
  `review_times` Array(DateTime('UTC')) COMMENT 'When each review was submitted or edited',
  `review_receipts` Array(DateTime64(3, 'UTC')),
  `reviewers` Array(LowCardinality(String)) COMMENT 'Logins; empty for an account that GitHub no longer tells',
  `review_kinds` Array(UInt8) COMMENT '1 submitted, 2 edited; + 4 when it requests changes, + 8 when it is not the author\'s own',
  `label_times` Array(DateTime('UTC')) COMMENT 'When each label approved-… or lgtm-… was set',
  `label_receipts` Array(DateTime64(3, 'UTC')),
  `label_logins` Array(LowCardinality(String)) COMMENT 'Whom it names',
  `label_kinds` Array(UInt8) COMMENT '1 approved-…, 2 lgtm-…') ENGINE = ReplacingMergeTree(version) ORDER BY (repository_id, number) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'What was received of each pull request, recounted from pull_request_timeline; read it with FINAL';

CREATE TABLE octometer.pull_request_reviews__g0
(
  `repository_id` UInt64,
  `number` UInt64,
  `review_id` UInt64,
  `submitted_at` SimpleAggregateFunction(min, DateTime('UTC')),
  `reviewer` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Login; null for an account that GitHub no longer tells',
  `reviewer_type` SimpleAggregateFunction(max, String) COMMENT 'User or Bot',
  `state` SimpleAggregateFunction(max, Tuple(observed_at DateTime64(3, 'UTC'), rank UInt8, guid String, state String)) COMMENT 'approved, changes_requested, commented or dismissed') ENGINE = AggregatingMergeTree ORDER BY (repository_id, number, review_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Reviews of pull requests';

CREATE TABLE octometer.pull_request_starts__g0
(
  `repository_id` UInt64,
  `number` UInt64,
  `start_mark` SimpleAggregateFunction(max, UInt64) COMMENT 'How much is known of its branch × 2³² + the first commit\'s Unix seconds, 0 while that is not known') ENGINE = AggregatingMergeTree ORDER BY (repository_id, number) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'First commits of pull requests, recounted from branch_moments';

CREATE TABLE octometer.pull_request_timeline__g0
(
  `repository_id` UInt64,
  `number` UInt64,
  `at` DateTime('UTC'),
  `action` LowCardinality(String),
  `subject` String COMMENT 'Label, reviewer, comment or review id, head SHA; empty where the action has none',
  `actor` SimpleAggregateFunction(max, Nullable(String)),
  `time_source` SimpleAggregateFunction(max, String) COMMENT 'payload, or receipt where the payload has no time',
  `received_at` SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'When it was first received',
  `author` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Login of the pull request\'s author',
  `state` SimpleAggregateFunction(max, String) COMMENT 'open, closed or merged, as the payload showed the pull request; empty where it did not',
  `commits` SimpleAggregateFunction(max, Nullable(UInt64)) COMMENT 'Commits of the pull request; only pull_request payloads tell',
  `head_sha` SimpleAggregateFunction(max, String) COMMENT 'Head of the pull request in a pull_request payload; empty in others', INDEX received_index received_at TYPE minmax GRANULARITY 1) ENGINE = AggregatingMergeTree ORDER BY (repository_id, number, at, action, subject) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'What happened to each pull request';

CREATE TABLE octometer.pull_requests__g0
(
  `repository_id` UInt64,
  `number` UInt64,
  `core` SimpleAggregateFunction(max, Tuple(observed_at DateTime64(3, 'UTC'), rank UInt8, guid String, state String, title String, author Nullable(String), author_type String, created_at DateTime('UTC'), closed_at Nullable(DateTime('UTC')), merged_at Nullable(DateTime('UTC')), labels Array(String), head_ref String, head_sha String, base_ref String)) COMMENT 'The newest observation of what every payload with a pull request says',
  `detail` SimpleAggregateFunction(max, Tuple(observed_at DateTime64(3, 'UTC'), rank UInt8, guid String, draft Nullable(Bool), mergeable Nullable(Bool), merged_by Nullable(String), additions Nullable(UInt64), deletions Nullable(UInt64), changed_files Nullable(UInt64), commits Nullable(UInt64))) COMMENT 'The newest observation of what only pull_request payloads say',
  `updated_at` SimpleAggregateFunction(max, DateTime64(3, 'UTC')) MATERIALIZED core.observed_at COMMENT 'Asked by it, ClickHouse finds pull requests by their last update',
  `latest` SimpleAggregateFunction(max, Tuple(observed_at DateTime64(3, 'UTC'), rank UInt8, guid String, state String)) MATERIALIZED (core.observed_at, core.rank, core.guid, core.state) COMMENT 'The part of core that pages are found by', PROJECTION by_update (SELECT repository_id, number, updated_at, latest ORDER BY updated_at, repository_id, number)) ENGINE = AggregatingMergeTree ORDER BY (repository_id, number) SETTINGS index_granularity = 64, deduplicate_merge_projection_mode = 'rebuild', min_compress_block_size = 4096, max_compress_block_size = 8192, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Pull requests as they are now; read them by max and GROUP BY repository_id, number';

CREATE TABLE octometer.releases__g0
(
  `release_id` UInt64,
  `repository_id` UInt64,
  `mark` SimpleAggregateFunction(max, UInt64) COMMENT 'The newest observation: Unix seconds × 32 + rank of the action × 4 + draft × 2 + prerelease',
  `made_at` SimpleAggregateFunction(min, DateTime('UTC')) COMMENT 'GitHub\'s created_at: for a published one the time of its commit',
  `published_at` SimpleAggregateFunction(max, Nullable(DateTime('UTC'))),
  `deleted` SimpleAggregateFunction(max, UInt8),
  `hotfix` SimpleAggregateFunction(max, UInt8) COMMENT '1 when its tag, name or target matches OCTO_HOTFIX_PATTERN',
  `from_default` SimpleAggregateFunction(max, UInt8) COMMENT '1 when its target is the default branch or a commit',
  `about` SimpleAggregateFunction(max, Tuple(mark UInt64, tag_name String, name String, target String, author Nullable(String))) COMMENT 'What the newest observation says') ENGINE = AggregatingMergeTree ORDER BY (release_id, repository_id) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Releases as they are now';

CREATE TABLE octometer.repository_days__g0
(
  `day` Date COMMENT 'Calendar day in OCTO_TIMEZONE, of the payload\'s time; 1970-01-01: the newest of all days',
  `repository_id` UInt64,
  `state` SimpleAggregateFunction(max, Tuple(mark UInt64, full_name String, html_url Nullable(String), description Nullable(String), homepage Nullable(String), language Nullable(String), topics Array(String), default_branch Nullable(String), visibility Nullable(String), fork Nullable(Bool), archived Nullable(Bool), disabled Nullable(Bool), stars Nullable(UInt64), forks Nullable(UInt64), open_items Nullable(UInt64), created_at Nullable(DateTime('UTC')), pushed_at Nullable(DateTime('UTC')))) COMMENT 'The newest observation of the day. mark: Unix seconds × 4 + rank; 0 while no payload told. open_items: GitHub\'s open_issues_count, issues and pull requests',
  `first_seen_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'The first payload\'s time',
  `deleted_at` SimpleAggregateFunction(max, Nullable(DateTime('UTC'))),
  `ci_at` SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'The last check, commit status or workflow',
  `tests_at` SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'The last one whose name matches OCTO_TEST_CHECK_PATTERN',
  `measured` SimpleAggregateFunction(max, Tuple(taken_at DateTime('UTC'), contributors Nullable(UInt64), has_languages Bool, languages Array(String), bytes Array(UInt64))) COMMENT 'What GitHub\'s API told last: contributors, and bytes by language, most first; taken_at 1970-01-01: nothing') ENGINE = AggregatingMergeTree ORDER BY (day, repository_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Repositories, as they are now and as they were on each day that told of them';

CREATE TABLE octometer.repository_names
(
  `name_key` String COMMENT 'Full name in lower case',
  `repository_id` UInt64 COMMENT 'GitHub\'s numeric id',
  `first_seen_at` SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'First receipt under this name',
  `latest` SimpleAggregateFunction(max, Tuple(seen_at DateTime64(3, 'UTC'), full_name String)) COMMENT 'Last receipt under this name, and its spelling') ENGINE = AggregatingMergeTree ORDER BY (name_key, repository_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Every name under which a repository was seen';

CREATE TABLE octometer.repository_totals__g0
(
  `repository_id` UInt64,
  `kind` LowCardinality(String) COMMENT 'pull_requests_open, pull_requests_closed, pull_requests_merged, issues_open, issues_closed, deployments or releases',
  `told` SimpleAggregateFunction(max, Tuple(taken_at DateTime64(3, 'UTC'), count UInt64)) COMMENT 'How many GitHub counted when it was asked last') ENGINE = AggregatingMergeTree ORDER BY (repository_id, kind) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'What GitHub counts of each repository: what ours is measured against';

CREATE TABLE octometer.review_thread_comments__g0
(
  `repository_id` UInt64,
  `number` UInt64 COMMENT 'Number of the pull request',
  `thread_id` UInt64 COMMENT 'Id of the thread\'s first comment',
  `comment_id` UInt64,
  `created_at` SimpleAggregateFunction(min, DateTime('UTC')),
  `author` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Login; null for an account that GitHub no longer tells',
  `author_type` SimpleAggregateFunction(max, String) COMMENT 'User or Bot',
  `path` SimpleAggregateFunction(max, String) COMMENT 'The file that it is about; empty while unknown',
  `deleted` SimpleAggregateFunction(max, UInt8),
  `received_at` SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))) COMMENT 'When it was first received as a new comment; null while only others told of it') ENGINE = AggregatingMergeTree ORDER BY (repository_id, number, thread_id, comment_id) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Comments on the code of pull requests, by thread';

CREATE TABLE octometer.review_thread_turns__g0
(
  `repository_id` UInt64,
  `number` UInt64 COMMENT 'Number of the pull request',
  `thread_id` UInt64 COMMENT 'Id of the thread\'s first comment',
  `observed_at` DateTime64(3, 'UTC') COMMENT 'The event\'s own time, else the newest time in its payload, before which it cannot have been',
  `action` LowCardinality(String) COMMENT 'resolved or unresolved',
  `at` SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'The event\'s own time, else its first receipt',
  `actor` SimpleAggregateFunction(max, Nullable(String)),
  `time_source` SimpleAggregateFunction(min, String) COMMENT 'payload, or receipt where the payload has no time of its own',
  `node_id` SimpleAggregateFunction(max, String) COMMENT 'GitHub\'s global id of the thread; empty where the payload does not say') ENGINE = AggregatingMergeTree ORDER BY (repository_id, number, thread_id, observed_at, action) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'When threads were resolved and opened again';

CREATE TABLE octometer.review_threads__g0
(
  `repository_id` UInt64,
  `number` UInt64 COMMENT 'Number of the pull request',
  `thread_id` UInt64 COMMENT 'Id of the thread\'s first comment',
  `state` SimpleAggregateFunction(max, Tuple(facts UInt64, told Int64, opened_at DateTime('UTC'), comments UInt64, author Nullable(String), first_response_at Nullable(DateTime('UTC')), resolved Bool, resolved_at Nullable(DateTime64(3, 'UTC')), reopened UInt64)) COMMENT 'Recounted from comments and turns; what more is known of wins (facts, then earlier receipts)',
  `detail` SimpleAggregateFunction(max, Tuple(facts UInt64, told Int64, author_type String, path String, participants Array(String), first_reply_at Nullable(DateTime('UTC')), resolved_by Nullable(String), time_source String, turned_by Array(String), node_ids Array(String))) COMMENT 'The same, of what is shown and not searched',
  `receipts` SimpleAggregateFunction(max, Tuple(facts UInt64, told Int64, first_reply_at Nullable(DateTime('UTC')), all_comments UInt64, turned_at Array(DateTime64(3, 'UTC')), resolves Array(Bool))) COMMENT 'The same, with deleted comments, and its turns in order',
  `opened_at` SimpleAggregateFunction(min, DateTime('UTC')),
  `received_at` SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))) COMMENT 'When its first comment was first received; null while it was not') ENGINE = AggregatingMergeTree ORDER BY (repository_id, number, thread_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Threads as they are now; read them by max and GROUP BY the key';

CREATE TABLE octometer.rewritten_deliveries
(
  `guid` String COMMENT 'X-GitHub-Delivery',
  `received_at` DateTime64(3, 'UTC') COMMENT 'As in the archive',
  `rewritten_at` DateTime64(3, 'UTC') COMMENT 'Since then its signature cannot be verified') ENGINE = ReplacingMergeTree ORDER BY (guid, received_at) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Archived attempts from whose payload somebody was erased';

CREATE TABLE octometer.schema_migrations
(
  `number` UInt32,
  `name` String,
  `checksum` String COMMENT 'SHA-256 of the file',
  `applied_at` DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')) ENGINE = ReplacingMergeTree ORDER BY number SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192 COMMENT 'Which migrations were applied';

CREATE TABLE octometer.snapshots
(
  `taken_at` DateTime64(3, 'UTC') COMMENT 'When GitHub was asked',
  `snapshot_id` String COMMENT 'The snapshot\'s own id: counted once',
  `type` LowCardinality(String) COMMENT 'repository, delivery_log or plan',
  `repository` String COMMENT 'Full name at that time; empty for what is of no repository',
  `stream_sequence` UInt64 COMMENT 'Position in the stream EVENTS',
  `body` String COMMENT 'The snapshot as JSON' CODEC(ZSTD(3))) ENGINE = ReplacingMergeTree ORDER BY (taken_at, snapshot_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Every snapshot that was appended to the log';

CREATE TABLE octometer.workflow_jobs__g0
(
  `day` Date COMMENT 'The day of the time beside it, in UTC',
  `repository_id` UInt64,
  `created_at` DateTime('UTC') COMMENT '1970 when the payload does not say',
  `job_id` UInt64,
  `run_id` SimpleAggregateFunction(max, UInt64),
  `attempt` SimpleAggregateFunction(max, UInt32),
  `name` SimpleAggregateFunction(max, LowCardinality(String)),
  `workflow` SimpleAggregateFunction(max, LowCardinality(String)) COMMENT 'Name of the workflow; empty when the payload does not say',
  `head_sha` SimpleAggregateFunction(max, String),
  `head_branch` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Null for a push to a fork',
  `default_branch` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'The repository\'s default branch, as the payloads said',
  `labels` SimpleAggregateFunction(max, Array(String)),
  `runner_name` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Null until a runner took it',
  `runner_group` SimpleAggregateFunction(max, LowCardinality(Nullable(String))),
  `stage` SimpleAggregateFunction(max, UInt8) COMMENT '1 waiting, 2 queued, 3 in_progress, 4 completed; never falls',
  `conclusion` SimpleAggregateFunction(max, LowCardinality(Nullable(String))),
  `started_at` SimpleAggregateFunction(max, Nullable(DateTime('UTC'))) COMMENT 'When a runner took it; null until then',
  `completed_at` SimpleAggregateFunction(max, Nullable(DateTime('UTC'))),
  `steps` SimpleAggregateFunction(max, Tuple(stage UInt8, completed UInt32, numbers Array(UInt32), names Array(String), statuses Array(String), conclusions Array(String), started_at Array(DateTime64(3, 'UTC')), completed_at Array(DateTime64(3, 'UTC')))) COMMENT 'Of the newest observation, by position in each array; an unknown time is 1970, an unknown conclusion empty', INDEX run_index run_id TYPE bloom_filter(0.01) GRANULARITY 1) ENGINE = AggregatingMergeTree ORDER BY (day, repository_id, created_at, job_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Jobs of workflow runs as they are now';

CREATE TABLE octometer.workflow_runs__g0
(
  `day` Date COMMENT 'The day of the time beside it, in UTC',
  `repository_id` UInt64,
  `started_at` DateTime('UTC') COMMENT 'When this attempt started',
  `run_id` UInt64,
  `attempt` UInt32,
  `created_at` SimpleAggregateFunction(max, DateTime('UTC')) COMMENT 'When the first attempt was created',
  `workflow_id` SimpleAggregateFunction(max, UInt64),
  `workflow` SimpleAggregateFunction(max, String) COMMENT 'Name of the workflow',
  `title` SimpleAggregateFunction(max, Nullable(String)),
  `event` SimpleAggregateFunction(max, String) COMMENT 'What triggered it',
  `run_number` SimpleAggregateFunction(max, Nullable(UInt64)),
  `suite_id` SimpleAggregateFunction(max, Nullable(UInt64)),
  `actor` SimpleAggregateFunction(max, Nullable(String)),
  `head_sha` SimpleAggregateFunction(max, String),
  `head_branch` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Null for a push to a fork',
  `default_branch` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'The repository\'s default branch, as the payloads said',
  `stage` SimpleAggregateFunction(max, UInt8) COMMENT '1 waiting, 2 queued, 3 in_progress, 4 completed; never falls',
  `conclusion` SimpleAggregateFunction(max, Nullable(String)),
  `completed_at` SimpleAggregateFunction(min, Nullable(DateTime('UTC'))) COMMENT 'Payload\'s updated_at when it was first seen completed', INDEX sha_index head_sha TYPE bloom_filter(0.01) GRANULARITY 1) ENGINE = AggregatingMergeTree ORDER BY (day, repository_id, started_at, run_id, attempt) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Attempts of workflow runs as they are now';
