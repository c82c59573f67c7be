"""Commands that use every family, and the scripts that re-run all studies."""
