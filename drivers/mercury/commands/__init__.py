"""Commands of INECRMAN: pure builders with the readers of their answers. Source: spec/mercury.md 3."""
