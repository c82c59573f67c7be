"""Refuses settings that do not fit each other, before anything is read or written."""

from gan.studies import Config
from training.settings import expect

# What cannot be without a critic, and what it is then.
_WITHOUT_CRITIC = {
    "generator_loss": "mse_truth",
    "clip": "none",
    "critic_steps": 0,
    "gradient_penalty": 0,
    "critic_l2": 0,
    "critic_warm_up": False,
    "fresh_batches": False,
    "quality_network": False,
}


def left_out(config: Config) -> list[str]:
    """A sentence for each term of the loss that the other settings make nothing of."""
    if not config.bone_weight or config.rotation_format == "rotation_matrix":
        return []
    return [
        f"bone_weight {config.bone_weight:g} has no effect and is left out: "
        f"rotations as {config.rotation_format} keep every bone's length "
        "(rotation_format=rotation_matrix lets it change)"
    ]


def check_together(config: Config, replicas: int = 1) -> None:
    """Raises a SettingsError that names the first field that does not fit the others.

    Args:
        replicas: how many devices train.
    """
    _check_heads(config)
    _check_critic(config)
    expected = f"a multiple of the {replicas} devices"
    rows = config.batch_size
    expect(rows % replicas == 0, "batch_size", expected, rows)
    warm = config.critic_warm_up
    expect(not (warm and replicas > 1), "critic_warm_up", "False on several", warm)


def _check_heads(config: Config) -> None:
    networks = {config.architecture, config.critic_architecture}
    if any(name.startswith("transformer") for name in networks):
        expected = f"a divisor of the width {config.width}"
        expect(config.width % config.heads == 0, "heads", expected, config.heads)


def _check_critic(config: Config) -> None:
    if config.critic_objective == "none":
        for name, wanted in _WITHOUT_CRITIC.items():
            value = getattr(config, name)
            expect(value == wanted, name, f"{wanted!r} without a critic", value)
        expected = "'generator' or 'none' without a critic"
        expect(config.seed != "critic", "seed", expected, config.seed)
        return
    expect(config.critic_steps >= 1, "critic_steps", "at least 1", config.critic_steps)
    shares = config.normalise_outputs or config.critic_objective == "w1"
    positive = not shares or config.critic_activation == "sigmoid"
    expected = "'sigmoid' where outputs are divided by their sum"
    expect(positive, "critic_activation", expected, config.critic_activation)
