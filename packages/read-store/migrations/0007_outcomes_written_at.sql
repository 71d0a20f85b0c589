-- When an outcome was written: what they may be forgotten by.
ALTER TABLE {{local outcomes}} {{on_cluster}} ADD COLUMN IF NOT EXISTS written_at SimpleAggregateFunction(max, DateTime('UTC')) DEFAULT now('UTC') COMMENT 'When it was written the last time; of those from before this was kept, when the column was added';

ALTER TABLE {{local outcomes}} {{on_cluster}} MATERIALIZE COLUMN written_at;
