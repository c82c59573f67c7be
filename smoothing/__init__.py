"""Smoothing of keypoints in pictures: four networks of one thesis."""
