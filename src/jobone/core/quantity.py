"""Quantities with units: rates, durations, counts, multiples, shares and work.

A quantity is written as a number with a unit (``150000 / year``, ``18 months``),
as an 80 % interval (``12 to 18 months``), or by a named shape (``uniform(3 months,
6 months)``, ``triangular(…)``, ``normal(…)``, ``one of(…)``). Inside, rates are
a year, durations days and work person-days.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast

from jobone.core import distribution
from jobone.core.distribution import Distribution

__all__ = [
    "DAYS_PER_MONTH",
    "DAYS_PER_YEAR",
    "Dimension",
    "Quantity",
    "canonical_unit",
    "expected_form",
    "parse_quantity",
]

DAYS_PER_YEAR = 365.25
DAYS_PER_MONTH = DAYS_PER_YEAR / 12.0

Dimension = Literal[
    "rate",
    "duration",
    "count",
    "multiple",
    "share",
    "orders",
    "order-rate",
    "stores",
    "store-rate",
    "people",
    "hiring",
    "work",
]

_RATE = {"year": 1.0, "month": 12.0, "week": DAYS_PER_YEAR / 7.0, "day": DAYS_PER_YEAR}
_DURATION = {
    "day": 1.0,
    "week": 7.0,
    "month": DAYS_PER_MONTH,
    "year": DAYS_PER_YEAR,
    "working day": 1.0,
}
_WORK = {"day": 1.0, "month": DAYS_PER_MONTH, "year": DAYS_PER_YEAR}
_THINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "count": ("vehicle", "vehicles", "car", "cars", "unit", "units"),
        "orders": ("order", "orders"),
        "stores": ("store", "stores", "shop", "shops"),
        "people": ("person", "persons", "people", "engineer", "engineers"),
    }
)
"""What is counted, by its dimension."""
_COUNTED_IN_A_TIME: Mapping[str, str] = MappingProxyType(
    {"rate": "count", "order-rate": "orders", "store-rate": "stores", "hiring": "people"}
)
"""What is counted in a time, by the dimension of the rate."""
_EXPECTED: Mapping[str, str] = MappingProxyType(
    {
        "rate": "vehicles in a time, such as '150000 / year' or '120000 to 180000 / year'",
        "duration": "a time, such as '12 to 18 months', '60 days' or '40 working days'",
        "count": "a number of vehicles without separators, such as 900000",
        "multiple": "a plain number, such as 1.2 or '0.8 to 1.4'",
        "share": "a number from 0 to 1, or a percentage such as '30 %'",
        "orders": "a number of orders without separators, such as 80000",
        "order-rate": "orders in a time, such as '9000 / month' or '40 orders / week'",
        "stores": "a number of stores without separators, such as 127",
        "store-rate": "stores in a time, such as '10 / month'",
        "people": "a number of people without separators, such as 2300",
        "hiring": "people in a time, such as '120 / month'",
        "work": "people times time, such as '6000 person-months' or '400 to 700 person-years'",
    }
)

_MOST: Mapping[str, float] = MappingProxyType(
    {
        "rate": 1e9,
        "duration": 100 * DAYS_PER_YEAR,
        "count": 1e12,
        "multiple": 1e3,
        "share": math.inf,
        "orders": 1e12,
        "order-rate": 1e9,
        "stores": 1e6,
        "store-rate": 1e6,
        "people": 1e7,
        "hiring": 1e7,
        "work": 1e10,
    }
)
"""More than this nobody means; rates a year, durations in days, work in person-days."""
_NUMBER = r"[-+]?\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?"
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d{3})+(?![\d.,])")
_TERM = re.compile(rf"({_NUMBER})\s*(.*)", re.DOTALL)
_INTERVAL = re.compile(rf"({_NUMBER})\s*(.*?)\s+to\s+({_NUMBER})\s*(.*)", re.DOTALL)
_MIDDLE = re.compile(rf"(.*),\s*middle\s+({_NUMBER}\s*.*)", re.DOTALL | re.IGNORECASE)
_SHAPE = re.compile(
    r"(uniform|triangular|normal|one of)\s*\((.*)\)\s*(.*)", re.DOTALL | re.IGNORECASE
)
_SHAPES: Mapping[str, tuple[int | None, Callable[..., Distribution]]] = MappingProxyType(
    {
        "uniform": (2, distribution.uniform),
        "triangular": (3, distribution.triangular),
        "normal": (2, distribution.normal),
        "one of": (None, distribution.one_of),
    }
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An uncertain number of a known dimension.

    Parameters
    ----------
    dimension
        What is measured; it fixes the unit of `amount`: vehicles, orders, stores or
        people a year, days, things counted, person-days, or a plain number.
    amount
        The number with its uncertainty.
    working_days
        For durations: whether only working days count.
    text
        As it was written.
    """

    dimension: Dimension
    amount: Distribution
    working_days: bool = False
    text: str = ""

    def __str__(self) -> str:
        return self.text or str(self.amount)


def expected_form(dimension: Dimension) -> str:
    """Say in words how a quantity of this dimension is written."""
    return _EXPECTED[dimension]


