"""An УТМ that takes cheques with bottles, remembers the marks, and can be made ill.

It shares nothing with the driver beside it: both were written from the same document, apart from each other.
"""
