"""A ШТРИХ-М register for tests and for integrators, written from the spec alone."""
