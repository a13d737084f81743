"""Days of events, openings and windows, path by path."""

from __future__ import annotations

from datetime import date

import numpy as np

from jobone.core.days import DayInterval
from jobone.outlook.network import GateDays
from jobone.outlook.sampling import NEVER, Days, Sampler, live_days
from jobone.programme.fields import EventReference
from jobone.programme.resolving import Resolution
from jobone.programme.standing import Standing, StandingTarget

__all__ = ["event_days", "months_later", "opening_days", "promised_day", "target_window"]


def event_days(event: EventReference, standing: Standing, gates: Days, sop: Days) -> Days:
    """Return the day of an event on every path; NEVER where it does not come."""
    if event.kind == "sop":
        place = standing.model_place(event.name)
        days = sop
    else:
        place = standing.gate_place(event.name)
        days = gates
    if place is None:
        return np.full(sop.shape[1], NEVER, dtype=np.int64)
    return np.asarray(days[place])


def opening_days(
    standing: Standing,
    opens: Resolution,
    kind: str,
    place: int,
    days: GateDays,
    sampler: Sampler,
) -> Days:
    """Return the day of an opening on every path, drawn or that of the event it waits for."""
    opening, _ = sampler.days(opens, kind, "opens", place)
    sides = sampler.sides(opens, kind, "opens", place)
    for index, option in enumerate(opens.options):
        if isinstance(option.value, EventReference):
            event = event_days(option.value, standing, days.gates, days.sop)
            opening = np.where(sides == index, event, opening)
    return opening


def promised_day(standing: Standing, resolution: Resolution) -> int | None:
    """Return the ordinal of the last day promised for an opening or a start, if any."""
    promises = [
        claim.value.days
        for claim in resolution.judgement.promises
        if claim.value is not None and claim.value.days is not None
    ]
    lasts = [days.last for days in promises if days.last is not None]
    if lasts:
        return lasts[-1].toordinal()
    for option in resolution.options:
        if isinstance(option.value, EventReference) and option.value.kind == "sop":
            place = standing.model_place(option.value.name)
            if place is not None:
                return promised_day(standing, standing.models[place].sop)
    ends = [
        live_days(option.value, option.happened, standing.as_of.toordinal())[1]
        for option in resolution.options
        if isinstance(option.value, DayInterval)
    ]
    return max(ends, default=None)


def target_window(
    target: StandingTarget, standing: Standing, days: GateDays, count: int
) -> tuple[Days, Days]:
    """Return the first day of a volume target's window and the day after its last."""
    if target.period is not None:
        first, last = (day.toordinal() for day in target.period.closed)
        return (
            np.full(count, first, dtype=np.int64),
            np.full(count, last + 1, dtype=np.int64),
        )
    if target.window_event is None:
        return np.full(count, NEVER), np.full(count, NEVER)
    start = event_days(target.window_event, standing, days.gates, days.sop)
    return start, months_later(start, target.months)


def months_later(start: Days, months: int) -> Days:
    """Return the day `months` after each ordinal, at most the last of its month."""
    reached = start < NEVER
    epoch = date(1970, 1, 1).toordinal()
    days = (np.where(reached, start, epoch) - epoch).astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    into = (days - month.astype("datetime64[D]")).astype(np.int64)
    later = month + np.timedelta64(months, "M")
    first = later.astype("datetime64[D]").astype(np.int64)
    length = (later + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64) - first
    shifted = first + np.minimum(into, length - 1) + epoch
    return np.where(reached, shifted, NEVER)
