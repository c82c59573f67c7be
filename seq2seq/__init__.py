"""Sequence-to-sequence motion prediction: Martinez et al. 2017 and its successors."""
