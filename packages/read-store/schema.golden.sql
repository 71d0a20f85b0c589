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
  `cost` SimpleAggregateFunction(max, UInt64),
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

CREATE TABLE octometer.commands
(
  `issued_at` DateTime64(3, 'UTC') COMMENT 'When it was asked for',
  `command_id` String COMMENT 'The command\'s own id: carried out once',
  `type` LowCardinality(String) COMMENT 'retry, dismiss, replay, counter_set, …',
  `issued_by` String COMMENT 'Name of the key or subject of the token that asked',
  `stream_sequence` UInt64 COMMENT 'Position in the stream EVENTS',
  `body` String COMMENT 'The command as JSON') ENGINE = ReplacingMergeTree ORDER BY (issued_at, command_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Every command that was appended to the log';

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
  `value` SimpleAggregateFunction(max, UInt64)) ENGINE = AggregatingMergeTree ORDER BY (counter, repository_id, day) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Counters by day, a repository\'s days together';

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
  `last_received_at` SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Last receipt of a delivery that holds it: tells when its payload has expired', PROJECTION by_time (SELECT counter, repository_id, quarter, at, key ORDER BY quarter, counter, repository_id, at, key)) ENGINE = AggregatingMergeTree ORDER BY (counter, repository_id, quarter, at, key) SETTINGS index_granularity = 256, deduplicate_merge_projection_mode = 'rebuild', fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'One row per counted fact';

CREATE TABLE octometer.counter_months__g0
(
  `counter` LowCardinality(String),
  `repository_id` UInt64,
  `month` Date COMMENT 'First day of the month in OCTO_TIMEZONE',
  `value` SimpleAggregateFunction(max, UInt64)) ENGINE = AggregatingMergeTree ORDER BY (counter, repository_id, month) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Counters by month';

CREATE TABLE octometer.counter_quarters__g0
(
  `counter` LowCardinality(String),
  `repository_id` UInt64,
  `day` Date COMMENT 'The quarter\'s day in OCTO_TIMEZONE',
  `quarter` DateTime('UTC') COMMENT 'Start of the 15 minutes',
  `value` SimpleAggregateFunction(max, UInt64) COMMENT 'Recounted from the facts; read it by max') ENGINE = AggregatingMergeTree ORDER BY (counter, repository_id, day, quarter) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Counters by 15 minutes';

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
  `archived_at` DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') COMMENT 'When the archive wrote it', INDEX guid_index guid TYPE bloom_filter(0.001) GRANULARITY 1) ENGINE = ReplacingMergeTree PARTITION BY toYYYYMM(received_at) ORDER BY (received_at, guid) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'The archive: every attempt at every delivery, with its payload';

CREATE TABLE octometer.generations
(
  `projection` LowCardinality(String),
  `generation` String COMMENT 'Stands in the names of its tables and of its consumer',
  `code` SimpleAggregateFunction(max, String) COMMENT 'The code and settings that fill it; a rebuild of the same code is another generation',
  `status` SimpleAggregateFunction(max, Tuple(rank UInt8, status String, since DateTime64(3, 'UTC'))) COMMENT 'building (1), live (2), retired (3), dropped (4)',
  `true_from` SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC'))) COMMENT 'From when its numbers are true; null when nothing is missing') ENGINE = AggregatingMergeTree ORDER BY (projection, generation) SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192 COMMENT 'Generations of each projection\'s tables';

CREATE TABLE octometer.outcomes
(
  `message_id` String COMMENT 'GUID of the delivery, id of the command or of the API call',
  `projection` LowCardinality(String),
  `generation` LowCardinality(String),
  `result` SimpleAggregateFunction(max, Tuple(rank UInt8, outcome String, reason String, rows UInt32)) COMMENT 'projected (3) outranks ignored (2) outranks rejected (1)') ENGINE = AggregatingMergeTree ORDER BY (message_id, projection, generation) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'How each message ended in each projection that handles it';

CREATE TABLE octometer.pull_request_reviews__g0
(
  `repository_id` UInt64,
  `number` UInt64,
  `review_id` UInt64,
  `submitted_at` SimpleAggregateFunction(min, DateTime('UTC')),
  `reviewer` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'Login; null for an account that GitHub no longer tells',
  `reviewer_type` SimpleAggregateFunction(max, String) COMMENT 'User or Bot',
  `state` SimpleAggregateFunction(max, Tuple(observed_at DateTime64(3, 'UTC'), rank UInt8, guid String, state String)) COMMENT 'approved, changes_requested, commented or dismissed') ENGINE = AggregatingMergeTree ORDER BY (repository_id, number, review_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Reviews of pull requests';

CREATE TABLE octometer.pull_request_timeline__g0
(
  `repository_id` UInt64,
  `number` UInt64,
  `at` DateTime('UTC'),
  `action` LowCardinality(String),
  `subject` String COMMENT 'Label, reviewer, comment or review id, head SHA; empty where the action has none',
  `actor` SimpleAggregateFunction(max, Nullable(String)),
  `time_source` SimpleAggregateFunction(max, String) COMMENT 'payload, or receipt where the payload has no time') ENGINE = AggregatingMergeTree ORDER BY (repository_id, number, at, action, subject) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'What happened to each pull request';

CREATE TABLE octometer.pull_request_updates__g0
(
  `observed_at` DateTime64(3, 'UTC'),
  `repository_id` UInt64,
  `number` UInt64,
  `state` LowCardinality(String) COMMENT 'open, closed or merged at that time') ENGINE = ReplacingMergeTree ORDER BY (observed_at, repository_id, number, state) SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'When each pull request was seen to change';

CREATE TABLE octometer.pull_requests__g0
(
  `repository_id` UInt64,
  `number` UInt64,
  `core` SimpleAggregateFunction(max, Tuple(observed_at DateTime64(3, 'UTC'), rank UInt8, guid String, state String, title String, author Nullable(String), author_type String, created_at DateTime('UTC'), closed_at Nullable(DateTime('UTC')), merged_at Nullable(DateTime('UTC')), labels Array(String), head_ref String, head_sha String, base_ref String)) COMMENT 'The newest observation of what every payload with a pull request says',
  `detail` SimpleAggregateFunction(max, Tuple(observed_at DateTime64(3, 'UTC'), rank UInt8, guid String, draft Nullable(Bool), mergeable Nullable(Bool), merged_by Nullable(String), additions Nullable(UInt64), deletions Nullable(UInt64), changed_files Nullable(UInt64), commits Nullable(UInt64))) COMMENT 'The newest observation of what only pull_request payloads say') ENGINE = AggregatingMergeTree ORDER BY (repository_id, number) SETTINGS index_granularity = 64, min_compress_block_size = 4096, max_compress_block_size = 8192, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Pull requests as they are now; read them by max and GROUP BY repository_id, number';

CREATE TABLE octometer.repository_names
(
  `name_key` String COMMENT 'Full name in lower case',
  `repository_id` UInt64 COMMENT 'GitHub\'s numeric id',
  `first_seen_at` SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'First receipt under this name',
  `latest` SimpleAggregateFunction(max, Tuple(seen_at DateTime64(3, 'UTC'), full_name String)) COMMENT 'Last receipt under this name, and its spelling') ENGINE = AggregatingMergeTree ORDER BY (name_key, repository_id) SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1 COMMENT 'Every name under which a repository was seen';

CREATE TABLE octometer.schema_migrations
(
  `number` UInt32,
  `name` String,
  `checksum` String COMMENT 'SHA-256 of the file',
  `applied_at` DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')) ENGINE = ReplacingMergeTree ORDER BY number SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192 COMMENT 'Which migrations were applied';
