"""The words of day expressions, and the period that each of them names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from jobone.reading.periods import Period, Unit
from jobone.reading.vocabulary.calendar import (
    COUNTS,
    DAYS_IN_WORDS,
    MONTHS,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
)

__all__ = ["RULES", "YEAR", "any_of"]


def any_of(words: Sequence[str]) -> str:
    """Return a pattern of any of some words, the longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_SHORT_NAMES = frozenset(["may", "june", "july"])


YEAR = r"(?:19[5-9]\d|20\d\d)"


_MONTH = (
    f"(?:{any_of([name for name in MONTHS if len(name) > 4 or name in _SHORT_NAMES])}|"
    rf"(?:{any_of([name for name in MONTHS if len(name) <= 4])})\b\.?)"
)


_ORDINAL = rf"(?:{any_of(list(ORDINALS))})"


_SEASON = rf"(?:{any_of(list(SEASONS))})"


_COUNT = rf"(?:\d{{1,3}}(?:\.5)?|{any_of(list(COUNTS))})(?: and a half)?"


_REFERENCE = (
    rf"(?:,? ?(?:of |in )?(?:the |its |our )?(?P<fiscal>(?:fiscal|financial|business|model) "
    rf"(?:year )?|fy ?|cy ?|calendar (?:year )?)?['’]?(?P<year>{YEAR})(?!\d|-\d|[,.]\d)"
    r"|,? ?(?:of |in )(?P<of>this year|next year|last year|the current year|the same year|"
    r"the coming year|the following year|the year after|the year|that year|this fiscal year|"
    r"next fiscal year|the fiscal year|this financial year|next financial year|"
    r"the current fiscal(?: year)?|the fiscal|the current financial year|"
    r"the next fiscal year)(?![a-z])"
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


_UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        "day": "day",
        "week": "week",
        "month": "month",
        "quarter": "quarter",
        "half": "half",
        "year": "year",
        "decade": "decade",
        "summer": "season",
    }
)


def _unit(word: str) -> Unit:
    return _UNITS[word.removesuffix("s")]


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


def _month_number(match: re.Match[str]) -> Period:
    return Period("month", year=int(match["year"]), index=int(match["number"]))


def _half_of_month(match: re.Match[str]) -> Period:
    day = 1 if match["ordinal"] == "first" else 0
    month = MONTHS[match["month"].rstrip(".")]
    return Period("half-of-month", index=month, day=day, **_year_of(match))


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
    if match[1] == "this" and match[2] != "winter":
        return Period("season", index=list(SEASONS).index(match[2]), year_shift=0)
    shift = {"this": 0, "last": -1, "coming": 0, "past": -1, "following": 1}[match[1]]
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
    if match.group().endswith("year-end"):
        return Period("year", span="end")
    return Period("year", year_shift=0)


def _reported(match: re.Match[str]) -> Period:
    """Read `in the quarter`: the last whole one where something is reported of it."""
    word = match["unit"] or match["unit2"] or match["unit3"] or match["unit4"]
    return Period(_unit(word), span="reported")


def _feast(match: re.Match[str]) -> Period:
    name, year = match["feast"].replace("’", "'"), _year_of(match)
    month, day = {"new year's eve": (12, 31), "new year's day": (1, 1), "new year": (1, 1),
                  "christmas": (12, 25)}[name.removesuffix(" day")
                                         if name.startswith("chr") else name]  # fmt: skip
    return Period("day", index=month, day=day, **year)


def _fiscal_shift(match: re.Match[str]) -> Period:
    shift = {"next": 1, "last": -1, "the previous": -1}.get(match[1], 0)
    return Period("year", year_shift=shift, fiscal=True)


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


def _season_pair(match: re.Match[str]) -> Period | None:
    """Read `2030-31` as the business year, and not `2030-35`, which is a span of years."""
    if int(match["next"]) != (int(match["begin"]) + 1) % 100:
        return None
    return _fiscal_pair(match)


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


_DAYS_OFF = {
    "the day before yesterday": -2, "yesterday": -1, "tomorrow": 1, "the day after tomorrow": 2,
}  # fmt: skip


def _day_word(match: re.Match[str]) -> Period:
    return Period("day", shift=_DAYS_OFF.get(match[1], 0))


def _day_of_month(match: re.Match[str]) -> Period | None:
    """Read `on the 24th`: a day of this month, or of the one before or behind it."""
    day = int(match["day"])
    return Period("day", day=day) if 1 <= day <= 31 else None


def _weekday_word(match: re.Match[str]) -> Period:
    shift = {"last": -1, "next": 1}.get((match[1] or "").strip())
    return Period("week", index=WEEKDAYS[match[2]], shift=shift)


