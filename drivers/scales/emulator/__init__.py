"""Scales that answer as Massa-K (protocol 100) and Shtrih-Slim do, and can be made ill.

They share nothing with the drivers beside them: both were written from the same document, apart from each other.
"""
