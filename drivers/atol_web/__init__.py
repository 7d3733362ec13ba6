"""Registers АТОЛ through the JSON service of their own driver («АТОЛ. Web Requests», веб-сервер драйвера 10)."""
