"""What the web server is asked to do: pure builders, one module for each kind. Source: spec/atol-web.md 3-5."""
