-- Schema 2: how far a batch of labels is. NULL where nothing was reported, and for every other command.
ALTER TABLE command ADD COLUMN printed INTEGER;  -- labels known to be printed, counted from the batch's first one
ALTER TABLE command ADD COLUMN total   INTEGER;  -- labels of the whole batch
