"""As it happened: earlier outlooks beside what came."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jobone.core.days import DayInterval, add_months
from jobone.outlook.forecast import EventForecast, Forecast, TargetForecast
from jobone.outlook.movement import Moment, track
from jobone.programme.standing import Standing, StandingTarget

__all__ = ["CameEvent", "CameTarget", "EarlierOutlook", "LookingBack", "look_back", "settled_days"]


_LEAST_COUNTED = 0.9
"""Share of a window's days that must have been counted for it to be settled."""


@dataclass(frozen=True)
class CameEvent:
    """A start of production that has happened.

    Parameters
    ----------
    name
        ``sop.MODEL``.
    first, last
        The days between which it came.
    """

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class CameTarget:
    """A target that can change no more.

    Parameters
    ----------
    target
        The promise.
    kept
        Whether it was kept.
    units
        What came, for a volume.
    ended
        The last day on which it was open.
    """

    target: StandingTarget
    kept: bool
    units: float | None
    ended: date


@dataclass(frozen=True)
class EarlierOutlook:
    """What was forecast on one day, of what has come since."""

    day: date
    events: Mapping[str, EventForecast]
    targets: Mapping[str, TargetForecast]


@dataclass(frozen=True)
class LookingBack:
    """Earlier outlooks beside what came.

    Parameters
    ----------
    events, targets
        What is settled.
    outlooks
        In the order of their days; of an event only those before it came, of a
        target only those before it ended.
    """

    events: tuple[CameEvent, ...]
    targets: tuple[CameTarget, ...]
    outlooks: tuple[EarlierOutlook, ...]


def settled_days(standing: Standing, name: str) -> tuple[date, date] | None:
    """Return the days between which a model's start came; None while it is open."""
    place = standing.model_place(name)
    options = () if place is None else standing.models[place].sop.options
    days = [item.value.closed for item in options if isinstance(item.value, DayInterval)]
    if not options or len(days) < len(options) or not all(item.happened for item in options):
        return None
    return min(first for first, _ in days), max(last for _, last in days)


def _ended(standing: Standing, target: StandingTarget) -> date | None:
    """Return the last day on which a target was open; None where it still is."""
    if target.event is not None:
        if target.event.kind != "sop":
            return None
        came = settled_days(standing, target.event.name)
        lasts = [
            option.value.closed[1]
            for option in (target.by.options if target.by is not None else ())
            if isinstance(option.value, DayInterval)
        ]
        return None if came is None else min([came[0], *lasts])
    if target.period is not None:
        last = target.period.closed[1]
    elif target.window_event is not None and target.window_event.kind == "sop":
        came = settled_days(standing, target.window_event.name)
        if came is None:
            return None
        last = add_months(came[1], target.months)
    else:
        return None
    return last if last < standing.as_of else None


def _is_counted(standing: Standing, target: StandingTarget) -> bool:
    """Whether rows of the target's series, or of the maker, cover its whole window."""
    if target.period is not None:
        first, last = target.period.closed
    else:
        name = target.window_event.name if target.window_event is not None else ""
        came = settled_days(standing, name)
        if came is None:
            return False
        first, last = came[1], add_months(came[0], target.months)
    days = set()
    for row in standing.observed:
        if row.of in (target.of, "maker"):
            begins, ends = (day.toordinal() for day in row.days.closed)
            days |= set(range(max(begins, first.toordinal()), min(ends, last.toordinal()) + 1))
    if target.period is not None:
        # Nothing is built before the first start, counted or not.
        starts = [settled_days(standing, model.name) for model in standing.models]
        known = [item[1] for item in starts if item is not None]
        first = max(first, min(known, default=first))
    needed = (last - first).days + 1
    inside = sum(day >= first.toordinal() for day in days)
    return needed > 0 and inside >= _LEAST_COUNTED * needed


def look_back(
    forecast: Forecast,
    days: Sequence[date],
    paths: int,
    seed: int,
    *,
    threads: int = 1,
    known: Sequence[Moment] = (),
) -> LookingBack:
    """Hold earlier outlooks against what came since.

    Parameters
    ----------
    forecast
        The outlook that knows what came.
    days
        Earlier days, in any order.
    paths, seed, threads
        For the earlier outlooks.
    known
        Outlooks on some of the days, run already with as many paths and that seed.

    Returns
    -------
    LookingBack
        Empty where nothing is settled yet.
    """
    standing = forecast.standing
    events = []
    for model in standing.models:
        came = settled_days(standing, model.name)
        if came is not None:
            events.append(CameEvent(f"sop.{model.name}", *came))
    targets = []
    for item in forecast.targets:
        ended = _ended(standing, item.target)
        # A target some paths keep and some do not is not settled: too little was counted.
        counted = item.target.event is not None or _is_counted(standing, item.target)
        if ended is not None and counted and item.probability in (0.0, 1.0):
            units = item.p50 if isinstance(item.p50, float) else None
            targets.append(CameTarget(item.target, item.probability == 1.0, units, ended))
    run_already = {moment.day: moment for moment in known}

    def outlook_on(day: date) -> Moment:
        if day in run_already:
            return run_already[day]
        return track(standing.folder, [day], paths, seed, threads=threads)[0]

    outlooks = _outlooks(events, targets, days, outlook_on)
    return LookingBack(tuple(events), tuple(targets), outlooks)


def _outlooks(
    events: Sequence[CameEvent],
    targets: Sequence[CameTarget],
    days: Sequence[date],
    outlook_on: Callable[[date], Moment],
) -> tuple[EarlierOutlook, ...]:
    outlooks = []
    for day in sorted(set(days)):
        due = {item.name for item in events if day < item.first}
        open_targets = {item.target.name for item in targets if day < item.ended}
        if not due and not open_targets:
            continue
        moment = outlook_on(day)
        outlooks.append(
            EarlierOutlook(
                day,
                {item.name: item for item in moment.events if item.name in due},
                {
                    item.target.name: item
                    for item in moment.targets
                    if item.target.name in open_targets and item.probability is not None
                },
            )
        )
    return tuple(item for item in outlooks if item.events or item.targets)
