-- name: accept
-- A new command, behind all others. Fails on a known id; that is how a repeat is noticed.
INSERT INTO command (id, dialect, name, device, client, fingerprint, accepted_at, hold, request_id, among, everyone,
                     staged, state, seq)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', (SELECT coalesce(max(seq), 0) + 1 FROM command))
RETURNING row, seq;

-- name: add_request
-- The body that belongs to it; a further attempt brings its own.
INSERT OR REPLACE INTO request (row, body) VALUES (?, ?);

-- name: retry
-- A further attempt of a row that is final: as if accepted now, the attempt before is forgotten.
UPDATE command
SET dialect = ?, name = ?, device = ?, client = ?, fingerprint = ?, accepted_at = ?, hold = ?, request_id = ?,
    among = ?, everyone = ?, staged = ?, state = 'queued', seq = (SELECT max(seq) + 1 FROM command),
    attempt = attempt + 1, member = 0, mark = '', started_at = NULL, finished_at = NULL, outcome = NULL,
    failure = NULL, evidence = NULL, printed = NULL, total = NULL
WHERE row = ?;

-- name: start
-- From here on something may have reached the device.
UPDATE command SET state = 'running', mark = ?, started_at = ?, member = ? WHERE row = ?;

-- name: requeue
-- Nothing has reached the member after all: as before it, in its old place.
UPDATE command
SET state = 'queued', mark = '', started_at = NULL, member = 0, printed = NULL, total = NULL
WHERE row = ? AND state = 'running';

-- name: advance
-- A batch came so far; after a crash this is what is known of it.
UPDATE command SET printed = ?, total = ? WHERE row = ?;

-- name: finish
-- A final state. What was seen earlier stays where nothing new was seen.
UPDATE command SET state = ?, finished_at = ?, outcome = ?, failure = ?, evidence = coalesce(?, evidence) WHERE row = ?;

-- name: by_id
-- One command with everything known of it.
SELECT row, id, dialect, name, device, client, body, fingerprint, accepted_at, hold, request_id, among, everyone,
       staged, state, attempt, mark, started_at, finished_at, outcome, failure, printed, total, seq, member, evidence
FROM command JOIN request USING (row)
WHERE id = ?;

-- name: by_row
-- The same by its row.
SELECT row, id, dialect, name, device, client, body, fingerprint, accepted_at, hold, request_id, among, everyone,
       staged, state, attempt, mark, started_at, finished_at, outcome, failure, printed, total, seq, member, evidence
FROM command JOIN request USING (row)
WHERE row = ?;

-- name: unfinished
-- What a restart has to take up, in the order it was accepted; the requests are read when their turn comes.
SELECT row, id, dialect, name, device, client, X'' AS body, fingerprint, accepted_at, hold, request_id, among, everyone,
       staged, state, attempt, mark, started_at, finished_at, outcome, failure, printed, total, seq, member, evidence
FROM command
WHERE state IN ('queued', 'running')
ORDER BY seq;

-- name: page
-- A page of the journal, newest first. {among} is one of the four below; {fits} is `fits`, or 1 where nothing is sifted.
SELECT row, id, dialect, name, device, client, X'' AS body, fingerprint, accepted_at, hold, request_id, among, everyone,
       staged, state, attempt, mark, started_at, finished_at, outcome, failure, printed, total, seq, member, evidence
FROM command
WHERE {among} AND seq >= :least AND seq < :below AND {fits}
ORDER BY seq DESC
LIMIT :limit;

-- name: count
-- How many there are on all pages.
SELECT count(*) FROM command WHERE {among} AND seq >= :least AND seq < :below AND {fits};

-- name: among_all
-- Everything.
TRUE;

-- name: among_device
-- What was asked of a device or pool. Here and below NULL does not filter.
device = :device AND (:state IS NULL OR state = :state);

-- name: among_member
-- What a pool gave to one of its members.
member = :device AND member <> 0 AND device <> :device AND (:state IS NULL OR state = :state);

