"""Past programmes: what was promised, what came, and what that says of a new promise.

The reference data ship with the package; a folder of the same format can stand in
for them. Everything here is reckoned from what was known on a day.
"""
