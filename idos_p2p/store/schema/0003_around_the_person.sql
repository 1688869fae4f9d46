-- Every kind of design §4, records in the bin, and pages that name other records.

-- name is the title as records are named by it in a text (records/mentions.py). The others follow from fields: what is
-- in the bin is told from what is shown, and what is summed is an index away. An amount that nobody could mean (a
-- century, a billion) counts as the most that somebody could.

ALTER TABLE record ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN removed INTEGER NOT NULL
    GENERATED ALWAYS AS (json_extract(fields, '$.removed') IS NOT NULL) VIRTUAL;
ALTER TABLE record ADD COLUMN minutes INTEGER NOT NULL
    GENERATED ALWAYS AS (
        iif(json_type(fields, '$.minutes') = 'integer', max(0, min(json_extract(fields, '$.minutes'), 52704000)), 0)
    ) VIRTUAL;
ALTER TABLE record ADD COLUMN cents INTEGER NOT NULL
    GENERATED ALWAYS AS (
        iif(json_type(fields, '$.cents') = 'integer', max(0, min(json_extract(fields, '$.cents'), 100000000000)), 0)
    ) VIRTUAL;

CREATE INDEX record_of_name ON record (name, kind) WHERE name <> '';
CREATE INDEX record_shown ON record (kind, day) WHERE NOT removed;
CREATE INDEX record_in_bin ON record (kind) WHERE removed;
CREATE INDEX link_to ON link (subject, field);

-- The names in double brackets that a record's texts hold: [[Jardin partagé]].

CREATE TABLE mention (
    record INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (record, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX mention_of ON mention (name);

-- Attachments that are here, by the SHA-256 of their content. Each is a file of its own, encrypted with this key alone:
-- without the row the file says nothing.

CREATE TABLE blob (
    hash BLOB PRIMARY KEY,
    key BLOB NOT NULL,
    size INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- This program knows kinds and fields that an earlier one kept unread: all is judged and projected again.

INSERT INTO search (search) VALUES ('delete-all');
DELETE FROM interaction;
DELETE FROM link;
DELETE FROM subject;
DELETE FROM record;
UPDATE judgement SET verdict = NULL;

-- What is summed of contributions, without reading the records themselves: 70,000 wide rows take a second, this 50 ms.
-- A query names it (INDEXED BY), for the planner takes a record by its key alone.

CREATE INDEX contribution_summed ON record (key, day, minutes, cents)
    WHERE kind = 'contribution' AND NOT removed AND NOT contested;

-- What is contested is rare and in no sum: who counts a year by an index alone must not look into each record for it.

CREATE INDEX record_contested ON record (kind, day) WHERE contested AND NOT removed;

-- What was given to a project in a year: by each person, and by all together, as person 0. Added and taken away with
-- each contribution (store/sums.py), so that cards and the compass do not read the whole history. What bears no day
-- stands under no year.

CREATE TABLE work (
    project INTEGER NOT NULL,
    year TEXT NOT NULL,
    person INTEGER NOT NULL,
    contributions INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    PRIMARY KEY (project, year, person)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER work_gone AFTER UPDATE ON work WHEN NEW.contributions = 0
BEGIN
    DELETE FROM work WHERE project = NEW.project AND year = NEW.year AND person = NEW.person;
END;

-- Since when, in milliseconds since 1970, no record in sight names an attachment: it is kept for some days more.

ALTER TABLE blob ADD COLUMN unnamed INTEGER;

-- Which records in sight name which attachments. The database itself follows each record, so that nothing can forget to.

CREATE TABLE attachment (
    record INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (record, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX attachment_of ON attachment (hash);

CREATE TRIGGER record_names AFTER INSERT ON record
WHEN NOT NEW.removed AND json_type(NEW.fields, '$.attachments') = 'array'
BEGIN
    INSERT OR IGNORE INTO attachment (record, hash)
    SELECT NEW.key, unhex(substr(value, 1, 64)) FROM json_each(NEW.fields, '$.attachments')
    WHERE type = 'text' AND length(unhex(substr(value, 1, 64))) = 32;
END;

CREATE TRIGGER record_named AFTER DELETE ON record
BEGIN
    DELETE FROM attachment WHERE record = OLD.key;
END;

-- All gifts and all uses, each with what is summed of it, so that the account of every year touches no record; and
-- what attestations and pages say, so that those of a year are counted without one. A use is also found by its key,
-- with all that tells how far its gifts were followed.

CREATE INDEX gift_given ON record (day, id, cents) WHERE kind = 'gift' AND NOT removed AND NOT contested;
CREATE INDEX gift_used ON record (day, fields -> '$.gifts') WHERE kind = 'use' AND NOT removed AND NOT contested;
CREATE INDEX use_told ON record (key, id, day, fields -> '$.gifts', fields ->> '$.act', fields ->> '$.from')
    WHERE kind = 'use' AND NOT removed AND NOT contested;
CREATE INDEX attestation_said ON record (day, fields ->> '$.says', fields ->> '$.about', fields ->> '$.from')
    WHERE kind = 'attestation' AND NOT removed AND NOT contested;
CREATE INDEX page_said ON record (
    day, fields ->> '$.licence', fields ->> '$.sources' IS NOT NULL OR fields ->> '$.origins' IS NOT NULL
) WHERE kind = 'page' AND NOT removed AND NOT contested;

-- What was changed last, whatever its kind.

CREATE INDEX record_touched ON record (touched_ms) WHERE NOT removed;
