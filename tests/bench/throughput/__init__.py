"""Delivered receipts a second, from the client's request to the printer's proof, beside other ways to the printer."""
