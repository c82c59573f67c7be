"""Digits of numbers, the best of a column, and rows that were not run."""

import pytest

from evaluation.reported_number import ReportedNumber
from evaluation.tables.document import (
    FOOT,
    Block,
    Cell,
    Document,
    Row,
    Table,
    cell,
    rounded,
)
from evaluation.tables.shown_rows import missing_here, not_run, shown
from evaluation.tables.text_forms import to_markdown, to_text


@pytest.mark.parametrize(
    ("value", "spread", "decimals", "expected"),
    [
        (25.8093, 0.46494, 3, ("25.81", "0.46")),  # two digits of the spread, not three
        (1.0539, 0.0149, 2, ("1.05", "0.01")),  # one is enough
        (0.3512, 0.0021, 2, ("0.351", "0.002")),  # but none is not
        (98.76, 12.3, 2, ("99", "12")),
        (1234.5, 321.0, 0, ("1230", "320")),
        (2.0, 0.0, 1, ("2.0", "0")),
        (29.9734, None, 3, ("29.97", "")),  # at most four digits
        (0.5694, None, 3, ("0.569", "")),
        (1.05, None, 2, ("1.05", "")),
        (12345.6, None, 2, ("12346", "")),
        (-3.14159, None, 2, ("-3.14", "")),
        (0.131122, 0.00004, 3, ("0.1311", "0.0000")),  # at most four digits here, too
        (76.3041, 0.006, 1, ("76.30", "0.01")),
        (0.03372, 0.0003, 3, ("0.0337", "0.0003")),
        (0.74231, 0.00098, 3, ("0.742", "0.001")),  # which is one digit, rounded
    ],
)
def test_digits_follow_the_spread(value, spread, decimals, expected):
    assert rounded(value, spread, decimals) == expected


def number(**fields) -> Cell:
    place = dict.fromkeys(("family", "table", "study", "action", "metric"), "")
    return cell(ReportedNumber(**place, mode="", **fields), decimals=1)


def marks(table: Table) -> list[list[str]]:
    return [
        [c.mark for c in row.cells]
        for block in shown(table).blocks
        for row in block.rows
    ]


def test_one_best_a_column_of_all_blocks_that_compete():
    table = Table(
        "",
        ["", "error", "share", "epoch"],
        [
            Block(
                "Printed",
                [Row("P", [number(published=0.5), Cell("99", value=99.0), Cell("1")])],
                competes=False,
            ),
            Block(
                "Baselines",
                [Row("Z", [number(value=2.04), Cell("70", value=70.0), Cell("-")])],
            ),
            Block(
                "Ours",
                [
                    Row(
                        "A",
                        [
                            number(value=2.0, spread=0.4),
                            Cell("80", value=80.0),
                            Cell("3"),
                        ],
                    ),
                    Row(
                        "B", [number(value=3.0), Cell("75", "second", 75.0), Cell("2")]
                    ),
                ],
            ),
        ],
        ["lower", "higher", ""],
    )
    assert marks(table) == [
        ["", "", ""],
        ["best", "", ""],  # 2.0 as shown, like the next one
        ["best", "best", ""],
        ["", "second", ""],
    ]


def test_a_column_of_one_number_has_no_best():
    rows = [Row("A", [number(value=1.0)]), Row("B", [Cell("-")])]
    assert marks(Table("", ["", "x"], [Block("", rows)], ["lower"])) == [[""]]


def page() -> Document:
    def table(title: str, *rows: Row) -> Table:
        printed = Block("Printed", [Row("Not printed", [Cell("-")])], competes=False)
        return Table(title, ["", "x"], [printed, Block("Ours", rows)])

    run, never = Row("Run", [number(value=1.0)]), Row("Never", [Cell("-")])
    sometimes = Row("Sometimes", [number(value=2.0)]), Row("Sometimes", [Cell("-")])
    return Document(
        "Title",
        ["Caption."],
        [table("One", run, never, sometimes[1])],
        [],
        [table("Two", run, never, sometimes[0])],
    )


def test_the_best_of_blocks_that_do_not_compare():
    def block(among: str, *values: float) -> Block:
        rows = [Row(str(each), [number(value=each)]) for each in values]
        return Block("", rows, among=among)

    blocks = [block("28", 1.0, 2.0), block("56", 3.0, 4.0), block("28", 0.5)]
    table = Table("", ["", "x"], blocks, ["lower"])
    assert marks(table) == [[""], [""], ["best"], [""], ["best"]]


def wide() -> Document:
    """A name of 14 characters and numbers of 9, with 2 spaces between them."""
    ours = [Cell("1.0 ‡2.0/3")] * 12
    rows = [Row("Run †", ours), Row("X *unverified*", [Cell("2.0", "best")] * 12)]
    header = ["", *(f"column {n:02}" for n in range(12))]
    table = Table("One", header, [Block("", rows, competes=False)])
    return Document("Title", [f"Reduced: {FOOT} has all."], [table], [], notes=["N."])


@pytest.mark.parametrize(("terminal", "columns"), [(100, 7), (200, 12), (10, 1)])
def test_a_table_fits_the_terminal(terminal, columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(terminal))
    text = to_text(wide(), "x.md")
    (header,) = [line for line in text.splitlines() if line.startswith("      ")]
    assert header.count("column") == columns
    left_out = "; ".join(f"column {n:02}" for n in range(columns, 12))
    said = f"Too wide for this terminal: {left_out}. x.md has these columns."
    assert (said in " ".join(text.split("\n"))) == (columns < 12)
    assert "column 11" in to_text(wide())  # where no file has them


def test_the_terminal_explains_its_signs_and_where_the_rest_is():
    text = to_text(wide(), "x.md")
    assert "Reduced: the last table of x.md has all." in text
    assert "\nx.md has further tables and details.\n" in text
    signs = " ".join(text.split("Signs: ")[1].split())
    assert "* best of ours in its column" in signs and "‡ see above" in signs
    assert "† came with the project, no run is at hand" in signs
    assert "second" not in signs and "2.0/3" not in text
    assert "X (unverified)" in text and "Signs" not in to_text(page())


def test_rows_of_other_things_than_studies_are_not_called_not_run():
    rows = [Row("nose", [Cell("-")]), Row("ear", [number(value=1.0)])]
    joints = Table("Joints", ["", "x"], [Block("Ours", rows)], of_studies=False)
    document = Document("Title", [], [joints], [])
    assert "Not run" not in to_markdown(document)
    assert "No number here: nose." in to_markdown(document)


def test_rows_that_were_not_run_are_named_once_and_left_out():
    document = page()
    assert not_run(document) == ["Never"]
    assert missing_here(document.tables[0], ["Never"]) == ["Sometimes"]
    markdown, text = to_markdown(document), to_text(document)
    for form in (markdown, text):
        assert form.count("Never") == 1
        assert "Not run: Never." in form
        assert form.count("No number here: Sometimes.") == 1
        assert "Not printed" not in form and "Printed" not in form
    assert "| Sometimes | 2.0 |" in markdown
    assert markdown.index("No number here") < markdown.index("## Two")
