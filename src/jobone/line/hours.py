"""Working hours: from ``Mon..Fri 06:00-14:00`` to the open intervals of a week."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jobone.line.description import Week

__all__ = ["WEEK_SECONDS", "Clock", "OpenHours", "open_hours", "parse_week"]

WEEK_SECONDS = 7 * 86400.0
_DAY_SECONDS = 86400.0
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"(?:(\S.*?)\s+)?(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


def _weekday(word: str) -> int:
    try:
        return _DAYS.index(word.strip().lower()[:3])
    except ValueError:
        raise ValueError(f"{word.strip()!r} is no weekday (Mon, Tue, … Sun)") from None


def _days(text: str | None) -> list[int]:
    """Return the weekdays that ``Mon..Fri``, ``Sat`` or ``Mon,Wed`` name; all where nothing."""
    if text is None:
        return list(range(7))
    days: list[int] = []
    for part in text.split(","):
        first, ends, last = part.partition("..")
        start = _weekday(first)
        stop = _weekday(last) if ends else start
        days.extend((start + offset) % 7 for offset in range((stop - start) % 7 + 1))
    return days


def _clock(hour: str, minute: str) -> float:
    if int(hour) * 60 + int(minute) > 24 * 60 or int(minute) > 59:
        raise ValueError(f"there is no time {hour}:{minute}")
    return int(hour) * 3600.0 + int(minute) * 60.0


def _intervals(text: str) -> list[tuple[float, float]]:
    match = _HOURS.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} cannot be read")
    start, end = _clock(match[2], match[3]), _clock(match[4], match[5])
    if end <= start:
        end += _DAY_SECONDS  # into the next day
    pieces: list[tuple[float, float]] = []
    for day in _days(match[1]):
        opens, closes = day * _DAY_SECONDS + start, day * _DAY_SECONDS + end
        pieces.append((opens, min(closes, WEEK_SECONDS)))
        if closes > WEEK_SECONDS:
            pieces.append((0.0, closes - WEEK_SECONDS))
    return pieces


def _merged(pieces: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for opens, closes in sorted(pieces):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return merged


def _without(
    pieces: list[tuple[float, float]], breaks: list[tuple[float, float]]
) -> list[tuple[float, float]]:
    for start, end in breaks:
        pieces = [
            piece
            for opens, closes in pieces
            for piece in ((opens, min(closes, start)), (max(opens, end), closes))
            if piece[0] < piece[1]
        ]
    return pieces


def parse_week(shifts: Sequence[str], breaks: Sequence[str]) -> Week:
    """Read working hours.

    Parameters
    ----------
    shifts
        Such as ``Mon..Fri 06:00-14:00``; an end not after the start is on the next day;
        without weekdays it is every day. None at all is round the clock.
    breaks
        Taken off them, written alike.

    Returns
    -------
    Week
        Open intervals; empty where it is round the clock.

    Raises
    ------
    ValueError
        If something cannot be read, or no working hour is left.
    """
    opened = _merged([piece for text in shifts for piece in _intervals(text)])
    if not shifts:
        opened = [(0.0, WEEK_SECONDS)]
    closed = _merged([piece for text in breaks for piece in _intervals(text)])
    left = _without(opened, closed)
    if not left:
        raise ValueError("the breaks leave no working hour")
    return () if left == [(0.0, WEEK_SECONDS)] else tuple(left)


@dataclass(frozen=True)
class OpenHours:
    """When a station works, from the start of the run on; it repeats after a period.

    Parameters
    ----------
    period
        Seconds.
    opens, closes
        Ascending, within the period.
    """

    period: float
    opens: tuple[float, ...]
    closes: tuple[float, ...]


class Clock:
    """Converts between elapsed time and open time.

    Parameters
    ----------
    hours
        Working hours; None where it is round the clock.
    """

    def __init__(self, hours: OpenHours | None) -> None:
        self.period = hours.period if hours else 1.0
        self.opens = hours.opens if hours else ()
        self.closes = hours.closes if hours else ()
        self.before: list[float] = []
        self.total = 0.0
        for opens, closes in zip(self.opens, self.closes, strict=True):
            self.before.append(self.total)
            self.total += closes - opens

    @property
    def open_share(self) -> float:
        """Open time over elapsed time, in the long run."""
        return self.total / self.period if self.opens else 1.0

    def opened(self, time: float) -> float:
        """Return the open time up to a moment, in seconds."""
        if not self.opens:
            return time
        periods = math.floor(time / self.period)
        rest = time - periods * self.period
        here = bisect_right(self.opens, rest) - 1
        if here < 0:
            return periods * self.total
        within = min(rest, self.closes[here]) - self.opens[here]
        return periods * self.total + (self.before[here] + within)

    def _together(self, start: float, end: float) -> bool:
        """Whether two moments lie in the same open interval."""
        begin = math.floor(start / self.period) * self.period
        here = bisect_right(self.opens, start - begin) - 1
        return here >= 0 and begin + self.opens[here] <= start and end <= begin + self.closes[here]

    def span(self, start: float, end: float) -> float:
        """Return the open time between two moments."""
        if not self.opens or self._together(start, end):
            return end - start
        return self.opened(end) - self.opened(start)

    def after(self, time: float, work: float) -> float:
        """Return the moment at which so much open time has passed since `time`."""
        if not self.opens or self._together(time, time + work):
            return time + work
        goal = self.opened(time) + work
        periods = math.floor(goal / self.total)
        rest = goal - periods * self.total
        if rest <= 0.0:  # at the very end of a period, not at the start of the next
            periods, rest = periods - 1, self.total
        here = bisect_left(self.before, rest) - 1
        moment = periods * self.period + (self.opens[here] + (rest - self.before[here]))
        return max(time, moment)


def open_hours(week: Week, country: str = "", starts_on: date | None = None) -> OpenHours | None:
    """Return a station's working hours counted from the start of the run.

    Parameters
    ----------
    week
        Its open intervals of a week.
    country
        Whose statutory holidays are closed from 0:00 to 24:00, as known on the first day;
        empty is nobody's.
    starts_on
        The first day; without one it is a Monday.

    Returns
    -------
    OpenHours or None
        None where it is round the clock. With holidays the period is 28 years, or as much
        of them as calendars cover.

    Raises
    ------
    ValueError
        If the country has no calendar, or its holidays leave no working hour.
    """
    if not week:
        return None
    shift = (starts_on.weekday() if starts_on else 0) * _DAY_SECONDS
    pieces = []
    for opens, closes in week:
        start = (opens - shift) % WEEK_SECONDS
        end = start + closes - opens
        pieces.append((start, min(end, WEEK_SECONDS)))
        if end > WEEK_SECONDS:
            pieces.append((0.0, end - WEEK_SECONDS))
    pieces = _merged(pieces)
    weeks = 1
    if country and starts_on:
        days = _open_days(country, starts_on)
        weeks = len(days) // 7
        closed = [
            (day * _DAY_SECONDS, (day + 1) * _DAY_SECONDS)
            for day, is_open in enumerate(days[: weeks * 7])
            if not is_open
        ]
        pieces = [
            (number * WEEK_SECONDS + opens, number * WEEK_SECONDS + closes)
            for number in range(weeks)
            for opens, closes in pieces
        ]
        pieces = _without_ordered(pieces, closed)
        if not pieces:
            raise ValueError("the holidays leave no working hour")
    opened, shut = zip(*pieces, strict=True)
    return OpenHours(weeks * WEEK_SECONDS, opened, shut)


_YEARS_OF_HOLIDAYS = 28
"""After so many years each date falls on each weekday as often as any other."""


def _open_days(country: str, starts_on: date) -> list[bool]:
    from jobone.core.calendars import LAST_YEAR, WorkingCalendar  # here: loads every country

    last = min(starts_on.year + _YEARS_OF_HOLIDAYS, LAST_YEAR)
    calendar = WorkingCalendar(country, starts_on)
    return [bool(each) for each in calendar.open_days(starts_on, date(last, 12, 31))]


def _without_ordered(
    pieces: list[tuple[float, float]], closed: list[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Do what :func:`_without` does in one sweep; both lists ascend."""
    left: list[tuple[float, float]] = []
    first = 0
    for piece in pieces:
        opens, closes = piece
        while first < len(closed) and closed[first][1] <= opens:
            first += 1
        near = first
        while near < len(closed) and closed[near][0] < closes:
            near += 1
        left.extend(_without([piece], closed[first:near]))
    return left
