"""Errors of the ФН as the register tells them. Source: spec/atol.md 8, by the texts; the pairs are inferred."""

_SAID = {
    0x01: 210,
    0x02: 212,
    0x03: 213,
    0x04: 214,
    0x05: 215,
    0x06: 216,
    0x07: 217,
    0x08: 218,
    0x09: 231,
    0x10: 232,
    0x11: 233,
    0x12: 234,
    0x15: 235,
    0x16: 240,
    0x17: 241,
    0x20: 236,
    0x30: 210,
    0x33: 231,
}
_EXCHANGE = 210
NO_CASH = 152


def said(code: int) -> int:
    return _SAID.get(code, _EXCHANGE)
