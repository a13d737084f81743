"""Fields: what stands at each dotted path, and how its value is read."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from jobone.core.days import EXPECTED, DayInterval, parse_days
from jobone.core.quantity import Quantity, expected_form, parse_quantity
from jobone.evidence.records import STATUSES

__all__ = [
    "FREE_ROOTS",
    "EventReference",
    "FieldKind",
    "FieldValue",
    "Season",
    "expected_of",
    "parse_season",
    "parse_window",
    "read_range",
    "read_value",
]

FieldKind = Literal[
    "days",
    "opening",
    "status",
    "duration",
    "share",
    "rate",
    "multiple",
    "count",
    "orders",
    "order-rate",
    "stores",
    "store-rate",
    "people",
    "hiring",
    "work",
]

FREE_ROOTS = (
    "team",
    "stores",
    "orders",
    "wait",
    "price",
    "money",
    "fleet",
    "software",
    "licence",
    "supply",
    "context",
    "launch",
    "delivery",
    "product",
    "event",
    "letter",
)
"""Roots of paths that claims may speak of without effect on any number."""

_EVENT = re.compile(r"(sop|gate)\.([a-z0-9][a-z0-9-]*)")
_MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
_ONE_OF = re.compile(r"one of\s*\((.*)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EventReference:
    """The day of an event: the start of production of a model, or the end of a gate.

    Parameters
    ----------
    kind
        ``sop`` or ``gate``.
    name
        The model or the gate.
    """

    kind: Literal["sop", "gate"]
    name: str

    def __str__(self) -> str:
        return f"{self.kind}.{self.name}"


FieldValue = DayInterval | EventReference | Quantity | str


@dataclass(frozen=True, slots=True)
class Season:
    """Months of the year inside which something must start and finish.

    Parameters
    ----------
    first_month, last_month
        From 1 to 12; the season may run over the new year.
    """

    first_month: int
    last_month: int

    def __str__(self) -> str:
        names = [
            _MONTHS[month - 1][:3].capitalize() for month in (self.first_month, self.last_month)
        ]
        return "..".join(names)


def expected_of(kind: FieldKind) -> str:
    """Say in words what a field of this kind takes."""
    if kind == "days":
        return EXPECTED
    if kind == "opening":
        return f"{EXPECTED}, or an event such as sop.a1"
    if kind == "status":
        return f"one of {', '.join(STATUSES)}"
    return expected_form(kind)


def parse_event(text: str) -> EventReference | None:
    """Read ``sop.MODEL`` or ``gate.NAME``; None for anything else."""
    match = _EVENT.fullmatch(text.strip().removesuffix(".end"))
    if match is None:
        return None
    return EventReference(cast("Literal['sop', 'gate']", match[1]), match[2])


def _read_days(value: object) -> DayInterval:
    if isinstance(value, bool) or not isinstance(value, str | date | int):
        raise ValueError(f"{value!r} is no day")
    return parse_days(value)


def read_value(kind: FieldKind, value: object, unit: str = "") -> FieldValue:
    """Read one value of a field.

    Parameters
    ----------
    kind
        What the field takes.
    value
        As it stands in a file or a claim.
    unit
        The unit of a claim's number.

    Raises
    ------
    ValueError
        If the value cannot be read as this kind.
    """
    if kind == "status":
        if value not in STATUSES:
            raise ValueError(f"{value!r} is no status")
        return str(value)
    if kind == "opening" and isinstance(value, str):
        event = parse_event(value)
        if event is not None:
            return event
    if kind == "days" or kind == "opening":
        return _read_days(value)
    return parse_quantity(value, kind, unit)


def read_choices(kind: FieldKind, value: object) -> tuple[FieldValue, ...]:
    """Read a value that may be ``one of(…)`` several days, equally likely.

    For numbers ``one of(…)`` is a distribution, and the answer has one element.
    """
    if kind in ("days", "opening") and isinstance(value, str):
        several = _ONE_OF.fullmatch(value.strip())
        if several is not None:
            return tuple(read_value(kind, part.strip()) for part in several[1].split(","))
    return (read_value(kind, value),)


def parse_season(text: str) -> Season:
    """Read a season such as ``Dec..Mar``.

    Raises
    ------
    ValueError
        If the text is no two months.
    """
    parts = [part.strip().lower() for part in text.split("..")]
    names = [next((name for name in _MONTHS if part in (name, name[:3])), "") for part in parts]
    if len(parts) != 2 or not all(names):
        raise ValueError(f"{text!r} is no season")
    return Season(_MONTHS.index(names[0]) + 1, _MONTHS.index(names[1]) + 1)


def parse_window(text: str) -> tuple[int, EventReference]:
    """Read a window after an event, such as ``36 months of sop.a1``.

    Returns
    -------
    int
        Months.
    EventReference
        The event whose day is the first of the window.

    Raises
    ------
    ValueError
        If the text is no such window.
    """
    match = re.fullmatch(r"(\d+)\s+(month|year)s?\s+of\s+(\S+)", text.strip().lower())
    event = parse_event(match[3]) if match else None
    if match is None or event is None or event.kind != "sop" or int(match[1]) == 0:
        raise ValueError(f"{text!r} is no window after a start of production")
    return int(match[1]) * (12 if match[2] == "year" else 1), event


def read_range(kind: FieldKind, text: str) -> tuple[FieldValue, FieldValue]:
    """Read how far a lever goes: ``from..to`` in days, or two quantities.

    Raises
    ------
    ValueError
        If it is no range, or runs backwards.
    """
    if kind in ("days", "opening"):
        days = parse_days(text)
        if days.is_open:
            raise ValueError(f"{text!r} is open")
        first, last = days.closed
        return DayInterval(first, first), DayInterval(last, last)
    if kind == "status":
        raise ValueError("a status has no range")
    parts = re.split(r"\s*\.\.\s*", text.strip())
    if len(parts) != 2:
        raise ValueError(f"{text!r} is no range")
    unit = re.sub(r"^[-+\d_.eE\s]+", "", parts[1])
    low_text = parts[0] if re.search(r"[a-z/%]", parts[0], re.IGNORECASE) else f"{parts[0]} {unit}"
    low, high = read_value(kind, low_text.strip()), read_value(kind, parts[1])
    if (
        not isinstance(low, Quantity)
        or not isinstance(high, Quantity)
        or low.amount.support[0] > high.amount.support[0]
    ):
        raise ValueError(f"{text!r} runs backwards")
    return low, high
