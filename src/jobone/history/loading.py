"""Loading a folder of past programmes, or the reference data of the package."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Protocol, TypeVar

from jobone.core.days import DayInterval
from jobone.core.problems import InputError, Location, Problem
from jobone.history.periods import disjoint
from jobone.history.records import (
    History,
    PastProgramme,
    PlantPeriod,
    Promise,
    Volume,
    VolumePromise,
)
from jobone.history.tables import (
    Read,
    read_nameplates,
    read_plant_periods,
    read_programmes,
    read_promises,
    read_volume_promises,
    read_volumes,
)

__all__ = ["load_history", "reference_history"]


class _Located(Protocol):
    @property
    def location(self) -> Location:
        """Its row."""
        ...


_MOST_OF_WHOLE = 1.1
"""Parts may add to a little more than their whole: sources differ."""

RecordType = TypeVar("RecordType", bound=_Located)


def load_history(place: Path) -> History:
    """Read a folder of past programmes.

    Parameters
    ----------
    place
        A folder with ``programmes.csv`` and ``announcements.csv``; ``targets.csv``,
        ``volumes.csv``, ``capacity.csv`` and ``plants.csv`` may be missing.

    Returns
    -------
    History
        Rows that cannot be judged are set aside, each with a remark.

    Raises
    ------
    InputError
        With every row that is wrong.
    OSError
        If the folder cannot be read.
    """
    return _load(place, str(place))


@cache
def reference_history() -> History:
    """Return the reference data of the package; read once."""
    with resources.as_file(resources.files("jobone.history") / "data") as place:
        return replace(_load(place, "reference data"), name="reference data")


def _load(place: Path, shown: str) -> History:
    if not place.is_dir():
        raise InputError(
            [
                Problem(
                    Location(shown),
                    "it is no folder",
                    "a folder with programmes.csv and announcements.csv",
                )
            ]
        )
    problems: list[Problem] = []
    remarks: list[Problem] = []

    def read(
        name: str,
        reader: Callable[[Path, str], Read[RecordType]],
        *,
        needed: bool = False,
    ) -> tuple[RecordType, ...]:
        path = place / name
        if not needed and not path.exists():
            return ()
        rows, found, without_day = reader(path, f"{shown}/{name}")
        problems.extend(found)
        remarks.extend(without_day)
        return rows

    rows = read("programmes.csv", read_programmes, needed=True)
    promises = read("announcements.csv", read_promises, needed=True)
    volume_promises = read("targets.csv", read_volume_promises)
    volumes = read("volumes.csv", read_volumes)
    nameplates = read("capacity.csv", read_nameplates)
    plant_periods = read("plants.csv", read_plant_periods)
    programmes, twice = _by_id(rows)
    problems += twice
    problems += _counted_twice(plant_periods)
    if problems:
        raise InputError(problems)
    early = _delivered_early(programmes.values())
    promises, odd_promises = _judgeable(promises, programmes)
    volume_promises, odd_targets = _judgeable_volumes(volume_promises)
    volumes, odd_volumes = _countable(volumes)
    unlikely = [*_counted_early(programmes, volumes), *_unlikely_units(volumes)]
    aggregates = _aggregates(programmes, volume_promises, volumes)
    return History(
        name=shown,
        programmes=programmes,
        promises=promises,
        volume_promises=volume_promises,
        volumes=volumes,
        nameplates=nameplates,
        plant_periods=plant_periods,
        remarks=tuple(
            sorted(
                {
                    *remarks,
                    *early,
                    *odd_promises,
                    *odd_targets,
                    *odd_volumes,
                    *unlikely,
                    *aggregates,
                }
            )
        ),
    )


def _by_id(rows: Sequence[PastProgramme]) -> tuple[dict[str, PastProgramme], list[Problem]]:
    programmes: dict[str, PastProgramme] = {}
    problems = []
    for row in rows:
        first = programmes.setdefault(row.id, row)
        if first is not row:
            what = f"programme {row.id!r} stands there twice, first in {first.location}"
            problems.append(Problem(row.location, what, "one row a programme"))
    return programmes, problems


def _counted_twice(periods: Sequence[PlantPeriod]) -> list[Problem]:
    """Tell of periods of one plant that share days: they would be counted twice."""
    problems = []
    by_plant: dict[str, list[PlantPeriod]] = defaultdict(list)
    for other in sorted(periods, key=lambda item: (item.plant, item.period.closed)):
        shared = [one for one in by_plant[other.plant] if one.period.overlaps(other.period)]
        if shared:
            one = shared[0]
            what = f"{other.plant}: {other.period} shares days with {one.period} of {one.location}"
            problems.append(Problem(other.location, what, "periods without common days"))
        by_plant[other.plant].append(other)
    return problems


def _delivered_early(programmes: Iterable[PastProgramme]) -> list[Problem]:
    """Tell of programmes that delivered before their SOP; such hand-built cars do exist."""
    return [
        Problem(
            row.location,
            f"the first delivery ({row.first_delivery}) lies before the SOP ({row.sop})",
            "",
            "both count as they stand",
        )
        for row in programmes
        if row.sop and row.first_delivery and row.sop.closed[0] > row.first_delivery.closed[1]
    ]


def _judgeable(
    promises: Sequence[Promise], programmes: dict[str, PastProgramme]
) -> tuple[tuple[Promise, ...], list[Problem]]:
    """Set aside promises whose outcome is no outcome of theirs."""
    kept, remarks = [], []
    for promise in promises:
        programme = programmes.get(promise.programme)
        said = promise.said_on.closed[0]
        came = programme.day_of(promise.event) if programme else None
        if programme is None:
            what = f"{promise.programme!r} is no programme of programmes.csv"
        elif promise.window.closed[1] < said:
            what = f"the promise was made on {promise.said_on}, after its window had ended"
        elif _ended_before(programme, said):
            what = f"the promise was made on {promise.said_on}, after its programme had ended"
        elif came is not None and came.closed[1] < said:
            what = f"its outcome ({came}) lies before the promise ({promise.said_on})"
        else:
            kept.append(promise)
            continue
        remarks.append(
            Problem(promise.location, what, "", "set aside: not fitted on and not scored")
        )
    return tuple(kept), remarks


def _ended_before(programme: PastProgramme, day: date) -> bool:
    ended = programme.outcome in ("cancelled", "bankrupt_before_sop")
    known = programme.outcome_known
    return ended and known is not None and known.closed[1] < day


def _judgeable_volumes(
    promises: Sequence[VolumePromise],
) -> tuple[tuple[VolumePromise, ...], list[Problem]]:
    kept, remarks = [], []
    for promise in promises:
        if promise.period.closed[1] < promise.said_on.closed[0]:
            what = f"the promise was made on {promise.said_on}, after its period had ended"
            remedy = "set aside: not fitted on and not scored"
            remarks.append(Problem(promise.location, what, "", remedy))
        else:
            kept.append(promise)
    return tuple(kept), remarks


def _countable(volumes: Sequence[Volume]) -> tuple[tuple[Volume, ...], list[Problem]]:
    """Set aside cumulative rows, and tell of periods that overlap without one holding the other."""
    groups: dict[tuple[str, str], list[Volume]] = defaultdict(list)
    for volume in volumes:
        groups[volume.series, volume.measure].append(volume)
    kept, remarks = [], []
    for rows in groups.values():
        cumulative = _cumulative(rows)
        for volume in cumulative:
            what = f"{volume.series}: the row counts from {volume.period.closed[0]} on like others"
            remedy = "set aside as cumulative: give the units of each period alone"
            remarks.append(Problem(volume.location, what, "", remedy))
        rest = [volume for volume in rows if volume not in cumulative]
        kept += rest
        ordered = sorted(rest, key=lambda item: item.period.closed)
        for place, other in enumerate(ordered):
            crossed = [one for one in ordered[:place] if _crosses(one.period, other.period)]
            if crossed:
                one = crossed[-1]
                what = f"{other.series}: {other.period} overlaps {one.period} of {one.location}"
                remedy = "of the two the shorter counts"
                remarks.append(Problem(other.location, what, "", remedy))
    order = {volume.location: place for place, volume in enumerate(volumes)}
    return tuple(sorted(kept, key=lambda item: order[item.location])), remarks


def _counted_early(
    programmes: dict[str, PastProgramme], volumes: Sequence[Volume]
) -> list[Problem]:
    """Tell of what was handed over before the first delivery."""
    problems = []
    for volume in volumes:
        programme = programmes.get(volume.series)
        began = programme.first_delivery if programme else None
        is_handed_over = volume.measure != "production" and volume.units > 0.0
        if began and is_handed_over and volume.period.closed[1] < began.closed[0]:
            what = f"{volume.series}: {volume.period} lies before the first delivery ({began})"
            remedy = "it counts for no ramp: correct the month, or the first delivery"
            problems.append(Problem(volume.location, what, "", remedy))
    return problems


def _unlikely_units(volumes: Sequence[Volume]) -> list[Problem]:
    """Tell of parts that add to more than their whole, and of fractions among whole numbers."""
    groups: dict[tuple[str, str], list[Volume]] = defaultdict(list)
    for volume in volumes:
        groups[volume.series, volume.measure].append(volume)
    problems = []
    for rows in groups.values():
        for whole in rows:
            inside = [
                row
                for row in rows
                if whole.period.contains(row.period) and row.period != whole.period
            ]
            parts = disjoint(inside)
            total = sum(row.units for row in parts)
            if total > _MOST_OF_WHOLE * whole.units:
                what = (
                    f"{whole.series}: the {len(parts)} rows within {whole.period} add to "
                    f"{total:,.0f}, more than its {whole.units:,.0f}"
                )
                remedy = "give the units of each period alone, in vehicles, of one model"
                expected = "parts that are no cumulative sums, no thousands and of no other model"
                problems.append(Problem(whole.location, what, expected, remedy))
        largest = max(row.units for row in rows)
        for row in rows:
            if row.units != int(row.units) and row.units < 1000.0 <= largest:
                what = f"{row.series}: {row.units:g} vehicles in {row.period}, with a fraction"
                remedy = "write it out in vehicles if it is in thousands"
                problems.append(Problem(row.location, what, "whole vehicles", remedy))
    return problems


def _crosses(one: DayInterval, other: DayInterval) -> bool:
    """Whether two periods share days and neither holds the other."""
    return one.overlaps(other) and not one.contains(other) and not other.contains(one)


def _cumulative(rows: Sequence[Volume]) -> list[Volume]:
    """Return rows of one start and rising ends, where one is no calendar period."""
    starts: dict[object, list[Volume]] = defaultdict(list)
    for volume in rows:
        starts[volume.period.closed[0]].append(volume)
    found = []
    for group in starts.values():
        ends = sorted({volume.period.closed[1] for volume in group})
        irregular = [volume for volume in group if not _is_calendar(volume)]
        if len(ends) > 2 and irregular:
            shortest = min(group, key=lambda item: item.period.day_count)
            found += [volume for volume in irregular if volume is not shortest]
    return found


def _is_calendar(volume: Volume) -> bool:
    """Whether a period is a month, quarter, half, year or a run of months from January."""
    text = str(volume.period)
    return len(text) <= 7 or (len(text) == 16 and text[5:7] == "01" and text[:4] == text[9:13])


def _aggregates(
    programmes: dict[str, PastProgramme],
    promises: Sequence[VolumePromise],
    volumes: Sequence[Volume],
) -> list[Problem]:
    """Tell once an id of series that are no programme."""
    firsts: dict[str, Location] = {}
    rows = [(row.series, row.location) for row in promises]
    rows += [(row.series, row.location) for row in volumes]
    for series, location in rows:
        if series not in programmes:
            firsts.setdefault(series, location)
    return [
        Problem(
            location,
            f"{series!r} is no programme of programmes.csv",
            "",
            "taken for a whole of several (a brand, a market, a company), and for no ramp",
        )
        for series, location in firsts.items()
    ]
