"""What `python -m <family>.train` is told: which runs, of which settings."""
