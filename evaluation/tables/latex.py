"""Tables as LaTeX, for `booktabs` and a text in UTF-8."""

import re
from collections.abc import Sequence

from evaluation.tables.document import Document, Table
from evaluation.tables.shown_rows import shown

_MARKS = {"": "{}", "best": r"\textbf{{{}}}", "second": r"\underline{{{}}}"}
_ESCAPES = {
    **{each: rf"\{each}" for each in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "±": r"$\pm$",
    "\N{MINUS SIGN}": "$-$",
    "\N{MULTIPLICATION SIGN}": r"$\times$",
    "√": r"$\surd$",
    "†": r"\dag{}",
    "‡": r"\ddag{}",
    "°": r"$^\circ$",
    "²": r"$^2$",
    "³": r"$^3$",
}
_EMPHASIS = re.compile(r"\*([^*]+)\*")


def to_latex(document: Document, name: str) -> str:
    """Every table of a page as an environment `table` of its own.

    Args:
        name: before the number of a table in its label, 'tab:<name>-1'.
    """
    tables = [*document.tables, *document.details, *document.foot]
    lines = ["% Needs \\usepackage{booktabs}."]
    for number, table in enumerate(tables, start=1):
        lines += ["", *_environment(table, document.title, f"tab:{name}-{number}")]
    return "\n".join(lines) + "\n"


def _environment(table: Table, title: str, label: str) -> list[str]:
    columns = "l" + ("l" if table.of_words else "r") * (len(table.header) - 1)
    lines = [
        r"\begin{table}",
        r"\centering",
        rf"\caption{{{_escaped(f'{title}: {table.title}')}}}",
        rf"\label{{{label}}}",
        rf"\begin{{tabular}}{{{columns}}}",
        r"\toprule",
        _row(map(_escaped, table.header)),
    ]
    for block in shown(table).blocks:
        heading = rf"\multicolumn{{{len(columns)}}}{{l}}{{{_escaped(block.heading)}}}"
        lines += [r"\midrule", *([rf"{heading} \\"] if block.heading else [])]
        for row in block.rows:
            cells = [_MARKS[c.mark].format(_escaped(c.text)) for c in row.cells]
            lines.append(_row([_escaped(row.label), *cells]))
    return [*lines, r"\bottomrule", r"\end{tabular}", r"\end{table}"]


def _row(cells: Sequence[str]) -> str:
    return rf"{' & '.join(cells)} \\"


def _escaped(text: str) -> str:
    """Text as it is shown; *this* is Markdown's emphasis in labels."""
    escaped = "".join(_ESCAPES.get(each, each) for each in text)
    return _EMPHASIS.sub(r"\\emph{\1}", escaped)
