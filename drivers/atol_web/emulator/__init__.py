"""АТОЛ's web server with an emulated register behind it, written from spec/atol-web.md alone."""
