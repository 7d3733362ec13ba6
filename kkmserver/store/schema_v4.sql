-- Schema 4: commands that need others done before their device gets them; sites that are asked for commands.
ALTER TABLE command ADD COLUMN staged INTEGER NOT NULL DEFAULT 0;  -- 1: bank or УТМ come first, each in a row of its own

-- Commands that a site gave when it was asked, until it is known to have their results.
CREATE TABLE owed (
    row     INTEGER PRIMARY KEY AUTOINCREMENT,
    site    TEXT NOT NULL,               -- [[callbacks]] name
    name    TEXT NOT NULL,               -- the command as its dialect spells it
    id      TEXT NOT NULL,               -- IdCommand
    request BLOB NOT NULL,               -- X'' once it is answered
    answer  BLOB,                        -- what the site has to be told; NULL while the command runs
    UNIQUE (site, name, id)
);
