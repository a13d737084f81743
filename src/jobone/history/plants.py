"""What past plants built over their nameplates, and how long they took to get there.

One plant lends one sustained rate: its mean multiple of the nameplate, by days, over
all counted periods whose middle lies a year or more after it opened. Plants of another
kind of maker count half. A ramp lasts from the first delivery to the middle of the first
counted month or quarter that runs at nine tenths of the mean rate after the first year,
within three years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from jobone.core.days import DayInterval
from jobone.history.cases import DAYS_PER_MONTH
from jobone.history.periods import disjoint, known_on, series_of
from jobone.history.ratios import RatioForecast, maker_votes, weighted_ratios
from jobone.history.records import (
    MEASURES,
    History,
    Kind,
    PastProgramme,
    PlantPeriod,
    Volume,
)

__all__ = [
    "LEAST_PLANTS",
    "PastRamp",
    "PlantBest",
    "PlantRecord",
    "RampRecord",
    "forecast_ramp",
    "forecast_sustained",
    "past_ramps",
    "plant_records",
    "plants_by_age",
    "plate_known_on",
    "ramp_records",
]

LEAST_PLANTS = 6
"""Past plants, or ramps, that a forecast needs."""

_RAMP_UP_MONTHS = 12.0
_QUARTER_MONTHS = 3.0
_SHORTEST_DAYS = 28
_OTHER_KIND, _SPREAD = 0.5, 0.15

_NEAR_FULL, _SEEN_MONTHS, _LEAST_ROWS = 0.9, 36.0, 5
_LONGEST_DAYS = 95


@dataclass(frozen=True)
class PlantRecord:
    """What a plant built, as known on a day.

    Parameters
    ----------
    plant, name, maker, kind
        Which.
    opened
        Middle ordinal of its opening.
    periods
        Counted periods of at least four weeks, in order.
    """

    plant: str
    name: str
    maker: str
    kind: Kind
    opened: float
    periods: tuple[PlantPeriod, ...]

    def months_since_opening(self, period: PlantPeriod) -> float:
        """Return the age of the plant at the middle of a period."""
        return (_middle(period.period) - self.opened) / DAYS_PER_MONTH

    def sustained(self) -> float | None:
        """Return its mean multiple of the nameplate after the first year; None without one."""
        late = [item for item in self.periods if self.months_since_opening(item) >= _RAMP_UP_MONTHS]
        if not late:
            return None
        days = np.array([item.period.day_count for item in late], dtype=float)
        multiples = np.array([item.multiple for item in late])
        return float((days * multiples).sum() / days.sum())

    def counted_until(self) -> float:
        """Return the age, in months, up to which it was counted."""
        ends = max(item.period.closed[1].toordinal() for item in self.periods)
        return (ends - self.opened) / DAYS_PER_MONTH

    def best_by(self, months: float) -> float | None:
        """Return the highest multiple of a period that ended by then; None without one."""
        ended = [
            item.multiple
            for item in self.periods
            if (item.period.closed[1].toordinal() - self.opened) / DAYS_PER_MONTH <= months
        ]
        return max(ended, default=None)


def plate_known_on(item: PlantPeriod) -> date:
    """Return when a period and the nameplate it is held against were both known."""
    told = item.said_on.closed[1] if item.said_on is not None else date.min
    return max(known_on(item.period), told)


def plant_records(history: History, day: int) -> tuple[PlantRecord, ...]:
    """Return the plants with a counted period known on a day, by id.

    Parameters
    ----------
    history
        Past plants.
    day
        Ordinal; a period is known one month after it ends, and not before its nameplate
        was told.
    """
    groups: dict[str, list[PlantPeriod]] = defaultdict(list)
    for item in history.plant_periods:
        long_enough = item.period.day_count >= _SHORTEST_DAYS
        if long_enough and plate_known_on(item).toordinal() <= day:
            groups[item.plant].append(item)
    records = []
    for plant, periods in sorted(groups.items()):
        first = periods[0]
        ordered = tuple(sorted(periods, key=lambda item: item.period.closed))
        opened = _middle(first.opened)
        records.append(PlantRecord(plant, first.name, first.maker, first.kind, opened, ordered))
    return tuple(records)


@dataclass(frozen=True)
class PlantBest:
    """A plant and the highest multiple of its nameplate that it reached by an age.

    Parameters
    ----------
    record
        The plant.
    multiple
        Of its best counted period.
    followed
        Whether it was counted up to the age, give or take a quarter: one that was not
        may have reached more.
    """

    record: PlantRecord
    multiple: float
    followed: bool

    @property
    def name(self) -> str:
        """What people call the plant."""
        return self.record.name

    @property
    def maker(self) -> str:
        """Whose it is."""
        return self.record.maker


def plants_by_age(records: Sequence[PlantRecord], months: float) -> tuple[PlantBest, ...]:
    """Return the plants with a counted period that ended by an age, the highest first.

    Parameters
    ----------
    records
        Past plants.
    months
        Since the plant opened.
    """
    found = [
        PlantBest(record, best, record.counted_until() >= months - _QUARTER_MONTHS)
        for record in records
        if (best := record.best_by(months)) is not None
    ]
    return tuple(sorted(found, key=lambda item: (-item.multiple, item.record.plant)))


def forecast_sustained(kind: Kind, records: Sequence[PlantRecord]) -> RatioForecast:
    """Return the distribution of a new plant's sustained rate, in nameplates.

    Parameters
    ----------
    kind
        Kind of maker.
    records
        Past plants.

    Raises
    ------
    ValueError
        If fewer than `LEAST_PLANTS` ran for more than a year.
    """
    rates = [(record, record.sustained()) for record in records]
    known = [(record, rate) for record, rate in rates if rate is not None]
    _enough(len(known), "plants ran for more than a year")
    weights = maker_votes([record.maker for record, _ in known])
    weights = weights * np.array(
        [1.0 if record.kind == kind else _OTHER_KIND for record, _ in known]
    )
    return weighted_ratios(np.array([rate for _, rate in known]), weights, _SPREAD)


@dataclass(frozen=True)
class PastRamp:
    """How long a programme took to its sustained rate.

    Parameters
    ----------
    programme, maker, kind
        Which.
    months
        From the first delivery to nine tenths of the mean rate after the first year.
    """

    programme: str
    maker: str
    kind: Kind
    months: float


@dataclass(frozen=True)
class RampRecord:
    """The counted months and quarters of a programme's first three years, by measure."""

    programme: PastProgramme
    begins: float
    rows: tuple[tuple[Volume, ...], ...]

    def as_known(self, day: int) -> PastRamp | None:
        """Return the ramp as it could be read on a day; None where too little was counted.

        Of several measures the one with the most rows counts.
        """
        known = (
            disjoint(row for row in measure if known_on(row.period).toordinal() <= day)
            for measure in self.rows
        )
        rows: tuple[Volume, ...] = max(known, key=len, default=())
        middles = np.array([_middle(row.period) for row in rows])
        ages = (middles - self.begins) / DAYS_PER_MONTH
        late = ages >= _RAMP_UP_MONTHS
        if len(rows) < _LEAST_ROWS or not late.any():
            return None
        days = np.array([row.period.day_count for row in rows], dtype=float)
        rates = np.array([row.units for row in rows]) / days
        sustained = (rates[late] * days[late]).sum() / days[late].sum()
        months = max(float(ages[int(np.argmax(rates >= _NEAR_FULL * sustained))]), 0.5)
        owner = self.programme
        return PastRamp(owner.id, owner.maker, owner.kind, months)


