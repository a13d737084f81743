"""Sliders: how far a field can be moved, and the value at each of their places.

A lever runs over its range, and puts the field to the value under the thumb. An
assumption moves as a whole: its days are shifted, its numbers multiplied, so that the
uncertainty stays as it was argued and the difference is that of the move alone. A share
is put to a value, because only its mean counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from jobone.core.days import DayInterval
from jobone.core.quantity import DAYS_PER_MONTH, DAYS_PER_YEAR, Quantity
from jobone.programme.fields import FieldValue, read_value
from jobone.programme.resolving import Resolution
from jobone.programme.standing import Standing, StandingLever
from jobone.report.provenance import input_paths, option_words

__all__ = ["Slider", "sliders_of", "value_at", "value_of_form"]

_MOST_PLACES = 120
"""More places than this take too long to walk through by keyboard."""

_PERCENT = (50, 200, 5)
_WEEKS = (-52, 52, 1)
_NICE_DAYS = (1, 7, 14, 28, 56, 112)
_LEVELS = (np.arange(200) + 0.5) / 200

Move = Literal["range", "percent", "weeks", "share"]


@dataclass(frozen=True)
class Slider:
    """One field that can be moved.

    Parameters
    ----------
    path
        The field.
    label
        Its name as a person reads it.
    group
        ``levers``, ``gates``, ``plants`` or ``others``.
    move
        What a place means: a value of the range, percent of what stands, weeks from
        it, or a share in percent.
    low, high, step
        First and last place, and the distance between two.
    rest
        The place of what stands, or of what the lever puts in.
    stands
        What stands, in words.
    mark
        Where what stands lies, in percent of the slider; None where it lies outside.
    lever
        The lever; None for an assumption.
    resolution
        What stands.
    """

    path: str
    label: str
    group: str
    move: Move
    low: int
    high: int
    step: int
    rest: int
    stands: str
    mark: float | None
    lever: StandingLever | None
    resolution: Resolution

    @property
    def at_rest(self) -> str:
        """The value that the slider puts in at its rest; empty where that is no change."""
        return "" if self.lever is None else str(self.lever.to)

    def place_of(self, value: str) -> int:
        """Return the place of a value, the place of rest where it stands at none."""
        for place in range(self.low, self.high + 1, self.step):
            if value_at(self, place) == value:
                return place
        return self.rest

    def words_at(self, value: str) -> str:
        """Return how a value is told beside the slider."""
        place = self.place_of(value)
        if value_at(self, place) != value or self.move not in ("percent", "weeks"):
            return value
        if self.move == "percent":
            return f"{value} ({place} % of what stands)"
        many = "a week" if abs(place) == 1 else f"{abs(place)} weeks"
        return f"{value} ({many} {'earlier' if place < 0 else 'later'})"


def sliders_of(standing: Standing) -> tuple[Slider, ...]:
    """Return the sliders of a programme as it stands on a day, levers first.

    Parameters
    ----------
    standing
        Without changes.
    """
    sliders: dict[str, Slider] = {}
    for lever in standing.levers:
        slider = _lever_slider(standing, lever)
        if slider is not None:
            sliders.setdefault(lever.path, slider)
    reached = dict.fromkeys(
        path for target in standing.targets for path in input_paths(standing, target)
    )
    for path in reached:
        resolution = standing.resolutions[path]
        if path not in sliders and resolution.origin in (
            "assumption",
            "literal",
            "standing assumption",
            "claims",
        ):
            found = _assumption_slider(path, resolution)
            if found is not None:
                sliders[path] = found
    order = ("levers", "gates", "plants", "others")
    return tuple(sorted(sliders.values(), key=lambda item: order.index(item.group)))


def _words(resolution: Resolution) -> str:
    return " or ".join(option_words(option) for option in resolution.options)


def _settled(resolution: Resolution) -> bool:
    return bool(resolution.options) and all(option.happened for option in resolution.options)


def _lever_slider(standing: Standing, lever: StandingLever) -> Slider | None:
    resolution = standing.resolutions[lever.path]
    if _settled(resolution):
        return None
    if isinstance(lever.low, DayInterval) and isinstance(lever.high, DayInterval):
        first = max(lever.low.closed[0].toordinal(), standing.as_of.toordinal() + 1)
        last = lever.high.closed[1].toordinal()
        step = next(
            (days for days in _NICE_DAYS if (last - first) / days <= _MOST_PLACES), _NICE_DAYS[-1]
        )
    elif isinstance(lever.low, Quantity) and isinstance(lever.high, Quantity):
        scale = _scale(lever.low)
        first = round(lever.low.amount.support[0] * scale)
        last = round(lever.high.amount.support[1] * scale)
        step = _nice_step(last - first)
    else:
        return None
    last = first + (last - first) // step * step
    if last <= first:
        return None
    wanted = _middle(read_value(resolution.kind, lever.to))
    rest = _nearest_place(first if wanted is None else wanted, first, last, step)
    stands = [_middle(option.value) for option in resolution.options[:1]]
    share = [100.0 * (place - first) / (last - first) for place in stands if place is not None]
    return Slider(
        path=lever.path,
        label=lever.name,
        group="levers",
        move="range",
        low=first,
        high=last,
        step=step,
        rest=rest,
        stands=_words(resolution),
        mark=share[0] if share and 0.0 <= share[0] <= 100.0 else None,
        lever=lever,
        resolution=resolution,
    )


def _middle(value: FieldValue) -> float | None:
    """Return the middle of a value in places; None for an event or a status."""
    if isinstance(value, DayInterval) and not value.is_open:
        first, last = value.closed
        return (first.toordinal() + last.toordinal()) / 2.0
    if isinstance(value, Quantity):
        return float(value.amount.quantile(np.array([0.5]))[0]) * _scale(value)
    return None


def _nearest_place(wanted: float, first: int, last: int, step: int) -> int:
    return min(max(first + round((wanted - first) / step) * step, first), last)


def _scale(quantity: Quantity) -> float:
    """Return the places in one unit: hundredths of multiples and shares, else one."""
    return 100.0 if quantity.dimension in ("multiple", "share") else 1.0


def _nice_step(span: int) -> int:
    """Return the least of 1, 2, 5, 10, 20, … that leaves few enough places."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if span / (factor * size) <= _MOST_PLACES:
                return factor * size
        size *= 10


