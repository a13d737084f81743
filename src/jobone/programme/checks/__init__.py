"""Checks across the tables of a folder, one module for each reason to complain."""
