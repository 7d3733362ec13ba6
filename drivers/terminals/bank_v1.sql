-- The bank of one virtual terminal, version 1 (PRAGMA user_version).

-- The bank's days; the newest one is open.
CREATE TABLE days (
    day INTEGER PRIMARY KEY,
    closed_by INTEGER UNIQUE,  -- number of the till's operation that has closed it; NULL = open
    closed_at TEXT             -- ISO with zone
);

-- Transactions the bank has carried out; what it has refused leaves no row.
CREATE TABLE transactions (
    id INTEGER PRIMARY KEY,
    till INTEGER NOT NULL UNIQUE,      -- number of the till's operation
    day INTEGER NOT NULL REFERENCES days,
    action TEXT NOT NULL,              -- drivers.model.card.CardAction
    amount INTEGER NOT NULL,           -- kopecks
    rrn TEXT NOT NULL UNIQUE,
    authorisation TEXT NOT NULL,
    card TEXT NOT NULL,                -- masked
    receipt TEXT NOT NULL,
    time TEXT NOT NULL,                -- ISO with zone
    original INTEGER REFERENCES transactions,  -- what it gives back, undoes or confirms
    given_back INTEGER NOT NULL,       -- kopecks of this one that were given back or undone
    confirmed INTEGER NOT NULL         -- 1 = a hold that was taken
);
