"""Digits of numbers, the best of a column, and rows that were not run."""

import pytest

from evaluation.reported_number import ReportedNumber
from evaluation.tables.document import Block, Cell, Document, Row, Table, cell, rounded
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
