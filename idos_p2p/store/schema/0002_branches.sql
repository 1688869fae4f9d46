-- A log may have several branches, and bodies may be absent (docs/log.md).

-- From here on a row is a chain: one branch of a device's log. A device's first chain has the number that its records
-- are named by. parent is the chain that it leaves, first its first own place.

CREATE TABLE chain (
    number INTEGER PRIMARY KEY,
    key BLOB NOT NULL,
    parent INTEGER,
    first INTEGER NOT NULL
) STRICT;

INSERT INTO chain (number, key, parent, first) SELECT number, key, NULL, 0 FROM device;
DROP TABLE device;
ALTER TABLE chain RENAME TO device;
CREATE INDEX device_of_key ON device (key);

-- weight is what the entries take of their segment at most, for joining small ones without opening any; NULL in one
-- that was stored before: it is measured in idle time.

ALTER TABLE segment ADD COLUMN weight INTEGER;
CREATE INDEX segment_unmeasured ON segment (key) WHERE weight IS NULL;

-- Entries whose body is not here: dropped for good, or missing and asked of every peer.

CREATE TABLE absent (
    key INTEGER PRIMARY KEY,
    erased INTEGER NOT NULL
) STRICT;

CREATE INDEX absent_missing ON absent (key) WHERE NOT erased;

-- An act says on which chain it stands, so that the one before it on its own line is known.

CREATE TABLE act_on_chain (
    arrival INTEGER PRIMARY KEY,
    chain INTEGER NOT NULL,
    header BLOB NOT NULL,
    salt BLOB,
    body BLOB
) STRICT;

INSERT INTO act_on_chain (arrival, chain, header, salt, body)
    SELECT arrival, device.number, header, salt, body FROM act JOIN device ON device.key = substr(header, 34, 32);
DROP TABLE act;
ALTER TABLE act_on_chain RENAME TO act;

-- Nothing uncontested created it. Its key is that of its creating entry, on whichever branch that stands.

ALTER TABLE record ADD COLUMN contested INTEGER NOT NULL DEFAULT 0;
