"""A receipt printer that is fed ESC/POS bytes: it answers, prints on a roll that can be read back, and can be made ill.

It shares nothing with the driver beside it: both were written from the makers' public documents, apart from each other.
"""
