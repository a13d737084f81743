"""A production line, vehicle by vehicle."""
