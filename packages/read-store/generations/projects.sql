CREATE TABLE IF NOT EXISTS {{local project_items}} {{on_cluster}}
(
  kind LowCardinality(String) COMMENT 'issue or milestone',
  repository_id UInt64,
  number UInt64,
  mark SimpleAggregateFunction(max, UInt64) COMMENT 'The newest observation: Unix seconds × 2^5 + rank × 2^3 + labelled plan × 2^2 + status (issues: 0 todo, 1 doing, 2 done, 3 blocked; milestones: 0 open, 1 closed)',
  planned SimpleAggregateFunction(max, UInt8) COMMENT '1 when some observation had a milestone or the label plan',
  gone SimpleAggregateFunction(max, UInt8) COMMENT '1 transferred or deleted',
  about SimpleAggregateFunction(max, Tuple(mark UInt64, milestone Nullable(UInt64), title String, priority Nullable(String))) COMMENT 'What the newest observation says; milestone: its number'
)
ENGINE = {{engine AggregatingMergeTree}}
ORDER BY (kind, repository_id, number)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Issues and milestones as far as they are plans';

{{distributed project_items cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local project_plans}} {{on_cluster}}
(
  repository_id UInt64,
  taken_at DateTime('UTC') COMMENT 'When the branch came to the commit, where a push told it; else when it was read',
  snapshot_id String,
  sha String COMMENT 'The commit that was read',
  path Nullable(String) COMMENT 'Null: there was no plan file',
  titles Array(String) COMMENT 'Of its tasks, each title once',
  statuses Array(UInt8) COMMENT 'Of each: 0 todo, 1 doing, 2 done, 3 blocked',
  priorities Array(String) COMMENT 'Of each; empty without one'
)
ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (repository_id, taken_at, snapshot_id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Plans as they were read';

{{distributed project_plans cityHash64(repository_id)}};

CREATE TABLE IF NOT EXISTS {{local project_updates}} {{on_cluster}}
(
  repository_id UInt64,
  at DateTime('UTC'),
  kind LowCardinality(String) COMMENT 'plan or manifest: a push changed one; read: the plan was read',
  path String,
  sha String COMMENT 'Head after the push, or the commit that was read',
  change LowCardinality(String) COMMENT 'added, modified or removed; empty for a reading',
  job_id String COMMENT 'Of a reading: the job that read it; empty where none is known'
)
ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (repository_id, at, kind, path, sha, change, job_id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'What happened to plans';

{{distributed project_updates cityHash64(repository_id)}};
