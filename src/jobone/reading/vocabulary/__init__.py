"""Words of the trade by meaning: tables only, no rules."""
