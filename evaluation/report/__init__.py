"""The report of all families: one page, its short form, its ledger."""
