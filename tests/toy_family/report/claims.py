"""What is claimed of the toy family."""

from evaluation.claims.ledger import Claim
from evaluation.claims.paired_differences import difference
from evaluation.studies import ZERO_VELOCITY

ABOUT_CLAIMS = "Errors are joint angles in radians, averaged over horizons."


def _goes_on(studies):
    horizons = (100, 200, 300, 400)
    return difference(studies, ZERO_VELOCITY, "fading", "joint_angle_at", horizons)


CLAIMS = [
    Claim(
        "a_movement_goes_on",
        "this project",
        "A movement that goes on is better than holding the last pose.",
        _goes_on,
    )
]
