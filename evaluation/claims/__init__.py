"""What sources claim, and the one rule by which our numbers decide it."""
