"""The neutral language between dialects and drivers: what a shop asks of a device, and what came of it.

Money is `int` kopecks, quantity is `Decimal`, time is aware. No JSON spelling and no vendor number lives here.
"""
