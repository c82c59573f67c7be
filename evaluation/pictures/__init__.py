"""What pictures of runs have in common: style, curves, shown motions."""
