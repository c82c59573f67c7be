"""How a prediction is judged: error, windows, baselines, tables, claims."""

from reenact.commands import explain_missing_packages

explain_missing_packages()
