"""Every command as a `Request`: what is sent and how its answer is read. Source: spec/service-plus.md A3.

Builders raise ValueError for values that cannot be written. Where the specification has no parameters of a query, they
are those of the maker's own document ("P1" there), and the docstring says so.
"""
