"""Whole programmes: from the first word of each to its first twelve months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jobone.core.days import DayInterval
from jobone.history.cases import Case, date_cases
from jobone.history.first_years import counted_first_year, promised_first_year
from jobone.history.records import Event, History, Outcome, PastProgramme

__all__ = ["ProgrammeSummary", "programme_summaries"]


@dataclass(frozen=True, slots=True)
class ProgrammeSummary:
    """What was known of a programme on a day.

    Parameters
    ----------
    programme
        Its row; what it tells of later days is not for showing.
    announced
        First public word of it; None where not known.
    first_promise
        The first promised day that can be judged; None without one.
    promises, moves
        How many promises of the same event there were, and how often they moved later.
    sop, first_delivery
        What had come; None where it had not, or no day was found.
    outcome
        What had become of it.
    promised_units, counted_units
        Vehicles in the first twelve months of deliveries: by the targets standing at the
        start, and as counted; None where not known.
    """

    programme: PastProgramme
    announced: DayInterval | None
    first_promise: Case | None
    promises: int
    moves: int
    sop: DayInterval | None
    first_delivery: DayInterval | None
    outcome: Outcome
    promised_units: float | None
    counted_units: float | None


def programme_summaries(
    history: History, day: int, event: Event | None = None
) -> tuple[ProgrammeSummary, ...]:
    """Return the programmes that were known of on a day, by first word and id.

    Parameters
    ----------
    history
        Past programmes.
    day
        Ordinal; what is known later is left out.
    event
        Whose promises are told; left out, those of the event that was promised first.
    """
    told: dict[str, list[Case]] = {}
    for case in date_cases(history):
        if case.promise.said <= day and event in (None, case.promise.event):
            told.setdefault(case.programme, []).append(case)
    found = [
        _summary(history, programme, told.get(programme.id, []), day)
        for programme in history.programmes.values()
    ]
    known = [item for item in found if _first_word(item) <= day]
    return tuple(sorted(known, key=lambda item: (_first_word(item), item.programme.id)))


def _summary(
    history: History, programme: PastProgramme, cases: list[Case], day: int
) -> ProgrammeSummary:
    first = cases[0] if cases else None
    same = [case for case in cases if first and case.promise.event == first.promise.event]
    begun = _known(programme.first_delivery, day)
    counted = counted_first_year(history, programme)
    return ProgrammeSummary(
        programme,
        _known(programme.announced, day),
        first,
        len(same),
        max((case.promise.moves for case in same), default=0),
        _known(programme.sop, day),
        begun,
        _outcome(programme, day),
        None if begun is None else promised_first_year(history, programme, day),
        None if counted is None or counted[1] > day else counted[0],
    )


def _known(days: DayInterval | None, day: int) -> DayInterval | None:
    """Return days that had passed by a day; None where they had not."""
    return days if days is not None and days.closed[1].toordinal() <= day else None


def _outcome(programme: PastProgramme, day: int) -> Outcome:
    """Return what was known on a day of what became of a programme."""
    if programme.outcome == "pending":
        return "pending"
    days = [programme.outcome_known]
    if programme.outcome == "launched":
        days += [programme.sop, programme.first_delivery]
    told = [item for item in days if item is not None]
    # An outcome without any day is known to all: nothing says when it was not.
    known = not told or any(_known(item, day) is not None for item in told)
    return programme.outcome if known else "pending"


def _first_word(item: ProgrammeSummary) -> int:
    """Return the ordinal of the first that was known of a programme; the last without any."""
    days = [item.announced, item.sop, item.first_delivery]
    if item.outcome != "pending":
        days.append(item.programme.outcome_known)
    words = [word.closed[0].toordinal() for word in days if word is not None]
    if item.first_promise is not None:
        words.append(item.first_promise.promise.said)
    return min(words, default=date.max.toordinal())
