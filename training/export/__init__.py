"""Writes a trained model for other programs, and checks what was written."""
