"""Emulated registers of Сервис Плюс, written from spec/service-plus.md apart from the drivers beside them."""
