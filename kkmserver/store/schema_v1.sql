-- Schema 1. Moments are microseconds since 1970-01-01 UTC.

-- One row per accepted command; small, because each of its two later changes writes the row again.
CREATE TABLE command (
    row         INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT    NOT NULL UNIQUE,  -- IdCommand, or one of ours
    dialect     TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    device      INTEGER NOT NULL,
    client      TEXT    NOT NULL,
    fingerprint BLOB    NOT NULL,
    accepted_at INTEGER NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'unknown')),
    attempt     INTEGER NOT NULL DEFAULT 1,
    mark        TEXT    NOT NULL DEFAULT '',
    started_at  INTEGER,
    finished_at INTEGER,
    outcome     TEXT,                     -- JSON
    failure     TEXT                      -- JSON
);

-- What has to be looked at after a restart: a handful of rows among many.
CREATE INDEX command_unfinished ON command (accepted_at) WHERE state IN ('queued', 'running');

-- For pruning.
CREATE INDEX command_accepted_at ON command (accepted_at);

-- The request as received: up to 16 MiB, written once, so it stands apart from the row that changes.
CREATE TABLE request (
    row  INTEGER PRIMARY KEY REFERENCES command (row) ON DELETE CASCADE,
    body BLOB NOT NULL
);

-- What the server itself remembers of a device.
CREATE TABLE device (
    number   INTEGER PRIMARY KEY,
    guid     TEXT    NOT NULL,
    added_at INTEGER NOT NULL,
    active   INTEGER NOT NULL DEFAULT 1
);
