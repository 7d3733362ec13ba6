"""The paper of a printer that was fed ESC/POS bytes; short for the emulator's interpreter."""

from drivers.escpos.emulator.head import CODE_PAGES
from drivers.escpos.emulator.paper import Interpreted, interpret

__all__ = ["CODE_PAGES", "Interpreted", "interpret"]
