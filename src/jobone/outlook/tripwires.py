"""What could be seen by a day: a question of an event or of a month, and its answer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from jobone.core.days import add_months
from jobone.outlook.simulation import Paths, event_days_of
from jobone.programme.fields import EventReference
from jobone.programme.standing import Standing

__all__ = [
    "EventBy",
    "MonthAtLeast",
    "Observation",
    "Question",
    "observations",
    "seen_on",
]

Truths = NDArray[np.bool_]

_THRESHOLDS = (0.2, 0.35, 0.5, 0.65, 0.8, 0.9)
"""Levels of a month's distribution at which a number of vehicles is asked for."""


@dataclass(frozen=True, slots=True)
class EventBy:
    """Whether an event has come by a day.

    Parameters
    ----------
    event
        A gate, or a start of production.
    day
        The last day on which it counts; known then.
    """

    event: EventReference
    day: date

    @property
    def known(self) -> date:
        """The day on which it is known either way."""
        return self.day

    @property
    def subject(self) -> object:
        """What it is about: of questions about the same thing one is enough."""
        return self.event

    def __str__(self) -> str:
        if self.event.kind == "gate":
            return f"gate {self.event.name} done by {self.day}"
        return f"production of {self.event.name} started by {self.day}"


@dataclass(frozen=True, slots=True)
class MonthAtLeast:
    """Whether at least so many of a model are built in a month.

    Parameters
    ----------
    model
        Its name.
    month
        First day of the month.
    units
        Vehicles, above 0.
    """

    model: str
    month: date
    units: float

    @property
    def known(self) -> date:
        """The day on which it is known either way: a month after the month's end."""
        return add_months(add_months(self.month, 1) - timedelta(days=1), 1)

    @property
    def subject(self) -> object:
        """What it is about: of questions about the same thing one is enough."""
        return self.model

    def __str__(self) -> str:
        return f"at least {self.units:,.0f} of {self.model} built in {self.month:%Y-%m}"


Question = EventBy | MonthAtLeast


@dataclass(frozen=True)
class Observation:
    """A question, and its answer path by path.

    Parameters
    ----------
    question
        What is asked.
    seen
        Whether it is so, shape (paths,).
    """

    question: Question
    seen: Truths

    @property
    def by(self) -> date:
        """The day on which it is known either way."""
        return self.question.known


def seen_on(question: Question, standing: Standing, paths: Paths) -> Truths | None:
    """Return the answer to a question on every path.

    Parameters
    ----------
    question
        What is asked.
    standing, paths
        The programme, and a run of it.

    Returns
    -------
    array of bool, shape (paths,), or None
        None where the run does not tell: the event, the model or the month is not in it.
    """
    if isinstance(question, EventBy):
        gate = question.event.kind == "gate"
        names = [item.name for item in (standing.gates if gate else standing.models)]
        if question.event.name not in names:
            return None
        return np.asarray(
            event_days_of(question.event, standing, paths) <= question.day.toordinal()
        )
    of = f"model.{question.model}"
    places = [
        place
        for place, item in enumerate(paths.frame.series)
        if (item.of, item.measure) == (of, "production")
    ]
    months = paths.frame.month_starts[:-1]
    if not places or question.month not in months:
        return None
    built = np.asarray(paths.months[places[0], months.index(question.month)], dtype=np.float64)
    return np.asarray(built >= question.units)


def observations(
    standing: Standing, paths: Paths, model: int, until: date
) -> tuple[Observation, ...]:
    """Return what could be seen by a day: events, and months above a number.

    Parameters
    ----------
    standing
        The programme.
    paths
        Run of it.
    model
        Place of the model whose months are counted.
    until
        The day.

    Returns
    -------
    tuple of Observation
        Only what is open: neither sure nor out of the question.
    """
    asked = [*_of_events(standing, until), *_of_months(standing, paths, model, until)]
    found = []
    for question in asked:
        seen = seen_on(question, standing, paths)
        if seen is not None and seen.any() and not seen.all():
            found.append(Observation(question, seen))
    return tuple(found)


def _of_events(standing: Standing, until: date) -> list[Question]:
    """Ask for every gate and every start of production, month by month."""
    days: list[date] = []
    while (following := add_months(standing.as_of, len(days) + 1)) <= until:
        days.append(following)
    events = [EventReference("gate", gate.name) for gate in standing.gates]
    events += [EventReference("sop", item.name) for item in standing.models]
    return [EventBy(event, day) for event in events for day in dict.fromkeys([*days, until])]


def _of_months(standing: Standing, paths: Paths, model: int, until: date) -> list[Question]:
    """Ask for every month that is counted by the day, at round numbers of vehicles."""
    place = next(
        place
        for place, item in enumerate(paths.frame.series)
        if item.model == model and item.measure == "production"
    )
    name = standing.models[model].name
    asked: list[Question] = []
    for month, start in enumerate(paths.frame.month_starts[:-1]):
        if start <= standing.as_of or MonthAtLeast(name, start, 0.0).known > until:
            continue
        built = np.asarray(paths.months[place, month], dtype=np.float64)
        numbers = dict.fromkeys(_rounded(value) for value in np.quantile(built, _THRESHOLDS))
        asked += [MonthAtLeast(name, start, number) for number in numbers if number > 0.0]
    return asked


def _rounded(number: float) -> float:
    """Return a number to two digits, as one would agree on it."""
    if number < 1.0:
        return 0.0
    scale = 10.0 ** (math.floor(math.log10(number)) - 1)
    return round(number / scale) * scale
