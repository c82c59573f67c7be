"""2-D keypoints in pictures: clips, noise, windows, heatmaps."""
