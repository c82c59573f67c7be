"""How a prediction is judged: error, windows, baselines, tables, claims."""
