"""On which paths a target is kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jobone.outlook.simulation import Paths, event_days_of
from jobone.programme.standing import Standing, StandingTarget

__all__ = ["is_kept", "kept_paths", "target_probabilities"]


def is_kept(
    target: StandingTarget, place: int, standing: Standing, paths: Paths
) -> NDArray[np.bool_]:
    """Return on which paths a target is kept."""
    if target.event is not None:
        days = event_days_of(target.event, standing, paths)
        return np.asarray(days <= paths.target_need[place])
    units = paths.target_units[place]
    # Half a vehicle is no shortfall: counts are whole, shares of days are not.
    return np.asarray(np.nan_to_num(units, nan=-1.0) >= paths.target_need[place] - 0.5)


def target_probabilities(standing: Standing, paths: Paths) -> dict[str, float]:
    """Return the share of paths that keep each target, unknown ones left out."""
    return {
        target.name: float(np.mean(is_kept(target, place, standing, paths)))
        for place, target in enumerate(standing.targets)
        if target.name not in paths.unknown
    }


def kept_paths(standing: Standing, paths: Paths, name: str) -> NDArray[np.bool_]:
    """Return on which paths the target of that name is kept."""
    place = next(i for i, target in enumerate(standing.targets) if target.name == name)
    return is_kept(standing.targets[place], place, standing, paths)
