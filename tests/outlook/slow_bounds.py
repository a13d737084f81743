"""Bounds by brute force: every day of every uncertain date, added up one day after the other.

Shares nothing with the product: it knows a programme as plain supports, and turns it into the
files of a folder for the product to read.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.outlook.build import Tables, claim, phase, plant, tables

Support = tuple[date, date]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SlowPhase:
    """A phase: what it builds in a year, and when it opens: days, or the start of a model."""

    nameplate: tuple[float, float]
    opens: tuple[Support | str, ...]
    """Several where sources disagree."""


@dataclass(frozen=True)
class SlowPlant:
    builds: tuple[str, ...]
    phases: tuple[SlowPhase, ...]
    contract: bool = False


@dataclass(frozen=True)
class SlowProgramme:
    sop: Mapping[str, Support]
    plants: tuple[SlowPlant, ...]
    of: str = "maker"
    measure: str = "production"
    units: float = 1.0
    period: Support | None = None
    months: int = 0
    window_model: str = ""
    stock: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class SlowBounds:
    """By side of the conflicts: the lowest and the highest, contract apart; and whether at all."""

    units: Mapping[tuple[str, ...], tuple[float, float]]
    contract: Mapping[tuple[str, ...], tuple[float, float]]
    impossible: bool


def months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    while True:
        try:
            return date(year, month + 1, day.day)
        except ValueError:
            day -= ONE_DAY


def days_between(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY


def _label(value: Support | str) -> str:
    if isinstance(value, str):
        return f"sop.{value}"
    return str(value[0]) if value[0] == value[1] else f"{value[0]}..{value[1]}"


class _Case:
    """One choice of sides, with a day for every start and every opening."""

    def __init__(
        self, programme: SlowProgramme, sop: Mapping[str, date], opens: Mapping[int, date]
    ) -> None:
        self.programme, self.sop = programme, sop
        self.opens = opens
        if programme.period is not None:
            self.first, self.end = programme.period[0], programme.period[1] + ONE_DAY
        else:
            self.first = sop[programme.window_model]
            self.end = months_after(self.first, programme.months)

    def built(self, highest: bool) -> tuple[float, float, bool]:
        """Units, those of contract makers, and whether any phase can build in the window."""
        own, contract, possible, number = 0.0, 0.0, False, 0
        for item in self.programme.plants:
            for one in item.phases:
                opening = self.opens[number]
                number += 1
                if self.programme.of != "maker" and self.programme.of not in item.builds:
                    continue
                # A model's bound takes its plants whole, but nothing is built before it starts.
                starts = (
                    min(self.sop[model] for model in item.builds)
                    if self.programme.of == "maker"
                    else self.sop[self.programme.of]
                )
                day = max(opening, starts, self.first)
                possible = possible or day < self.end
                units = 0.0
                while day < self.end:
                    length = 366 if day.year % 4 == 0 else 365
                    units += one.nameplate[highest] / length
                    day += ONE_DAY
                if item.contract:
                    contract += units
                else:
                    own += units
        if self.programme.measure == "deliveries":
            for model, amount in self.programme.stock.items():
                wanted = self.programme.of in ("maker", model)
                if wanted and self.first <= self.sop[model] < self.end:
                    own += amount[highest]
                    possible = possible or amount[1] > 0
        return own + contract, contract, possible


def find(programme: SlowProgramme) -> SlowBounds:
    """Try every day of every date, for every side of every conflict."""
    units, contracts, possible = {}, {}, False
    phases = [one for item in programme.plants for one in item.phases]
    for sides in itertools.product(*(one.opens for one in phases)):
        ranges = [list(days_between(*days)) for days in programme.sop.values()]
        openings: list[list[str | date]] = [
            [side] if isinstance(side, str) else [*days_between(*side)] for side in sides
        ]
        low: list[tuple[float, float]] = []
        high: list[tuple[float, float]] = []
        for days in itertools.product(*ranges):
            sop = dict(zip(programme.sop, days, strict=True))
            for chosen in itertools.product(*openings):
                opens: dict[int, date] = {
                    number: sop[opening] if isinstance(opening, str) else opening
                    for number, opening in enumerate(chosen)
                }
                case = _Case(programme, sop, opens)
                least, most = case.built(False), case.built(True)
                low.append(least[:2])
                high.append(most[:2])
                possible = possible or most[2]
        key = tuple(
            _label(side) for one, side in zip(phases, sides, strict=True) if len(one.opens) > 1
        )
        units[key] = (min(low)[0], max(high)[0])
        contracts[key] = (min(low)[1], max(high)[1])
    return SlowBounds(units, contracts, not possible)


def _interval(days: Support) -> str:
    return f"{days[0]}..{days[1]}"


def _amount(numbers: tuple[float, float], unit: str = "") -> str:
    low, high = numbers
    return f"{low!r}{unit}" if low == high else f"uniform({low!r}, {high!r}){unit}"


def folder(programme: SlowProgramme) -> Tables:
    """Write it as a programme folder with one target named `t`."""
    claims = [
        claim(f"sop-{model}", f"sop.{model}", _interval(days), "2023-01-10")
        for model, days in programme.sop.items()
    ]
    plants = []
    for number, item in enumerate(programme.plants):
        phases = []
        for place, one in enumerate(item.phases):
            written: str | None = None
            if len(one.opens) == 1:
                side = one.opens[0]
                written = f"sop.{side}" if isinstance(side, str) else _interval(side)
            else:
                for speaker, side in enumerate(one.opens):
                    value = f"sop.{side}" if isinstance(side, str) else _interval(side)
                    path = f"plant.plant-{number}.phase-{place}.opens"
                    identity = f"opens-{number}-{place}-{speaker}"
                    claims.append(claim(identity, path, value, "2023-02-01", by=f"P{speaker}"))
            phases.append(
                phase(f"phase-{place}", nameplate=_amount(one.nameplate, " / year"), opens=written)
            )
        made = plant(f"plant-{number}", *phases, contract=item.contract)
        plants.append(made | {"builds": list(item.builds)})
    of = programme.of if programme.of == "maker" else f"model.{programme.of}"
    target: Tables = {"name": "t", "measure": programme.measure, "of": of}
    target["units"] = float(programme.units)
    if programme.period is not None:
        target["period"] = _interval(programme.period)
    else:
        target["within"] = f"{programme.months} months of sop.{programme.window_model}"
    models: list[Tables] = []
    for name in programme.sop:
        model: Tables = {"name": name}
        if name in programme.stock:
            model["opening_stock"] = _amount(programme.stock[name])
        models.append(model)
    return tables(model=models, plant=plants, claim=claims, target=[target])
