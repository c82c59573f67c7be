"""Speed of the Spatio-Temporal Transformer, and what it is compared with."""
