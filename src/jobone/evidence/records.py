"""The records of the evidence room: sources, voices, claims, assumptions."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jobone.core.days import DayInterval, parse_days
from jobone.core.problems import Location
from jobone.core.quantity import canonical_unit

__all__ = [
    "STATUSES",
    "Assumption",
    "Claim",
    "Hedge",
    "Source",
    "Value",
    "parse_value",
    "without_qualifier",
]

Hedge = Literal["confirmed", "expected", "reported", "denied"]

STATUSES = ("planned", "under-way", "pending", "granted", "refused", "done", "stopped")
"""The fixed vocabulary of statuses, roughly in the order in which things develop."""

_ABOUT_MARGIN = 0.05  # "about 3000" covers 2850 to 3150
_COMMON_UNITS = frozenset({"vehicles / year", "days", "working days"})
_NUMBER = r"[-+]?\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?"
_QUALIFIED = re.compile(
    rf"(at least|more than|over|at most|up to|less than|under|about|nearly)\s+({_NUMBER})\s*(.*)",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"({_NUMBER})\s+to\s+({_NUMBER})\s*(.*)")
_PLAIN = re.compile(rf"({_NUMBER})\s*(.*)")


@dataclass(frozen=True, slots=True)
class Value:
    """What a claim states: a number, days, a status or text.

    Parameters
    ----------
    kind
        Which of the four it is.
    low, high
        For numbers: the band of what is stated; equal for a plain number,
        infinite at an open side.
    days
        For days: the interval.
    text
        The status or the text; for numbers and days as they were written.
    unit
        For numbers: the common unit of `low` and `high`.
    """

    kind: Literal["number", "days", "status", "text"]
    low: float = math.nan
    high: float = math.nan
    days: DayInterval | None = None
    text: str = ""
    unit: str = ""

    def same_as(self, other: Value) -> bool:
        """Whether both state the same, however it was written."""
        return self.sort_key == other.sort_key

    def contains(self, other: Value) -> bool:
        """Whether whatever `other` allows is allowed by this value too."""
        if self.kind != other.kind:
            return False
        if self.kind == "number":
            return self.unit == other.unit and self.low <= other.low and other.high <= self.high
        if self.days is not None and other.days is not None:
            return self.days.contains(other.days)
        return self.text == other.text

    @property
    def sort_key(self) -> tuple[str, float, float, str]:
        """An order that depends on what is stated and on no name."""
        if self.kind == "number":
            return (self.kind, self.low, self.high, self.unit)
        if self.days is not None:
            first = self.days.first.toordinal() if self.days.first else -math.inf
            last = self.days.last.toordinal() if self.days.last else math.inf
            return (self.kind, first, last, "")
        if self.kind == "status":
            return (self.kind, float(STATUSES.index(self.text)), 0.0, "")
        return (self.kind, 0.0, 0.0, self.text)

    def __str__(self) -> str:
        return str(self.days) if self.days is not None else self.text


def _number(text: str) -> float:
    return float(text.replace("_", ""))


def _band(raw: str) -> tuple[float, float, str] | None:
    """Read a number, a qualified number or a range, with the unit that follows it."""
    qualified = _QUALIFIED.fullmatch(raw)
    if qualified is not None:
        word, number, unit = qualified[1].lower(), _number(qualified[2]), qualified[3]
        if word in ("at least", "more than", "over"):
            return number, math.inf, unit
        if word in ("at most", "up to", "less than", "under", "nearly"):
            return -math.inf, number, unit
        return number * (1 - _ABOUT_MARGIN), number * (1 + _ABOUT_MARGIN), unit
    band = _RANGE.fullmatch(raw)
    if band is not None:
        return _number(band[1]), _number(band[2]), band[3]
    plain = _PLAIN.fullmatch(raw)
    return (_number(plain[1]), _number(plain[1]), plain[2]) if plain is not None else None


def without_qualifier(raw: object) -> object:
    """Return ``3000 people`` for ``about 3000 people``, anything else as it is.

    The band of a qualified number is used to compare claims, the number to reckon.
    """
    qualified = _QUALIFIED.fullmatch(raw.strip()) if isinstance(raw, str) else None
    return raw if qualified is None else f"{qualified[2]} {qualified[3]}".strip()


def parse_value(raw: object, unit: str = "") -> Value:
    """Read the value of a claim.

    Parameters
    ----------
    raw
        A number, a date, or text: a status, a number with ``at least``, ``at most``
        or ``about``, a range of numbers, a day interval, or anything else. A number
        in text may carry its unit.
    unit
        The unit of a number that carries none.

    Returns
    -------
    Value
        Numbers in a common unit, so that 12,500 a month is 150,000 a year. Text that
        is none of the others stays text.
    """
    if isinstance(raw, date):
        return Value("days", days=parse_days(raw), text=raw.isoformat())
    if isinstance(raw, int | float):
        factor, common = canonical_unit(unit)
        return Value("number", raw * factor, raw * factor, text=f"{raw:,}", unit=common)
    text = str(raw).strip()
    if text in STATUSES:
        return Value("status", text=text)
    try:
        return Value("days", days=parse_days(text), text=text)
    except ValueError:
        pass
    band = _band(text)
    # A number that is followed by words is one only if the words are a unit.
    if band is not None and (not band[2] or canonical_unit(band[2])[1] in _COMMON_UNITS):
        low, high, own_unit = band
        factor, common = canonical_unit(own_unit or unit)
        return Value("number", low * factor, high * factor, text=text, unit=common)
    return Value("text", text=text)


@dataclass(frozen=True, slots=True)
class Source:
    """A document that claims were taken from.

    Parameters
    ----------
    id
        Its name in the folder.
    publisher
        Who published it; says whatever nobody else is named for.
    published
        The days on which it may have appeared.
    known
        The day by which a reader could have it.
    kind
        ``article``, ``filing``, ``report``, ``data`` or ``letter``.
    title, url, sha256, basis
        Optional: title, address, hash of the text that spans point into, and how
        the day was found.
    location
        Where it stands in the folder.
    """

    id: str
    publisher: str
    published: DayInterval
    known: date
    kind: str
    title: str
    url: str
    sha256: str
    basis: str
    location: Location


@dataclass(frozen=True, slots=True)
class Claim:
    """One dated statement by one speaker.

    Parameters
    ----------
    id
        Its name in the folder.
    about
        Dotted path of what it speaks of.
    value
        What it states; None for a pure denial or retraction.
    raw, unit
        The value and unit as written.
    source
        Id of the source.
    said_by, voice
        The speaker as named, and the voice it counts to: a maker and its officers
        are one.
    said_on
        The days on which it was said.
    known
        The day by which a reader could know it.
    holds
        For statuses and counts: the days they speak of.
    hedge
        How firmly it is said.
    origin
        The event or document it retells; may be empty.
    says
        The statement in one line of one's own words.
    spans
        Character offsets into the source text.
    quote
        Words of the source, where they may be quoted.
    denies, retracts
        Ids of the claims it denies or takes back.
    location
        Where it stands in the folder.
    attributed
        Whether somebody other than the publisher is named as the speaker.
    """

    id: str
    about: str
    value: Value | None
    raw: object
    unit: str
    source: str
    said_by: str
    voice: str
    said_on: DayInterval
    known: date
    holds: DayInterval
    hedge: Hedge
    origin: str
    says: str
    spans: tuple[tuple[int, int], ...]
    quote: str
    denies: tuple[str, ...]
    retracts: tuple[str, ...]
    location: Location
    attributed: bool = True

    @property
    def tells_happening(self) -> bool:
        """Whether it says of a day in the past that something happened then."""
        if self.hedge not in ("confirmed", "reported") or self.value is None:
            return False
        days = self.value.days
        said_last = self.said_on.last
        return (
            days is not None
            and days.last is not None
            and (said_last is None or days.last <= said_last)
        )


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number that no source gave.

    Parameters
    ----------
    id
        Its name in the folder.
    about
        Dotted path of the field it fills.
    raw
        The value as written; None where `pool` weighs claims instead.
    pool
        Weights by claim id or by value, adding to 1; empty where `raw` is given.
    who, why
        Who assumed it, and the argument.
    holds_from
        It counts in outlooks as of this day or later.
    written_on
        The day it was written down: hindsight for any earlier outlook.
    location
        Where it stands.
    """

    id: str
    about: str
    raw: object
    pool: Mapping[str, float]
    who: str
    why: str
    holds_from: date
    written_on: date
    location: Location

    def is_hindsight(self, as_of: date) -> bool:
        """Whether it was written after the day of the outlook."""
        return self.written_on > as_of
