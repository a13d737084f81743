"""Bounds, simulation, targets, levers: from the standing programme to an outlook."""
