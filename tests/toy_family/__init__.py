"""The smallest complete family, which tests plug in by its name."""

from reenact.commands import explain_missing_packages

explain_missing_packages()
