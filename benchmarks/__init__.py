"""Speed, measured beside what this machine's matrix product allows; never a test."""

from reenact.commands import explain_missing_packages

explain_missing_packages()
