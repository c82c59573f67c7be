"""Reads tables of Markdown pages."""


def cells(markdown: str, title: str, block: str, label: str) -> list[str]:
    """The cells of one row of a Markdown page; '': of a table without blocks."""
    rows = _section(markdown, title)
    if block:
        rows = rows.split(f"*{block}", 1)[1]
    (row, *_) = [line for line in rows.splitlines() if line.startswith(f"| {label} |")]
    return [cell.strip() for cell in row.strip("|").split("|")][1:]


def without(markdown: str, title: str, label: str) -> bool:
    """Whether a table has no such row, and the page says that it was not run."""
    section = _section(markdown, title)
    said = [line for line in markdown.splitlines() if line.startswith("- Not run: ")]
    said += [line for line in section.splitlines() if line.startswith("No number here")]
    return f"| {label} |" not in section and any(label in line for line in said)


def _section(markdown: str, title: str) -> str:
    return markdown.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
