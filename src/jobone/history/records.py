"""Records of past programmes: who they were, what was said, and what came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from jobone.core.days import DayInterval
from jobone.core.problems import Location, Problem

__all__ = [
    "KINDS",
    "MEASURES",
    "History",
    "Nameplate",
    "PastProgramme",
    "PlantPeriod",
    "Promise",
    "Volume",
    "VolumePromise",
]

Kind = Literal["startup", "incumbent", "tech_entrant"]
Event = Literal["sop", "first_delivery", "launch"]
Measure = Literal["deliveries", "production", "sales", "registrations"]
Outcome = Literal["launched", "cancelled", "bankrupt_before_sop", "pending"]

KINDS: tuple[Kind, ...] = ("startup", "incumbent", "tech_entrant")
"""Kinds of maker."""

MEASURES: tuple[Measure, ...] = ("deliveries", "production", "sales", "registrations")
"""What a number of vehicles may count."""


@dataclass(frozen=True, slots=True)
class PastProgramme:
    """One vehicle programme.

    Parameters
    ----------
    id
        Its name in every table.
    maker, model
        Who builds what.
    kind
        Kind of maker.
    plant, country
        Where; may be empty.
    contract
        Whether another maker's plant builds it.
    announced
        First public word of it; None where not known.
    sop, first_delivery
        What came; None where it did not, or no day was found.
    outcome
        What became of it.
    outcome_known
        When that was known; None where it is open, or no day was found.
    first_year_units
        Units of the first twelve months; None where not known.
    first_year_measure
        What they count; may be empty.
    sources
        Addresses.
    is_sourced
        Whether the facts were seen at those addresses.
    location
        Its row.
    """

    id: str
    maker: str
    model: str
    kind: Kind
    plant: str
    country: str
    contract: bool
    announced: DayInterval | None
    sop: DayInterval | None
    first_delivery: DayInterval | None
    outcome: Outcome
    outcome_known: DayInterval | None
    first_year_units: float | None
    first_year_measure: str
    sources: tuple[str, ...]
    is_sourced: bool
    location: Location

    def day_of(self, event: Event) -> DayInterval | None:
        """Return when an event came; None where it did not or is not known."""
        if event == "sop":
            return self.sop
        return self.first_delivery if event == "first_delivery" else None


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of a day.

    Parameters
    ----------
    programme
        Id of the programme.
    said_on
        When it was said; known on the last day of it.
    said_by
        ``company``, ``executive`` or ``media report``.
    event
        What was promised. A ``launch`` has no outcome of its own.
    window
        When it was to come; both ends included.
    source
        Address; may be empty.
    is_sourced
        Whether it was seen there.
    location
        Its row.
    """

    programme: str
    said_on: DayInterval
    said_by: str
    event: Event
    window: DayInterval
    source: str
    is_sourced: bool
    location: Location


@dataclass(frozen=True, slots=True)
class VolumePromise:
    """One promise of a number of vehicles.

    Parameters
    ----------
    series
        Id of the programme, or of the brand, market or company it is about.
    said_on, said_by
        When and by whom.
    measure
        What is counted.
    period
        In which days.
    units
        Vehicles promised, above 0; the lower end of a range.
    actual_units
        What came; None where not known.
    source
        Address; may be empty.
    is_sourced
        Whether it was seen there.
    location
        Its row.
    """

    series: str
    said_on: DayInterval
    said_by: str
    measure: Measure
    period: DayInterval
    units: float
    actual_units: float | None
    source: str
    is_sourced: bool
    location: Location


@dataclass(frozen=True, slots=True)
class Volume:
    """Vehicles counted in a period; known one month after its end."""

    series: str
    period: DayInterval
    units: float
    measure: Measure
    source: str
    is_sourced: bool
    location: Location


@dataclass(frozen=True, slots=True)
class Nameplate:
    """What was said on a day about the capacity of a plant or of a part of it.

    Parameters
    ----------
    plant
        Id of the plant.
    maker, name, phase
        As people call them.
    said_on
        When; None where not known.
    units_per_year
        Vehicles a year; None where the row tells of building work only.
    first_vehicle
        When the first vehicle left it; None where not known.
    counts_as
        ``nameplate``, ``rate`` (reached for a while), ``plan`` (never built so) or
        ``duplicate``; empty where it tells of building work only.
    source, is_sourced, location
        As everywhere.
    """

    plant: str
    maker: str
    name: str
    phase: str
    said_on: DayInterval | None
    units_per_year: float | None
    first_vehicle: DayInterval | None
    counts_as: str
    source: str
    is_sourced: bool
    location: Location


@dataclass(frozen=True, slots=True)
class PlantPeriod:
    """What a plant built in a period, and the nameplate it had then.

    Parameters
    ----------
    plant, name
        Id of the plant, and what people call it.
    maker, kind
        Whose it is.
    opened
        When its first vehicle for sale was built.
    period
        Counted days; those of one plant share none.
    units
        Vehicles built, or delivered where no output was told.
    units_per_year
        Nameplate in force, above 0.
    said_on
        When that was first told, as far as known; None where no day is.
    source
        Address of the nameplate.
    is_sourced
        Whether it was seen there.
    location
        Its row.
    """

    plant: str
    name: str
    maker: str
    kind: Kind
    opened: DayInterval
    period: DayInterval
    units: float
    units_per_year: float
    source: str
    is_sourced: bool
    location: Location
    said_on: DayInterval | None = None

    @property
    def multiple(self) -> float:
        """Output of the period, taken to a year, over the nameplate."""
        return self.units / self.period.day_count * 365.25 / self.units_per_year


@dataclass(frozen=True)
class History:
    """Everything that is known of past programmes.

    Parameters
    ----------
    name
        The folder as the user named it, or ``reference data``.
    programmes
        By id.
    promises, volume_promises, volumes, nameplates, plant_periods
        As the tables have them, without the rows set aside.
    remarks
        Rows set aside or joined to something larger, with the reason.
    """

    name: str
    programmes: Mapping[str, PastProgramme]
    promises: tuple[Promise, ...]
    volume_promises: tuple[VolumePromise, ...]
    volumes: tuple[Volume, ...]
    nameplates: tuple[Nameplate, ...]
    plant_periods: tuple[PlantPeriod, ...]
    remarks: tuple[Problem, ...]