def ramp_records(history: History) -> tuple[RampRecord, ...]:
    """Return the programmes with counted months or quarters, by id."""
    records = []
    for programme in sorted(history.programmes.values(), key=lambda item: item.id):
        if programme.first_delivery is None:
            continue
        begins = _middle(programme.first_delivery)
        rows = tuple(
            tuple(
                row
                for row in series_of(history.volumes, programme.id, measure)
                if _SHORTEST_DAYS <= row.period.day_count <= _LONGEST_DAYS
                and 0.0 < (_middle(row.period) - begins) / DAYS_PER_MONTH <= _SEEN_MONTHS
            )
            for measure in MEASURES
        )
        if max(len(measure) for measure in rows) >= _LEAST_ROWS:
            records.append(RampRecord(programme, begins, rows))
    return tuple(records)


def past_ramps(records: Sequence[RampRecord], day: int) -> tuple[PastRamp, ...]:
    """Return the ramps that could be read on a day.

    Parameters
    ----------
    records
        Past programmes.
    day
        Ordinal; a volume is known one month after its period ends.
    """
    found = (record.as_known(day) for record in records)
    return tuple(ramp for ramp in found if ramp is not None)


def _middle(days: DayInterval) -> float:
    first, last = days.closed
    return (first.toordinal() + last.toordinal()) / 2.0


def forecast_ramp(kind: Kind, ramps: Sequence[PastRamp]) -> RatioForecast:
    """Return the distribution of the months that a new ramp takes.

    Parameters
    ----------
    kind
        Kind of maker.
    ramps
        Past ramps.

    Raises
    ------
    ValueError
        If there are fewer than `LEAST_PLANTS`.
    """
    _enough(len(ramps), "ramps were seen for more than a year")
    weights = maker_votes([ramp.maker for ramp in ramps])
    weights = weights * np.array([1.0 if ramp.kind == kind else _OTHER_KIND for ramp in ramps])
    return weighted_ratios(np.array([ramp.months for ramp in ramps]), weights, _SPREAD)


def _enough(count: int, what: str) -> None:
    if count < LEAST_PLANTS:
        raise ValueError(f"{count} {what}; at least {LEAST_PLANTS} are needed")
