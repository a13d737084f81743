"""Day intervals: the grammar in which sources speak of time.

Every expression becomes an interval of days with inclusive ends; either end may
be open. ``2031-03-28``, ``2031-03``, ``2031-W05``, ``2031-Q1``, ``2031-H1``,
``2031``, ``2031-12..2031-03``, ``..2031`` and ``2031..`` are the plain forms.
``early``, ``mid`` and ``late`` cut a year into its first quarter, its middle two
and its last, a half or a quarter into equal thirds of months, and a month at its
10th and 20th day. ``Q1 2031``, ``first quarter of 2031``, ``H2 2031``, ``second
half of 2031``, ``March 2031``, ``spring 2031`` (March to May), ``summer 2031``
and ``autumn 2031`` or ``fall 2031`` are read as they are spoken.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["EXPECTED", "DayInterval", "add_months", "month_days", "parse_day", "parse_days"]

EXPECTED = (
    "a day or interval such as 2031-03-28, 2031-03, 2031-Q1, 2031-H1, 2031, "
    "2031-12..2031-03, ..2031 or 'late 2031'"
)

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 0}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if number} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if number
}

_PLAIN = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|W(?P<week>\d{2})|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:Q(?P<quarter>[1-4])|H(?P<half>[12])"
    r"|(?P<ordinal>first|second|third|fourth|last)\s+(?P<part>quarter|half)"
    r"|(?P<word>[a-z]+))\s+(?:of\s+)?(?P<year>\d{4})",
    re.IGNORECASE,
)
_PART = re.compile(r"(?P<part>early|mid|late)[\s-]+(?P<rest>.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DayInterval:
    """An interval of days, both ends included.

    Parameters
    ----------
    first
        First day; None where the interval is open to the past.
    last
        Last day, not before `first`; None where it is open to the future.

    Raises
    ------
    ValueError
        If `last` lies before `first`, or both are None.
    """

    first: date | None
    last: date | None

    def __post_init__(self) -> None:
        if self.first is None and self.last is None:
            raise ValueError("an interval needs at least one end")
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError(f"the interval ends on {self.last}, before it begins on {self.first}")

    @property
    def is_open(self) -> bool:
        """Whether one end is missing."""
        return self.first is None or self.last is None

    @property
    def closed(self) -> tuple[date, date]:
        """Both ends.

        Raises
        ------
        ValueError
            If the interval is open.
        """
        if self.first is None or self.last is None:
            raise ValueError(f"{self} is open; an uncertain day needs both ends")
        return self.first, self.last

    @property
    def day_count(self) -> int:
        """Number of days in a closed interval."""
        first, last = self.closed
        return (last - first).days + 1

    def contains(self, other: DayInterval) -> bool:
        """Whether every day of `other` lies in this interval."""
        starts = self.first is None or (other.first is not None and other.first >= self.first)
        ends = self.last is None or (other.last is not None and other.last <= self.last)
        return starts and ends

    def overlaps(self, other: DayInterval) -> bool:
        """Whether the two share at least one day."""
        self_first, self_last = self.first or date.min, self.last or date.max
        other_first, other_last = other.first or date.min, other.last or date.max
        return self_first <= other_last and other_first <= self_last

    def __str__(self) -> str:
        if self.first is None:
            return f"..{self.last}"
        if self.last is None:
            return f"{self.first}.."
        return _shortest(self.first, self.last)


def _last_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _months(year: int, first_month: int, last_month: int) -> DayInterval:
    return DayInterval(date(year, first_month, 1), _last_of_month(year, last_month))


def _shortest(first: date, last: date) -> str:
    if first == last:
        return first.isoformat()
    if first.day == 1 and last == _last_of_month(last.year, last.month):
        if first.year == last.year:
            span = (first.month, last.month)
            if span == (1, 12):
                return f"{first.year:04d}"
            if span in ((1, 6), (7, 12)):
                return f"{first.year:04d}-H{1 if first.month == 1 else 2}"
            if span[1] - span[0] == 2 and span[0] % 3 == 1:
                return f"{first.year:04d}-Q{(first.month + 2) // 3}"
            if span[0] == span[1]:
                return f"{first.year:04d}-{first.month:02d}"
        return f"{first.isoformat()[:7]}..{last.isoformat()[:7]}"
    return f"{first.isoformat()}..{last.isoformat()}"


def month_days(year: int, month: int) -> DayInterval:
    """Return the interval of one calendar month.

    Parameters
    ----------
    year, month
        Calendar year and month (1 to 12).
    """
    return _months(year, month, month)


def add_months(day: date, months: int) -> date:
    """Return the day `months` later, at most the last day of its month.

    Parameters
    ----------
    day
        The day to count from.
    months
        Whole months, negative to go back.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _half_or_quarter(year: int, part: str, number: int) -> DayInterval:
    count = 4 if part == "quarter" else 2
    number = number or count
    if number > count:
        raise ValueError(f"a year has {count} {part}s")
    width = 12 // count
    return _months(year, (number - 1) * width + 1, number * width)


