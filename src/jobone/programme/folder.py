"""A programme folder as read: every record of every day, with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jobone.core.days import DayInterval
from jobone.core.problems import Location
from jobone.evidence.loading import Evidence
from jobone.evidence.records import Assumption
from jobone.programme.fields import FieldKind
from jobone.programme.letters import LetterLine
from jobone.programme.mapping import MapEntry
from jobone.programme.outside import OutsideView
from jobone.programme.schema import (
    ChannelRow,
    DemandRow,
    GateRow,
    LeverRow,
    ModelRow,
    PartRow,
    PlantRow,
    ProgrammeRow,
    ShockRow,
    SupplyRow,
    TargetRow,
    TeamRow,
)

__all__ = ["Folder", "Notice", "Observation"]


@dataclass(frozen=True, slots=True)
class Observation:
    """Units counted in a period.

    Parameters
    ----------
    of
        ``maker`` or ``model.NAME``.
    measure
        ``deliveries`` or ``production``.
    days
        The period.
    units
        Vehicles, not negative.
    published
        The day on which the figure was there.
    source
        Id of the source; may be empty.
    location
        Its row.
    """

    of: str
    measure: str
    days: DayInterval
    units: float
    published: date
    source: str
    location: Location


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that is not wrong but should be seen.

    Parameters
    ----------
    location
        Where it stands.
    text
        What there is to see.
    """

    location: Location
    text: str

    def __str__(self) -> str:
        return f"{self.location}: {self.text}"


@dataclass(frozen=True, slots=True)
class Folder:
    """A programme folder, checked: everything known on any day.

    Parameters
    ----------
    header
        The ``[programme]`` table.
    horizon
        The days looked at, both ends closed.
    gates, shocks, teams, models, plants, supplies, demands, channels, targets, levers, parts
        Tables in the order of the file.
    evidence
        Sources, claims and assumptions.
    standing_assumptions
        Assumptions of the product, about patterns of paths with ``*``.
    observed
        Rows of ``observed.csv``.
    letters
        Lines of ``letter.csv``, of all letters.
    fields
        Kind of every field, by dotted path.
    literals
        Value written in ``programme.toml``, by dotted path.
    locations
        Place of every field and table, by dotted path.
    notices
        What `check` says besides problems.
    texts
        Content of each file, by name, so that a result can be run again.
    outside
        Who is asked what happened to promises like these; None where nobody is.
    map
        Which path the words of articles mean.
    """

    header: ProgrammeRow
    horizon: DayInterval
    gates: tuple[GateRow, ...]
    shocks: tuple[ShockRow, ...]
    teams: tuple[TeamRow, ...]
    models: tuple[ModelRow, ...]
    plants: tuple[PlantRow, ...]
    supplies: tuple[SupplyRow, ...]
    demands: tuple[DemandRow, ...]
    channels: tuple[ChannelRow, ...]
    targets: tuple[TargetRow, ...]
    levers: tuple[LeverRow, ...]
    parts: tuple[PartRow, ...]
    evidence: Evidence
    standing_assumptions: tuple[Assumption, ...]
    observed: tuple[Observation, ...]
    letters: tuple[LetterLine, ...]
    fields: Mapping[str, FieldKind]
    literals: Mapping[str, object]
    locations: Mapping[str, Location]
    notices: tuple[Notice, ...]
    texts: Mapping[str, str]
    outside: OutsideView | None = None
    map: tuple[MapEntry, ...] = ()

    @property
    def last_known(self) -> date:
        """The last day on which something in the folder became known."""
        days = [claim.known for claim in self.evidence.claims]
        days += [row.published for row in self.observed]
        sources = [source.known for source in self.evidence.sources.values()]
        return max(days or sources, default=self.horizon.closed[0])
