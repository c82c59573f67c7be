"""The Spatio-Temporal Transformer, its 14 studies and their analyses."""
