"""The API of iKKM, a register of Kazakhstan with a port of its own. Source: spec/ikkm.md."""