-- name: among_state
-- Those in one state, of one device.
state = :state AND (:device IS NULL OR device = :device OR member = :device);

-- name: fits
-- What no index finds. GLOB is done by SQLite itself, and its sets know letters beyond ASCII; see kkmserver.store.glob.
(:name IS NULL OR name = :name) AND (:dialect IS NULL OR dialect = :dialect) AND (:client IS NULL OR client = :client)
AND (:since IS NULL OR accepted_at >= :since) AND (:until IS NULL OR accepted_at < :until)
AND (:text IS NULL OR id GLOB :text OR client GLOB :text OR name GLOB :text
     OR json_extract(failure, '$.text') GLOB :text);

-- name: between
-- The places of what was accepted between two moments; the clock may have been set back, so they are looked for all.
SELECT min(seq), max(seq) FROM command WHERE accepted_at >= ? AND accepted_at < ?;

-- name: ends
-- The first and the last place.
SELECT (SELECT min(seq) FROM command), (SELECT max(seq) FROM command);

-- name: place
-- The row in a place, or the next one.
SELECT seq, accepted_at FROM command WHERE seq >= ? ORDER BY seq LIMIT 1;

-- name: newest
-- What the choices of a search are made of.
SELECT name, dialect, client FROM command ORDER BY seq DESC LIMIT ?;

-- name: prune
-- A bite of the old final rows, small enough that nobody notices the wait. A step of a receipt ("<id>@card") stays as
-- long as the receipt, which rests on it: its own age says nothing where the clock was wrong or a register is away.
DELETE FROM command
WHERE row IN (
    SELECT row FROM command AS old
    WHERE accepted_at < ? AND state NOT IN ('queued', 'running')
      AND NOT (dialect = 'server' AND EXISTS (
          SELECT 1 FROM command
          WHERE id = substr(old.id, 1, length(rtrim(old.id, replace(old.id, '@', ''))) - 1)
      ))
    ORDER BY accepted_at
    LIMIT ?
);

-- name: add_device
-- First sight of a device; an old acquaintance keeps its guid.
INSERT OR IGNORE INTO device (number, guid, added_at) VALUES (?, ?, ?);

-- name: device
-- One device.
SELECT number, guid, added_at, active, blocked, last FROM device WHERE number = ?;

-- name: set_active
-- Switched on or off by hand; on means with a clean slate.
UPDATE device SET active = ?1, blocked = CASE WHEN ?1 THEN '' ELSE blocked END WHERE number = ?2;

-- name: set_blocked
-- Set aside by itself, or taken back.
UPDATE device SET blocked = ? WHERE number = ?;

-- name: turn
-- The member of a pool that had the last turn.
UPDATE device SET last = ? WHERE number = ?;

-- name: note
-- A line of the audit.
INSERT INTO audit (at, who, action, subject, detail) VALUES (?, ?, ?, ?, ?);

-- name: deeds
-- A page of the audit, newest first.
SELECT row, at, who, action, subject, detail FROM audit WHERE row < ? ORDER BY row DESC LIMIT ?;

-- name: prune_deeds
-- A bite of its old lines.
DELETE FROM audit WHERE row IN (SELECT row FROM audit WHERE at < ? ORDER BY at LIMIT ?);

-- name: owe
-- A command of a site; one that is known stays as it is.
INSERT OR IGNORE INTO owed (site, name, id, request) VALUES (?, ?, ?, ?);

-- name: answer
-- What the site has to be told; from here on its request is of no more use.
UPDATE owed SET answer = ?, request = X'' WHERE row = ?;

-- name: acknowledge
-- The site has its result.
DELETE FROM owed WHERE row = ?;

-- name: unanswered
-- The commands of a site whose results are still to come, in the order they were given.
SELECT row, site, name, id, request, answer FROM owed WHERE site = ? AND answer IS NULL ORDER BY row;

-- name: answered
-- The results that a site is owed, oldest first.
SELECT row, site, name, id, request, answer FROM owed WHERE site = ? AND answer IS NOT NULL ORDER BY row LIMIT ?;
