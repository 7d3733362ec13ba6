"""Scales: Massa-K (protocol 100), Shtrih-Slim, and virtual ones.

CAS scales are left out: no source of their protocol was found, and a wrong weight is worse than none.
"""
