"""Registers of АТОЛ by the protocol "Протокол ККТ 3.1". Source: spec/atol.md."""
