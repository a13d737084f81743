"""One fact told twice is one claim with two spans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from jobone.reading.events.delays import is_pause
from jobone.reading.events.findings import Finding
from jobone.reading.records import STARTS, Proposal

__all__ = ["Told", "merge"]


@dataclass(frozen=True, slots=True)
class Told:
    """A proposal with what merging needs besides.

    Parameters
    ----------
    proposal
        As told at one place.
    finding
        What it came from.
    heading
        Whether a headline tells it.
    index
        Number of its sentence.
    words, lead
        The words of the event on, and those before it, in lower case.
    lead_of_day
        The words before its day.
    """

    proposal: Proposal
    finding: Finding
    heading: bool
    index: int = 0
    words: str = ""
    lead: str = ""
    lead_of_day: str = ""


def merge(told: Sequence[Told], company: str) -> tuple[Proposal, ...]:
    """Join what says the same.

    Parameters
    ----------
    told
        In the order of the text.
    company
        Whom the article is about.
    """
    kept: list[Told] = []
    for item in _without_shadows(told, company):
        for index, other in enumerate(kept):
            if _is_same(item, other, company):
                kept[index] = _joined(other, item, company)
                break
        else:
            kept.append(item)
    return tuple(item.proposal for item in kept)


def _subjects_agree(one: Proposal, other: Proposal, company: str) -> bool:
    first, second = one.subject.lower(), other.subject.lower()
    if not first or not second or first in second or second in first:
        return True
    words = set(first.split()) & set(second.split())
    if words:
        return True
    return company.lower() in (first, second)


def _same_number(one: Proposal, other: Proposal) -> bool:
    return (one.value, one.value_max, one.unit) == (other.value, other.value_max, other.unit)


def _windows_agree(one: Proposal, other: Proposal) -> bool:
    if (one.start, one.end) == (other.start, other.end):
        return True
    if one.value is None or one.predicate == "delay":
        return False
    return (one.start is None and one.end is None) or (other.start is None and other.end is None)


def _completes(one: Proposal, other: Proposal) -> bool:
    """Whether of two delays one tells the months alone, and the other the new day alone."""
    months = [item for item in (one, other) if item.value is not None and _is_undated(item)]
    days = [item for item in (one, other) if item.value is None and not _is_undated(item)]
    if len(months) == len(days) == 1:
        return True
    same_day = (one.start, one.end) == (other.start, other.end) and not _is_undated(one)
    return same_day and (one.value is None) != (other.value is None)


def _is_undated(proposal: Proposal) -> bool:
    return proposal.start is None and proposal.end is None


def _is_same(one: Told, other: Told, company: str) -> bool:
    first, second = one.proposal, other.proposal
    capacities = {"plant_capacity", "capacity_phase"}
    same_kind = first.predicate == second.predicate or (
        {first.predicate, second.predicate} == capacities and (one.heading or other.heading)
    )
    paused = is_pause(one.words) != is_pause(other.words)
    if first.predicate == second.predicate == "delay" and _completes(first, second) and not paused:
        near = abs(one.index - other.index) <= 2
        return first.hedge == second.hedge and (near or _subjects_agree(first, second, company))
    if not same_kind or not _same_number(first, second) or not _windows_agree(first, second):
        return False
    if first.predicate == "cancellation" and first.start is not None and first.start == first.end:
        return True  # one day, one decision
    # A headline retells the text, whomever it names; elsewhere two models may share a day.
    return one.heading != other.heading or _subjects_agree(first, second, company)


def _joined(one: Told, other: Told, company: str) -> Told:
    first, second = one.proposal, other.proposal
    lead, more = (second, first) if one.heading and not other.heading else (first, second)
    vague = {"", company.lower()}
    subject = lead.subject
    if subject.lower() in vague and more.subject.lower() not in vague:
        subject = more.subject
    start, end = lead.start, lead.end
    if start is None and end is None:
        start, end = more.start, more.end
    numbered = more if lead.value is None and more.value is not None else lead
    hedge = lead.hedge
    if {lead.hedge, more.hedge} == {"reported", "confirmed"}:
        hedge = "confirmed"
    proposal = replace(
        lead,
        subject=subject,
        value=numbered.value,
        value_max=numbered.value_max,
        unit=numbered.unit,
        start=start,
        end=end,
        hedge=hedge,
        qualifier=lead.qualifier or more.qualifier,
        said_by=lead.said_by or more.said_by,
        spans=tuple(sorted({*first.spans, *second.spans})),
        confidence=max(first.confidence, second.confidence),
        superseded=first.superseded and second.superseded,
        unresolved=tuple(dict.fromkeys([*first.unresolved, *second.unresolved])),
    )
    keeps = one if lead is first else other
    return replace(keeps, proposal=proposal, heading=one.heading and other.heading)


_COUNTED = frozenset(["plant_capacity", "capacity_phase", "volume_target", "volume_actual"])


def _is_rougher(one: Proposal, other: Proposal) -> bool:
    """Whether the window of a headline holds the narrower one of the text."""
    return one.predicate == other.predicate and _contains(one, other) and not _contains(other, one)


def _is_rounded(headline: Proposal, told: Proposal) -> bool:
    """Whether a headline rounds a count that the text gives: `back above 30,000`."""
    rough, exact = headline.value, told.value
    return (
        headline.predicate == told.predicate
        and headline.qualifier != ""
        and isinstance(rough, float)
        and isinstance(exact, float)
        and rough != exact
        and abs(rough - exact) < 0.12 * exact
        and (headline.start, headline.end) == (told.start, told.end)
    )


def _is_named_otherwise(headline: Proposal, told: Proposal) -> bool:
    """Whether the text says of the day of a headline that something else starts then."""
    same_days = (headline.start, headline.end) == (told.start, told.end)
    return told.predicate in STARTS and told.predicate != headline.predicate and same_days


def _is_rougher_delay(one: Told, other: Told) -> bool:
    """Whether a headline's delay is told more exactly by the text, as a delay or as a new day."""
    first, second = one.proposal, other.proposal
    if first.predicate != "delay" or first.end is None or first.value is not None:
        return False
    return second.predicate == "delay" and _contains(first, second) and second.end is not None


