"""What tasks result in: readers of the web server's JSON. Source: spec/atol-web.md 4.1, 4.2 and 5; the rest: W3."""
