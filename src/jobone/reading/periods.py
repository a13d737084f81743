"""Days as they are spoken of, and the intervals that they mean.

A mention keeps what was said (`next year`, `the third quarter`) apart from what it
means on a given day of publication: :meth:`Moment.resolve` needs that day only where
the words count from it, and says so where it is missing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from jobone.core.days import DayInterval, add_months, month_days
from jobone.reading.vocabulary.calendar import SEASONS, Limit, Part

__all__ = ["Fiscal", "Moment", "Period", "Unit", "Window"]

Unit = Literal[
    "day",
    "week",
    "week-of-month",
    "half-of-month",
    "calendar-week",
    "month",
    "quarter",
    "half",
    "season",
    "year",
    "decade",
    "undated",
]


Fiscal = Literal["calendar", "april, named by its end", "april, named by its start"]


@dataclass(frozen=True, slots=True)
class Window:
    """What a mention means.

    Parameters
    ----------
    first, last
        The days; None where open.
    resolved
        False where the words count from a day of publication that nobody gave.
    """

    first: date | None
    last: date | None
    resolved: bool = True


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period as it was spoken of.

    Parameters
    ----------
    unit
        Its kind; ``undated`` for periods that no calendar places (`its first year`).
    year
        Its year, where one was said.
    year_shift
        Years from the year of publication, where it was said so (`next year`).
    index
        Which month, quarter, half (0 is the last) or weekday of it; for a season its
        name's place; for a day or a part of a month its month.
    day
        Day of the month; of a week or a half of one, its first day or 0 for the last.
    shift
        Periods of this kind from the day of publication (`next month`).
    count
        For spans: how many of the unit (`within 18 months`, `the first nine months`).
    fiscal
        Whether a business year is meant.
    """

    unit: Unit
    year: int | None = None
    year_shift: int | None = None
    index: int | None = None
    day: int | None = None
    shift: int | None = None
    count: float | None = None
    span: Literal[
        "",
        "within",
        "over",
        "ahead",
        "ago",
        "past",
        "first",
        "to",
        "so far",
        "full",
        "end",
        "reported",
    ] = ""
    fiscal: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A day expression in a text.

    Parameters
    ----------
    start, end
        Its span, with the words that bound it (`by the end of`).
    core_start
        Where the period itself begins.
    period
        The period.
    until
        The last period, where two are joined (`March to June`).
    part, limit
        What is cut out of it, and how it bounds.
    fiscal
        How business years run in this text.
    years_later
        Whole years that it lies behind the period, or before it where negative
        (`the same month of the year before`).
    turn
        The year that an earlier day expression of its sentence lends it, if both lie ahead.
    """

    start: int
    end: int
    core_start: int
    period: Period
    until: Period | None = None
    part: Part = ""
    limit: Limit = ""
    until_part: Part = ""
    fiscal: Fiscal = "calendar"
    years_later: int = 0
    turn: int | None = None

    @property
    def is_explicit(self) -> bool:
        """Whether it names its year."""
        return self.period.year is not None

    def resolve(self, published: date | None, forward: bool) -> Window:
        """Place it in the calendar.

        Parameters
        ----------
        published
            The day from which relative words count.
        forward
            Whether the sentence looks ahead: `in September` is then the next one.
        """
        if self.period.unit == "undated":
            return Window(None, None)
        period = self.period
        if self.turn is not None and forward and (published is None or self.turn > published.year):
            period = replace(period, year=self.turn)
        interval = _interval(period, self.part, published, forward, self.fiscal)
        if interval is None:
            return Window(None, None, resolved=False)
        if self.until is not None:
            other = _interval(self.until, self.until_part, published, forward, self.fiscal)
            first, last = interval.first, other.last if other is not None else None
            if first is not None and last is not None and last >= first:
                interval = DayInterval(first, last)
        if self.years_later and interval.first is not None and interval.last is not None:
            months = 12 * self.years_later
            last = add_months(interval.last.replace(day=1), months)
            interval = DayInterval(
                add_months(interval.first, months),
                month_days(last.year, last.month).last
                if (interval.last + timedelta(days=1)).day == 1
                else add_months(interval.last, months),
            )
        if self.period.span == "within":
            return Window(None, interval.last)
        return _bounded(interval, self.limit, self.part)


def _bounded(interval: DayInterval, limit: Limit, part: Part) -> Window:
    first, last = interval.first, interval.last
    if limit == "by":
        return Window(None, last)
    if limit == "before":
        if part == "late" or first is None:
            return Window(None, last)
        return Window(None, first - timedelta(days=1))
    if limit == "not before":
        return Window(first, None)
    if limit == "after":
        return Window(last + timedelta(days=1) if last else first, None)
    return Window(first, last)


def _quarter_of(day: date) -> int:
    return (day.month + 2) // 3


def _months(year: int, first: int, last: int) -> DayInterval:
    """Return whole months, which may lie beyond December."""
    begin = month_days(year + (first - 1) // 12, (first - 1) % 12 + 1)
    end = month_days(year + (last - 1) // 12, (last - 1) % 12 + 1)
    return DayInterval(begin.first, end.last)


def _within_year(period: Period, year: int, fiscal: Fiscal) -> DayInterval | None:
    """Place a period in a year."""
    offset = 0
    if period.fiscal and fiscal != "calendar":
        offset = 3 if fiscal.endswith("start") else -9
    index = period.index
    if period.span == "first":
        return _months(year, 1 + offset, int(period.count or 1) + offset)
    if period.unit == "year":
        return _months(year, 1 + offset, 12 + offset)
    if index is None:
        return None
    if period.unit == "quarter":
        number = index or 4
        return _months(year, 3 * number - 2 + offset, 3 * number + offset)
    if period.unit == "half":
        number = index or 2
        return _months(year, 6 * number - 5 + offset, 6 * number + offset)
    if period.unit == "month":
        return month_days(year, index)
    if period.unit == "week-of-month" and period.day is not None:
        month = month_days(year, index).closed
        if not period.day:
            return DayInterval(month[1] - timedelta(days=6), month[1])
        begin = month[0].replace(day=period.day)
        return DayInterval(begin, min(begin + timedelta(days=6), month[1]))
    if period.unit == "half-of-month":
        month = month_days(year, index).closed
        middle = month[0].replace(day=15)
        if period.day == 1:
            return DayInterval(month[0], middle)
        return DayInterval(middle + timedelta(days=1), month[1])
    if period.unit == "calendar-week":
        monday = date.fromisocalendar(year, index, 1)
        return DayInterval(monday, monday + timedelta(days=6))
    if period.unit == "season":
        return _months(year, *list(SEASONS.values())[index])
    if period.unit == "day" and period.day is not None:
        try:
            day = date(year, index, period.day)
        except ValueError:
            return None
        return DayInterval(day, day)
    return None


def _shifted(period: Period, published: date) -> DayInterval | None:
    """Place `this`, `next` and `last` period."""
    shift = period.shift or 0
    if period.unit == "day":
        day = published + timedelta(days=shift)
        return DayInterval(day, day)
    if period.unit == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=shift)
        return DayInterval(monday, monday + timedelta(days=6))
    if period.unit == "month":
        day = add_months(published.replace(day=1), shift)
        return month_days(day.year, day.month)
    if period.unit == "quarter":
        day = add_months(date(published.year, 3 * _quarter_of(published) - 2, 1), 3 * shift)
        return _months(day.year, day.month, day.month + 2)
    if period.unit == "half":
        day = add_months(date(published.year, 1 if published.month < 7 else 7, 1), 6 * shift)
        return _months(day.year, day.month, day.month + 5)
    if period.unit == "year":
        return _months(published.year + shift, 1, 12)
    if period.unit == "decade":
        begin = published.year // 10 * 10 + 10 * shift
        return DayInterval(date(begin, 1, 1), date(begin + 9, 12, 31))
    return None


def _spanned(period: Period, published: date) -> DayInterval | None:
    """Place spans that count from the day of publication."""
    count = period.count or 1.0
    if period.unit in ("day", "week"):
        days = round(count * (7 if period.unit == "week" else 1))
        ahead = period.span in ("within", "over", "ahead")
        other = published + timedelta(days=days if ahead else -days)
        if period.span in ("ahead", "ago"):
            return DayInterval(other, other)
    else:
        months = round(
            count * {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(period.unit, 1)
        )
        forward = period.span in ("within", "over", "ahead")
        try:
            other = add_months(published, months if forward else -months)
        except (ValueError, OverflowError):
            return None
        if period.span in ("ahead", "ago"):
            if period.unit == "year" and count == int(count):
                return _months(other.year, 1, 12)
            return month_days(other.year, other.month)
    return DayInterval(min(published, other), max(published, other))


def _inferred(period: Period, published: date, forward: bool, fiscal: Fiscal) -> DayInterval | None:
    """Place a period without a year: the next one where the sentence looks ahead."""
    years = range(published.year - 1, published.year + 2)
    placed = [found for year in years if (found := _within_year(period, year, fiscal)) is not None]
    if not placed:
        return None
    if period.unit == "day" and period.index is None:
        return None
    if forward:
        ahead = [
            item
            for item in placed
            if item.last is not None
            and item.last >= published
            and not (period.unit == "season" and period.shift is None and _ends(item, published))
        ]
        return ahead[0] if ahead else placed[-1]
    behind = [item for item in placed if _is_behind(item, period, published)]
    return behind[-1] if behind else placed[0]


def _ends(interval: DayInterval, published: date) -> bool:
    """Whether a season has begun and is nearly over: `in spring`, said in May, is the next one."""
    if interval.first is None or interval.last is None:
        return False
    return (published - interval.first).days > 0.66 * (interval.last - interval.first).days


def _is_behind(interval: DayInterval, period: Period, published: date) -> bool:
    """Whether a period has begun; a quarter or a half of which much was sold is nearly over."""
    if interval.first is None or interval.last is None:
        return False
    if period.unit not in ("quarter", "half") or period.span:
        return interval.first <= published
    days = (interval.last - interval.first).days
    return (published - interval.first).days >= 0.8 * days


def _interval(
    period: Period, part: Part, published: date | None, forward: bool, fiscal: Fiscal
) -> DayInterval | None:
    interval = _whole(period, published, forward, fiscal)
    if interval is None or not part:
        return interval
    return _part_of(interval, part, published)


def _whole(
    period: Period, published: date | None, forward: bool, fiscal: Fiscal
) -> DayInterval | None:
    try:
        if period.unit == "decade" and period.year is not None:
            return DayInterval(date(period.year, 1, 1), date(period.year + 9, 12, 31))
        if period.span == "to" and period.index is not None:
            end = _interval(replace(period, span=""), "", published, forward, fiscal)
            if end is None or end.last is None:
                return None
            begin = add_months(end.last.replace(day=1), 1 - int(period.count or 1))
            return DayInterval(begin, end.last)
        if period.year is not None:
            return _within_year(period, period.year, fiscal)
        if published is None:
            return None
        if period.span in ("within", "over", "ahead", "ago", "past"):
            return _spanned(period, published)
        if period.span == "reported":
            return _shifted(replace(period, shift=0 if forward else -1), published)
        if period.span == "so far":
            return DayInterval(date(published.year, 1, 1), published)
        if period.span == "end":
            # A year-end that is told of afterwards is the last one.
            return _months(published.year - (not forward), 1, 12)
        if period.span == "full":
            # A full year that is told of in spring is the one before.
            if fiscal != "calendar":
                year = Period("year", fiscal=True)
                return _within_year(year, _running_year(published, fiscal), fiscal)
            told_after = not forward and published.month <= 4
            return _months(published.year - told_after, 1, 12)
        if period.year_shift is not None:
            this = _running_year(published, fiscal) if period.fiscal else published.year
            return _within_year(period, this + period.year_shift, fiscal)
        if period.unit == "day" and period.index is None and period.day is not None:
            return _day_of_month(period.day, published, forward)
        if period.shift is not None and period.index is None:
            return _shifted(period, published)
        if period.unit == "week" and period.index is not None:
            return _weekday(period, published, forward)
        if period.shift is not None:
            placed = _inferred(period, published, period.shift >= 0, fiscal)
            if period.shift > 0 and placed is not None and (placed.first or published) <= published:
                return _inferred(period, add_months(published, 12), True, fiscal)
            running = placed is not None and placed.last is not None and placed.last >= published
            if period.shift < 0 and running:  # "last autumn", said in autumn
                return _inferred(period, add_months(published, -9), False, fiscal)
            return placed
        return _inferred(period, published, forward, fiscal)
    except (ValueError, OverflowError):
        return None


def _day_of_month(day: int, published: date, forward: bool) -> DayInterval | None:
    """Place a day whose month goes unsaid: in the running month, or in the one next to it."""
    month = published.replace(day=1)
    if forward and day < published.day:
        month = add_months(month, 1)
    elif not forward and day > published.day:
        month = add_months(month, -1)
    if day > month_days(month.year, month.month).closed[1].day:
        return None
    found = month.replace(day=day)
    return DayInterval(found, found)


def _running_year(published: date, fiscal: Fiscal) -> int:
    """Return the name of the business year that runs on a day."""
    if fiscal == "calendar":
        return published.year
    began = published.year - (published.month < 4)
    return began + fiscal.endswith("end")


def _weekday(period: Period, published: date, forward: bool) -> DayInterval:
    assert period.index is not None
    ahead = (period.index - published.weekday()) % 7
    day = published + timedelta(days=ahead)
    if (not forward and day > published) or period.shift == -1:
        day -= timedelta(days=7)
    return DayInterval(day, day)


def _part_of(interval: DayInterval, part: Part, published: date | None) -> DayInterval:
    first, last = interval.closed
    if part == "later":
        begin = published if published is not None and first <= published <= last else first
        return DayInterval(begin, last)
    if part == "earlier":
        end = published if published is not None and first <= published <= last else last
        return DayInterval(first, end)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.day != 1 or months > 120:
        return interval if months <= 12 else DayInterval(last.replace(month=1, day=1), last)
    if months >= 120:
        years = {"early": (0, 2), "mid": (3, 6), "late": (8, 9)}[part]
        return DayInterval(date(first.year + years[0], 1, 1), date(first.year + years[1], 12, 31))
    if months == 1:
        cuts = {"early": (1, 10), "mid": (11, 20), "late": (21, last.day)}[part]
        return DayInterval(first.replace(day=cuts[0]), first.replace(day=cuts[1]))
    if months == 12:
        cuts = {"early": (0, 2), "mid": (3, 8), "late": (9, 11)}[part]
    elif months % 3 == 0:
        third = months // 3
        place = ("early", "mid", "late").index(part)
        cuts = (third * place, third * place + third - 1)
    else:
        return interval
    begin, end = add_months(first, cuts[0]), add_months(first, cuts[1])
    return DayInterval(begin, month_days(end.year, end.month).last)
