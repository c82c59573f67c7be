"""The settings of every study at every profile, and what data are built of, are pinned.

Where a setting is meant to change, write the list anew (`pins.pinned`) and say why.
"""

import dataclasses
import hashlib
import importlib
import json

import pytest
from pins import pinned

from data_prep import build_records
from data_prep.poses.features import PoseFeatures
from training.settings import resolve

FAMILIES = ("seq2seq", "stt", "taxonomy", "gan", "smoothing")
# Of SYNTHETIC and of the CMU recordings that `data_prep.download` fetches.
FINGERPRINTS = {
    "synthetic": "473e2e8581dfc629c12c9e4f7589e9a6640619ba5b4d02da14afb10e776a3fd3",
    "cmu": "5fb21aef1f4c315c24133e44681cd1acb0b47bb834326ba2adf25721198ca0bd",
    "cmu_asfamc": "0fa3ca0057062aeb772d625bc156ff9011793ca35e55db898fb5549b7f619d9c",
}
COUNTED = ("taxonomy", "gan")  # the tests of other families count theirs


def settings(family: str) -> dict[str, str]:
    """'<study> <profile>' -> the first digits of the SHA-256 of its config.json."""
    module = importlib.import_module(f"{family}.studies")
    studies = getattr(module, "ALL_STUDIES", module.STUDIES)
    found = {}
    for study in studies:
        for profile in module.PROFILES:
            config = resolve(studies, module.PROFILES, study, profile)
            text = json.dumps(dataclasses.asdict(config), sort_keys=True)
            digest = hashlib.sha256(text.encode()).hexdigest()
            found[f"{study} {profile}"] = digest[:16]
    return found


def test_settings_of_every_study_are_what_they_were():
    found = {family: settings(family) for family in FAMILIES}
    assert found == pinned("studies.json", found)


def parameters(family: str) -> dict[str, int]:
    """Study -> numbers in its weights, for bodies of 24 joints."""
    studies = importlib.import_module(f"{family}.studies")
    build = importlib.import_module(f"{family}.model").build
    configs = getattr(studies, "ALL_STUDIES", studies.STUDIES)
    counts = {}
    for study, config in configs.items():
        features = PoseFeatures.plain(config.rotation_format, whole_body=True)
        counts[study] = build(config, features=features).count_params()
    return counts


def test_weights_of_every_study_are_as_many_as_they_were():
    found = {family: parameters(family) for family in COUNTED}
    assert found == pinned("parameters.json", found)


@pytest.mark.parametrize("dataset", FINGERPRINTS)
def test_data_are_those_that_they_were(dataset, request, monkeypatch, tmp_path):
    folder = None if dataset == "synthetic" else request.getfixturevalue("data_dir")
    found = []
    # Nothing is built: what is wanted counts as there.
    monkeypatch.setattr(
        build_records, "up_to_date", lambda _, wanted: found.append(wanted) or {"": ""}
    )
    build_records.build(dataset, folder, tmp_path)
    assert found == [FINGERPRINTS[dataset]]
