"""Finding past cases by maker, kind, programme, event and day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from jobone.history.cases import Case, date_cases, fate_on
from jobone.history.plants import PlantRecord, plant_records
from jobone.history.records import Event, History
from jobone.history.summaries import ProgrammeSummary, programme_summaries
from jobone.history.volume_targets import VolumeCase, volume_cases

__all__ = ["EVENTS", "SUBJECTS", "Found", "Wanted", "find_past"]

SUBJECTS = ("promises", "programmes", "volumes", "plants")
EVENTS: tuple[Event, ...] = ("sop", "first_delivery")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None takes all.

    Parameters
    ----------
    what
        ``promises``, ``programmes``, ``volumes`` or ``plants``.
    maker, programme
        Part of a name or id, in any case.
    kind, event
        Exactly.
    as_of
        Only what was known by then; what became of a promise later is hidden.
    """

    what: str
    maker: str | None = None
    kind: str | None = None
    programme: str | None = None
    event: str | None = None
    as_of: date | None = None


@dataclass(frozen=True)
class Found:
    """The past cases that fit, of the one subject that was asked for."""

    promises: tuple[Case, ...] = ()
    programmes: tuple[ProgrammeSummary, ...] = ()
    volumes: tuple[VolumeCase, ...] = ()
    plants: tuple[PlantRecord, ...] = ()


def find_past(history: History, wanted: Wanted) -> Found:
    """Return the past cases that fit.

    Parameters
    ----------
    history
        Past programmes.
    wanted
        What is looked for.
    """
    day = date.max.toordinal() if wanted.as_of is None else wanted.as_of.toordinal()
    if wanted.what == "promises":
        return Found(
            promises=tuple(
                _as_known(case, day)
                for case in date_cases(history)
                if case.promise.said <= day
                and wanted.event in (None, case.promise.event)
                and _fits(wanted, case.maker, case.promise.kind, case.programme)
            )
        )
    if wanted.what == "programmes":
        return Found(
            programmes=tuple(
                item
                for item in programme_summaries(history, day, cast("Event | None", wanted.event))
                if _fits(
                    wanted,
                    item.programme.maker,
                    item.programme.kind,
                    f"{item.programme.id} {item.programme.model}",
                )
            )
        )
    if wanted.what == "volumes":
        return Found(
            volumes=tuple(
                case
                for case in volume_cases(history)
                if case.known <= day
                and _fits(wanted, case.question.maker, case.question.kind, case.source.series)
            )
        )
    return Found(
        plants=tuple(
            plant
            for plant in plant_records(history, day)
            if _fits(wanted, plant.maker, plant.kind, f"{plant.plant} {plant.name}")
        )
    )


def _as_known(case: Case, day: int) -> Case:
    hidden = fate_on(case, day) in ("open", "untold")
    return replace(case, came=None, ended=None) if hidden else case


def _fits(wanted: Wanted, maker: str, kind: str, name: str) -> bool:
    return (
        (wanted.maker or "").casefold() in maker.casefold()
        and wanted.kind in (None, kind)
        and (wanted.programme or "").casefold() in name.casefold()
    )
