"""Finding devices: where they may be, and who answers there. Works without the server."""
