"""Tables of runs: numbers, rows, pages, results.csv."""
