-- Schema 3: pools, places in the queue that no clock can change, evidence, audit.

-- The order of acceptance. The clock may be set back, so a further attempt and a new command both get the next number.
ALTER TABLE command ADD COLUMN seq        INTEGER NOT NULL DEFAULT 0;
ALTER TABLE command ADD COLUMN member     INTEGER NOT NULL DEFAULT 0;   -- of the pool `device`: who has or had it; 0 = none
ALTER TABLE command ADD COLUMN hold       REAL    NOT NULL DEFAULT 0;   -- seconds it may wait for a device that is away
ALTER TABLE command ADD COLUMN request_id TEXT    NOT NULL DEFAULT '';  -- X-Request-Id
ALTER TABLE command ADD COLUMN among      TEXT    NOT NULL DEFAULT '';  -- members that may do it: "2,5"; '' = all
ALTER TABLE command ADD COLUMN everyone   INTEGER NOT NULL DEFAULT 0;   -- 1: each of them has to do it
ALTER TABLE command ADD COLUMN evidence   TEXT;                         -- JSON

UPDATE command SET seq = place.number
FROM (SELECT row, row_number() OVER (ORDER BY accepted_at, row) AS number FROM command) AS place
WHERE place.row = command.row;

CREATE UNIQUE INDEX command_seq ON command (seq);

-- For lists. Device and member stand in the first one so that filtering by them reads no rows in vain.
DROP INDEX command_unfinished;
CREATE INDEX command_state ON command (state, seq, device, member);
CREATE INDEX command_device ON command (device, seq);
CREATE INDEX command_member ON command (member, seq) WHERE member <> 0;

ALTER TABLE device ADD COLUMN blocked TEXT    NOT NULL DEFAULT '';  -- why it was set aside; '' = it was not
ALTER TABLE device ADD COLUMN last    INTEGER NOT NULL DEFAULT 0;   -- of a pool: the member whose turn was the last one

-- Who did what.
CREATE TABLE audit (
    row     INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    who     TEXT    NOT NULL,
    action  TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    detail  TEXT    NOT NULL
);

-- For pruning.
CREATE INDEX audit_at ON audit (at);
