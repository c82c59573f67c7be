"""Scores what learns nothing on the windows of the networks, for each kind of data."""
