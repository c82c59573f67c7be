"""Reads tables of Markdown pages."""


def cells(markdown: str, title: str, block: str, label: str) -> list[str]:
    """The cells of one row of a Markdown page."""
    section = markdown.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    rows = section.split(f"*{block}", 1)[1].splitlines()
    (row, *_) = [line for line in rows if line.startswith(f"| {label} |")]
    return [cell.strip() for cell in row.strip("|").split("|")][1:]
