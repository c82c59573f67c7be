"""What the studies of a generator and a critic are, as tables and claims need it."""

from evaluation.studies import labelled, split_changes
from gan.studies import label

CONTROL = "mse"  # the generator alone, trained on the squared error
READINGS = ("report", "report_text")  # of the report: its algorithm, its text
# Studies whose generator learns from its critic: from it alone, or from the truth too.
# In the report's Algorithm 1 as printed it does not.
FROM_CRITIC_ALONE = ("report_text", "wgan", "wgan_gp", "hpgan")
FROM_CRITIC = (*FROM_CRITIC_ALONE, "mse_plus_critic")
# Studies whose gradient penalty holds the norm of the critic's gradient with respect to
# a whole sequence at 1. That of HP-GAN's program holds it for each frame.
_PENALISED = ("mse_plus_critic", "wgan_gp")


def with_penalty(study: str) -> bool:
    """Whether the alarm about the norm of the critic's gradient is meant for it."""
    return split_changes(study)[0] in _PENALISED


def in_sentence(study: str) -> str:
    """How a study is named in running text."""
    return f"'{labelled(label, study)}'"
