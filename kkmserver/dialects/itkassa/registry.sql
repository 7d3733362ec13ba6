-- A table of receipts that somebody brought. `state`: draft, running, cancelled, over. `source`: the table itself, JSON
-- packed by zlib, as long as it is a draft. Moments are seconds since 1970, UTC; 0 = not yet.
CREATE TABLE IF NOT EXISTS registry (
    id TEXT PRIMARY KEY,
    organization TEXT NOT NULL,
    register TEXT NOT NULL,
    name TEXT NOT NULL,
    who TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'draft',
    source BLOB NOT NULL,
    columns TEXT NOT NULL,
    paper INTEGER NOT NULL,
    cash INTEGER NOT NULL,
    created REAL NOT NULL,
    started REAL NOT NULL DEFAULT 0,
    ended REAL NOT NULL DEFAULT 0
) STRICT;

-- A receipt of a registry that was started. `state`: waiting, sent (a job), done, failed, unknown, cancelled, earlier
-- (another registry has printed it, or something else under its number: left out of this one). `key`: idempKey of its job. `places`: rows of the file, JSON.
CREATE TABLE IF NOT EXISTS registry_receipt (
    registry TEXT NOT NULL,
    at INTEGER NOT NULL,
    organization TEXT NOT NULL,
    key TEXT NOT NULL,
    number TEXT NOT NULL,
    places TEXT NOT NULL,
    total INTEGER NOT NULL,
    contact TEXT NOT NULL,
    digest TEXT NOT NULL,
    commands TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    job TEXT NOT NULL DEFAULT '',
    document TEXT NOT NULL DEFAULT '',
    sign TEXT NOT NULL DEFAULT '',
    printed TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (registry, at)
) STRICT;

CREATE UNIQUE INDEX IF NOT EXISTS registry_receipt_key ON registry_receipt (key);
CREATE INDEX IF NOT EXISTS registry_receipt_digest ON registry_receipt (organization, digest);
CREATE INDEX IF NOT EXISTS registry_receipt_number ON registry_receipt (organization, number);
CREATE INDEX IF NOT EXISTS registry_receipt_open ON registry_receipt (registry, state);
