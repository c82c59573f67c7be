"""Rotations of the 15 body joints at 60 frames a second."""
