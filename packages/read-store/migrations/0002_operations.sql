CREATE TABLE IF NOT EXISTS {{local outcomes}} {{on_cluster}}
(
  message_id String COMMENT 'GUID of the delivery, id of the command or of the API call',
  `projection` LowCardinality(String),
  generation LowCardinality(String),
  result SimpleAggregateFunction(max, Tuple(rank UInt8, outcome String, reason String, rows UInt32)) COMMENT 'projected (3) outranks ignored (2) outranks rejected (1)'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (message_id, projection, generation)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'How each message ended in each projection that handles it';

{{distributed outcomes cityHash64(message_id)}};

CREATE TABLE IF NOT EXISTS {{local dead_letters}} {{on_cluster}}
(
  dead_letter_id String COMMENT 'projection:message id',
  `projection` SimpleAggregateFunction(max, String),
  message_id SimpleAggregateFunction(max, String),
  subject SimpleAggregateFunction(max, String) COMMENT 'Subject under which the message lies in the log',
  stream_sequence SimpleAggregateFunction(max, UInt64) COMMENT 'Position in its stream; 0 when it came from the archive',
  reason SimpleAggregateFunction(max, String) COMMENT 'Why it was rejected',
  first_rejected_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
  status SimpleAggregateFunction(max, Tuple(rank UInt8, status String)) COMMENT 'open (1), dismissed (2), retried with success (3)'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY dead_letter_id
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Messages that a projection rejected; their bytes stay in the log and the archive';

{{distributed dead_letters cityHash64(dead_letter_id)}};

CREATE TABLE IF NOT EXISTS {{local generations}} {{on_cluster}}
(
  `projection` LowCardinality(String),
  generation String COMMENT 'Stands in the names of its tables and of its consumer',
  code SimpleAggregateFunction(max, String) COMMENT 'The code and settings that fill it; a rebuild of the same code is another generation',
  status SimpleAggregateFunction(max, Tuple(rank UInt8, status String, since DateTime64(3, 'UTC'))) COMMENT 'building (1), live (2), retired (3), dropped (4)',
  true_from SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC'))) COMMENT 'From when its numbers are true; null when nothing is missing'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (projection, generation)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Generations of each projection''s tables';

{{distributed generations cityHash64(projection)}};
