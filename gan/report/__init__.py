"""Pages, claims and pictures of this family."""
