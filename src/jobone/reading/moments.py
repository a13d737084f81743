"""Day expressions in running text: what bounds them and what they tell of each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jobone.reading.cores import find_cores
from jobone.reading.expressions import YEAR, any_of
from jobone.reading.periods import Fiscal, Moment, Period
from jobone.reading.vocabulary.calendar import LIMITS, PARTS, SEASONS, Limit, Part

__all__ = ["find_moments"]

_PART_BEFORE = re.compile(rf"(?<![\w])(?P<part>{any_of(list(PARTS))})(?:[ -]| the | of |(?<=-))?$")


_LIMIT_BEFORE = re.compile(
    rf"(?<![\w])(?P<limit>{any_of(list(LIMITS))})(?: (?:the|about|around|roughly|approximately|its|"
    r"our|sometime in|some time in|in|on|at))?[ ]$"
)


_LATEST_AFTER = re.compile(r",? (?:at the (?:very )?latest|or (?:earlier|sooner|before))")


_EARLIEST_AFTER = re.compile(r",? (?:at the (?:very )?earliest|onwards?|or later)")


_ENDS = re.compile(r"\b(?:clos|end|finish|complet|conclud)(?:e|es|s|ed|ing)? $")


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
    cores = find_cores(text, lower)
    moments = [_dressed(start, end, period, lower, fiscal) for start, end, period in cores]
    joined = _anchored(list(_in_turn(list(_joined(moments, lower)), lower)), lower, fiscal)
    return tuple(_compared(joined, lower))


def _dressed(start: int, end: int, period: Period, lower: str, fiscal: Fiscal) -> Moment:
    """Take in the words before and behind a period that cut or bound it."""
    core_start = start
    part: Part = ""
    limit: Limit = ""
    if lower[start:end] in ("year", "year's", "year’s", "year-end", "the year-end") or (
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
    if lower[start:end] == "the year" and _ENDS.search(lower[max(0, start - 12) : start]):
        before, period = None, replace(period, span="full")  # "to end the year at 900"
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
            if _MOVED.search(lower[max(0, here.start - 120) : here.core_start]):
                here = _before_the_new(here, there)
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
    words = re.sub(rf"(?<![\w])(?:{any_of(list(PARTS))})(?: of)?(?= |$)", "", between).strip()
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
    if _MOVED.search(lower[max(0, here.start - 120) : here.core_start]):
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
    r"pull|advanc|rais|lower|cut|lift)\w*(?:,? [\w'’-]+){0,14}? from (?:(?:the|early|late|mid|"
    r"end of|beginning of|start of|middle of)[ -])*$"
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


def _before_the_new(here: Moment, there: Moment) -> Moment:
    """Place what is moved before what it is moved to: `from September to spring next year`."""
    first, second = _month_of(here.period), _month_of(there.period)
    if first is None or second is None or first <= second:
        return here
    old, new = here.period, there.period
    if (old.year, old.year_shift) != (new.year, new.year_shift):
        return here
    if old.year is not None:
        return replace(here, period=replace(old, year=old.year - 1))
    if old.year_shift is not None:
        return replace(here, period=replace(old, year_shift=old.year_shift - 1))
    return here


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
    f"(?:(?P<year>{YEAR})|(?P<before>last year|previous year|year (?:earlier|ago|"
    r"before)|prior year))(?!\w)"
    r"|(?:(?<=\d )|(?<=\d in ))(?P<ago>(?:a|one) year (?:earlier|ago|before)|the year before|"
    r"the previous year)"
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
