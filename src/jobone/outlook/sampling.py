"""Drawing the uncertain fields of a programme for a run of paths."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from jobone.core.days import DayInterval
from jobone.core.quantity import Quantity
from jobone.core.streams import Purpose, uniforms
from jobone.outlook.remembering import Memory
from jobone.programme.resolving import Resolution

__all__ = ["NEVER", "Days", "Numbers", "Sampler", "Sides", "live_days", "settled"]

NEVER = 4_000_000
"""Day number of what does not come: beyond the last day a calendar can name."""

Days = NDArray[np.int64]
Numbers = NDArray[np.float64]
Sides = NDArray[np.int64]
Value = TypeVar("Value", bound=np.generic)


@dataclass(frozen=True)
class Sampler:
    """Draws for the paths `first` to `first` + `count` - 1.

    Parameters
    ----------
    seed
        From 0 to 2**64 - 1.
    first, count
        The run of paths.
    today
        Ordinal of the day of the outlook.
    forced
        Side of a conflict that every path takes, by path of the field.
    held
        Numbers that take the place of drawn ones, by purpose: those that fit what was
        counted. They are dealt out to the paths in turn.
    memory
        Where what is drawn is kept for another run; it changes no number.
    """

    seed: int
    first: int
    count: int
    today: int
    forced: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[Purpose, Numbers] = field(default_factory=dict)
    memory: Memory | None = None

    def uniform(self, kind: str, quantity: str, place: int, draw: int = 0) -> Numbers:
        """Return one uniform number a path for a purpose."""
        purpose = Purpose(kind, quantity, place, draw)
        held = self.held.get(purpose)
        if held is not None:
            return np.asarray(held[self.turns(len(held))])
        return self.remembered(
            purpose, lambda: uniforms(self.seed, purpose, self.first, self.count)
        )

    def remembered(self, what: Hashable, make: Callable[[], NDArray[Value]]) -> NDArray[Value]:
        """Return what these paths draw, made where it is not remembered.

        Parameters
        ----------
        what
            What it depends on, besides the seed and the run of paths.
        make
            Draws it.
        """
        if self.memory is None:
            return make()
        return self.memory.get((self.seed, self.first, self.count, what), make)

    def turns(self, particles: int) -> NDArray[np.int64]:
        """Return which of so many particles each path takes."""
        return np.arange(self.first, self.first + self.count) % particles

    def sides(self, resolution: Resolution, kind: str, quantity: str, place: int) -> Sides:
        """Return which option of a field each path takes."""
        options = resolution.options
        if resolution.path in self.forced:
            return np.full(self.count, self.forced[resolution.path], dtype=np.int64)
        if len(options) < 2:
            return np.zeros(self.count, dtype=np.int64)
        edges = np.cumsum([option.weight for option in options])[:-1]
        return np.searchsorted(edges, self.uniform(kind, f"{quantity}/side", place), side="right")

    def numbers(
        self,
        resolution: Resolution,
        kind: str,
        quantity: str,
        place: int,
        absent: float,
        drawn: Numbers | None = None,
    ) -> Numbers:
        """Return a number a path; `absent` where the field has no value.

        Uniform numbers that are drawn already take the place of those of the purpose.
        """
        if not resolution.options:
            return np.full(self.count, absent)
        sides = self.sides(resolution, kind, quantity, place)
        if drawn is None:
            drawn = self.uniform(kind, quantity, place)
        values = np.empty(self.count)
        for index, option in enumerate(resolution.options):
            if isinstance(option.value, Quantity):
                taken = sides == index
                values[taken] = np.maximum(option.value.amount.quantile(drawn[taken]), 0.0)
        return values

    def days(
        self, resolution: Resolution, kind: str, quantity: str, place: int
    ) -> tuple[Days, NDArray[np.bool_]]:
        """Return a day a path and whether it is told as a happening.

        What has not happened lies after today, and what has does not. Options that
        are events keep the day `NEVER`, for the caller to fill in.
        """
        sides = self.sides(resolution, kind, quantity, place)
        drawn = self.uniform(kind, quantity, place)
        values = np.full(self.count, NEVER, dtype=np.int64)
        happened = np.zeros(self.count, dtype=np.bool_)
        for index, option in enumerate(resolution.options):
            if not isinstance(option.value, DayInterval):
                continue
            taken = sides == index
            low, high = live_days(option.value, option.happened, self.today)
            if option.as_drawn:
                low, high = (day.toordinal() for day in option.value.closed)
            values[taken] = low + (drawn[taken] * (high - low + 1)).astype(np.int64)
            happened[taken] = option.happened | (option.as_drawn & (values[taken] <= self.today))
        return values, happened


def settled(resolution: Resolution, probability: float) -> float:
    """Return a quantile of a number, the weighted mean of its sides; 0 without a value."""
    return sum(
        option.weight * float(option.value.amount.quantile(np.array(probability)))
        for option in resolution.options
        if isinstance(option.value, Quantity)
    )


def live_days(days: DayInterval, happened: bool, today: int) -> tuple[int, int]:
    """Return the first and last day an uncertain day may still have.

    Parameters
    ----------
    days
        A closed interval.
    happened
        Whether it is told as a happening: then it lies up to today, otherwise after.
    today
        Ordinal of the day of the outlook.

    Returns
    -------
    tuple of int
        Ordinals; one day, tomorrow, where everything promised has passed.
    """
    first, last = (day.toordinal() for day in days.closed)
    if happened:
        return min(first, today), min(last, today)
    return max(first, today + 1), max(last, today + 1)