def _undated(match: re.Match[str]) -> Period:
    return Period("undated")


RULES: tuple[tuple[re.Pattern[str], Maker], ...] = tuple(
    (re.compile(rf"(?<![\w])(?:{pattern})(?!\w)"), maker)
    for pattern, maker in (
        (rf"({YEAR})-(\d\d)-(\d\d)", _iso),
        (rf"(\d{{1,2}})[./](\d{{1,2}})[./]({YEAR})", _dotted),
        (rf"(?P<feast>new year['’]s (?:eve|day)|christmas(?: day)?){_REFERENCE}?", _feast),
        ("ytd|year[ -]to[ -]date|so far this year|this year so far|(?:this|the) year to "
            "date", _so_far),
        (f"(?<!by )(?<!for )(?:(?P<count>{_COUNT})[ -])?(?P<unit>months?|quarter|half|"
            "year)[ -](?:period )?"
         r"(?:to|through|ended|ending|that ended)(?: in| on| at)?"
         rf"(?: (?:the )?end(?: of |-|[- ]of[- ])| )(?:\d{{1,2}} )?(?P<month>{_MONTH})"
         rf"\.?(?: \d{{1,2}}(?:st|nd|rd|th)?(?!\d))?{_REFERENCE}?", _months_to),
        (rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|,\d){_REFERENCE}?",
         _day_first),
        (rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH}){_REFERENCE}?",
         _day_first),
        (rf"(?P<day>{any_of(list(DAYS_IN_WORDS))}) of (?P<month>{_MONTH}){_REFERENCE}?",
         _day_in_words),
        (rf"q(?P<q>[1-4])/(?P<year>{YEAR})(?!\d)", _quarter_sign),
        (rf"h(?P<h>[12])/(?P<year>{YEAR})(?!\d)", _half_sign),
        (rf"(?P<first>{_MONTH})[-–](?P<month>{_MONTH})(?: (?:quarter|period|half))?{_REFERENCE}",
         _months_of_period),
        (rf"(?P<first>{_MONTH})[-–](?P<month>{_MONTH}) (?:quarter|period|half)",
         _months_of_period),
        (rf"(?P<month>march|june|september|december) quarter{_REFERENCE}?", _quarter_to),
        (rf"(?P<ordinal>{_ORDINAL}) (?:full )?week (?:of|in) (?P<month>{_MONTH}){_REFERENCE}?",
         _week_of_month),
        (rf"(?P<ordinal>first|second|latter|last) half of (?P<month>{_MONTH}){_REFERENCE}?",
         _half_of_month),
        (rf"(?:calendar )?week (?P<week>[1-4]\d|5[0-2]|[1-9])(?!\d){_REFERENCE}", _calendar_week),
        (r"calendar week (?P<week>[1-4]\d|5[0-2]|[1-9])(?!\d)", _calendar_week),
        (rf"({_MONTH}) (?:of )?(this|next|last) year", _month_of_year),
        (rf"(?P<month>{_MONTH}){_REFERENCE}", _month),
        (rf"(?P<year>{YEAR}) (?P<month>{_MONTH})", _month),
        (rf"(?<![/.])(?P<number>0?[1-9]|1[0-2])/(?P<year>{YEAR})(?![/\d])", _month_number),
        (rf"(?<![/.])(?P<number>0?[1-9]|1[0-2])/(?P<year>{YEAR})(?![/\d])", _month_number),
        (rf"(this coming|this past|this|next|last) ({_MONTH})", _month_shift),
        (rf"(?P<year>{YEAR})[ /-]?q(?P<q>[1-4])", _quarter_sign),
        (r"q(?P<q>[1-4])[/ ](?P<short>\d\d)(?!\d)", _quarter_sign),
        (rf"q(?P<q>[1-4]){_REFERENCE}?", _quarter_sign),
        (rf"(?P<q>[1-4])q(?:(?P<short>\d\d)(?!\d)|{_REFERENCE.replace('<short>', '<sh>')})?",
         _quarter_sign),
        (rf"(?P<ordinal>{_ORDINAL})[ -](?:(?:fiscal|calendar|financial) )?quarter{_REFERENCE}",
         _quarter_word),
        (f"(?:the )?(?P<year>{YEAR})(?:'s|’s)? (?P<ordinal>{_ORDINAL})[ -]quarter", _quarter_word),
        (rf"(?P<year>{YEAR})[ /-]?h(?P<h>[12])", _half_sign),
        (rf"h(?P<h>[12])(?!-(?!20)\d){_REFERENCE}?", _half_sign),
        (rf"(?P<h>[12])h(?:(?P<short>\d\d)(?!\d)|{_REFERENCE.replace('<short>', '<sh>')})?",
         _half_sign),
        (rf"(?P<ordinal>{_ORDINAL})[ -](?:calendar )?(?:half|semester){_REFERENCE}", _half_word),
        (rf"(?:the )?(?P<year>{YEAR})(?:'s|’s)? (?P<ordinal>{_ORDINAL})[ -]half", _half_word),
        (rf"(?:the )?first (?P<count>{_COUNT}) months{_REFERENCE}?", _first_months),
        (r"(this|the current|current|next|the next|the coming|last|the previous|previous|the past|"
         r"the last) (quarter|half)(?! of)", _shift),
        (rf"(?P<ordinal>{_ORDINAL})[ -](?:(?:fiscal|calendar|financial) )?quarter", _quarter_word),
        (rf"(?P<ordinal>{_ORDINAL})[ -](?:calendar )?(?:half|semester)", _half_word),
        (rf"(?P<month>{_MONTH})(?= |$|\W)", _month),
        (rf"(?P<season>{_SEASON})(?: of)?{_REFERENCE}", _season),
        (rf"(this|next|last|coming|past|following) ({_SEASON})", _season_shift),
        (rf"(?P<season>{_SEASON})", _season),
        (r"(?:its|the|their|his|our) (?:very )?(?:first|second|third|opening|initial)"
         r"(?: full)?(?: (?:two|three|four|five|six|twelve|\d\d?))?"
         r" (?:production |sales |operating |calendar )?(?:years?|months?|weeks?|days?|hours?)"
         r"(?: of (?:production|sales|operation|operations|deliveries|availability))?", _undated),
        (r"(?:first|second|third)(?: full)? (?:production |operating |sales )?year", _undated),
        (r"(?:\d+|one|two|three|four|five|six|twelve) (?:months?|years?|weeks?|days?|hours?) "
         r"(?:after|of|following) (?:(?:the )?(?:start of |mass |series )?(?:production|sales|"
         r"launch|sop)|opening|its)", _undated),
        (r"(this|last|next|the current|the previous) fiscal(?! year)", _fiscal_shift),
        (r"the year after next|in two years['’] time", _next_but_one),
        (r"the year before last", _year_before_last),
        (r"(this|the current|current|next|the next|the coming|last|the previous|previous|the past|"
         r"the last|the running|the present|the next calendar|the current calendar) "
         "((?:fiscal |financial |business |calendar )?year|month|week|quarter|half)"
         "(?! of)", _shift),
        (r"(?:the|this|next) decade|the (next|current) decade|the end of the decade", _decade),
        (r"(20[2-9]0)s", _decade_number),
        (rf"(?:fy|fiscal(?: year)?|financial year) ?(?P<begin>{YEAR})[-–/]\d\d", _fiscal_pair),
        (rf"(?P<begin>{YEAR})[-–/]\d\d (?:fiscal|financial)(?: year)?", _fiscal_pair),
        (rf"(?<=[a-z] )(?P<begin>{YEAR})[-–/](?P<next>\d\d)(?![-–/\d])", _season_pair),
        (r"fy ?['’-]?(?P<fy>\d{4}|\d\d)", _fy),
        (rf"(?P<fiscal>(?:fiscal|financial|business|calendar|full)[ -](?:year )?|full-year )?"
         rf"(?P<year>{YEAR})(?!\d|[-–/]\d{{1,3}}(?!\d)|[,.]\d)", _bare_year),
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
        (r"(?<=on )the (?P<day>[0-3]?\d)(?:st|nd|rd|th)(?! (?:of|century|anniversary|floor|"
         r"edition|time|"
         r"day|birthday|lap|place|car|vehicle|truck|bus|unit|generation|hole|congress|meeting))",
         _day_of_month),
        (r"(the day before yesterday|the day after tomorrow)", _day_word),
        (r"(today|yesterday|tomorrow)", _day_word),
        (rf"((?:last|next|this|on|coming) )?({any_of(list(WEEKDAYS))})", _weekday_word),
        (r"(?<=in )the (?P<unit>quarter|month|half)|(?<=for )the (?P<unit2>quarter|month|half)|"
         r"(?<=during )the (?P<unit3>quarter|month|half)|"
         r"(?<=end of )the (?P<unit4>quarter|month)(?! of| to| before| after)", _reported),
        (r"the year-end|(?:the )?year|year['’]s|years?-end|the year['’]s", _the_year),
    )
)  # fmt: skip
