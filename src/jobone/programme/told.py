"""Counts told for a day: people of a team, stores of a channel, orders that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from jobone.core.quantity import Quantity
from jobone.evidence.records import without_qualifier
from jobone.programme.fields import read_value
from jobone.programme.folder import Folder
from jobone.programme.resolving import Option, Resolution

__all__ = ["ToldCount", "earlier_counts", "told_day"]

_MIDDLE = np.array([0.5])


@dataclass(frozen=True, slots=True, order=True)
class ToldCount:
    """A count and the day for which it was told."""

    day: date
    count: float


def told_day(resolution: Resolution, option: Option, as_of: date) -> date:
    """Return the day for which an option of a count is told.

    The last day that its claim speaks of; the first day an assumption counts; the day
    of the outlook for what is written in ``programme.toml`` or changed.
    """
    first, last = option.told
    day = last or first
    if day is not None:
        return day
    assumption = resolution.assumption
    return as_of if assumption is None else assumption.holds_from


def earlier_counts(folder: Folder, resolution: Resolution, as_of: date) -> tuple[ToldCount, ...]:
    """Return the counts that were told for earlier days than the one that stands.

    Parameters
    ----------
    folder
        The checked folder.
    resolution
        Of the field of a count, as of the day.
    as_of
        The day.

    Returns
    -------
    tuple of ToldCount
        By day, one a day: claims that the one that stands succeeds as a development, or
        that an assumption stands before.
    """
    judgement = resolution.judgement
    known = {claim.id: claim for claim in folder.evidence.about(resolution.path, as_of)}
    ids = {item.other for item in judgement.relations if item.kind == "development"}
    if resolution.origin != "claims":
        ids |= {claim.id for side in judgement.sides for claim in side.claims}
    ids -= {item.other for item in judgement.relations if item.kind == "retracted"}
    ids -= judgement.denied
    days = [told_day(resolution, option, as_of) for option in resolution.options]
    counts: dict[date, float] = {}
    for name in sorted(ids):
        claim = known[name]
        day = claim.holds.last or claim.holds.first
        value = read_value(resolution.kind, without_qualifier(claim.raw), claim.unit)
        if day is not None and days and day < min(days) and isinstance(value, Quantity):
            counts[day] = float(value.amount.quantile(_MIDDLE)[0])
    return tuple(ToldCount(day, counts[day]) for day in sorted(counts))
