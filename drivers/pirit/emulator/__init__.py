"""An emulated Пирит register, written from spec/service-plus.md part A alone, apart from the driver beside it."""
