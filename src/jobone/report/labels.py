"""Short names of targets, news and values, for figures and tables."""

from __future__ import annotations

from datetime import date

from jobone.outlook.forecast import TargetForecast
from jobone.outlook.movement import Moment
from jobone.report import wording
from jobone.report.content import ReportContent, bearing_claims
from jobone.report.phrases import Cell, Phrase, anchor

__all__ = [
    "MINUS",
    "day_range",
    "field_link",
    "first_day",
    "month_words",
    "news_of",
    "points",
    "publishers_of",
    "short_day",
    "target_label",
]

MINUS = "\N{MINUS SIGN}"
"""As wide as a plus, so that signs stand under each other."""


def target_label(target: TargetForecast, several_models: bool = False) -> str:
    """Return a target in a few words, without who said it.

    Parameters
    ----------
    target
        The target with what it promises.
    several_models
        Whether the model has to be named.
    """
    row = target.target
    if row.event is not None:
        event = row.event.name if several_models else "start"
        event = event if row.event.kind == "sop" else wording.event_words(row.event)
        by = "a day not stated" if target.promised_day is None else wording.day(target.promised_day)
        return f"{event} by {by}"
    units = "?" if target.promised_units is None else wording.count(target.promised_units)
    of = "" if row.of == "maker" else f" {row.of.removeprefix('model.')}"
    window = f"{row.months} months" if row.window_event is not None else str(row.period or "")
    return f"{units}{of} in {window}"


def _sources(content: ReportContent, moment: Moment) -> list[str]:
    """Return the sources of a day, those first whose claims bear on a number."""
    bearing = bearing_claims(content.folder)
    weight = {claim.source for claim in content.claims if claim.id in bearing}
    return sorted(moment.sources, key=lambda source: source not in weight)


def publishers_of(content: ReportContent, moment: Moment, *, short: bool = False) -> str:
    """Return who published on a day: the first one, and how many more there are."""
    records = content.folder.evidence.sources
    names = list(dict.fromkeys(records[name].publisher for name in _sources(content, moment)))
    if not names:
        return "day of this outlook"
    more = len(names) - 1
    return names[0] + (f" +{more}" if short else f" and {more} more") * bool(more)


def news_of(content: ReportContent, moment: Moment) -> Cell:
    """Return the sources of a day, each linked."""
    records = content.folder.evidence.sources
    phrases: list[Phrase] = []
    for name in _sources(content, moment):
        phrases += [Phrase(", ")] if phrases else []
        phrases.append(Phrase(records[name].publisher, anchor("source", name)))
    return tuple(phrases) or (Phrase("no news, the day of this outlook"),)


def field_link(content: ReportContent, path: str) -> Phrase:
    """Return a path, linked where the field stands on the day."""
    return Phrase(path, anchor("field", path) if path in content.standing.resolutions else "")


def short_day(day: date | None) -> str:
    """Return a day without the words for one that is not reached."""
    return "never" if day is None else wording.day(day)


def day_range(first: date | None, last: date | None) -> str:
    """Return two days as ``30 Jan to 11 Jul 2031``, the year once where it is the same."""
    if first == last:
        return short_day(first)
    start = short_day(first)
    if first is not None and last is not None and first.year == last.year:
        start = start.rsplit(" ", 1)[0]
    return f"{start} to {short_day(last)}"


def first_day(month: str) -> date:
    """Return the first day of a month written as ``YYYY-MM``."""
    return date.fromisoformat(f"{month}-01")


def month_words(month: str) -> str:
    """Return a month in words: its short name and the year."""
    return wording.day(first_day(month)).split(" ", 1)[1]


def points(difference: float) -> str:
    """Return a difference in percentage points, with a minus as wide as a plus."""
    return wording.signed_points(difference).replace("-", MINUS)
