"""What several sources read with: formats of files, recordings, lists, checks."""
