-- The virtual ФН of one device, version 2 (PRAGMA user_version).

-- One row: who this ФН is. The secret signs documents and is made once.
CREATE TABLE IF NOT EXISTS identity (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    serial TEXT NOT NULL,
    secret BLOB NOT NULL
);

-- What was done, append only: a row is one step, with everything that came of it. The number makes two programs that
-- take the same next step collide, so that a row is also the proof that it was made of the newest counters.
CREATE TABLE steps (
    number INTEGER PRIMARY KEY,      -- 1 more with every step
    document INTEGER,                -- 1040; this and the next 13 are NULL where the step made no document
    form INTEGER,
    shift INTEGER,                   -- 1038
    number_in_shift INTEGER,
    sign INTEGER,                    -- 1077 as printed
    time TEXT,                       -- 1012, ISO with zone
    receipt_type INTEGER,            -- 1054; NULL for reports
    total INTEGER,                   -- 1020, kopecks; NULL for reports
    qr TEXT,
    url TEXT,                        -- where the ОФД shows it
    tlv BLOB,                        -- the whole document with 1077
    facts TEXT,                      -- JSON of what a copy tells beside the columns above
    slip BLOB,                       -- the paper, packed
    notice BLOB,                     -- 82, what «Честный ЗНАК» is told of its marked goods; empty where there are none
    subject TEXT,                    -- which command, in short; NULL where it is not one of its own
    answer TEXT,                     -- JSON: what the answer told beside the document; NULL without subject
    registration TEXT,               -- the registration in force from here on; NULL = as before
    counters TEXT NOT NULL           -- JSON: where everything stands after the step; '' = not known any more
);

CREATE UNIQUE INDEX documents_of_steps ON steps (document) WHERE document IS NOT NULL;
CREATE INDEX registrations_of_steps ON steps (number) WHERE registration IS NOT NULL;
