"""The Spatio-Temporal Transformer, its 14 studies and their analyses."""

from reenact.commands import explain_missing_packages

explain_missing_packages()
