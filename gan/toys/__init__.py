"""Critics on distributions whose distance is known: `python -m gan.toys`."""
