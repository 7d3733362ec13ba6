-- The callback of each finished job. `state`: waiting, delivered, aside (there was no address), letter (given up, the
-- letter is owed), told (the letter is away), silent (no letter could be sent). `version`: which result of the job it
-- is, a settled doubt is a further one. `attempts` and `due` (seconds since 1970, UTC) are of the callback, then of the
-- letter, which is given up at `until`. `status` and `trouble`: how the last attempt of the callback ended.
CREATE TABLE IF NOT EXISTS callback (
    job TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    organization TEXT NOT NULL,
    body BLOB NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL,
    until REAL NOT NULL DEFAULT 0,
    status INTEGER NOT NULL DEFAULT 0,
    trouble TEXT NOT NULL DEFAULT '',
    created REAL NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS callback_open ON callback (organization, due) WHERE state IN ('waiting', 'letter');
