-- What organisations have set, by their GUID.
CREATE TABLE IF NOT EXISTS organization (
    id TEXT PRIMARY KEY,
    callback_key TEXT NOT NULL DEFAULT '',
    error_email TEXT NOT NULL DEFAULT '',
    test_url TEXT NOT NULL DEFAULT '',
    result_url TEXT NOT NULL DEFAULT ''
) STRICT;

-- `result` is JSON; moments are ISO 8601 in UTC. `told`: whoever waits for finished jobs has taken over this result.
CREATE TABLE IF NOT EXISTS job (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    organization TEXT NOT NULL,
    register TEXT NOT NULL,
    device INTEGER NOT NULL,
    commands TEXT NOT NULL,
    client TEXT NOT NULL,
    key TEXT,
    registry TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    state TEXT NOT NULL,
    result TEXT,
    told INTEGER NOT NULL DEFAULT 0,
    UNIQUE (organization, key)
) STRICT;

CREATE INDEX IF NOT EXISTS job_open ON job (number) WHERE state <> 'done' OR NOT told;
CREATE INDEX IF NOT EXISTS job_registry ON job (registry) WHERE registry IS NOT NULL;
