-- A repository's day is two numbers: a year of them is read without its maps of hours, which nobody asked for.
ALTER TABLE {{local delivery_counts}} {{on_cluster}} COMMENT COLUMN attempts 'Of hour, event and repository: recounted from the archive; read it by max';

ALTER TABLE {{local delivery_counts}} {{on_cluster}} COMMENT COLUMN by_hour 'Of repository_part: tenths of hours of its day, attempts and milliseconds of each';

-- The archive is counted once more, at the next start of its projector.
ALTER TABLE {{local delivery_counts}} {{on_cluster}} DELETE WHERE kind IN ('whole', 'repository') SETTINGS mutations_sync = 2;