def _factor(dimension: Dimension, unit: str) -> tuple[float, bool]:
    """Return the factor to the inner unit, and whether working days are meant."""
    words = " ".join(unit.strip().lower().split())
    if dimension in _COUNTED_IN_A_TIME:
        counted = "|".join(_THINGS[_COUNTED_IN_A_TIME[dimension]])
        match = re.fullmatch(rf"(?:{counted})?\s*(?:/|per|a)\s*(year|month|week|day)", words)
        if match is not None:
            return _RATE[match[1]], False
    elif dimension == "work":
        match = re.fullmatch(r"(?:person|people)[ -](day|month|year)s?", words)
        if match is not None:
            return _WORK[match[1]], False
    elif dimension == "duration":
        singular = words.removesuffix("s")
        if singular in _DURATION:
            return _DURATION[singular], singular == "working day"
    elif dimension in _THINGS:
        if words in ("", *_THINGS[dimension]):
            return 1.0, False
    elif words == "%":
        return 0.01, False
    elif (words in ("", "times") and dimension == "multiple") or (
        words == "" and dimension == "share"
    ):
        return 1.0, False
    named = f"{words!r} is no unit of it" if words else "it has no unit"
    raise ValueError(named)


def _terms(texts: list[str], trailing: str) -> list[tuple[float, str]]:
    """Split each text into number and unit; one without a unit takes the last one's."""
    terms: list[tuple[float, str]] = []
    for text in texts:
        match = _TERM.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text.strip()!r} is no number")
        terms.append((float(match[1].replace("_", "")), match[2].strip()))
    fallback = trailing or (terms[-1][1] if terms else "")
    return [(number, unit or fallback) for number, unit in terms]


def _parse_text(text: str) -> tuple[Callable[..., Distribution], list[tuple[float, str]]]:
    shape = _SHAPE.fullmatch(text)
    if shape is not None:
        count, make = _SHAPES[" ".join(shape[1].lower().split())]
        arguments = [part for part in shape[2].split(",") if part.strip()]
        if not arguments:
            raise ValueError(f"{shape[1]}(…) names no number")
        if count is not None and len(arguments) != count:
            raise ValueError(f"{shape[1]}(…) takes {count} numbers, not {len(arguments)}")
        return make, _terms(arguments, shape[3].strip())
    with_middle = _MIDDLE.fullmatch(text)
    if with_middle is not None:
        ends = _INTERVAL.fullmatch(with_middle[1].strip())
        if ends is None:
            raise ValueError("a middle goes with 'a to b'")
        low, low_unit, high, unit = ends.groups()
        terms = _terms([with_middle[2], f"{low} {low_unit}", f"{high} {unit}"], "")
        return distribution.split_lognormal, [*terms[1:], terms[0]]
    interval = _INTERVAL.fullmatch(text)
    if interval is not None:
        low, low_unit, high, unit = interval.groups()
        return distribution.lognormal_interval, _terms([f"{low} {low_unit}", f"{high} {unit}"], "")
    return distribution.constant, _terms([text], "")


def parse_quantity(value: object, dimension: Dimension, unit: str = "") -> Quantity:
    """Read a quantity.

    Parameters
    ----------
    value
        A number or text in the grammar of this module.
    dimension
        What it must measure.
    unit
        The unit where `value` names none (the `unit` of a claim).

    Returns
    -------
    Quantity
        In inner units; see `Quantity`.

    Raises
    ------
    ValueError
        If it cannot be read, is of another dimension, is negative, or, for a
        share, lies outside [0, 1].
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"{value!r} is no quantity")
    text = str(value).strip()
    is_grouped = isinstance(value, str) and _GROUPED.search(text)
    if is_grouped and dimension in (*_THINGS, *_COUNTED_IN_A_TIME, "work"):
        raise ValueError("a number with groups of three digits can be read in two ways")
    make, terms = _parse_text(text)
    own_unit = any(term_unit for _, term_unit in terms)
    if own_unit and unit and _factor(dimension, terms[-1][1]) != _factor(dimension, unit):
        raise ValueError(f"its own unit {terms[-1][1]!r} is not the unit given, {unit!r}")
    factors = [_factor(dimension, term_unit or unit) for _, term_unit in terms]
    working_days = factors[-1][1]
    if any(working != working_days for _, working in factors):
        raise ValueError("it mixes working days with other days")
    amount = make(
        *[number * factor for (number, _), (factor, _) in zip(terms, factors, strict=True)]
    )
    low, high = amount.support
    if low < 0.0:
        raise ValueError("it is negative")
    if high > _MOST[dimension]:
        raise ValueError("it is beyond all measure")
    if dimension == "share" and high > 1.0:
        raise ValueError("it is above 1")
    shown = text if own_unit or not unit else f"{text} {unit}"
    return Quantity(dimension, amount, working_days, shown)


_CANONICAL = (
    ("rate", "vehicles / year"),
    ("duration", "days"),
    ("order-rate", "orders / year"),
    ("store-rate", "stores / year"),
    ("hiring", "people / year"),
    ("work", "person-days"),
)


def canonical_unit(unit: str) -> tuple[float, str]:
    """Return the factor to a common unit, and its name, so that claims can be compared.

    Rates come to things a year, durations to days and work to person-days; any other
    unit is itself.
    """
    for dimension, name in _CANONICAL:
        try:
            factor, working_days = _factor(cast("Dimension", dimension), unit)
        except ValueError:
            continue
        return factor, "working days" if working_days else name
    words = " ".join(unit.lower().split())
    return 1.0, words if len(words) < 4 else words.removesuffix("s")
