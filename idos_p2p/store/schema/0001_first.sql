-- A key of an entry or a record is one integer: the device's number << 32 | seq (store/devices.py).
-- Random 32-byte keys would halve the rate of every insert (performance §2).

CREATE TABLE migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE cell (
    id BLOB NOT NULL
) STRICT;

CREATE TABLE device (
    number INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE fact (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The truth: segments as they came. key is that of the first entry; back and head are the ids before and at the end.

CREATE TABLE segment (
    key INTEGER PRIMARY KEY,
    count INTEGER NOT NULL,
    back BLOB NOT NULL,
    head BLOB NOT NULL,
    blob BLOB NOT NULL
) STRICT;

-- Made from the segments, so that no segment is opened to know who belongs, or what waits for a verdict.
-- arrival counts all entries of the log from 0, acts and others alike.

CREATE TABLE act (
    arrival INTEGER PRIMARY KEY,
    header BLOB NOT NULL,
    salt BLOB,
    body BLOB
) STRICT;

CREATE TABLE judgement (
    key INTEGER PRIMARY KEY,
    record INTEGER NOT NULL,
    arrival INTEGER NOT NULL,
    verdict TEXT CHECK (verdict <> '')
) STRICT;

CREATE INDEX judgement_of_record ON judgement (record, arrival);
CREATE INDEX judgement_open ON judgement (arrival, record) WHERE verdict IS NULL;

-- The read model, made from the accepted entries.

CREATE TABLE record (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    shared INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    touched_ms INTEGER NOT NULL,
    day TEXT NOT NULL,
    title TEXT NOT NULL,
    words TEXT NOT NULL,
    fields TEXT NOT NULL,
    versions TEXT
) STRICT;

CREATE INDEX record_of_kind ON record (kind);

-- Whom or what a record may concern: the id of a linked record (a person, a project, a gift), here or not yet, or the
-- key of the device that created it.

CREATE TABLE subject (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE link (
    record INTEGER NOT NULL,
    field TEXT NOT NULL,
    subject INTEGER NOT NULL,
    PRIMARY KEY (record, field, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE interaction (
    subject INTEGER NOT NULL,
    day TEXT NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (subject, day, record)
) STRICT, WITHOUT ROWID;

-- Deleted words leave this index when its parts are merged. Its own option to remove them at once makes an edit ten
-- times slower; an erasure merges instead: INSERT INTO search (search) VALUES ('optimize').

CREATE VIRTUAL TABLE search USING fts5 (
    words,
    content = 'record',
    content_rowid = 'key',
    tokenize = 'unicode61 remove_diacritics 2'
);
