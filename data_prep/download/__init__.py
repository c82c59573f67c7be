"""Fetches recordings that are free, and says where to ask for the others."""
