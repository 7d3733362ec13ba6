"""The real server is killed at every step of a command, while sixteen clients repeat theirs until they are final."""
