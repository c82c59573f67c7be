"""How a model is trained: settings, start-up, the loop, checkpoints, run folders."""

from reenact.commands import explain_missing_packages

explain_missing_packages()
