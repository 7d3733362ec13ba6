-- The keys of one register, and what it registered through this API. Sums are hundredths of the register's money.

-- One row. `salt` makes marks of keys, which stand in the journal in place of the keys.
CREATE TABLE register (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    salt BLOB NOT NULL,
    current TEXT NOT NULL,
    configured TEXT NOT NULL -- the first_key of the settings that was taken last
);

-- An operation that has consumed its key.
CREATE TABLE operation (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    next_key TEXT NOT NULL,
    id TEXT NOT NULL, -- of its row in the journal
    kind TEXT NOT NULL, -- sale, buy, saleReturn, buyReturn, deposit, withdraw
    number INTEGER NOT NULL, -- of the cheque; of cash in and out their own
    document INTEGER NOT NULL, -- number in the archive of the register, 0 = none
    shift INTEGER NOT NULL,
    at TEXT NOT NULL, -- YYYY-MM-DD hh:mm:ss, the register's
    total INTEGER NOT NULL,
    cash INTEGER NOT NULL, -- that stayed in the drawer or left it
    change INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    online_code TEXT NOT NULL
);
CREATE INDEX operation_by_shift ON operation (shift, place);

CREATE TABLE sale (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operation (place),
    name TEXT NOT NULL,
    quantity TEXT NOT NULL,
    price INTEGER NOT NULL,
    amount INTEGER NOT NULL
);
CREATE INDEX sale_by_operation ON sale (operation);

-- `sale` to `buy_return`: running totals of the register when it was opened. `closed` is empty while it is not known.
CREATE TABLE shift (
    number INTEGER PRIMARY KEY,
    opened TEXT NOT NULL,
    closed TEXT NOT NULL,
    cashier TEXT NOT NULL,
    sale INTEGER NOT NULL,
    buy INTEGER NOT NULL,
    sale_return INTEGER NOT NULL,
    buy_return INTEGER NOT NULL,
    drawer INTEGER -- when it was closed
);
