"""What joints are called in other programs' skeletons, and which are left and right.

Names are compared without upper case, digits, separators, a namespace ("mixamorig:")
and what some programs put before each name.
"""

import re
from collections.abc import Iterator, Sequence

_BEFORE = re.compile(r"mixamorig|jbipc?|bip|def|org|[fm]avg")
# Names of a limb's joints without the side, the least ambiguous ones first.
_LIMBS = {
    "hip": "upleg thigh upperleg thighbend femur hip",
    "knee": "leg calf shin lowerleg lowleg foreleg tibia knee",
    "shoulder": "arm upperarm uparm uarm upperarmbend shldrbend shldr humerus shoulder",
    "elbow": "forearm lowerarm lowarm loarm farm forearmbend radius elbow",
}
_CENTRE = {"head": "head skull", "neck": "neck upperneck lowerneck"}
_SIDES = {"l": ("left", "l"), "r": ("right", "r")}


def plain(name: str) -> str:
    """'mixamorig:LeftUpLeg', 'Left_Up_Leg' and 'Bip01 left upleg' to 'leftupleg'."""
    letters = re.sub(r"[^a-z]", "", name.rpartition(":")[2].lower())
    before = _BEFORE.match(letters)
    return letters[before.end() :] if before else letters


def guess_joints(names: Sequence[str]) -> dict[str, int]:
    """Which joints are the limbs' and the head's, by their names.

    Args:
        names: of all joints, parents before children: the first of a kind counts.

    Returns:
        Index of the joint for 'l_hip', 'r_hip', 'l_knee', …, 'l_shoulder', 'l_elbow',
        …, 'neck' and 'head'; those not recognised are left out.
    """
    plain_names = [plain(name) for name in names]
    wanted = {
        f"{side}_{joint}": [
            form for base in bases.split() for form in _forms(side, base)
        ]
        for joint, bases in _LIMBS.items()
        for side in _SIDES
    }
    wanted |= {joint: bases.split() for joint, bases in _CENTRE.items()}
    found = {}
    for joint, forms in wanted.items():
        known = [form for form in forms if form in plain_names]
        if known:
            found[joint] = plain_names.index(known[0])
    return found


def mirror_pairs(names: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """(left, right) indices of the joints whose names differ in the side alone."""
    places = {name: joint for joint, name in enumerate(names)}
    pairs = {}
    for joint, name in enumerate(names):
        for partner in _partners(name):
            if partner in places:
                pairs[joint] = places[partner]
    return tuple(pairs.items())


def _forms(side: str, base: str) -> list[str]:
    return [form for word in _SIDES[side] for form in (word + base, base + word)]


def _partners(name: str) -> Iterator[str]:
    """What the right joint may be called, if this is the name of a left one."""
    for left, right in (("Left", "Right"), ("left", "right"), ("LEFT", "RIGHT")):
        if left in name:
            yield name.replace(left, right)
    for place, letter in enumerate(name):
        if letter in "lL":
            yield name[:place] + {"l": "r", "L": "R"}[letter] + name[place + 1 :]
