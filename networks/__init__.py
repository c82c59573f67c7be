"""Layers that more than one study family uses; written in `keras.ops` only."""
