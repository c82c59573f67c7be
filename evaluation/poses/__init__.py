"""Errors of predicted rotations of the 15 body joints: metrics, windows, horizons."""
