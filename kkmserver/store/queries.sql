-- name: accept
-- A new command. Fails on a known id; that is how a repeat is noticed.
INSERT INTO command (id, dialect, name, device, client, fingerprint, accepted_at, state)
VALUES (?, ?, ?, ?, ?, ?, ?, 'queued');

-- name: add_request
-- The body that belongs to it; a further attempt brings its own.
INSERT OR REPLACE INTO request (row, body) VALUES (?, ?);

-- name: retry
-- A further attempt of a row that is final: as if accepted now, the attempt before is forgotten.
UPDATE command
SET dialect = ?, name = ?, device = ?, client = ?, fingerprint = ?, accepted_at = ?, state = 'queued',
    attempt = attempt + 1, mark = '', started_at = NULL, finished_at = NULL, outcome = NULL, failure = NULL,
    printed = NULL, total = NULL
WHERE row = ?;

-- name: start
-- From here on something may have reached the device.
UPDATE command SET state = 'running', mark = ?, started_at = ? WHERE row = ?;

-- name: advance
-- A batch came so far; after a crash this is what is known of it.
UPDATE command SET printed = ?, total = ? WHERE row = ?;

-- name: finish
-- A final state.
UPDATE command SET state = ?, finished_at = ?, outcome = ?, failure = ? WHERE row = ?;

-- name: by_id
-- One command with everything known of it.
SELECT row, id, dialect, name, device, client, body, fingerprint, accepted_at,
       state, attempt, mark, started_at, finished_at, outcome, failure, printed, total
FROM command JOIN request USING (row)
WHERE id = ?;

-- name: by_row
-- The same by its row.
SELECT row, id, dialect, name, device, client, body, fingerprint, accepted_at,
       state, attempt, mark, started_at, finished_at, outcome, failure, printed, total
FROM command JOIN request USING (row)
WHERE row = ?;

-- name: unfinished
-- What a restart has to take up, in the order it was accepted; the requests are read when their turn comes.
-- Served by the index command_unfinished.
SELECT row, id, dialect, name, device, client, X'' AS body, fingerprint, accepted_at,
       state, attempt, mark, started_at, finished_at, outcome, failure, printed, total
FROM command
WHERE state IN ('queued', 'running')
ORDER BY accepted_at, row;

-- name: prune
-- A bite of the old final rows, small enough that nobody notices the wait.
DELETE FROM command
WHERE row IN (
    SELECT row FROM command
    WHERE accepted_at < ? AND state NOT IN ('queued', 'running')
    ORDER BY accepted_at
    LIMIT ?
);

-- name: add_device
-- First sight of a device; an old acquaintance keeps its guid.
INSERT OR IGNORE INTO device (number, guid, added_at) VALUES (?, ?, ?);

-- name: device
-- One device.
SELECT number, guid, added_at, active FROM device WHERE number = ?;

-- name: set_active
-- Switched on or off by hand.
UPDATE device SET active = ? WHERE number = ?;
