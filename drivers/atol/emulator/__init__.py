"""An АТОЛ register that does not exist: it answers over TCP and over a serial cable as the protocol says."""
