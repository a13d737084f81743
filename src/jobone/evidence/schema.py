"""The tables of ``sources.toml``, ``claims.toml`` and ``assumptions.toml``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from jobone.core.validation import Day, Number, Row

__all__ = ["AssumptionRow", "ClaimRow", "Name", "SourceRow", "VoiceRow"]

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=120)]
Days = Annotated[str | Day | int, Field(union_mode="left_to_right")]


class SourceRow(Row):
    """A document that claims were taken from."""

    id: Name
    """Its name, used by claims."""
    publisher: str = Field(min_length=1)
    """Who published it; whatever nobody else is named for is said by the publisher."""
    published: Days
    """The day, or the interval in which it appeared."""
    known: Day | None = None
    """The day by which a reader could have it; left out: the last day of `published`."""
    kind: Literal["article", "filing", "report", "data", "letter"] = "article"
    """What sort of document it is."""
    title: str = ""
    """Its title."""
    url: str = ""
    """Its address."""
    sha256: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")
    """Hash of the text that the spans of its claims point into."""
    basis: str = ""
    """How the day was found."""


class VoiceRow(Row):
    """Speakers who count as one: a maker and its officers."""

    name: str = Field(min_length=1)
    """The voice."""
    members: tuple[str, ...] = Field(min_length=1)
    """Names that speak with it."""


class ClaimRow(Row):
    """One dated statement by one speaker."""

    id: Name
    """Its name."""
    about: str = Field(min_length=1, max_length=200)
    """Dotted path of what it speaks of, such as plant.north.phase-1.nameplate."""
    value: str | Day | Number | None = Field(default=None, union_mode="left_to_right")
    """A number, an interval of days, a status, or text; left out only by a denial or retraction."""
    unit: str = ""
    """Unit of a number."""
    source: Name
    """Id of the source."""
    said_by: str = ""
    """The speaker; left out: the publisher of the source."""
    said_on: Days | None = None
    """When it was said; left out: when the source was published."""
    known: Day | None = None
    """The day by which a reader could know it; left out: that of the source."""
    holds: Days | None = None
    """For statuses and counts: the days they speak of; left out: the day said."""
    hedge: Literal["confirmed", "expected", "reported", "denied"]
    """How firmly it is said."""
    origin: str = ""
    """The event or document it retells."""
    says: str = Field(min_length=1)
    """The statement in one line of one's own words."""
    spans: tuple[tuple[int, int], ...] = ()
    """Character offsets into the text of the source."""
    quote: str = ""
    """Words of the source, where they may be quoted."""
    denies: tuple[Name, ...] = ()
    """Claims that it denies."""
    retracts: tuple[Name, ...] = ()
    """Claims that it takes back."""


class AssumptionRow(Row):
    """A number that no source gave, with who, why and since when."""

    id: Name
    """Its name."""
    about: str = Field(min_length=1, max_length=200)
    """Dotted path of the field it fills."""
    value: str | Day | Number | None = Field(default=None, union_mode="left_to_right")
    """The value; left out where a pool weighs claims."""
    pool: dict[str, Annotated[float, Field(ge=0.0, le=1.0)]] = Field(default_factory=dict)
    """Weights of a conflict's sides, by claim id or value, adding to 1."""
    who: str = Field(min_length=1)
    """Who assumed it."""
    why: str = Field(min_length=1)
    """The argument."""
    holds_from: Day
    """It counts in outlooks as of this day or later."""
    written_on: Day
    """The day it was written down."""