def _contains(outer: Proposal, inner: Proposal) -> bool:
    first, last = outer.start or date.min, outer.end or date.max
    return first <= (inner.start or date.min) and (inner.end or date.max) <= last


def _without_shadows(told: Sequence[Told], company: str) -> list[Told]:
    """Leave out what another place says in full: a rough headline, a start without its day."""
    return [
        item
        for item in told
        if not _may_be_shadowed(item)
        or not any(
            _shadows(other, item, company) or (item.heading and _tells_more(other, item))
            for other in told[:_MOST_COMPARED]
            if other is not item
        )
    ]


_MOST_COMPARED = 600
"""More claims than an article makes: the time that a mock one takes stays bounded."""


def _may_be_shadowed(item: Told) -> bool:
    """Whether it lacks what another place may tell in full; asked first, as most do not."""
    if item.heading:
        return True
    proposal = item.proposal
    if proposal.predicate in STARTS or proposal.predicate == "cancellation":
        return item.finding.moment is None
    return proposal.predicate == "delay" and proposal.value is None and _is_undated(proposal)


_SPOKEN_OF = re.compile(r"\b(?:the|this|that|any|such|its) (?:\w+ )?$")
"""`The delay` is one that was told before."""


_HEADLINE_LASTS = 4
"""So many sentences behind a headline what ends is what the headline names."""


def _shadows(other: Told, item: Told, company: str) -> bool:
    """Whether a claim without its day is told with it elsewhere."""
    first, second = other.proposal, item.proposal
    if first.predicate != second.predicate:
        return False
    agree = _subjects_agree(first, second, company)
    if second.predicate in STARTS:
        return (
            agree
            and item.finding.moment is None
            and first.hedge in ("confirmed", "reported")
            and not _is_undated(first)
            and first.spans != second.spans
            and not (first.start is None and first.end == second.end)
        )
    if second.predicate == "cancellation":
        dated = other.finding.moment is not None or (item.heading and not other.heading)
        agree = agree or (item.heading and other.index - item.index <= _HEADLINE_LASTS)
        if (first.hedge == "denied") != (second.hedge == "denied"):
            return False
        return agree and item.finding.moment is None and dated
    if second.predicate == "delay":
        vague = second.value is None and _is_undated(second)
        exact = first.value is not None or not _is_undated(first)
        stands = is_pause(item.words) and not item.heading
        if vague and _SPOKEN_OF.search(item.lead) and other.index < item.index:
            return True
        return vague and exact and not stands and (item.heading or agree)
    return False


def _tells_more(other: Told, headline: Told) -> bool:
    """Whether the text tells more exactly what a headline tells roughly."""
    if other.heading:
        return False
    first, second = other.proposal, headline.proposal
    if second.predicate in STARTS:
        return _is_rougher(second, first) or _is_named_otherwise(second, first)
    if second.predicate == "delay":
        return _is_rougher_delay(headline, other)
    if _is_rounded(second, first):
        return True
    return (
        second.predicate in _COUNTED
        and first.predicate in _COUNTED
        and first.predicate != second.predicate
        and first.value == second.value
    )
