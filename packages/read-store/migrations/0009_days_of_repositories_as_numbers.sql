-- A repository's day is two numbers: a year of them is read without its maps of hours, which nobody asked for.
ALTER TABLE {{local delivery_counts}} {{on_cluster}} COMMENT COLUMN attempts 'Of hour, event and repository: recounted from the archive; read it by max';

ALTER TABLE {{local delivery_counts}} {{on_cluster}} COMMENT COLUMN by_hour 'Of repository_part: tenths of hours of its day, attempts and milliseconds of each';

ALTER TABLE {{local delivery_counts}} {{on_cluster}} COMMENT COLUMN name 'Of sender the login in lower case, of again the GUID; of whole how it is counted, which changes with the program';

-- They are added up once more from their tenths of hours, at the next start of the archive's projector.
ALTER TABLE {{local delivery_counts}} {{on_cluster}} DELETE WHERE kind = 'repository' SETTINGS mutations_sync = 2;
