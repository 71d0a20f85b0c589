-- The archive of commands: what operators asked for, kept for good, so that a rebuild can do it again.
CREATE TABLE IF NOT EXISTS {{local commands}} {{on_cluster}}
(
  issued_at DateTime64(3, 'UTC') COMMENT 'When it was asked for',
  command_id String COMMENT 'The command''s own id: carried out once',
  type LowCardinality(String) COMMENT 'retry, dismiss, replay, counter_set, …',
  issued_by String COMMENT 'Name of the key or subject of the token that asked',
  stream_sequence UInt64 COMMENT 'Position in the stream EVENTS',
  body String COMMENT 'The command as JSON'
)
ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (issued_at, command_id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Every command that was appended to the log';

{{distributed commands cityHash64(command_id)}};
