CREATE TABLE IF NOT EXISTS {{local audits}} {{on_cluster}}
(
  `projection` LowCardinality(String),
  day Date COMMENT 'The day of receipt, in UTC, that was recounted from the archive',
  audited_at DateTime64(3, 'UTC'),
  generation String,
  deliveries UInt64 COMMENT 'Archived deliveries that were projected again',
  missing UInt64 COMMENT 'Rows that these deliveries give and that the read model does not hold',
  drifted UInt64 COMMENT 'Rollup buckets that serve another value than a recount'
)
ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (`projection`, day, audited_at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'What the nightly audit found';

{{distributed audits cityHash64(day)}};
