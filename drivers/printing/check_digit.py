"""The check digit of every GS1 number: EAN, UPC, GTIN, SSCC, GLN."""


def check_digit(digits: str) -> str:
    """Check digit of the digits before it: weights 3, 1, 3 … from the right."""
    total = sum(int(digit) * (3 if index % 2 == 0 else 1) for index, digit in enumerate(reversed(digits)))
    return str(-total % 10)
