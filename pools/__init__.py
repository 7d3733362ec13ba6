"""Several devices that look like one: between the devices and the server. Empty so far."""

__distribution__ = "kkmserver"
