"""Cases: promises of a day with what was known of each, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from jobone.core.days import DayInterval
from jobone.history.records import Event, History, Kind, Promise

__all__ = [
    "DAYS_PER_MONTH",
    "MOVED_DAYS",
    "Case",
    "DatePromise",
    "Fate",
    "count_moves",
    "date_cases",
    "fate_on",
]

DAYS_PER_MONTH = 30.4375
"""Mean length of a month."""

MOVED_DAYS = 20.0
"""A date has moved when the middle of its window is later by more days than this."""

Fate = Literal["kept", "late", "never", "open", "untold"]


@dataclass(frozen=True, slots=True)
class DatePromise:
    """What is known of a promise on the day it is made.

    Parameters
    ----------
    kind
        Kind of maker.
    event
        ``sop`` or ``first_delivery``.
    said
        Ordinal of the day.
    first, last
        Ordinals of the promised window.
    moves
        How often the date had been moved to later before, this time included.
    """

    kind: Kind
    event: Event
    said: int
    first: int
    last: int
    moves: int

    @property
    def lead_months(self) -> float:
        """Months from the day it was said to the end of the window, not negative."""
        return max(self.last - self.said, 0) / DAYS_PER_MONTH

    @property
    def width_months(self) -> float:
        """Length of the window."""
        return (self.last - self.first + 1) / DAYS_PER_MONTH

    @property
    def middle(self) -> float:
        """Ordinal of the middle of the window."""
        return (self.first + self.last) / 2.0


@dataclass(frozen=True, slots=True)
class Case:
    """A promise of a past programme.

    Parameters
    ----------
    promise
        What was known when it was made.
    programme, maker
        Whose it is.
    source
        The row it comes from.
    came
        First and last ordinal of the day on which it came; None where it did not.
    ended
        Ordinal of the day on which it was known that it never will; None otherwise.
    untold
        Ordinal from which the programme was known to be launched, though nobody
        recorded the day of this event; None otherwise.
    """

    promise: DatePromise
    programme: str
    maker: str
    source: Promise
    came: tuple[int, int] | None
    ended: int | None
    untold: int | None = None

    @property
    def day(self) -> float | None:
        """Ordinal of the middle of the day or month on which it came."""
        return None if self.came is None else (self.came[0] + self.came[1]) / 2.0

    @property
    def months_late(self) -> float | None:
        """Months from the middle of the window to the day; None where it did not come."""
        return None if self.day is None else (self.day - self.promise.middle) / DAYS_PER_MONTH


def fate_on(case: Case, day: int) -> Fate:
    """Return what was known on a day of what became of a promise.

    Parameters
    ----------
    case
        The promise.
    day
        Ordinal; what came is known from the last day on which it can have come.

    Returns
    -------
    str
        ``open`` covers promises whose window has passed without the event, too;
        ``untold`` are those whose event has come on a day that nobody recorded: they
        tell nothing.
    """
    if case.came is not None and case.came[1] <= day:
        return "kept" if case.came[1] <= case.promise.last else "late"
    if case.untold is not None and case.untold <= day:
        return "untold"
    return "never" if case.ended is not None and case.ended <= day else "open"


def count_moves(windows: Sequence[tuple[int, int]]) -> int:
    """Return how often a date moved to later.

    Parameters
    ----------
    windows
        First and last ordinals of what was promised, in the order in which it was said.
        A window that holds the one before it is vaguer and has not moved.
    """
    return sum(
        sum(later) - sum(earlier) > 2.0 * MOVED_DAYS
        and not (later[0] <= earlier[0] and earlier[1] <= later[1])
        for earlier, later in pairwise(windows)
    )


def date_cases(history: History) -> tuple[Case, ...]:
    """Return the promises of a history that can be judged, in the order they were made.

    Promises of a ``launch`` have no outcome column and are left out. Those of a
    programme that was launched, but whose event nobody recorded, are open until the
    launch was known.
    """
    by_programme: dict[tuple[str, Event], list[Promise]] = defaultdict(list)
    for promise in history.promises:
        if promise.event != "launch":
            by_programme[promise.programme, promise.event].append(promise)
    cases = []
    for (name, event), promises in by_programme.items():
        programme = history.programmes[name]
        came = programme.day_of(event)
        ended = untold = None
        if came is None and programme.outcome == "launched":
            told = [programme.sop, programme.first_delivery]
            if programme.outcome_known is not None:
                told = [programme.outcome_known]
            known_days = [item.closed[1].toordinal() for item in told if item is not None]
            if not known_days:
                continue
            untold = max(known_days)
        if programme.outcome in ("cancelled", "bankrupt_before_sop") and came is None:
            known = programme.outcome_known
            if known is None:
                continue
            ended = known.closed[1].toordinal()
        for promise in promises:
            said = _said(promise)
            earlier = _windows_before(promises, said)
            moves = count_moves([*earlier, _ordinals(promise.window)])
            facts = DatePromise(programme.kind, event, said, *_ordinals(promise.window), moves)
            day = _ordinals(came) if came else None
            cases.append(Case(facts, name, programme.maker, promise, day, ended, untold))
    return tuple(
        sorted(cases, key=lambda case: (case.promise.said, case.programme, case.source.location))
    )


def _said(promise: Promise) -> int:
    """Return the last day on which a promise can have been made: before its window ends."""
    first, last = _ordinals(promise.said_on)
    return max(first, min(last, promise.window.closed[1].toordinal() - 1))


def _windows_before(promises: Iterable[Promise], said: int) -> list[tuple[int, int]]:
    earlier = sorted(
        (_said(promise), _ordinals(promise.window)) for promise in promises if _said(promise) < said
    )
    return [window for _, window in earlier]


def _ordinals(days: DayInterval) -> tuple[int, int]:
    first, last = days.closed
    return first.toordinal(), last.toordinal()
