"""A second opinion on what a number tells, learned from the labelled texts."""
