"""Foundations: days, quantities, distributions, calendars, problems, random streams."""
