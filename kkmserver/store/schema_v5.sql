-- Schema 5: the places of a span of time are found without reading a row.
DROP INDEX command_accepted_at;
CREATE INDEX command_accepted_at ON command (accepted_at, seq);
