"""The tables of a line file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from jobone.core.validation import Day, Number, Row

__all__ = ["BreakdownRow", "LineRow", "StationRow"]

MOST_VEHICLES = 100_000_000
"""Vehicles in one replication: beyond it no file means what it says."""
MOST_PLACES = 10_000
"""Of a buffer."""

Name = Annotated[str, Field(min_length=1, max_length=60)]
Count = Annotated[int, Field(strict=True)]


class BreakdownRow(Row):
    """How a station breaks down."""

    between: str
    """Time between the end of a repair and the next failure: 'exponential(8 h)'."""
    repair: str
    """Time to repair: 'exponential(20 min)'."""
    clock: Literal["operating", "calendar"] = "operating"
    """Whether it can fail only while it works, or at any time."""


class StationRow(Row):
    """A station: machines alike behind one buffer."""

    name: Name
    """Its name."""
    cycle: str
    """Time for one vehicle: '76 s', 'gamma(76 s, cv 0.2)', 'empirical(times.csv, seconds)'."""
    machines: Count = Field(default=1, ge=1, le=1000)
    """How many vehicles it does at a time."""
    feeds: Name | None = None
    """The station its vehicles go to; left out: the next one in the file."""
    buffer_after: Count = Field(default=0, ge=0, le=MOST_PLACES)
    """Places between it and the station it feeds."""
    yield_: Number = Field(default=1.0, gt=0.0, le=1.0, alias="yield")
    """Share of the finished vehicles that are good; the rest is scrapped."""
    repeat: Number = Field(default=0.0, ge=0.0, le=0.99)
    """Chance that a vehicle is done again on the spot."""
    learning: Number = Field(default=1.0, ge=0.1, le=1.0)
    """Each doubling of vehicles multiplies the cycle time by this; 1 is none."""
    yield_learning: Number = Field(default=1.0, ge=0.1, le=1.0)
    """Each doubling of vehicles multiplies the scrapped share by this; 1 is none."""
    learning_until: Count = Field(default=0, ge=0, le=MOST_VEHICLES)
    """The vehicle after which nothing more is learnt; left out: learning goes on."""
    breakdown: BreakdownRow | None = None
    """How it breaks down."""
    shifts: tuple[str, ...] | None = None
    """Its working hours, such as 'Mon..Fri 06:00-14:00'; left out: the line's."""
    breaks: tuple[str, ...] | None = None
    """Taken off its working hours, such as '09:00-09:15'; left out: the line's."""


class LineRow(Row):
    """The line as a whole."""

    name: str = Field(default="", max_length=200)
    """What it is called; left out: the file's name."""
    blocking: Literal["after-service", "before-service"] = "after-service"
    """Whether a machine waits with the finished vehicle, or does not start it."""
    replications: Count = Field(default=20, ge=1, le=10_000)
    """How often the run is repeated with other random numbers."""
    warm_up: str = "detect"
    """'detect', 'none', or the time from the start that is left out: '20 h'."""
    run: str = "100000 vehicles"
    """How long each replication runs: '100000 vehicles' or '250 days'."""
    shifts: tuple[str, ...] = ()
    """Working hours of the stations that state none; left out: round the clock."""
    breaks: tuple[str, ...] = ()
    """Breaks of the stations that state none."""
    calendar: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    """Country whose statutory holidays close the stations that have working hours."""
    starts_on: Day | None = None
    """Day of the start; left out: some Monday."""
