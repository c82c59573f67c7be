"""What changed between two tables of results, or between runs, beyond noise."""
