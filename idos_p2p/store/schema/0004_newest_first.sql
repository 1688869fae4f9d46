-- What awaits judgement is taken by when its authors wrote it, the latest first: whoever brings home twelve years at once
-- sees this week first, whichever order the logs came in. What was there before this step keeps the order it arrived in.

ALTER TABLE judgement ADD COLUMN written_ms INTEGER NOT NULL DEFAULT 0;

DROP INDEX judgement_open;

CREATE INDEX judgement_open ON judgement (written_ms, arrival, record) WHERE verdict IS NULL;
