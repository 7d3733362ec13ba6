"""What waits for a device outlives kills, a full disk and a clock that is set back; `FAULTS=long` makes it longer."""
