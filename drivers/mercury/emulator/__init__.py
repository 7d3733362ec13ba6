"""A Меркурий register behind its service INECRMAN, written from spec/mercury.md apart from the driver beside it."""
