"""Working hours: from ``Mon..Fri 06:00-14:00`` to the open intervals of a week."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jobone.line.description import Week

__all__ = ["WEEK_SECONDS", "parse_week"]

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
