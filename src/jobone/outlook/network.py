"""The gates as an activity network: when each is done, and the start of production.

All paths at once, gate after gate in the order of what they come after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from jobone.core.calendars import FIRST_YEAR, LAST_YEAR, WorkingCalendar
from jobone.core.quantity import Quantity
from jobone.outlook.sampling import NEVER, Days, Numbers, Sampler
from jobone.outlook.teams import work_ends
from jobone.programme.fields import Season
from jobone.programme.standing import Standing, StandingGate

__all__ = ["GateDays", "gate_order", "run_network", "unknown_events"]

FINISHED = ("granted", "done")
ENDED = ("refused", "stopped")
OPEN = ("planned", "under-way", "pending")


@dataclass(frozen=True)
class GateDays:
    """When the gates are done and the models start.

    Parameters
    ----------
    gates
        Ordinals, shape (gates, paths); NEVER where it does not come.
    sop
        Ordinals, shape (models, paths).
    """

    gates: Days
    sop: Days


def gate_order(standing: Standing) -> tuple[int, ...]:
    """Return the places of the gates, each after everything it waits for."""
    order: list[int] = []
    placed: set[int] = set()
    waiting = list(range(len(standing.gates)))
    while waiting:
        ready = [
            place
            for place in waiting
            if placed.issuperset((*standing.gates[place].after, *standing.gates[place].any_of))
        ]
        order += ready
        placed.update(ready)
        waiting = [place for place in waiting if place not in placed]
    return tuple(order)


def unknown_events(standing: Standing) -> tuple[dict[int, str], dict[int, str]]:
    """Say which gates and which models have no day that could be reckoned, and why.

    Returns
    -------
    dict
        Reason by place of the gate.
    dict
        Reason by place of the model.
    """
    gates: dict[int, str] = {}
    for place in gate_order(standing):
        gate = standing.gates[place]
        if _is_settled(gate):
            continue
        missing = [gates[other] for other in gate.after if other in gates]
        started = any(option.happened for option in gate.start.options)
        if missing and not started:
            gates[place] = missing[0]
        elif gate.routes_given and all(other in gates for other in gate.any_of):
            routes = [gates[other] for other in gate.any_of if other in gates]
            gates[place] = routes[0] if routes else f"no route of gate.{gate.name} is known yet"
        elif not gate.routes_given and not gate.takes.options and not has_work(standing, gate):
            gates[place] = _why_without_end(standing, gate)
    models: dict[int, str] = {}
    for place, model in enumerate(standing.models):
        if model.sop.options and all(option.happened for option in model.sop.options):
            continue
        missing = [gates[other] for other in model.after if other in gates]
        if missing:
            models[place] = missing[0]
        elif not model.after:
            models[place] = f"no gates lead to sop.{model.name}"
    return gates, models


def has_work(standing: Standing, gate: StandingGate) -> bool:
    """Whether it is known how much there is to do, and by how many."""
    if gate.team is None or not gate.work.options:
        return False
    return bool(standing.teams[gate.team].headcount.options)


def _why_without_end(standing: Standing, gate: StandingGate) -> str:
    if gate.team is not None and gate.work.options:
        return f"how many people team.{standing.teams[gate.team].name} has is not known"
    return f"how long gate.{gate.name} takes is not known"


def _is_settled(gate: StandingGate) -> bool:
    """Whether every path knows the end of this gate without its duration."""
    ended = bool(gate.end.options) and all(option.happened for option in gate.end.options)
    states = [option.value in FINISHED + ENDED for option in gate.status.options]
    return ended or (bool(states) and all(states))


def run_network(standing: Standing, sampler: Sampler, last_day: date) -> GateDays:
    """Draw the end of every gate and the start of production of every model.

    Parameters
    ----------
    standing
        The programme.
    sampler
        The run of paths.
    last_day
        The last day of the horizon; a few years beyond it are reckoned too.

    Returns
    -------
    GateDays
        Inside view: promises enter nowhere.
    """
    ends = np.full((len(standing.gates), sampler.count), NEVER, dtype=np.int64)
    shocks = _shocks(standing, sampler)
    told = [_told(standing, place, sampler) for place in range(len(standing.gates))]
    implied = _implied_ends(standing, told, sampler)
    unknown, unknown_models = unknown_events(standing)
    clock = _Clock(standing, last_day)
    for place in gate_order(standing):
        if place not in unknown:
            end = _gate_end(standing, place, told[place], ends, shocks[place], sampler, clock)
            # What had to be done first was done when what comes after it began.
            is_implied = (implied[place] <= sampler.today) & ~told[place].has_ended
            ends[place] = np.where(is_implied, np.minimum(end, implied[place]), end)
        else:
            ends[place] = np.where(implied[place] <= sampler.today, implied[place], NEVER)
    sop = np.full((len(standing.models), sampler.count), NEVER, dtype=np.int64)
    for place, model in enumerate(standing.models):
        if place in unknown_models:
            continue
        days, happened = sampler.days(model.sop, "model", "sop", place)
        ready = _latest(ends, model.after, sampler.today)
        sop[place] = np.where(happened, days, np.maximum(ready, sampler.today + 1))
    return GateDays(ends, sop)


def _latest(ends: Days, places: tuple[int, ...], today: int) -> Days:
    if not places:
        return np.full(ends.shape[1], today, dtype=np.int64)
    return np.asarray(ends[list(places)].max(axis=0))


def _shocks(standing: Standing, sampler: Sampler) -> Numbers:
    """Return the days that shocks add to each gate, shape (gates, paths)."""
    added = np.zeros((len(standing.gates), sampler.count))
    for place, shock in enumerate(standing.shocks):
        chance = sampler.numbers(shock.chance, "shock", "chance", place, 0.0)
        comes = sampler.uniform("shock", "comes", place) < chance
        extra = sampler.numbers(shock.adds, "shock", "adds", place, 0.0)
        for gate in shock.delays:
            added[gate] += np.where(comes, extra, 0.0)
    return added


class _Clock:
    """Counts working days and seasons from the first day anything may start."""

    def __init__(self, standing: Standing, last_day: date) -> None:
        self._first = date(FIRST_YEAR, 1, 1)
        self._last = date(min(last_day.year + 10, LAST_YEAR), 12, 31)
        self._standing = standing
        self._counted: NDArray[np.int64] | None = None

    def _working_days(self) -> NDArray[np.int64]:
        """Return how many working days lie before each day."""
        if self._counted is None:
            calendar = WorkingCalendar(self._standing.folder.header.country, self._standing.as_of)
            open_days = calendar.working_days(self._first, self._last)
            self._counted = np.concatenate([[0], np.cumsum(open_days)]).astype(np.int64)
        return self._counted

    def elapsed(self, start: Days, today: int, working: bool) -> Numbers:
        """Return the days from `start` to the end of today."""
        if not working:
            return (today - start).astype(np.float64)
        counted, base = self._working_days(), self._first.toordinal()
        index = np.clip(start - base, 0, len(counted) - 1)
        gone = counted[min(today - base, len(counted) - 1)] - counted[index]
        return np.asarray(gone, dtype=np.float64)

    def after(self, start: Days, takes: Numbers, working: bool) -> Days:
        """Return the day on which something that takes so long is done."""
        whole = np.floor(takes + 0.5).astype(np.int64)
        if not working:
            return start + whole
        counted, base = self._working_days(), self._first.toordinal()
        index = np.clip(start - base, 0, len(counted) - 1)
        done = np.searchsorted(counted, counted[index] + whole, side="left")
        return np.where(done >= len(counted), NEVER, np.maximum(base + done, start))

    def seasons(self, season: Season) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the first and last days of every occurrence of a season."""
        firsts, lasts = [], []
        for year in range(self._first.year - 1, self._last.year + 1):
            end_year = year + (season.last_month < season.first_month)
            firsts.append(date(year, season.first_month, 1).toordinal())
            following = date(end_year + season.last_month // 12, season.last_month % 12 + 1, 1)
            lasts.append(following.toordinal() - 1)
        return np.array(firsts), np.array(lasts)


def _finish(
    standing: Standing,
    place: int,
    start: Days,
    started: NDArray[np.bool_],
    added: Numbers,
    sampler: Sampler,
    clock: _Clock,
) -> Days:
    """Draw when a gate is done, given that one that has started is not done yet."""
    gate = standing.gates[place]
    sides = sampler.sides(gate.takes, "gate", "takes", place)
    drawn = sampler.uniform("gate", "takes", place)
    end = clock.after(start, added, working=False)
    for index, option in enumerate(gate.takes.options):
        if not isinstance(option.value, Quantity):
            continue
        taken = sides == index
        amount, working = option.value.amount, option.value.working_days
        elapsed = clock.elapsed(start[taken], sampler.today, working)
        begun = started[taken] & (elapsed > 0.0)
        beyond = amount.quantile_beyond(drawn[taken], np.maximum(elapsed, 0.0))
        takes = np.where(begun, beyond, amount.quantile(drawn[taken]))
        end[taken] = clock.after(start[taken], np.maximum(takes, 0.0) + added[taken], working)
    if has_work(standing, gate) and gate.team is not None:
        done = work_ends(gate, standing.teams[gate.team], place, start, started, sampler)
        end = np.maximum(end, clock.after(done, added, working=False))
    return end


@dataclass(frozen=True)
class _Told:
    """What is told of a gate on each path, before anything is reckoned.

    Parameters
    ----------
    start, started
        The day on which it starts by what is said or written, and whether that
        has happened; a gate under way has started when that was first said.
    has_start
        Whether anything is known about its start.
    end, has_ended
        The day on which it was done, and whether it was.
    never
        Whether it is told that it will not come.
    is_open
        Whether it is told that it is not done yet.
    """

    start: Days
    started: NDArray[np.bool_]
    has_start: bool
    end: Days
    has_ended: NDArray[np.bool_]
    never: NDArray[np.bool_]
    is_open: NDArray[np.bool_]


def _told(standing: Standing, place: int, sampler: Sampler) -> _Told:
    gate, today = standing.gates[place], sampler.today
    start, started = sampler.days(gate.start, "gate", "start", place)
    states = sampler.sides(gate.status, "gate", "status", place)
    under_way = _state_is(gate, states, ("under-way",)) & ~started
    first = np.array(
        [_told_day(option.told[0], today) for option in gate.status.options] or [today]
    )
    last = np.array([_told_day(option.told[1], today) for option in gate.status.options] or [today])
    end, has_ended = sampler.days(gate.end, "gate", "end", place)
    finished = _state_is(gate, states, FINISHED) & ~has_ended
    return _Told(
        start=np.where(under_way, first[states], start),
        started=started | under_way,
        has_start=bool(gate.start.options),
        end=np.where(finished, last[states], end),
        has_ended=has_ended | finished,
        never=_state_is(gate, states, ENDED) & ~has_ended,
        is_open=_state_is(gate, states, OPEN),
    )


def _told_day(day: date | None, today: int) -> int:
    """Return the ordinal of a day that a status speaks of, not after today."""
    return today if day is None else min(day.toordinal(), today)


def _implied_ends(standing: Standing, told: list[_Told], sampler: Sampler) -> Days:
    """Return by when each gate must have been done, NEVER where nothing implies it.

    A gate that has begun, or is done, had everything before it done by then; so
    had a model that is in production.
    """
    implied = np.full((len(standing.gates), sampler.count), NEVER, dtype=np.int64)

    def imply(places: tuple[int, ...], days: Days) -> None:
        for place in places:
            implied[place] = np.minimum(implied[place], days)

    for place, model in enumerate(standing.models):
        days, happened = sampler.days(model.sop, "model", "sop", place)
        imply(model.after, np.where(happened, days, NEVER))
    for place in reversed(gate_order(standing)):
        known = told[place]
        begun = np.where(known.started, known.start, NEVER)
        done = np.where(known.has_ended, known.end, NEVER)
        imply(standing.gates[place].after, np.minimum(np.minimum(begun, done), implied[place]))
    return implied


def _gate_end(
    standing: Standing,
    place: int,
    told: _Told,
    ends: Days,
    added: Numbers,
    sampler: Sampler,
    clock: _Clock,
) -> Days:
    gate = standing.gates[place]
    today = sampler.today
    ready = _latest(ends, gate.after, today)
    planned = np.maximum(told.start, today + 1) if told.has_start else today + 1
    # A gate that has begun no longer waits for its day, nor for what comes before it.
    start = np.where(told.started, told.start, np.maximum(planned, ready))
    routes = ends[list(gate.any_of)].min(axis=0) if gate.any_of else np.full_like(start, today)
    start = np.maximum(start, routes) if gate.any_of else start
    reachable = start < NEVER
    start = np.where(reachable, start, today + 1)

    end = _finish(standing, place, start, told.started, added, sampler, clock)
    if gate.season is not None:
        firsts, lasts = clock.seasons(gate.season)
        in_season = _in_season(start, end - start, firsts, lasts)
        end = np.where(told.started, end, in_season)
    end = np.where(reachable, np.maximum(end, today + 1), NEVER)

    chance = sampler.numbers(gate.chance, "gate", "chance", place, 1.0)
    comes = sampler.uniform("gate", "comes", place) < chance
    end = np.where(comes, end, NEVER)
    is_timed = bool(gate.takes.options) or has_work(standing, gate)
    if gate.any_of and not is_timed and not told.has_start:
        # A choice of routes is done with the first of them, if that was done already.
        done = np.maximum(routes, ready if gate.after else routes)
        end = np.where((done <= today) & ~told.is_open, done, end)
    end = np.where(told.never, NEVER, end)
    return np.where(told.has_ended, told.end, np.minimum(end, NEVER))


def _state_is(gate: StandingGate, states: Days, words: tuple[str, ...]) -> NDArray[np.bool_]:
    if not gate.status.options:
        return np.zeros(len(states), dtype=np.bool_)
    matching = np.array([option.value in words for option in gate.status.options])
    return np.asarray(matching[states])


def _in_season(
    start: Days, takes: Days, firsts: NDArray[np.int64], lasts: NDArray[np.int64]
) -> Days:
    """Return the end, waiting for a season that has room for the whole of it."""
    here = np.clip(np.searchsorted(firsts, start, side="right") - 1, 0, len(firsts) - 1)
    fits = (start >= firsts[here]) & (start + takes <= lasts[here])
    end = np.where(fits, start + takes, NEVER)
    # Seasons that hold a leap day are a day longer: one of the next nine is such a one.
    for later in range(10):
        season = np.minimum(here + later, len(firsts) - 1)
        fits = (firsts[season] >= start) & (firsts[season] + takes <= lasts[season])
        end = np.where((end == NEVER) & fits, firsts[season] + takes, end)
    return end
