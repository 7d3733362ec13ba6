"""Several devices that look like one: whose turn it is, and who is set aside."""

__distribution__ = "kkmserver"
