"""Errors of 2-D keypoints in pictures, and the filters that networks are beside."""
