"""The page and the API behind one address: accounts, limits, measures, start and stop."""
