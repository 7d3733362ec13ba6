"""Commands to the register as data, one function a command. Source: spec/shtrih-m.md 3.

A function `name(password, ...)` gives a `Request`; its parameters are checked (ValueError for what does not fit a
field), its answer comes as a dataclass, a number, a text or None. Answers longer than known are taken as they are,
shorter ones raise ValueError when they are read. Money is in kopecks, times are naive and by the register's clock.
"""
