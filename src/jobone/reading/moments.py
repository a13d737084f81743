"""Day expressions in running text, as intervals of days.

A mention keeps what was said (`next year`, `the third quarter`) apart from what it
means on a given day of publication: :meth:`Moment.resolve` needs that day only where
the words count from it, and says so where it is missing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from jobone.core.days import DayInterval, add_months, month_days
from jobone.reading.vocabulary.calendar import (
    COUNTS,
    DAYS_IN_WORDS,
    LIMITS,
    MONTHS,
    ORDINALS,
    PARTS,
    SEASONS,
    WEEKDAYS,
    Limit,
    Part,
)

__all__ = ["Fiscal", "Moment", "Window", "find_moments"]

Unit = Literal[
    "day",
    "week",
    "week-of-month",
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
        name's place; for a day its month.
    day
        Day of the month.
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
        "", "within", "over", "ahead", "ago", "past", "first", "to", "so far", "full", "end"
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


# --- from a period to days ------------------------------------------------------------------------


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
        ahead = [item for item in placed if item.last is not None and item.last >= published]
        return ahead[0] if ahead else placed[-1]
    behind = [item for item in placed if item.first is not None and item.first <= published]
    return behind[-1] if behind else placed[0]


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
        if period.shift is not None and period.index is None:
            return _shifted(period, published)
        if period.unit == "week" and period.index is not None:
            return _weekday(period, published, forward)
        if period.shift is not None:
            placed = _inferred(period, published, period.shift >= 0, fiscal)
            return placed
        return _inferred(period, published, forward, fiscal)
    except (ValueError, OverflowError):
        return None


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


# --- from text to periods -------------------------------------------------------------------------


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_SHORT_NAMES = frozenset(["may", "june", "july"])
_YEAR = r"(?:19[5-9]\d|20\d\d)"
_MONTH = (
    f"(?:{_any([name for name in MONTHS if len(name) > 4 or name in _SHORT_NAMES])}|"
    rf"(?:{_any([name for name in MONTHS if len(name) <= 4])})\b\.?)"
)
_ORDINAL = rf"(?:{_any(list(ORDINALS))})"
_SEASON = rf"(?:{_any(list(SEASONS))})"
_COUNT = rf"(?:\d{{1,3}}(?:\.5)?|{_any(list(COUNTS))})(?: and a half)?"
_REFERENCE = (
    rf"(?:,? ?(?:of |in )?(?:the |its |our )?(?P<fiscal>(?:fiscal|financial|business|model) "
    rf"(?:year )?|fy ?|cy ?|calendar (?:year )?)?['’]?(?P<year>{_YEAR})(?!\d|-\d|[,.]\d)"
    r"|,? ?(?:of |in )(?P<of>this year|next year|last year|the current year|the same year|"
    r"the coming year|the following year|the year after|the year|that year|this fiscal year|"
    r"next fiscal year|the fiscal year|this financial year|next financial year|"
    r"the current fiscal(?: year)?|the current financial year|the next fiscal year)(?![a-z])"
    r"| ?(?:fy|cy)? ?['’](?P<short>\d\d)(?!\d)|(?:[ -]?| of )fy ?['’]?(?P<fy>\d\d)(?!\d))"
)


def _year_of(match: re.Match[str]) -> dict[str, Any]:
    groups = match.groupdict()
    year = groups.get("year") or ""
    short = groups.get("short") or groups.get("fy") or ""
    of = groups.get("of") or ""
    found: dict[str, Any] = {}
    if year:
        found["year"] = int(year)
    elif short:
        found["year"] = 2000 + int(short)
    elif of:
        shift = _year_shift(of)
        if shift is not None:
            found["year_shift"] = shift
    label = groups.get("fiscal") or ""
    if label.startswith(("fiscal", "financial", "business", "fy")) or groups.get("fy"):
        found["fiscal"] = True
    if "fiscal" in of or "financial" in of:
        found["fiscal"] = True
    return found


def _year_shift(words: str) -> int | None:
    if words.startswith(("next", "the coming", "the next")):
        return 1
    if words.startswith("last"):
        return -1
    if "following" in words or "after" in words or "that" in words or words == "the year":
        return None
    return 0


def _number(text: str) -> float:
    half = text.endswith(" and a half")
    text = text.removesuffix(" and a half")
    base = COUNTS.get(text)
    return float(text if base is None else base) + (0.5 if half else 0.0)


def _unit(word: str) -> Unit:
    word = word.removesuffix("s")
    return {"day": "day", "week": "week", "month": "month", "quarter": "quarter",
            "half": "half", "year": "year", "decade": "decade", "summer": "season"}[word]  # type: ignore[return-value]  # fmt: skip


Maker = Callable[[re.Match[str]], Period | None]


def _iso(match: re.Match[str]) -> Period:
    return Period("day", year=int(match[1]), index=int(match[2]), day=int(match[3]))


def _day_first(match: re.Match[str]) -> Period:
    return Period(
        "day", index=MONTHS[match["month"].rstrip(".")], day=int(match["day"]), **_year_of(match)
    )


def _day_in_words(match: re.Match[str]) -> Period:
    return Period("day", index=MONTHS[match["month"].rstrip(".")], day=DAYS_IN_WORDS[match["day"]],
                  **_year_of(match))  # fmt: skip


def _dotted(match: re.Match[str]) -> Period:
    return Period("day", year=int(match[3]), index=int(match[2]), day=int(match[1]))


def _month(match: re.Match[str]) -> Period:
    return Period("month", index=MONTHS[match["month"].rstrip(".")], **_year_of(match))


def _week_of_month(match: re.Match[str]) -> Period:
    # The days of such a week are counted from the first of the month, and the last from its end.
    week = ORDINALS[match["ordinal"]]
    place: dict[str, Any] = {
        "index": MONTHS[match["month"].rstrip(".")],
        "day": 7 * week - 6 if week else 0,
    }
    return Period("week-of-month", **place, **_year_of(match))


def _calendar_week(match: re.Match[str]) -> Period:
    return Period("calendar-week", index=int(match["week"]), **_year_of(match))


def _quarter_sign(match: re.Match[str]) -> Period:
    return Period("quarter", index=int(match["q"]), **_year_of(match))


def _quarter_word(match: re.Match[str]) -> Period:
    return Period("quarter", index=ORDINALS[match["ordinal"]], **_year_of(match))


def _half_sign(match: re.Match[str]) -> Period:
    return Period("half", index=int(match["h"]), **_year_of(match))


def _half_word(match: re.Match[str]) -> Period:
    return Period("half", index=ORDINALS[match["ordinal"]], **_year_of(match))


def _first_months(match: re.Match[str]) -> Period | None:
    count = _number(match["count"])
    if not 1 <= count <= 11:
        return None
    return Period("month", span="first", count=count, **_year_of(match))


def _months_to(match: re.Match[str]) -> Period:
    unit = match["unit"]
    count = _number(match["count"]) if match["count"] else 1.0
    count *= {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit.removesuffix("s")]
    year = _year_of(match)
    return Period("month", index=MONTHS[match["month"].rstrip(".")], span="to", count=count, **year)


def _quarter_to(match: re.Match[str]) -> Period:
    # "The June quarter" is named by the month that ends it.
    return Period("month", index=MONTHS[match["month"]], span="to", count=3.0, **_year_of(match))


def _months_of_period(match: re.Match[str]) -> Period:
    first, last = MONTHS[match["first"].rstrip(".")], MONTHS[match["month"].rstrip(".")]
    count = (last - first) % 12 + 1.0
    return Period("month", index=last, span="to", count=count, **_year_of(match))


def _season(match: re.Match[str]) -> Period:
    return Period("season", index=list(SEASONS).index(match["season"]), **_year_of(match))


def _season_shift(match: re.Match[str]) -> Period:
    if match[1] == "next":
        return Period("season", index=list(SEASONS).index(match[2]), year_shift=1)
    shift = {"this": 0, "last": -1, "coming": 0, "past": -1}[match[1]]
    return Period("season", index=list(SEASONS).index(match[2]), shift=shift)


def _month_shift(match: re.Match[str]) -> Period:
    if match[1] == "this":
        return Period("month", index=MONTHS[match[2].rstrip(".")], year_shift=0)
    shift = {"next": 1, "last": -1, "this coming": 0, "this past": -1}[match[1]]
    return Period("month", index=MONTHS[match[2].rstrip(".")], shift=shift)


def _month_of_year(match: re.Match[str]) -> Period:
    shift = {"this": 0, "next": 1, "last": -1}[match[2]]
    return Period("month", index=MONTHS[match[1].rstrip(".")], year_shift=shift)


def _shift(match: re.Match[str]) -> Period | None:
    word, unit = match[1], match[2]
    shift = {"this": 0, "the current": 0, "current": 0, "next": 1, "the next": 1, "the coming": 1,
             "coming": 1, "last": -1, "the previous": -1, "the past": -1, "previous": -1,
             "the last": -1, "this very": 0, "the running": 0, "the present": 0,
             "the next calendar": 1, "the current calendar": 0}[word]  # fmt: skip
    fiscal = unit.startswith(("fiscal", "financial", "business"))
    unit = unit.split()[-1]
    if unit == "year":
        return Period("year", year_shift=shift, fiscal=fiscal)
    return Period(_unit(unit), shift=shift)


def _the_year(match: re.Match[str]) -> Period:
    if match.group() == "year-end":
        return Period("year", span="end")
    return Period("year", year_shift=0)


def _feast(match: re.Match[str]) -> Period:
    name, year = match["feast"].replace("’", "'"), _year_of(match)
    month, day = {"new year's eve": (12, 31), "new year's day": (1, 1), "new year": (1, 1),
                  "christmas": (12, 25)}[name.removesuffix(" day")
                                         if name.startswith("chr") else name]  # fmt: skip
    return Period("day", index=month, day=day, **year)


def _next_but_one(match: re.Match[str]) -> Period:
    return Period("year", year_shift=2)


def _year_before_last(match: re.Match[str]) -> Period:
    return Period("year", year_shift=-2)


def _decade(match: re.Match[str]) -> Period:
    return Period("decade", shift=1 if match[1] == "next" else 0)


def _decade_number(match: re.Match[str]) -> Period:
    return Period("decade", year=int(match[1]))


def _bare_year(match: re.Match[str]) -> Period:
    fiscal = bool(match["fiscal"]) and not (match["fiscal"] or "").startswith(("cal", "cy", "full"))
    return Period("year", year=int(match["year"]), fiscal=fiscal)


def _fy(match: re.Match[str]) -> Period:
    digits = match["fy"]
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    return Period("year", year=year, fiscal=True)


def _fiscal_pair(match: re.Match[str]) -> Period:
    # "2030-31" is the business year that begins in April 2030.
    return Period("month", year=int(match["begin"]) + 1, index=3, span="to", count=12.0)


def _ago(match: re.Match[str]) -> Period:
    return Period(_unit(match["unit"]), span="ago", count=_number(match["count"]))


def _ahead(match: re.Match[str]) -> Period:
    return Period(_unit(match["unit"]), span="ahead", count=_number(match["count"]))


def _within(match: re.Match[str]) -> Period:
    return Period(_unit(match["unit"]), span="within", count=_number(match["count"]))


def _over(match: re.Match[str]) -> Period:
    return Period(_unit(match["unit"]), span="over", count=_number(match["count"]))


def _full_year(match: re.Match[str]) -> Period:
    return Period("year", span="full")


def _past(match: re.Match[str]) -> Period:
    return Period(_unit(match["unit"]), span="past", count=_number(match["count"]))


def _so_far(match: re.Match[str]) -> Period:
    return Period("year", span="so far")


def _day_word(match: re.Match[str]) -> Period:
    return Period("day", shift={"yesterday": -1, "tomorrow": 1}.get(match[1], 0))


def _weekday_word(match: re.Match[str]) -> Period:
    shift = {"last": -1, "next": 1}.get((match[1] or "").strip())
    return Period("week", index=WEEKDAYS[match[2]], shift=shift)


def _undated(match: re.Match[str]) -> Period:
    return Period("undated")


_RULES: tuple[tuple[re.Pattern[str], Maker], ...] = tuple(
    (re.compile(rf"(?<![\w])(?:{pattern})(?!\w)"), maker)
    for pattern, maker in (
        (rf"({_YEAR})-(\d\d)-(\d\d)", _iso),
        (rf"(\d{{1,2}})[./](\d{{1,2}})[./]({_YEAR})", _dotted),
        (rf"(?P<feast>new year['’]s (?:eve|day)|christmas(?: day)?){_REFERENCE}?", _feast),
        ("ytd|year[ -]to[ -]date|so far this year|this year so far|(?:this|the) year to "
            "date", _so_far),
        (f"(?<!by )(?<!for )(?:(?P<count>{_COUNT})[ -])?(?P<unit>months?|quarter|half|"
            "year)[ -](?:period )?"
         rf"(?:to|through|ended|ending|that ended)(?: in| on)? (?:\d{{1,2}} )?(?P<month>{_MONTH})"
         rf"\.?(?: \d{{1,2}}(?:st|nd|rd|th)?(?!\d))?{_REFERENCE}?", _months_to),
        (rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|,\d){_REFERENCE}?",
         _day_first),
        (rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH}){_REFERENCE}?",
         _day_first),
        (rf"(?P<day>{_any(list(DAYS_IN_WORDS))}) of (?P<month>{_MONTH}){_REFERENCE}?",
         _day_in_words),
        (rf"q(?P<q>[1-4])/(?P<year>{_YEAR})(?!\d)", _quarter_sign),
        (rf"h(?P<h>[12])/(?P<year>{_YEAR})(?!\d)", _half_sign),
        (rf"(?P<first>{_MONTH})[-–](?P<month>{_MONTH})(?: (?:quarter|period|half))?{_REFERENCE}",
         _months_of_period),
        (rf"(?P<first>{_MONTH})[-–](?P<month>{_MONTH}) (?:quarter|period|half)",
         _months_of_period),
        (rf"(?P<month>march|june|september|december) quarter{_REFERENCE}?", _quarter_to),
        (rf"(?P<ordinal>{_ORDINAL}) (?:full )?week (?:of|in) (?P<month>{_MONTH}){_REFERENCE}?",
         _week_of_month),
        (rf"(?:calendar )?week (?P<week>[1-4]\d|5[0-2]|[1-9])(?!\d){_REFERENCE}", _calendar_week),
        (rf"({_MONTH}) (?:of )?(this|next|last) year", _month_of_year),
        (rf"(?P<month>{_MONTH}){_REFERENCE}", _month),
        (rf"(?P<year>{_YEAR}) (?P<month>{_MONTH})", _month),
        (rf"(this coming|this past|this|next|last) ({_MONTH})", _month_shift),
        (rf"(?P<year>{_YEAR})[ /-]?q(?P<q>[1-4])", _quarter_sign),
        (r"q(?P<q>[1-4])[/ ](?P<short>\d\d)(?!\d)", _quarter_sign),
        (rf"q(?P<q>[1-4]){_REFERENCE}?", _quarter_sign),
        (rf"(?P<q>[1-4])q(?:(?P<short>\d\d)(?!\d)|{_REFERENCE.replace('<short>', '<sh>')})?",
         _quarter_sign),
        (rf"(?P<ordinal>{_ORDINAL})[ -](?:(?:fiscal|calendar|financial) )?quarter{_REFERENCE}",
         _quarter_word),
        (f"(?:the )?(?P<year>{_YEAR})(?:'s|’s)? (?P<ordinal>{_ORDINAL})[ -]quarter", _quarter_word),
        (rf"(?P<year>{_YEAR})[ /-]?h(?P<h>[12])", _half_sign),
        (rf"h(?P<h>[12])(?!-(?!20)\d){_REFERENCE}?", _half_sign),
        (rf"(?P<h>[12])h(?:(?P<short>\d\d)(?!\d)|{_REFERENCE.replace('<short>', '<sh>')})?",
         _half_sign),
        (rf"(?P<ordinal>{_ORDINAL})[ -](?:calendar )?(?:half|semester){_REFERENCE}", _half_word),
        (rf"(?:the )?(?P<year>{_YEAR})(?:'s|’s)? (?P<ordinal>{_ORDINAL})[ -]half", _half_word),
        (rf"(?:the )?first (?P<count>{_COUNT}) months{_REFERENCE}?", _first_months),
        (r"(this|the current|current|next|the next|the coming|last|the previous|previous|the past|"
         r"the last) (quarter|half)(?! of)", _shift),
        (rf"(?P<ordinal>{_ORDINAL})[ -](?:(?:fiscal|calendar|financial) )?quarter", _quarter_word),
        (rf"(?P<ordinal>{_ORDINAL})[ -](?:calendar )?(?:half|semester)", _half_word),
        (rf"(?P<month>{_MONTH})(?= |$|\W)", _month),
        (rf"(?P<season>{_SEASON})(?: of)?{_REFERENCE}", _season),
        (rf"(this|next|last|coming|past) ({_SEASON})", _season_shift),
        (rf"(?P<season>{_SEASON})", _season),
        (r"(?:its|the|their|his|our) (?:very )?(?:first|second|third|opening|initial)"
         r"(?: full)?(?: (?:two|three|four|five|six|twelve|\d\d?))?"
         r" (?:production |sales |operating |calendar )?(?:years?|months?|weeks?|days?|hours?)"
         r"(?: of (?:production|sales|operation|operations|deliveries|availability))?", _undated),
        (r"(?:first|second|third)(?: full)? (?:production |operating |sales )?year", _undated),
        (r"(?:\d+|one|two|three|four|five|six|twelve) (?:months?|years?|weeks?|days?|hours?) "
         r"(?:after|of|following) (?:(?:the )?(?:start of |mass |series )?(?:production|sales|"
         r"launch|sop)|opening|its)", _undated),
        (r"the year after next|in two years['’] time", _next_but_one),
        (r"the year before last", _year_before_last),
        (r"(this|the current|current|next|the next|the coming|last|the previous|previous|the past|"
         r"the last|the running|the present|the next calendar|the current calendar) "
         "((?:fiscal |financial |business |calendar )?year|month|week|quarter|half)"
         "(?! of)", _shift),
        (r"(?:the|this|next) decade|the (next|current) decade|the end of the decade", _decade),
        (r"(20[2-9]0)s", _decade_number),
        (rf"(?:fy|fiscal(?: year)?|financial year) ?(?P<begin>{_YEAR})[-–/]\d\d", _fiscal_pair),
        (rf"(?P<begin>{_YEAR})[-–/]\d\d (?:fiscal|financial)(?: year)?", _fiscal_pair),
        (r"fy ?['’-]?(?P<fy>\d{4}|\d\d)", _fy),
        (rf"(?P<fiscal>(?:fiscal|financial|business|calendar|full)[ -](?:year )?|full-year )?"
         rf"(?P<year>{_YEAR})(?!\d|[-–/]\d{{1,3}}(?!\d)|[,.]\d)", _bare_year),
        (rf"(?P<count>{_COUNT}) (?P<unit>days?|weeks?|months?|quarters?|years?) ago", _ago),
        (rf"in (?:about |around |roughly |another )?(?P<count>{_COUNT}) "
         "(?P<unit>days?|weeks?|months?|quarters?|years?)(?:['’] time)?(?! (?:of|by|"
         "to) )", _ahead),
        (f"(?:in less than|in under|in no more than) (?P<count>{_COUNT}) "
            "(?P<unit>days?|weeks?|months?|quarters?|years?)(?: from now)?", _within),
        (rf"(?P<count>{_COUNT}) (?P<unit>days?|weeks?|months?|quarters?|years?) from now", _ahead),
        (rf"(?:over|in|during|for)(?: the)? (?:next|coming|following) (?P<count>{_COUNT}) "
         r"(?P<unit>days?|weeks?|months?|quarters?|years?)", _over),
        (rf"(?:within|inside)(?: the)? (?:next|coming|following) (?P<count>{_COUNT}) "
         r"(?P<unit>days?|weeks?|months?|quarters?|years?)", _within),
        (rf"(?:within|inside|in less than|in under|in no more than) (?:about |roughly )?"
         rf"(?P<count>{_COUNT}) (?P<unit>days?|weeks?|months?|quarters?|years?)", _within),
        (rf"(?:in|over|during|within) the (?:past|last|previous|preceding) (?P<count>{_COUNT}) "
         r"(?P<unit>days?|weeks?|months?|quarters?|years?)", _past),
        (r"(?:the )?(?:full|whole|entire)[ -]year(?! (?:of|to|after)\b| \d)|for the "
            r"year(?! (?:of (?!about|around|approximately|between|at least|\d)|to|ago|after|ended|"
            r"ending)\b| \d)",
         _full_year),
        (r"(today|yesterday|tomorrow)", _day_word),
        (rf"((?:last|next|this|on|coming) )?({_any(list(WEEKDAYS))})", _weekday_word),
        (r"(?:the )?year|year['’]s|years?-end|the year['’]s", _the_year),
    )
)  # fmt: skip

_PART_BEFORE = re.compile(rf"(?<![\w])(?P<part>{_any(list(PARTS))})(?:[ -]| the | of |(?<=-))?$")
_LIMIT_BEFORE = re.compile(
    rf"(?<![\w])(?P<limit>{_any(list(LIMITS))})(?: (?:the|about|around|roughly|approximately|its|"
    r"our|sometime in|some time in|in|on|at))?[ ]$"
)
_LATEST_AFTER = re.compile(r",? (?:at the (?:very )?latest|or (?:earlier|sooner|before))")
_EARLIEST_AFTER = re.compile(r",? (?:at the (?:very )?earliest|onwards?|or later)")
_BARE_MONTH_LEADS = frozenset(
    [
        "in",
        "by",
        "since",
        "from",
        "until",
        "till",
        "during",
        "for",
        "of",
        "late",
        "early",
        "mid",
        "this",
        "next",
        "last",
        "and",
        "to",
        "through",
        "between",
        "before",
        "after",
        "around",
        "end",
        "starting",
        "beginning",
        "as",
        "mid-",
        "on",
        "or",
        "each",
        "every",
        "only",
        "the",
    ]
)
_SEASON_LEADS = frozenset(
    [
        "the",
        "this",
        "next",
        "last",
        "in",
        "by",
        "early",
        "late",
        "mid",
        "since",
        "until",
        "from",
        "coming",
    ]
)
_YEAR_LEADS = frozenset(
    [
        "in",
        "by",
        "for",
        "from",
        "since",
        "until",
        "till",
        "during",
        "of",
        "before",
        "after",
        "to",
        "through",
        "and",
        "or",
        "early",
        "late",
        "mid",
        "end",
        "spring",
        "summer",
        "autumn",
        "fall",
        "winter",
        "around",
        "about",
        "year-end",
        "the",
        "than",
        "year",
        "calendar",
        "fiscal",
        "year",
        "mid-",
        "sop",
        "as",
        "early",
        "beginning",
        "starting",
        "into",
        "between",
        "late-",
    ]
)


def find_moments(
    text: str, *, fiscal: Fiscal = "calendar", lower: str | None = None
) -> tuple[Moment, ...]:
    """Find the day expressions of a text.

    Parameters
    ----------
    text
        Any text; the time needed grows with its length alone.
    fiscal
        How business years run.
    lower
        The text in lower case, of the same length, where the caller has it.

    Returns
    -------
    tuple of Moment
        In the order of the text, without overlaps.
    """
    from jobone.reading.numbers import lowered

    lower = lowered(text) if lower is None else lower
    cores = _cores(text, lower)
    moments = [_dressed(start, end, period, lower, fiscal) for start, end, period in cores]
    joined = _anchored(list(_in_turn(list(_joined(moments, lower)), lower)), lower, fiscal)
    return tuple(_compared(joined, lower))


def _cores(text: str, lower: str) -> list[tuple[int, int, Period]]:
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, int, Period]] = []
    for pattern, maker in _RULES:
        fresh: list[tuple[int, int]] = []
        for match in pattern.finditer(lower):
            start, end = match.span()
            if _overlaps(taken, start, end) or not _plausible(match, text, lower):
                continue
            period = maker(match)
            if period is None or (maker in (_dotted, _iso, _day_first) and not _is_day(period)):
                continue
            fresh.append((start, end))
            found.append((start, end, period))
        if fresh:
            taken = sorted(taken + fresh)
    return sorted(found, key=lambda item: item[0])


def _is_day(period: Period) -> bool:
    return 1 <= (period.index or 0) <= 12 and 1 <= (period.day or 0) <= 31


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect_left(taken, (start, start))
    near = taken[max(0, index - 1) : index + 1]
    return any(start < other_end and other_start < end for other_start, other_end in near)


def _word_before(lower: str, start: int) -> str:
    match = re.search(r"([\w'’-]+)[ ]?$", lower[max(0, start - 24) : start])
    return match[1] if match else ""


def _plausible(match: re.Match[str], text: str, lower: str) -> bool:
    """Tell months, seasons and years from the words and names that look like them."""
    start, end = match.span()
    word = match.group()
    groups = match.groupdict()
    if (
        "unit" in groups
        and "month" in groups
        and _PUT_OFF.search(lower[max(0, start - 70) : start])
    ):
        return False  # "put off by six months to March" counts no six months
    before = _word_before(lower, start)
    if groups.get("month") or (match.re.groups and (match.group(1) or "").rstrip(".") in MONTHS):
        name = (groups.get("month") or match.group(1) or "").rstrip(".")
        at = start + word.find(name)
        if not text[at].isupper():
            return False
        word = word.rstrip(".")
        sold = before.endswith(("'s", "’s")) and _MONTHLY.match(lower, end)
        if sold or lower[end : end + 1] == ":":
            return True  # "Halden's May deliveries", "(May: 900)"
        if word == name and (name in ("may", "march", "mar") and before not in _BARE_MONTH_LEADS):
            return False
        if word == name and before not in _BARE_MONTH_LEADS and len(name) <= 3:
            return False
    if groups.get("season") == word or word in SEASONS:
        return before in _SEASON_LEADS and not text[start].isupper()
    if word.isdigit() and len(word) == 4:
        return _is_year(start, end, before, text, lower)
    if word in ("the year", "year", "year's", "year’s", "year-end", "years-end"):
        return _is_the_year(start, end, lower)
    return True


_PUT_OFF = re.compile(
    r"\b(?:push|delay|postpon|slip|put|mov|shift|defer|brought|pull)\w*[^.;,]{0,46}$"
    r"|\bby (?:about |around |another )?(?:[\w-]+ ){0,2}$"
)
_MONTHLY = re.compile(r" (?:deliveries|sales|output|production|registrations|figures)\b")


def _is_year(start: int, end: int, before: str, text: str, lower: str) -> bool:
    previous = text[start - 1] if start else "\n"
    if previous in "$€£¥₹#.@_" or re.match(r"[ -](?:model|my|edition|units?|vehicles?|cars?|people|"
                                          r"employees|jobs|workers|km|miles|mm|cc|hp|kg)(?![a-z])",
                                          lower[end : end + 12]):  # fmt: skip
        return (re.match(r"[ -]model", lower[end : end + 8]) is None and previous == "(") or False
    if lower[end : end + 1] in ("%", "°", "+"):
        return False
    behind = re.match(r"[ -]([^\W\d_][\w-]*)", text[end : end + 30])
    named = behind is not None and behind[1][0].isupper()
    if before in _YEAR_LEADS and previous == " " and before not in ("the", "than", "as"):
        return True
    if before == "the" or before.endswith(("'s", "’s")):
        return not named
    if previous == " " and before and start >= len(before) + 1:
        first = text[start - 1 - len(before)]
        if first.isupper() and before not in MONTHS and not before.isdigit():
            # "Peugeot 2008" is a car, "SOP 2031" and "Launch 2031" are not.
            return text[start - 1 - len(before) : start - 1].isupper() or before in _YEAR_NOUNS
        return True
    if previous in " \n\t" and not before:
        return not named
    return not (named and previous in "\n ")


_YEAR_NOUNS = frozenset(
    [
        "production",
        "launch",
        "start",
        "deliveries",
        "delivery",
        "quarter",
        "half",
        "target",
        "outlook",
        "goal",
        "forecast",
        "guidance",
        "year",
        "early",
        "late",
        "mid",
        "end",
        "spring",
        "summer",
        "autumn",
        "winter",
        "since",
        "until",
        "by",
        "in",
        "from",
        "sales",
        "volume",
        "capacity",
        "begins",
        "starts",
    ]
)


_BEFORE_THE_YEAR = re.compile(
    r"(?:\b(?:end|beginning|start|middle|turn|half|rest|remainder|part|close|quarter) of |"
    r"\b(?:late|early|later|earlier) in |\bby |before )(?:the )?$"
)


def _is_the_year(start: int, end: int, lower: str) -> bool:
    """Tell whether `the year` is this one: behind a part or a limit (`by the end of the year`)."""
    window = lower[max(0, start - 24) : start]
    if _BEFORE_THE_YEAR.search(window):
        word = lower[start:end]
        if word in ("year", "year's", "year’s"):
            return bool(re.match(r"(?:['’]s|-| )?[ -]?end\b", lower[end : end + 8]))
        return not re.match(r" (?:of|earlier|before|ago|after|later|to) ?", lower[end : end + 9])
    if lower[start:end] == "the year" and re.search(
        r"\b(?:close|end|finish|complete|conclude)(?:s|ed|d|ing)? $", window
    ):
        return True
    return lower[start:end] == "year-end" or (
        lower[start:end] == "year" and bool(re.match(r"[ -]end\b", lower[end : end + 5]))
    )


def _dressed(start: int, end: int, period: Period, lower: str, fiscal: Fiscal) -> Moment:
    """Take in the words before and behind a period that cut or bound it."""
    core_start = start
    part: Part = ""
    limit: Limit = ""
    if lower[start:end] in ("year", "year's", "year’s", "year-end") or (
        lower[start:end] in ("the year's", "the year’s")
    ):
        behind = re.match(
            r"['’]?s?[ -]?end(?:[ ,]*(?:of )?(?P<year>(?:19|20)\d\d))?\b", lower[end : end + 14]
        )
        part = "late"
        if behind is not None:
            if lower[start:end] == "year" and not behind["year"]:
                period = Period("year", span="end")
            end += behind.end()
            if behind["year"]:
                period = replace(period, year=int(behind["year"]), year_shift=None)
    elif lower[start:end].startswith("the end of the decade"):
        part = "late"
    before = _PART_BEFORE.search(lower[max(0, start - 34) : start])
    if before is None and lower[start : start + 4] == "the ":
        before = None
    if before is not None and period.span not in ("within", "over", "ahead", "ago", "past"):
        part = PARTS[before["part"]]
        start -= len(lower[max(0, start - 34) : start]) - before.start()
    elif (
        period.span == ""
        and period.unit == "year"
        and (tail := re.match(r"[ -](?:end|year-end)\b", lower[end : end + 10]))
    ):
        part, end = "late", end + tail.end()
    window = lower[max(0, start - 34) : start]
    if window.endswith(" the "):
        window = window[:-4]
    bound = _LIMIT_BEFORE.search(window)
    if bound is not None:
        limit = LIMITS[bound["limit"]]
        if bound["limit"] == "within":
            limit = ""
        start -= len(lower[max(0, start - 34) : start]) - bound.start()
        if bound["limit"] == "through" and period.unit == "day":
            limit = "by"
    if limit == "before" and (
        over := re.match(r" (?:is|was) (?:out|over)\b", lower[end : end + 10])
    ):
        limit, end = "by", end + over.end()
    if latest := _LATEST_AFTER.match(lower, end):
        limit, end = "by", latest.end()
    elif earliest := _EARLIEST_AFTER.match(lower, end):
        limit = "from" if "onward" in earliest.group() else "not before"
        end = earliest.end()
    return Moment(start, end, core_start, period, None, part, limit, "", fiscal)


def _joined(moments: Sequence[Moment], lower: str) -> Iterator[Moment]:
    """Join two periods into one range: `between 2031 and 2033`, `March to June`."""
    index = 0
    while index < len(moments):
        here = moments[index]
        if index + 1 < len(moments):
            there = moments[index + 1]
            joined = _range(here, there, lower)
            if joined is not None:
                yield joined
                index += 2
                continue
            here = _with_year_of(here, there, lower)
        yield here
        index += 1


_ORDERED = ("month", "quarter", "half", "season")


def _in_turn(moments: Sequence[Moment], lower: str) -> Iterator[Moment]:
    """Lend a year to a later period: `in May 2032, and in Norway in the autumn`."""
    last: Moment | None = None
    for here in moments:
        period = here.period
        if (
            last is not None
            and last.period.year is not None
            and here.start - last.end < _IN_TURN_REACH
            and not re.search(r"[.!?;\n]", lower[last.end : here.start])
            and _bare(period)
            and (last.period.unit in _ORDERED or last.period.unit == "day")
        ):
            after = (_month_of(period) or 0) < (_month_of(last.period) or 0)
            here = replace(here, turn=last.period.year + after)
        yield here
        last = here


_IN_TURN_REACH = 70


def _bare(period: Period) -> bool:
    return (
        period.unit in _ORDERED
        and period.index is not None
        and period.year is None
        and period.year_shift is None
        and period.shift is None
        and not period.span
    )


def _month_of(period: Period) -> int | None:
    """Return the month in which a period of a year begins."""
    if period.index is None:
        return None
    if period.unit == "quarter":
        return 3 * (period.index or 4) - 2
    if period.unit == "half":
        return 6 * (period.index or 2) - 5
    if period.unit == "season":
        return list(SEASONS.values())[period.index][0]
    return period.index


def _range(here: Moment, there: Moment, lower: str) -> Moment | None:
    between = lower[here.end : there.core_start]
    if len(between) > 34:
        return None
    lead = lower[max(0, here.start - 10) : here.start]
    words = re.sub(rf"(?<![\w])(?:{_any(list(PARTS))})(?: of)?(?= |$)", "", between).strip()
    words = re.sub(
        r"^(to|through|until|till|and|or|-|–|—|/)(?: (?:in|by|the|from|the end of))?$", r"\1", words
    )
    if words not in ("to", "through", "until", "till", "and", "or", "-", "–", "—", "/"):
        return None
    is_range = words in ("-", "–", "—", "/", "to", "through", "until", "till", "or")
    if words == "and":
        is_range = "between " in lead or _follow_on(here, there, between, lower)
    if words in ("to", "until", "till") and not (
        here.limit == "from" or here.period.unit == there.period.unit
    ):
        is_range = False
    if not is_range or here.period.unit == "undated" or there.period.unit == "undated":
        return None
    if there.period.span or here.period.span:
        return None
    if _MOVED.search(lower[max(0, here.start - 90) : here.core_start]):
        return None
    here = _with_year_of(here, there, lower)
    if (
        here.period.year is not None
        and there.period.year is not None
        and here.period.year > there.period.year
    ):
        return None
    limit: Limit = here.limit if here.limit in ("by", "not before") and words == "or" else ""
    return replace(here, end=there.end, until=there.period, until_part=there.part, limit=limit)


def _follow_on(here: Moment, there: Moment, between: str, lower: str) -> bool:
    """Whether two months or quarters are one stretch: `in January and February`."""
    first, second = here.period, there.period
    return (
        between == " and "
        and first.unit == second.unit
        and first.unit in ("month", "quarter")
        and first.index is not None
        and second.index == first.index + 1
        and not re.match(r",? respectively", lower[there.end : there.end + 14])
    )


_MOVED = re.compile(
    r"\b(?:mov|push|delay|slip|postpon|shift|defer|reschedul|put back|brought forward|"
    "bring|chang|revis|"
    r"pull|advanc|rais|lower|cut|lift)\w*(?: [\w'’-]+){0,9}? from (?:the )?$"
)


def _with_year_of(here: Moment, there: Moment, lower: str) -> Moment:
    """Lend a year to an earlier period of the same kind: `in March and June 2031`."""
    if not (here.period.year is None and here.period.year_shift is None):
        return here
    if here.period.shift is not None or here.period.span not in ("", "first"):
        return here
    if here.period.unit not in ("month", "quarter", "half", "season", "day"):
        return here
    between = lower[here.end : there.start]
    near = re.fullmatch(
        r"(?:,| ?-| ?–| and| or| to| through)? ?(?:in |the |by |to )?(?:the )?", between
    )
    if near is None or there.period.unit == "week":
        return here
    period = replace(here.period, year=there.period.year, year_shift=there.period.year_shift)
    return replace(here, period=period)


_ANAPHORA = re.compile(
    r"(?<!\w)(?:(?P<same>(?:that|the same) year)|(?P<next>the following year|the year "
    "after(?! next)"
    "|(?<!half )a year later(?! than)|one year later(?! than)|the next year)|"
    r"(?P<month>(?:that|the same) month)|(?P<quarter>(?<=in )the quarter|(?<=during )the quarter|"
    r"(?<=ended )the quarter|(?<=exited )the quarter|(?<=end of )the quarter)(?! of| ended)|"
    r"(?P<months>(?P<count>\w+) months later))(?!\w)"
)


_SAME_PERIOD = re.compile(
    rf"(?<!\w)(?:(?:in )?the )?same (?:month|quarter|period|half)(?: of| in| a)?(?: the)? "
    f"(?:(?P<year>{_YEAR})|(?P<before>last year|previous year|year (?:earlier|ago|"
    r"before)|prior year))(?!\w)"
    r"|(?<=\d )(?P<ago>(?:a|one) year (?:earlier|ago|before)|the year before|the previous year)"
    r"(?! last)(?!\w)"
    r"|(?<=\()(?:(?:in the )?(?:previous|prior|last) year(?: period)?|year-earlier(?: period)?|"
    r"(?:previous|prior)-year period|same period (?:of )?last year)(?=:)"
)


def _compared(moments: list[Moment], lower: str) -> list[Moment]:
    """Place `the same month of 2030` and `33,000 a year earlier` by the period before them."""
    found = list(moments)
    for match in _SAME_PERIOD.finditer(lower):
        start, end = match.span()
        earlier = [
            item
            for item in found
            if item.end <= start
            and start - item.end < 250
            and item.period.unit in ("month", "quarter", "half", "year")
            and not item.limit
        ]
        if not earlier:
            continue
        base = earlier[-1]
        found = [item for item in found if item.end <= start or item.start >= end]
        if match["year"] and base.until is None:
            period = replace(base.period, year=int(match["year"]), year_shift=None)
            found.append(replace(base, start=start, end=end, core_start=start, period=period))
        else:
            found.append(replace(base, start=start, end=end, core_start=start, years_later=-1))
        found.sort(key=lambda item: item.start)
    return found


def _anchored(moments: list[Moment], lower: str, fiscal: Fiscal) -> list[Moment]:
    """Place `the following year` by the year named before it."""
    found = list(moments)
    for match in _ANAPHORA.finditer(lower):
        start, end = match.span()
        if match["months"]:
            continue
        clash = [item for item in found if item.start < end and start < item.end]
        if any(item.period.year is not None for item in clash):
            continue
        if match["quarter"]:
            quarters = [
                item
                for item in found
                if item.end <= start and item.period.unit == "quarter" and not item.years_later
            ]
            if quarters and not clash:
                found.append(_dressed(start, end, quarters[-1].period, lower, fiscal))
                found.sort(key=lambda item: item.start)
            continue
        earlier = [
            item
            for item in found
            if item.end <= start
            and start - item.end < 300
            and item.period.unit != "undated"
            and (
                item.period.year is not None
                or item.period.year_shift is not None
                or match["month"] is not None
            )
            and (item.period.unit in ("month", "day") or match["month"] is None)
        ]
        if not earlier:
            continue
        last = earlier[-1].until or earlier[-1].period
        if match["month"]:
            if last.index is not None and not last.span and last.unit in ("month", "day"):
                month = replace(last, unit="month", day=None)
                found = [item for item in found if item not in clash]
                found.append(_dressed(start, end, month, lower, fiscal))
                found.sort(key=lambda item: item.start)
            continue
        step = 0 if match["same"] else 1
        if last.year is not None:
            period = Period("year", year=last.year + step)
        else:
            period = Period("year", year_shift=(last.year_shift or 0) + step)
        inner = next((item for item in clash if item.period.index is not None), None)
        found = [item for item in found if item not in clash]
        if inner is not None:
            placed = replace(inner.period, year=period.year, year_shift=period.year_shift)
            found.append(replace(inner, period=placed))
        else:
            found.append(_dressed(start, end, period, lower, fiscal))
        found.sort(key=lambda item: item.start)
    return found
