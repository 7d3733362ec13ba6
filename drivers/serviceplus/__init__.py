"""Registers of «Сервис Плюс»: the binary family of СП101ФР-К, and the XML family of СП402-Ф and СП802."""
