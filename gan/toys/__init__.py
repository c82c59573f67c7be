"""Critics on distributions whose distance is known: `.venv/bin/python -m gan.toys`."""
