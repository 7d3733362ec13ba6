"""A program beside a register that is asked in JSON over HTTP, one question at a time."""
