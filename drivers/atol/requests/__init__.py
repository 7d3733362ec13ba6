"""Commands of the register as builders of `Request`. Source: spec/atol.md 5, 6.

Left out on purpose: 71h and 77h (reset of the tables, of all), 6Dh (protection codes), whose use is no print server's.
"""
