"""ШТРИХ-М registers and those that speak their protocol. Source: spec/shtrih-m.md."""
