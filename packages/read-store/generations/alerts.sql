CREATE TABLE IF NOT EXISTS {{local alerts}} {{on_cluster}}
(
  alert_id String,
  core SimpleAggregateFunction(max, Tuple(revision UInt64, rule String, subject String, state String, severity String, title String, message String, url Nullable(String), repository_id Nullable(UInt64), repository String, opened_at DateTime64(3, 'UTC'), last_evidence_at DateTime64(3, 'UTC'), resolved_at Nullable(DateTime64(3, 'UTC')), evidence UInt64, deliveries Array(String), acknowledged_at Nullable(DateTime64(3, 'UTC')), acknowledged_by Nullable(String), muted_until Nullable(DateTime64(3, 'UTC')))) COMMENT 'The alert after its latest change'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY alert_id
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Alerts as they are now; read them by max and GROUP BY alert_id';

{{distributed alerts cityHash64(alert_id)}};

CREATE TABLE IF NOT EXISTS {{local alert_notifications}} {{on_cluster}}
(
  alert_id String COMMENT 'Empty for a digest',
  notification_id String,
  result SimpleAggregateFunction(max, Tuple(attempts UInt32, rank UInt8, at DateTime64(3, 'UTC'), about String, channel String, status String, detail String)) COMMENT 'What became of the latest attempt'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (alert_id, notification_id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Who was told of which alert';

{{distributed alert_notifications cityHash64(alert_id)}};
