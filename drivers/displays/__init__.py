"""Customer displays of two lines of 20 characters, and a virtual one."""
