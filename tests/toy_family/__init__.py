"""The smallest complete family, which tests plug in by its name."""
