"""Names that nothing is done for by a device. Source: spec/kkmserver.md 1.10, 2.1, 3.0, 3.9.1."""

# CancelCommand is ours.
SERVER = frozenset(("List", "GetServerData", "OnOffUnut", "GetRezult", "CancelCommand", "GetGoodCodeData"))

# This server sends it to a site and never takes it.
OUTGOING = frozenset(("GetCommand",))

# Members of the API without meaning here: there is no licence, and an unfinished receipt is annulled in any case.
WITHOUT_MEANING = frozenset(("KeySubLicensing", "VerFFD", "ClientId", "CancelOpenedCheck"))
