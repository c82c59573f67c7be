"""Numbers as people read them: with a real minus sign. Files for programs keep '-'."""

MINUS = "\N{MINUS SIGN}"


def with_minus(number: str) -> str:
    """A number that was formatted: '-0.5' becomes '−0.5'."""
    return number.replace("-", MINUS)


def signed(value: float, decimals: int = 3) -> str:
    """A difference with its sign, '+0.123' or '−0.123'."""
    return with_minus(f"{value:+.{decimals}f}")
