"""Sequence-to-sequence motion prediction: Martinez et al. 2017 and its successors."""

from reenact.commands import explain_missing_packages

explain_missing_packages()
