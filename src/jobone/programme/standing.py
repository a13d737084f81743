"""A programme as it stood on a day: what was there, with every field resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jobone.core.changes import Change
from jobone.core.days import DayInterval, parse_day, parse_days
from jobone.core.problems import InputError, Location, Problem
from jobone.core.quantity import Quantity, parse_quantity
from jobone.core.validation import nearest
from jobone.evidence.judging import denials
from jobone.programme.fields import (
    EventReference,
    FieldValue,
    Season,
    parse_event,
    parse_season,
    parse_window,
    read_range,
)
from jobone.programme.folder import Folder, Observation
from jobone.programme.resolving import Resolution, resolve
from jobone.programme.schema import LeverRow, PartRow, PlantRow, TargetRow, TeamRow
from jobone.programme.told import ToldCount, earlier_counts

__all__ = [
    "DEMAND_FIELDS",
    "Standing",
    "StandingChannel",
    "StandingDemand",
    "StandingGate",
    "StandingLever",
    "StandingModel",
    "StandingOutage",
    "StandingPhase",
    "StandingPlant",
    "StandingShock",
    "StandingSupply",
    "StandingTarget",
    "StandingTeam",
    "stand",
]


DEMAND_FIELDS = (
    "opens",
    "opening_orders",
    "opening_lasts",
    "flow",
    "per_store",
    "fades_after",
    "fades",
    "cancels",
    "backlog",
    "lag",
    "stock",
)
"""What is said of the demand for a model, in the order of `StandingDemand`."""


@dataclass(frozen=True, slots=True)
class StandingGate:
    """A gate on a day.

    Parameters
    ----------
    name
        Its name.
    start, end, takes, chance, status
        Resolved fields.
    after, any_of
        Places of other gates in the standing programme.
    routes_given
        Whether it is a choice of routes, even if none of them stands yet.
    season
        Months inside which it must start and finish.
    team
        Place of the team that works on it, None where none is named or stands.
    work
        Resolved work of that team.
    share_of_team
        Share of the team that works on it.
    """

    name: str
    start: Resolution
    end: Resolution
    takes: Resolution
    chance: Resolution
    status: Resolution
    after: tuple[int, ...]
    any_of: tuple[int, ...]
    routes_given: bool
    season: Season | None
    team: int | None
    work: Resolution
    share_of_team: float


@dataclass(frozen=True, slots=True)
class StandingShock:
    """A shock on a day; `delays` are places of gates."""

    name: str
    chance: Resolution
    adds: Resolution
    delays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StandingModel:
    """A model on a day; `sop` resolves the promise or the happening."""

    name: str
    after: tuple[int, ...]
    sop: Resolution
    opening_stock: Resolution


@dataclass(frozen=True, slots=True)
class StandingPhase:
    """A phase on a day; `line` is the line file whose output stands in, if one does.

    `line_fields` are those of its stations that something speaks of, by ``STATION.KEY``.
    """

    name: str
    path: str
    nameplate: Resolution
    opens: Resolution
    ramp: Resolution
    sustained: Resolution
    line: str = ""
    line_fields: tuple[tuple[str, Resolution], ...] = ()


@dataclass(frozen=True, slots=True)
class StandingOutage:
    """An outage: planned inside `window`, or random with a rate of `per_year`."""

    name: str
    window: DayInterval | None
    per_year: float
    takes: Quantity
    share: float


@dataclass(frozen=True, slots=True)
class StandingPlant:
    """A plant on a day; `builds` are places of models."""

    name: str
    country: str
    contract: bool
    builds: tuple[int, ...]
    phases: tuple[StandingPhase, ...]
    outages: tuple[StandingOutage, ...]


@dataclass(frozen=True, slots=True)
class StandingTeam:
    """A team on a day; `told` are the earlier counts of its people."""

    name: str
    headcount: Resolution
    growth: Resolution
    settling: Resolution
    told: tuple[ToldCount, ...]


@dataclass(frozen=True, slots=True)
class StandingDemand:
    """What is ordered of a model on a day; `model` is its place."""

    name: str
    model: int
    opens: Resolution
    opening_orders: Resolution
    opening_lasts: Resolution
    flow: Resolution
    per_store: Resolution
    fades_after: Resolution
    fades: Resolution
    cancels: Resolution
    backlog: Resolution
    lag: Resolution
    stock: Resolution


@dataclass(frozen=True, slots=True)
class StandingChannel:
    """Stores on a day; `sells` are places of models, `told` the earlier counts."""

    name: str
    sells: tuple[int, ...]
    stores: Resolution
    opening: Resolution
    most: Resolution
    told: tuple[ToldCount, ...]


@dataclass(frozen=True, slots=True)
class StandingSupply:
    """A limit on the rate besides plants, on a day.

    Parameters
    ----------
    name
        Its name.
    models
        Places of the models it limits.
    most
        The resolved cap; without options where it is none.
    window
        Where there is one: when the cap holds, or a shortage begins.
    per_year
        Shortages by chance in a year; 0 where it is none.
    takes
        How long a shortage lasts; None for a cap.
    share
        Share of the rate that a shortage takes.
    """

    name: str
    models: tuple[int, ...]
    most: Resolution
    window: DayInterval | None
    per_year: float
    takes: Quantity | None
    share: float


@dataclass(frozen=True, slots=True)
class StandingTarget:
    """A promise on a day.

    Parameters
    ----------
    name
        Its name.
    event
        For a promised day: the event.
    by
        For a promised day: the resolved last day.
    measure
        For a promised volume: ``production`` or ``deliveries``.
    of
        ``maker`` or ``model.NAME``.
    model
        Place of the model, or None for the whole maker.
    units
        For a promised volume: the resolved number.
    months
        Length of the window after the event, where there is one.
    window_event
        Event on whose day the window begins.
    period
        The window as days, where it is one.
    window_text
        The window as written.
    said
        Id of the claim that made the promise, where named.
    denied_by
        Ids of the claims that deny it.
    """

    name: str
    event: EventReference | None
    by: Resolution | None
    measure: str
    of: str
    model: int | None
    units: Resolution | None
    months: int
    window_event: EventReference | None
    period: DayInterval | None
    window_text: str
    said: str
    denied_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandingLever:
    """Something one could change, with how far it goes."""

    name: str
    path: str
    to: object
    low: FieldValue
    high: FieldValue

    @property
    def change(self) -> Change:
        """The change it stands for."""
        return Change(self.path, self.to)


@dataclass(frozen=True, slots=True)
class Standing:
    """A programme as of a day.

    Parameters
    ----------
    folder
        Where it is from.
    as_of
        The day.
    changes
        What was put in the place of fields.
    gates, shocks, teams, models, plants, supplies, demands, channels, targets, levers, parts
        What stands, in the order of the file.
    observed
        Rows published by then.
    inside_weight
        Share of the paths that take the start of production from the gates.
    month_noise, month_memory, counting_error
        How single months stray from the smooth curve, and counts from what was built.
    phase_likeness
        How far the sustained rates of the phases of one plant hang together.
    resolutions
        Every resolved field by path.
    """

    folder: Folder
    as_of: date
    changes: tuple[Change, ...]
    gates: tuple[StandingGate, ...]
    shocks: tuple[StandingShock, ...]
    teams: tuple[StandingTeam, ...]
    models: tuple[StandingModel, ...]
    plants: tuple[StandingPlant, ...]
    supplies: tuple[StandingSupply, ...]
    demands: tuple[StandingDemand, ...]
    channels: tuple[StandingChannel, ...]
    targets: tuple[StandingTarget, ...]
    levers: tuple[StandingLever, ...]
    parts: tuple[PartRow, ...]
    observed: tuple[Observation, ...]
    inside_weight: Resolution
    month_noise: Resolution
    month_memory: Resolution
    counting_error: Resolution
    phase_likeness: Resolution
    resolutions: Mapping[str, Resolution]

    def model_place(self, name: str) -> int | None:
        """Return the place of a model among those that stand."""
        return next((i for i, model in enumerate(self.models) if model.name == name), None)

    @property
    def has_later_phases(self) -> bool:
        """Whether a plant has more than one phase."""
        return any(len(plant.phases) > 1 for plant in self.plants)

    def gate_place(self, name: str) -> int | None:
        """Return the place of a gate among those that stand."""
        return next((i for i, gate in enumerate(self.gates) if gate.name == name), None)

    @property
    def conflicts(self) -> tuple[Resolution, ...]:
        """The fields on which paths take different sides.

        Promises never set the end of a gate, so that they cannot conflict over it.
        """
        ends = {gate.end.path for gate in self.gates}
        return tuple(
            item
            for item in self.resolutions.values()
            if item.is_conflict
            and (item.path not in ends or any(option.happened for option in item.options))
        )


def _stands(folder: Folder, since: str | date | None, as_of: date) -> bool:
    if since is None:
        return True
    if isinstance(since, date):
        return since <= as_of
    for claim in folder.evidence.claims:
        if claim.id == since:
            return claim.known <= as_of
    try:
        return parse_day(since) <= as_of
    except ValueError:
        return False  # a claim that is not known yet


class _Resolver:
    """Resolves fields of one folder on one day and keeps what it resolved."""

    def __init__(
        self,
        folder: Folder,
        as_of: date,
        changes: tuple[Change, ...],
        same: Mapping[str, Resolution],
    ) -> None:
        self._folder, self._as_of, self.changes, self._same = folder, as_of, changes, same
        self.resolved: dict[str, Resolution] = {}

    def __call__(self, path: str) -> Resolution:
        if path not in self.resolved:
            self.resolved[path] = (
                self._same[path]
                if path in self._same
                else resolve(self._folder, path, self._as_of, self.changes)
            )
        return self.resolved[path]


def _target(
    folder: Folder,
    row: TargetRow,
    as_of: date,
    field: _Resolver,
    models: Sequence[str],
    denying: Mapping[str, Sequence[str]],
) -> StandingTarget:
    base = f"target.{row.name}"
    months, window_event = parse_window(row.within) if row.within else (0, None)
    units = field(f"{base}.units") if row.measure else None
    spoken = {row.said} if row.said else set()
    if units is not None:
        stated = [side.value for side in units.judgement.sides]
        spoken |= {
            claim.id
            for claim in folder.evidence.about(units.path, as_of)
            if claim.value is not None and any(claim.value.same_as(value) for value in stated)
        }
    denied_by = tuple(dict.fromkeys(by for name in sorted(spoken) for by in denying.get(name, ())))
    name = row.of.removeprefix("model.")
    return StandingTarget(
        name=row.name,
        event=parse_event(row.event) if row.event else None,
        by=field(f"{base}.by") if row.event else None,
        measure=row.measure or "",
        of=row.of,
        model=None if row.of == "maker" or name not in models else models.index(name),
        units=units,
        months=months,
        window_event=window_event,
        period=parse_days(row.period) if row.period is not None else None,
        window_text=row.within or ("" if row.period is None else str(row.period)),
        said=row.said or "",
        denied_by=denied_by,
    )


def _line_fields(
    folder: Folder, base: str, as_of: date, field: _Resolver
) -> tuple[tuple[str, Resolution], ...]:
    """Resolve what a lever, a change, a claim or an assumption says of a line's stations.

    A line has more fields than anyone asks about: the others stay as its file has them.
    """
    spoken = {row.changes for row in folder.levers} | {change.path for change in field.changes}
    spoken |= {claim.about for claim in folder.evidence.claims if claim.known <= as_of}
    spoken |= {item.about for item in folder.evidence.assumptions if item.holds_from <= as_of}
    return tuple(
        (path.removeprefix(base), field(path))
        for path in folder.fields
        if path.startswith(base) and path in spoken
    )


def _plant(
    folder: Folder, row: PlantRow, as_of: date, field: _Resolver, models: Sequence[str]
) -> StandingPlant:
    names = row.builds or tuple(models)
    base = f"plant.{row.name}"
    phases = tuple(
        StandingPhase(
            phase.name,
            f"{base}.{phase.name}",
            nameplate=field(f"{base}.{phase.name}.nameplate"),
            opens=field(f"{base}.{phase.name}.opens"),
            ramp=field(f"{base}.{phase.name}.ramp"),
            sustained=field(f"{base}.{phase.name}.sustained"),
            line=phase.line or "",
            line_fields=_line_fields(folder, f"{base}.{phase.name}.line.", as_of, field),
        )
        for phase in row.phase
        if _stands(folder, phase.since, as_of)
    )
    outages = tuple(
        StandingOutage(
            outage.name,
            parse_days(outage.window) if outage.window is not None else None,
            float(outage.per_year or 0.0),
            parse_quantity(outage.takes, "duration"),
            outage.share,
        )
        for outage in row.outage
        if _stands(folder, outage.since, as_of)
    )
    return StandingPlant(
        row.name,
        row.country or folder.header.country,
        row.contract,
        tuple(models.index(name) for name in names if name in models),
        phases,
        outages,
    )


def _market(
    folder: Folder, as_of: date, field: _Resolver, models: Sequence[str]
) -> tuple[tuple[StandingDemand, ...], tuple[StandingChannel, ...], tuple[StandingSupply, ...]]:
    """Return demand, channels and supply; what is of models that do not stand yet is absent."""

    def places(names: Sequence[str]) -> tuple[int, ...]:
        return tuple(models.index(name) for name in names if name in models)

    demands = tuple(
        StandingDemand(
            row.name,
            models.index(row.of),
            *(field(f"demand.{row.name}.{key}") for key in DEMAND_FIELDS),
        )
        for row in folder.demands
        if _stands(folder, row.since, as_of) and row.of in models
    )
    channels = []
    for row in folder.channels:
        if _stands(folder, row.since, as_of):
            base = f"channel.{row.name}"
            stores = field(f"{base}.stores")
            opening, most = field(f"{base}.opening"), field(f"{base}.most")
            told = earlier_counts(folder, stores, as_of)
            channels.append(
                StandingChannel(row.name, places(row.sells), stores, opening, most, told)
            )
    supplies = tuple(
        StandingSupply(
            name=row.name,
            models=places(row.models or tuple(models)),
            most=field(f"supply.{row.name}.most"),
            window=parse_days(row.window) if row.window is not None else None,
            per_year=float(row.per_year or 0.0),
            takes=parse_quantity(row.takes, "duration") if row.takes is not None else None,
            share=1.0 if row.share is None else row.share,
        )
        for row in folder.supplies
        if _stands(folder, row.since, as_of) and places(row.models or tuple(models))
    )
    return demands, tuple(channels), supplies


def _team(folder: Folder, row: TeamRow, as_of: date, field: _Resolver) -> StandingTeam:
    headcount, growth, settling = (
        field(f"team.{row.name}.{key}") for key in ("headcount", "growth", "settling")
    )
    return StandingTeam(
        row.name, headcount, growth, settling, earlier_counts(folder, headcount, as_of)
    )


def _lever(folder: Folder, row: LeverRow) -> StandingLever:
    low, high = read_range(folder.fields[row.changes], row.range)
    return StandingLever(row.name, row.changes, row.to, low, high)


def _check_changes(folder: Folder, changes: Sequence[Change]) -> None:
    problems = [
        Problem(
            Location("change"),
            f"the unknown path {change.path!r}",
            "a field of the programme",
            nearest(change.path, list(folder.fields)),
        )
        for change in changes
        if change.path not in folder.fields
    ]
    if problems:
        raise InputError(problems)


def stand(
    folder: Folder, as_of: date, changes: Sequence[Change] = (), *, base: Standing | None = None
) -> Standing:
    """Return the programme as it stood on a day.

    Parameters
    ----------
    folder
        The checked folder.
    as_of
        What became known later is absent.
    changes
        Values put in the place of fields.
    base
        The same folder on the same day with other changes: what neither they nor these
        touch is taken from it, which is quicker and changes nothing.

    Returns
    -------
    Standing
        The programme with every field resolved.

    Raises
    ------
    InputError
        If a change names no field or carries no value that fits.
    """
    changes = tuple(changes)
    _check_changes(folder, changes)
    touched = {change.path for change in (*changes, *(base.changes if base else ()))}
    same = {
        path: item
        for path, item in (base.resolutions if base else {}).items()
        if path not in touched
    }
    field = _Resolver(folder, as_of, changes, same)
    denying = denials(folder.evidence.claims, as_of)
    gate_rows = [row for row in folder.gates if _stands(folder, row.since, as_of)]
    gate_names = [row.name for row in gate_rows]
    team_rows = [row for row in folder.teams if _stands(folder, row.since, as_of)]
    team_names = [row.name for row in team_rows]
    model_rows = [row for row in folder.models if _stands(folder, row.since, as_of)]
    model_names = [row.name for row in model_rows]

    def places(names: Sequence[str]) -> tuple[int, ...]:
        return tuple(gate_names.index(name) for name in names if name in gate_names)

    gates = tuple(
        StandingGate(
            name=row.name,
            start=field(f"gate.{row.name}.start"),
            end=field(f"gate.{row.name}.end"),
            takes=field(f"gate.{row.name}.takes"),
            chance=field(f"gate.{row.name}.chance"),
            status=field(f"gate.{row.name}.status"),
            after=places(row.after),
            any_of=places(row.any_of),
            routes_given=bool(row.any_of),
            season=parse_season(row.season) if row.season else None,
            team=team_names.index(row.team) if row.team in team_names else None,
            work=field(f"gate.{row.name}.work"),
            share_of_team=row.share_of_team,
        )
        for row in gate_rows
    )
    shocks = tuple(
        StandingShock(
            row.name,
            field(f"shock.{row.name}.chance"),
            field(f"shock.{row.name}.adds"),
            places(row.delays),
        )
        for row in folder.shocks
        if _stands(folder, row.since, as_of) and places(row.delays)
    )
    models = tuple(
        StandingModel(
            row.name,
            places(row.after),
            field(f"sop.{row.name}"),
            field(f"model.{row.name}.opening_stock"),
        )
        for row in model_rows
    )
    plants = tuple(
        _plant(folder, row, as_of, field, model_names)
        for row in folder.plants
        if _stands(folder, row.since, as_of)
    )
    demands, channels, supplies = _market(folder, as_of, field, model_names)
    targets = tuple(
        _target(folder, row, as_of, field, model_names, denying)
        for row in folder.targets
        if _stands(folder, row.since if row.since is not None else row.said, as_of)
    )
    levers = tuple(
        _lever(folder, row)
        for row in folder.levers
        if _stands(folder, row.since, as_of) and row.changes in field.resolved
    )
    return Standing(
        folder=folder,
        as_of=as_of,
        changes=changes,
        gates=gates,
        shocks=shocks,
        teams=tuple(_team(folder, row, as_of, field) for row in team_rows),
        models=models,
        plants=plants,
        supplies=supplies,
        demands=demands,
        channels=channels,
        targets=targets,
        levers=levers,
        parts=tuple(row for row in folder.parts if _stands(folder, row.since, as_of)),
        observed=tuple(row for row in folder.observed if row.published <= as_of),
        inside_weight=field("programme.inside_weight"),
        month_noise=field("programme.month_noise"),
        month_memory=field("programme.month_memory"),
        counting_error=field("programme.counting_error"),
        phase_likeness=field("programme.phase_likeness"),
        resolutions=field.resolved,
    )
