"""The parts of a support bundle; kkmserver.commands.support_bundle puts them together."""
