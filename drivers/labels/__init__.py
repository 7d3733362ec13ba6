"""Label printers: ZPL II, TSPL, EPL2, CPCL."""
