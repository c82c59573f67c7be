"""The networks of fairmotion, with and without the motion-taxonomy prior."""

from reenact.commands import explain_missing_packages

explain_missing_packages()
