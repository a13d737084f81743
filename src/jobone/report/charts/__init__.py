"""Vega-Lite specifications as plain dictionaries, built by pure functions."""
