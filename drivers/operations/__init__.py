"""A book of what was asked of a device that forgets, or cannot say; written before the device hears of it."""