def _group(path: str) -> str:
    root = path.partition(".")[0]
    return {"gate": "gates", "shock": "gates", "plant": "plants"}.get(root, "others")


def _label(path: str) -> str:
    root, *rest = path.split(".")
    if root in ("gate", "shock", "plant", "target"):
        words = {"takes": "takes", "opens": "opens", "start": "starts", "adds": "adds"}
        return " ".join([*rest[:-1], words.get(rest[-1], rest[-1].replace("_", " "))])
    return path.replace("_", " ")


def _assumption_slider(path: str, resolution: Resolution) -> Slider | None:
    if len(resolution.options) != 1 or _settled(resolution) or path.startswith("target."):
        return None
    value = resolution.options[0].value
    move: Move
    if (
        isinstance(value, DayInterval)
        and path.partition(".")[0] != "sop"
        and not (path.startswith("gate.") and path.endswith(".end"))
    ):
        move, (low, high, step), rest = "weeks", _WEEKS, 0
    elif isinstance(value, Quantity) and value.dimension == "share":
        mean = float(np.mean(value.amount.quantile(_LEVELS)))
        move, (low, high, step), rest = "share", (0, 100, 1), round(100.0 * mean)
    elif isinstance(value, Quantity) and value.amount.support[1] > 0.0:
        move, (low, high, step), rest = "percent", _PERCENT, 100
    else:
        return None
    return Slider(
        path=path,
        label=_label(path),
        group=_group(path),
        move=move,
        low=low,
        high=high,
        step=step,
        rest=rest,
        stands=_words(resolution),
        mark=100.0 * (rest - low) / (high - low),
        lever=None,
        resolution=resolution,
    )


def value_at(slider: Slider, place: int) -> str:
    """Return the value at a place, as a file would have it; empty for what stands.

    Parameters
    ----------
    slider
        The slider.
    place
        From its first to its last place.
    """
    if slider.lever is None and place == slider.rest:
        return ""
    if slider.move == "range":
        assert slider.lever is not None
        if isinstance(slider.lever.low, Quantity):
            quantity = slider.lever.low
            unit = _unit(quantity, plain=True)
            return f"{_written(quantity, [place / _scale(quantity)], unit)[0]}{unit}"
        return date.fromordinal(place).isoformat()
    value = slider.resolution.options[0].value
    if isinstance(value, DayInterval):
        first, last = (day + timedelta(weeks=place) for day in value.closed)
        return first.isoformat() if first == last else f"{first}..{last}"
    assert isinstance(value, Quantity)
    return f"{place / 100:g}" if slider.move == "share" else _scaled(value, place / 100.0)


def _unit(quantity: Quantity, plain: bool = False) -> str:
    """Return the unit in which a quantity is written, as near to its own as can be."""
    if quantity.dimension == "rate":
        return " / year"
    if quantity.dimension == "duration":
        if quantity.working_days:
            return " working days"
        named = None if plain else re.search(r"(month|week|year)s?\b", quantity.text)
        return f" {named[1]}s" if named else " days"
    return ""


def _written(quantity: Quantity, numbers: Sequence[float], unit: str) -> list[str]:
    size = {" months": DAYS_PER_MONTH, " weeks": 7.0, " years": DAYS_PER_YEAR}.get(unit, 1.0)
    if quantity.dimension in ("rate", "count"):
        return [f"{round(number)}" for number in numbers]
    return [f"{number / size:.4g}" for number in numbers]


def _scaled(quantity: Quantity, factor: float) -> str:
    """Return a quantity with every number of it multiplied, as a file would have it."""
    amount, unit = quantity.amount, _unit(quantity)
    numbers = _written(quantity, [number * factor for number in amount.parameters], unit)
    if amount.shape == "constant":
        return f"{numbers[0]}{unit}"
    if amount.shape == "lognormal":
        return f"{numbers[0]} to {numbers[1]}{unit}"
    if amount.shape == "split lognormal":
        return f"{numbers[0]} to {numbers[2]}{unit}, middle {numbers[1]}{unit}"
    return f"{amount.shape}({', '.join(f'{number}{unit}' for number in numbers)})"


def value_of_form(slider: Slider, place: int, was_place: int, was_value: str) -> str:
    """Return the value that a form asks for; empty for what stands.

    Parameters
    ----------
    slider
        The slider.
    place
        Where it stands now.
    was_place, was_value
        Where it stood when the form was drawn, and what it stood for: a slider that was
        not touched keeps a value that lies at none of its places.
    """
    if place == was_place:
        return was_value or slider.at_rest
    return slider.at_rest if place == slider.rest else value_at(slider, place)
