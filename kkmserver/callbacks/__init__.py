"""Sites that give commands when they are asked: the server as HTTP client. Source: spec/kkmserver.md 1.10."""
