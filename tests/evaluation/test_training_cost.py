"""Tables of what runs took and of settings that differ from their sources'."""

from fake_stt_runs import stt_record

from evaluation.tables.training_cost import how_trained
from stt.family import FAMILY


def settings(**reduced):
    """Rows of the table of settings, of studies whose runs were so reduced."""
    runs = [stt_record("zero_velocity", parameters=0)]
    runs += [
        stt_record(f"{study[1:]}", reduced=text) for study, text in reduced.items()
    ]
    *_, table = how_trained(FAMILY.studies(runs), list(reduced))
    return [[row.label, *(c.text for c in row.cells)] for row in table.blocks[0].rows]


def test_each_setting_is_a_row_with_its_studies():
    sizes = "sizes (1, 2) instead of (3, 4)"  # values may have commas
    assert settings(
        _02=f"width 32 instead of 128, {sizes}, loss mse instead of l2",
        _10=f"width 64 instead of 128, {sizes}",
    ) == [
        ["loss", "l2", "mse", FAMILY.label("02")],
        ["sizes", "(3, 4)", "(1, 2)", "all"],
        ["width", "128", "32", FAMILY.label("02")],
        ["width", "128", "64", FAMILY.label("10")],
    ]


def test_a_text_of_another_form_stays_whole():
    text = "width 32 (128)"
    assert settings(_02=text) == [[text, "", "", "all"]]


def test_nothing_differs_no_table():
    studies = FAMILY.studies([stt_record("02", reduced="")])
    (cost,) = how_trained(studies, ["02", "10"])
    assert cost.title == "Cost of training, mean over seeds"
    assert [row.label for row in cost.blocks[0].rows] == [
        FAMILY.label(study) for study in ("02", "10")
    ]
