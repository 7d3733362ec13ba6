"""The driver of Shtrih-M against all that its emulator can do to it. Source of the list: spec/shtrih-m.md 8."""
