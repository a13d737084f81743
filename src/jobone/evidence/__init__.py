"""Sources, claims and assumptions: what stood on a day, and how it resolves."""
