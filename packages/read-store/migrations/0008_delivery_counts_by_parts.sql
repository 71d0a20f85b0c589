-- Hours are counted from their tenths, so that what arrives in a full one does not read all of it again.
ALTER TABLE {{local delivery_counts}} {{on_cluster}} COMMENT COLUMN kind 'hour; event: of an hour; repository: its day in UTC; hour_part, event_part, repository_part: the same by tenths of an hour, from which they are counted; sender: who sent on a day in UTC; again: one attempt at what had been received before; whole: all that was archived is counted';

ALTER TABLE {{local delivery_counts}} {{on_cluster}} COMMENT COLUMN start 'Start of the tenth, hour or day; of again the receipt';

ALTER TABLE {{local delivery_counts}} {{on_cluster}} COMMENT COLUMN durations 'Of hour and hour_part: which durations in milliseconds there were, beyond 10,000 to three digits, and how often each';

ALTER TABLE {{local delivery_counts}} {{on_cluster}} COMMENT COLUMN by_hour 'Of repository: hours of its day, attempts and milliseconds of each; of repository_part tenths of hours';

-- What was counted has no tenths: the archive is counted once more, at the next start of its projector.
ALTER TABLE {{local delivery_counts}} {{on_cluster}} DELETE WHERE kind = 'whole' SETTINGS mutations_sync = 2;
