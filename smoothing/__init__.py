"""Smoothing of keypoints in pictures: four networks of one thesis."""

from reenact.commands import explain_missing_packages

explain_missing_packages()
