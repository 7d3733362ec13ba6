"""Bodies of the command line's commands, apart from `serve`; imported only when asked for."""
