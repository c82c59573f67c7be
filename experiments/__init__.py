"""Commands that use every family, and the scripts that re-run all studies."""

from reenact.commands import explain_missing_packages

explain_missing_packages()
