"""The records of the reading room: articles, mentions, findings, proposals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from jobone.evidence.records import Hedge

__all__ = [
    "PREDICATES",
    "STARTS",
    "Article",
    "NumberKind",
    "NumberMention",
    "Period",
    "Predicate",
    "Proposal",
    "Qualifier",
    "Span",
]

Span = tuple[int, int]
"""First character and the one after the last, in the extracted text."""

Predicate = Literal[
    "sop_window",
    "first_delivery_window",
    "launch_window",
    "plant_capacity",
    "capacity_phase",
    "construction_start",
    "construction_end",
    "investment",
    "headcount",
    "volume_target",
    "volume_actual",
    "orders",
    "price",
    "stores",
    "test_fleet",
    "licence_status",
    "delay",
    "cancellation",
    "range_km",
]

PREDICATES: tuple[Predicate, ...] = (
    "sop_window",
    "first_delivery_window",
    "launch_window",
    "plant_capacity",
    "capacity_phase",
    "construction_start",
    "construction_end",
    "investment",
    "headcount",
    "volume_target",
    "volume_actual",
    "orders",
    "price",
    "stores",
    "test_fleet",
    "licence_status",
    "delay",
    "cancellation",
    "range_km",
)

STARTS: frozenset[Predicate] = frozenset(
    [
        "sop_window",
        "first_delivery_window",
        "launch_window",
        "construction_start",
        "construction_end",
    ]
)
"""What is told by its day alone."""

Qualifier = Literal["", "about", "at least", "at most"]
Period = Literal["", "year", "quarter", "month", "week", "day", "hour"]
NumberKind = Literal[
    "vehicles", "orders", "prototypes", "people", "stores", "money", "distance", "duration",
    "share", "plain", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Article:
    """A text as it was extracted, and what is known about it.

    Parameters
    ----------
    text
        What a reader sees of it; spans point into this.
    file
        Where it came from, as the user wrote it.
    published
        The day it appeared; None where nobody says.
    basis
        How that day was found.
    title, publisher, url
        What its metadata tell; may be empty.
    notes
        What should be said about the extraction.
    """

    text: str
    file: str = ""
    published: date | None = None
    basis: str = ""
    title: str = ""
    publisher: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a text, with what it counts.

    Parameters
    ----------
    start, end
        Its span: the number with its sign of currency, scale and counted noun.
    value
        The number, or the lower one of a range.
    value_max
        The upper one of a range; None for a single number.
    qualifier
        ``about``, ``at least`` or ``at most``; empty for none.
    kind
        What is counted.
    unit
        For money the ISO code, for distances ``km``, for durations ``months``; else empty.
    per
        The period of a rate that stands directly behind it; empty for none.
    noun
        The counted noun as written; may be empty.
    bare_end
        Where the number itself ends, before its noun.
    """

    start: int
    end: int
    value: float
    value_max: float | None
    qualifier: Qualifier
    kind: NumberKind
    unit: str
    per: Period
    noun: str
    bare_end: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim that a text seems to make.

    Parameters
    ----------
    subject
        Whom or what it speaks of, as the article names it; may be empty.
    predicate
        What is said of it.
    value, value_max, qualifier
        A number, its upper end in a range, and how exact it is meant; a status as
        text; None where the window is all there is.
    unit
        Unit of the number; empty for none.
    start, end
        First and last day of the claimed window; None where open or not said.
    hedge
        How firmly it is said.
    said_by
        The speaker, where one is named.
    quote
        The sentence of the first span.
    spans
        Every place that says it.
    confidence
        From 0 to 1.
    superseded
        Whether the text says that it no longer holds.
    unresolved
        Words for days that could not be placed, for want of a day of publication.
    proposer
        ``grammar``, or ``model`` for what a language model proposed.
    """

    subject: str
    predicate: Predicate
    value: float | str | None
    value_max: float | None
    qualifier: Qualifier
    unit: str
    start: date | None
    end: date | None
    hedge: Hedge
    said_by: str
    quote: str
    spans: tuple[Span, ...]
    confidence: float
    superseded: bool = False
    unresolved: tuple[str, ...] = ()
    proposer: Literal["grammar", "model"] = "grammar"
