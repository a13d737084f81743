"""A production line as a frozen record: stations, buffers, breakdowns, hours.

Stations stand in the order of flow: each feeds a later one, and the last feeds none.
The first station of every branch always finds a vehicle (or part) to work on, and the
last station can always let its vehicle go.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from jobone.core.problems import Location
from jobone.line.times import Times

__all__ = [
    "NOWHERE",
    "Blocking",
    "Breakdown",
    "Line",
    "Run",
    "Station",
    "Week",
]

NOWHERE = Location("")
"""For lines that no file describes."""

Blocking = Literal["after-service", "before-service"]

Week = tuple[tuple[float, float], ...]
"""Open intervals of a week, in seconds since Monday 0:00, disjoint and ascending; empty
means round the clock."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """How a station breaks down. Its vehicle resumes where it stopped.

    Parameters
    ----------
    between
        Time from the end of a repair (or from the start of the run) to the next failure:
        working time by the operating clock, any time by the calendar. A failure that falls
        on the very end of a cycle comes before the vehicle is done.
    repair
        Time to repair.
    clock
        ``operating``: the station fails only while it works. ``calendar``: the clock
        always runs, round the clock.
    """

    between: Times
    repair: Times
    clock: Literal["operating", "calendar"] = "operating"


@dataclass(frozen=True, slots=True)
class Station:
    """One station: one or several machines alike behind one buffer, first come first served.

    Parameters
    ----------
    name
        Its name.
    cycle
        Time to do one vehicle once.
    machines
        How many vehicles it can do at a time.
    feeds
        Place in the line of the station that its vehicles go to; None for the last.
        Stations that feed one merge there: it takes one part of each for every vehicle.
    buffer_after
        Places between it and the station that it feeds, whose machines' own places do not
        count. It is 0 and means nothing for the last station.
    passing
        Chance that a vehicle that is done is good; the others are scrapped. The n-th
        vehicle's chance of being scrapped is ``(1 - passing) * n**-yield_exponent``.
    repeat
        Chance that a vehicle is done again on the spot, again and again, before that.
    learning_exponent
        The n-th vehicle's times are the cycle's times ``n**-learning_exponent``: minus the
        binary logarithm of the learning rate; 0 is no learning.
    yield_exponent
        The same for the share that is scrapped.
    learning_vehicles
        The vehicle after which nothing more is learnt; 0 if learning goes on.
    breakdown
        How it breaks down, if it does.
    week
        Its working hours; within them a vehicle under work goes on where it stood. A
        station's first failure clock, blocking and taking of vehicles know no hours.
    location
        Where it stands in the file.
    """

    name: str
    cycle: Times
    machines: int = 1
    feeds: int | None = None
    buffer_after: int = 0
    passing: float = 1.0
    repeat: float = 0.0
    learning_exponent: float = 0.0
    yield_exponent: float = 0.0
    learning_vehicles: int = 0
    breakdown: Breakdown | None = None
    week: Week = ()
    location: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Run:
    """How long each replication runs: until the last station has let so many go.

    Parameters
    ----------
    vehicles
        Number of vehicles that leave the line; 0 if a time is given.
    seconds
        Elapsed time; 0 if a number of vehicles is given.
    """

    vehicles: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Line:
    """A production line.

    Parameters
    ----------
    name
        What it is called.
    stations
        In the order of flow; the last one ends the line.
    blocking
        ``after-service``: a finished vehicle waits in its machine while the place behind is
        full. ``before-service``: a machine does not start while it is. What is counted as
        full are the buffer's places and the next station's machines together.
    run
        How long each replication runs.
    replications
        How many are run.
    warm_up
        ``detect``, or the seconds from the start that are left out; 0 is none.
    country
        Whose statutory holidays close the stations with working hours; empty is nobody's.
    starts_on
        The day on which the run starts, at 0:00; without one it is a Monday.
    location
        Where its file says how long it runs, or else where it begins to say anything.
    """

    name: str
    stations: tuple[Station, ...]
    blocking: Blocking = "after-service"
    run: Run = Run(vehicles=100_000)
    replications: int = 20
    warm_up: float | Literal["detect"] = "detect"
    country: str = ""
    starts_on: date | None = None
    location: Location = NOWHERE

    @cached_property
    def feeders(self) -> tuple[tuple[int, ...], ...]:
        """Places of the stations that feed each station; none for the first of a branch."""
        return tuple(
            tuple(place for place, other in enumerate(self.stations) if other.feeds == here)
            for here in range(len(self.stations))
        )

    @cached_property
    def longest_branch(self) -> tuple[int, ...]:
        """Places of the stations of the branch that has most of them, from its first to the end."""
        depth = [1] * len(self.stations)
        for place, feeders in enumerate(self.feeders):
            depth[place] += max((depth[each] for each in feeders), default=0)
        branch = [len(self.stations) - 1]
        while feeders := self.feeders[branch[-1]]:
            branch.append(max(feeders, key=lambda each: (depth[each], -each)))
        return tuple(reversed(branch))
