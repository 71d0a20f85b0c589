-- Erasures of people: how far each is, and while it lasts what the person is known by.
CREATE TABLE IF NOT EXISTS {{local erasures}} {{on_cluster}}
(
  erasure_id String COMMENT 'Id of the command that asked for it',
  version UInt64 COMMENT 'Grows with every step; the greatest row stays',
  placeholder String COMMENT 'The login that stands in the person''s place',
  placeholder_id UInt64 COMMENT 'The same for the account''s id',
  asked_at DateTime64(3, 'UTC'),
  asked_by String COMMENT 'Name of the key or subject of the token that asked',
  up_to UInt64 COMMENT 'The command''s position in the stream EVENTS: what came before it is rewritten',
  phase LowCardinality(String) COMMENT 'searching, rewriting, purging, rebuilding, clearing or done',
  updated_at DateTime64(3, 'UTC'),
  rewritten_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When the archive and the log held nothing of them; read models that went live before are rebuilt',
  deliveries UInt64 COMMENT 'Archived deliveries that were rewritten',
  other_rows UInt64 COMMENT 'Other rows of the archive and of what is kept beside it',
  messages UInt64 COMMENT 'Messages that were purged from the streams',
  bucket_entries UInt64 COMMENT 'Entries of buckets that were rewritten',
  read_models UInt64 COMMENT 'Read models that were rebuilt'
)
ENGINE = {{engine ReplacingMergeTree version}}
ORDER BY erasure_id
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Erasures of people; nothing here tells whom';

{{distributed erasures cityHash64(erasure_id)}};

CREATE TABLE IF NOT EXISTS {{local erasure_words}} {{on_cluster}}
(
  erasure_id String,
  version UInt64 COMMENT 'The greatest row stays',
  words String COMMENT 'Logins, ids, names and addresses as JSON'
)
ENGINE = {{engine ReplacingMergeTree version}}
ORDER BY erasure_id
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'What somebody who is being erased is known by; empty when nobody is';

{{distributed erasure_words cityHash64(erasure_id)}};

CREATE TABLE IF NOT EXISTS {{local rewritten_deliveries}} {{on_cluster}}
(
  guid String COMMENT 'X-GitHub-Delivery',
  received_at DateTime64(3, 'UTC') COMMENT 'As in the archive',
  rewritten_at DateTime64(3, 'UTC') COMMENT 'Since then its signature cannot be verified'
)
ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (guid, received_at)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Archived attempts from whose payload somebody was erased';

{{distributed rewritten_deliveries cityHash64(guid)}};
