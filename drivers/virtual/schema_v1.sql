-- The virtual ФН of one device, version 1 (PRAGMA user_version).

-- One row: who this ФН is. The secret signs documents and is made once.
CREATE TABLE identity (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    serial TEXT NOT NULL,
    secret BLOB NOT NULL
);

-- One row: where everything stands. Changed only together with the document or operation that changes it.
CREATE TABLE counters (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    last_document INTEGER NOT NULL,
    last_operation INTEGER NOT NULL,
    shift INTEGER NOT NULL,
    opened_at TEXT,                  -- ISO with zone; NULL = the shift is closed
    first_document INTEGER NOT NULL, -- ФД of the report that opened the shift
    last_time TEXT,                  -- of the newest document
    receipts INTEGER NOT NULL,       -- 1042 of the newest receipt in the shift
    drawer INTEGER NOT NULL,         -- kopecks
    cash_in INTEGER NOT NULL,        -- kopecks in the shift
    cash_in_count INTEGER NOT NULL,
    cash_out INTEGER NOT NULL,
    cash_out_count INTEGER NOT NULL,
    shift_totals TEXT NOT NULL,      -- JSON of drivers.fiscal.counters.Totals
    storage_totals TEXT NOT NULL,
    registration TEXT NOT NULL,      -- JSON of the registration in force; '' = not registered
    registered_at TEXT               -- time of the first registration
);

-- The archive: append only.
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,      -- 1040
    form INTEGER NOT NULL,
    shift INTEGER NOT NULL,          -- 1038
    number_in_shift INTEGER NOT NULL,
    sign INTEGER NOT NULL,           -- 1077 as printed
    time TEXT NOT NULL,              -- 1012, ISO with zone
    receipt_type INTEGER,            -- 1054
    total INTEGER,                   -- 1020, kopecks
    qr TEXT NOT NULL,
    tlv BLOB NOT NULL,               -- the whole document with 1077
    facts TEXT NOT NULL,             -- JSON of what a copy tells beside the columns above
    slip BLOB NOT NULL               -- the paper, packed
);

-- What was done, one row a command, written in the transaction of its effect.
CREATE TABLE operations (
    number INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,           -- what was asked, in short
    document INTEGER REFERENCES documents (number),
    answer TEXT NOT NULL             -- JSON: what the answer told beside the document
);
