"""Page and claims of this family."""
