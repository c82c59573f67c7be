"""Speed, measured beside what this machine's matrix product allows; never a test."""
