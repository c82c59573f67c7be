"""Motion made by a program, for tests and for a first run without recordings."""
