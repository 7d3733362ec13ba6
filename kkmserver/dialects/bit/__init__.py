"""The local HTTP API of «БИТ драйвер ККТ». Source: spec/bit-driver.md."""
