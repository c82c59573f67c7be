"""Errors of text columns of joint angles: metric, windows, baselines."""
