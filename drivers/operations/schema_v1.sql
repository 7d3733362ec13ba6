-- Operations of one device, version 1 (PRAGMA user_version).

-- One row: after which number this file begins. A number is never given twice, even after a file was lost.
CREATE TABLE beginning (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL
);

CREATE TABLE operations (
    number INTEGER PRIMARY KEY,  -- our own number of the operation, which the device is told where it takes one
    subject TEXT NOT NULL,       -- what was asked, in short; equal for equal commands
    request TEXT NOT NULL,       -- the command, as its driver writes it
    begun_at TEXT NOT NULL,      -- ISO with zone
    state TEXT NOT NULL,         -- started, done, refused, unknown
    answer TEXT NOT NULL,        -- the outcome, as its driver writes it; '' = none
    undecided INTEGER NOT NULL   -- 1 = nobody knows yet what came of it, and nobody has looked
);

CREATE INDEX operations_undecided ON operations (number) WHERE undecided = 1;
