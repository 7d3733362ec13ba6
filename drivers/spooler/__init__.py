"""Printers behind a print spooler: CUPS and Windows."""
