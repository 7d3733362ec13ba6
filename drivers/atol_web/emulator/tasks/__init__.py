"""What each task does. Source: spec/atol-web.md 3, 4, 5."""
