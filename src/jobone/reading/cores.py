"""Where day expressions stand, and which words only look like one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from jobone.reading.expressions import RULES
from jobone.reading.periods import Period
from jobone.reading.vocabulary.calendar import MONTHS, SEASONS

__all__ = ["find_cores"]

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
        "following",
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


def find_cores(text: str, lower: str) -> list[tuple[int, int, Period]]:
    """Find the day expressions of a sentence, without what bounds them.

    Parameters
    ----------
    text, lower
        The sentence, and the same in lower case.

    Returns
    -------
    list of tuple
        Start, end and period of each, none of them overlapping, in order.
    """
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, int, Period]] = []
    for pattern, maker in RULES:
        fresh: list[tuple[int, int]] = []
        for match in pattern.finditer(lower):
            start, end = match.span()
            if _overlaps(taken, start, end) or not _plausible(match, text, lower):
                continue
            period = maker(match)
            if period is None or not _exists(period):
                continue
            fresh.append((start, end))
            found.append((start, end, period))
        if fresh:
            taken = sorted(taken + fresh)
    return sorted(found, key=lambda item: item[0])


def _exists(period: Period) -> bool:
    """Whether a day of a month, if one is named, can stand in a calendar."""
    if period.unit != "day" or period.index is None:
        return True
    return 1 <= period.index <= 12 and 1 <= (period.day or 0) <= 31


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
        sold = _MONTHLY.match(lower, end)
        if sold or lower[end : end + 1] == ":":
            return True  # "Halden's May deliveries", "(May: 900)"
        if word == name and (name in ("may", "march", "mar") and before not in _BARE_MONTH_LEADS):
            return False
        if word == name and before not in _BARE_MONTH_LEADS and len(name) <= 3:
            return False
    if re.fullmatch(r"h[12]|q[1-4]", word) and before in ("its", "the", "new", "of", "a", "an"):
        return not text[end : end + 1] or _REPORTED.match(lower, end) is not None  # a model, `H1`
    if groups.get("season") == word or word in SEASONS:
        return before in _SEASON_LEADS and not text[start].isupper()
    if word.isdigit() and len(word) == 4:
        return _is_year(start, end, before, text, lower)
    if word in ("the year", "the year-end", "year", "year's", "year’s", "year-end", "years-end"):
        return _is_the_year(start, end, lower)
    return True


_REPORTED = re.compile(
    r" (?:results?|figures|sales|deliveries|production|output|report|target|guidance|numbers|of|"
    r"20\d\d|"
    r"period|total|volume|revenue|profit|loss|earnings|last|this|next)\b|['’]"
)
_PUT_OFF = re.compile(
    r"\b(?:push|delay|postpon|slip|put|mov|shift|defer|brought|pull)\w*[^.;,]{0,46}$"
    r"|\bby (?:about |around |another )?(?:[\w-]+ ){0,2}$"
)


_MONTHLY = re.compile(
    r" (?:(?:retail|vehicle|car|delivery|sales) )?(?:deliveries|sales|output|production|"
    r"registrations|figures|numbers)\b"
)


def _is_year(start: int, end: int, before: str, text: str, lower: str) -> bool:
    previous = text[start - 1] if start else "\n"
    if previous in "$€£¥₹#.@_" or re.match(r"[ -](?:models?|my|edition|units?|vehicles?|cars?|"
                                           r"people|"
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
        r"\b(?:clos|end|finish|complet|conclud)(?:e|es|s|ed|ing)? $", window
    ):
        return True
    return lower[start:end] in ("year-end", "the year-end") or (
        lower[start:end] == "year" and bool(re.match(r"[ -]end\b", lower[end : end + 5]))
    )
