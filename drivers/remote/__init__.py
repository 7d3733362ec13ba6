"""A device of another KkmServer, ours or the original: commands are forwarded to it under their own ids."""
