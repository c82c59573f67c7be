"""Gated recurrent units: cells, loops with their own gradient, a layer."""
