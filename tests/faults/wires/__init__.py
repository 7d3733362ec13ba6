"""Every driver, every command, every fault of the wire; run `python -m tests.faults.wires` for the table."""
