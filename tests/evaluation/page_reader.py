"""Reads a page of the report as a program would: text, tables, attributes."""

import html.parser

VOID = {"meta", "link", "img", "input", "br", "rect", "line", "circle"}


class Page(html.parser.HTMLParser):
    """What stands in a page.

    `texts`: all text outside scripts and style sheets. `tables`: caption -> rows of
    (label, cells, classes of the cells). `tags`: every tag with its attributes. `open`:
    what was never closed.
    """

    def __init__(self, text: str):
        super().__init__()
        self.texts: list[str] = []
        self.tables: dict[str, list[tuple[str, list[str], list[str]]]] = {}
        self.tags: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.scripts: list[str] = []
        self._row = None
        self._caption = ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        if tag in VOID:
            return
        self.open.append(tag)
        if tag == "table":
            self._caption = ""
        elif tag == "script":
            self.scripts.append("")
        elif tag == "tr":
            self._row = []
        elif tag in ("th", "td"):
            self._row.append(["", attributes.get("class", "")])

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.open.pop() == tag, tag
        if tag == "tr":
            (label, _), *cells = self._row
            row = (label.strip(), [text for text, _ in cells], [c for _, c in cells])
            self.tables.setdefault(self._caption, []).append(row)
            self._row = None

    def handle_data(self, data):
        if "script" in self.open:
            self.scripts[-1] += data
        elif "style" not in self.open:
            self.texts.append(data)
            if "caption" in self.open:
                self._caption += data
            if self._row and {"td", "th"} & set(self.open):
                self._row[-1][0] += data

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def row(self, caption: str, label: str) -> list[str]:
        """The cells of the first row of this label."""
        return next(cells for name, cells, _ in self.tables[caption] if name == label)
