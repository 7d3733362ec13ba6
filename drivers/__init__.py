"""Everything that talks to a device. Works without the server and imports nothing of it."""

__distribution__ = "kkmserver"
