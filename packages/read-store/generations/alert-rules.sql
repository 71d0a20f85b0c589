CREATE TABLE IF NOT EXISTS {{local alert_rule_changes}} {{on_cluster}}
(
  command_id String,
  target LowCardinality(String) COMMENT 'rule or channel',
  name LowCardinality(String) COMMENT 'Of the rule or channel',
  change SimpleAggregateFunction(max, Tuple(issued_at DateTime64(3, 'UTC'), issued_by String, settings String)) COMMENT 'When and by whom, and the settings as JSON: those that are absent stay as they were'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (target, name, command_id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Every change of an alert rule, in the order of issued_at';

{{distributed alert_rule_changes cityHash64(name)}};
