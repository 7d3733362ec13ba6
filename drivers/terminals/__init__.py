"""Bank terminals: what a pinpad must offer, the driver over it, and a virtual one with its own bank."""
