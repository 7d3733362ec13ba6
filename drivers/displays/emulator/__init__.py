"""A customer display of two rows that is fed bytes and tells what it shows, in three dialects.

It shares nothing with the driver beside it: both were written from the same document, apart from each other.
"""