def _plain(text: str) -> DayInterval | None:
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    year = int(match["year"])
    if match["quarter"]:
        return _half_or_quarter(year, "quarter", int(match["quarter"]))
    if match["half"]:
        return _half_or_quarter(year, "half", int(match["half"]))
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        return DayInterval(monday, monday + timedelta(days=6))
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return DayInterval(day, day)
    if match["month"]:
        return month_days(year, int(match["month"]))
    return _months(year, 1, 12)


def _named(text: str) -> DayInterval | None:
    match = _NAMED.fullmatch(text)
    if match is None:
        return None
    year = int(match["year"])
    if match["quarter"]:
        return _half_or_quarter(year, "quarter", int(match["quarter"]))
    if match["half"]:
        return _half_or_quarter(year, "half", int(match["half"]))
    if match["ordinal"]:
        ordinal = _ORDINALS[match["ordinal"].lower()]
        return _half_or_quarter(year, match["part"].lower(), ordinal)
    word = match["word"].lower()
    if word in _SEASONS:
        return _months(year, *_SEASONS[word])
    if word in _MONTHS:
        return month_days(year, _MONTHS[word])
    return None


def _part_of(interval: DayInterval, part: str) -> DayInterval:
    first, last = interval.closed
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.day != 1 or last != _last_of_month(last.year, last.month) or first.year != last.year:
        raise ValueError("early, mid and late cut a year, a half, a quarter or a month")
    if months == 1:
        cuts = {"early": (1, 10), "mid": (11, 20), "late": (21, last.day)}
        begin, end = cuts[part]
        return DayInterval(first.replace(day=begin), first.replace(day=end))
    if months == 12:
        cuts = {"early": (1, 3), "mid": (4, 9), "late": (10, 12)}
        return _months(first.year, *cuts[part])
    if months % 3:
        raise ValueError("early, mid and late cut a year, a half, a quarter or a month")
    third = months // 3
    begin = first.month + third * ("early", "mid", "late").index(part)
    return _months(first.year, begin, begin + third - 1)


def _single(text: str) -> DayInterval:
    part = _PART.fullmatch(text)
    whole = text if part is None else part["rest"].strip()
    try:
        interval = _plain(whole) or _named(whole)
    except (ValueError, OverflowError) as failure:
        raise ValueError(f"{text!r} is no day: {failure}") from None
    if interval is None:
        raise ValueError(f"{_shortened(text)!r} is no day or interval")
    return interval if part is None else _part_of(interval, part["part"].lower())


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def parse_days(value: str | date | int) -> DayInterval:
    """Read a day interval.

    Parameters
    ----------
    value
        Text in the grammar of this module, a :class:`datetime.date`, or a whole
        number taken as a year.

    Returns
    -------
    DayInterval
        Both ends included; open ends are None.

    Raises
    ------
    ValueError
        If the text is not in the grammar, names no real day, or runs backwards.
    """
    if isinstance(value, date):
        return DayInterval(value, value)
    text = str(value).strip()
    if ".." in text:
        left, _, right = text.partition("..")
        left, right = left.strip(), right.strip()
        if not left and not right:
            raise ValueError("'..' has no end at all")
        return DayInterval(
            _single(left).first if left else None, _single(right).last if right else None
        )
    return _single(text)


def parse_day(value: str | date) -> date:
    """Read a single day.

    Parameters
    ----------
    value
        ``2031-03-28`` or a :class:`datetime.date`.

    Raises
    ------
    ValueError
        If the value is an interval of more than one day, or no day at all.
    """
    interval = parse_days(value)
    if interval.is_open or interval.first != interval.last or interval.first is None:
        raise ValueError(f"{value!s} is more than one day")
    return interval.first
