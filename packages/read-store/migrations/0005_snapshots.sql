-- The archive of snapshots: what github-agent saw at GitHub, kept for good, so that a rebuild sees it again.
CREATE TABLE IF NOT EXISTS {{local snapshots}} {{on_cluster}}
(
  taken_at DateTime64(3, 'UTC') COMMENT 'When GitHub was asked',
  snapshot_id String COMMENT 'The snapshot''s own id: counted once',
  type LowCardinality(String) COMMENT 'repository, delivery_log or plan',
  repository String COMMENT 'Full name at that time; empty for what is of no repository',
  stream_sequence UInt64 COMMENT 'Position in the stream EVENTS',
  body String COMMENT 'The snapshot as JSON' CODEC(ZSTD(3))
)
ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (taken_at, snapshot_id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Every snapshot that was appended to the log';

{{distributed snapshots cityHash64(snapshot_id)}};
