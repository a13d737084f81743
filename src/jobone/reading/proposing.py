"""From an article to proposed claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jobone.reading.completing import complete
from jobone.reading.confidence import confidence_of
from jobone.reading.events.amounts import conversions_in, find_amounts, restored
from jobone.reading.events.cancellations import find_cancellations
from jobone.reading.events.delays import find_delays
from jobone.reading.events.ellipses import find_ellipses
from jobone.reading.events.findings import Finding
from jobone.reading.events.licences import find_licences
from jobone.reading.events.starts import find_starts
from jobone.reading.events.topics import topic_of
from jobone.reading.events.vehicles import find_vehicle_numbers
from jobone.reading.merging import Told, merge
from jobone.reading.opinion.features import see
from jobone.reading.opinion.reviewing import reviewed
from jobone.reading.opinion.trust import trusted
from jobone.reading.opinion.weights import Opinion, shipped
from jobone.reading.records import STARTS, Article, Predicate, Proposal
from jobone.reading.speakers import speaker_of
from jobone.reading.subjects import Cast, cast_of
from jobone.reading.views import View, make_views

__all__ = ["MAXIMUM_CHARACTERS", "propose", "propose_by", "tell"]

MAXIMUM_CHARACTERS = 120_000
"""What lies behind is not read: no article is that long, and time must be bounded."""

_WITHOUT_WINDOW = frozenset(
    ["investment", "headcount", "price", "stores", "test_fleet", "licence_status", "range_km"]
)


def propose(article: Article, *, second_opinion: bool = True) -> tuple[Proposal, ...]:
    """Propose the claims that an article makes.

    Parameters
    ----------
    article
        Its text and day. What lies behind `MAXIMUM_CHARACTERS` is not read.
    second_opinion
        Whether what was learned from labelled texts is heard too, or the grammar alone.

    Returns
    -------
    tuple of Proposal
        In the order in which the text first says them.
    """
    return propose_by(shipped() if second_opinion else None, article)


def propose_by(opinion: Opinion | None, article: Article) -> tuple[Proposal, ...]:
    """Propose the claims that an article makes, by the grammar and an opinion of one's own."""
    views = make_views(article.text[:MAXIMUM_CHARACTERS], article.published)
    cast = cast_of(views)
    told = tell(views, cast, opinion)
    merged = merge(told, cast.company)
    return tuple(sorted(merged, key=lambda proposal: (proposal.spans[0], proposal.predicate)))


def tell(views: Sequence[View], cast: Cast, opinion: Opinion | None) -> Sequence[Told]:
    """Return what the sentences of a text tell, place by place.

    Parameters
    ----------
    views
        The sentences.
    cast
        Who occurs in them.
    opinion
        What was learned; None to hear the grammar alone.
    """
    seen = see(views[:_REVIEWED]) if opinion else ()
    conversions = conversions_in(views)
    told: list[Told] = []
    counted: Finding | None = None
    topic: Predicate | None = None
    since, since_licence = 0, _LICENCE_LASTS + 1
    for index, view in enumerate(views):
        if not view.before:
            counted = None
        found = _each_number_once(
            [
                item
                for item in _findings(view, counted, topic, since_licence <= _LICENCE_LASTS)
                if _in_order(item)
            ]
        )
        if view.numbers:
            found += find_ellipses(view, found, counted)
        if opinion and index < len(seen) and not _is_boilerplate(view):
            found = reviewed(opinion, seen, index, found, counted)
        counted = _counted_last(view, found) or counted
        since = 0 if (now := _topic(view, found)) else since + 1
        licensed = any(item.predicate == "licence_status" for item in found)
        since_licence = 0 if licensed else since_licence + 1
        topic = now or (topic if since <= _TOPIC_LASTS else None)
        told += [_told(restored(item, conversions), index, views, cast) for item in found]
    completed = complete(told, views)
    return trusted(opinion, seen, completed) if opinion else completed


_REVIEWED = 300
"""Sentences behind so many are the grammar's alone: no article has them, and time is bounded."""
_TOPIC_LASTS = 3
"""So many sentences later nobody knows any more what `it` was."""
_LICENCE_LASTS = 3
"""So many sentences later a ruling is no longer one on a licence."""


def _counted_last(view: View, found: Sequence[Finding]) -> Finding | None:
    """Return the last number of a sentence, rather than one that brackets set against it."""
    numbers = [item for item in found if isinstance(item.value, float)]
    plain = [item for item in numbers if not any(a < item.anchor < b for a, b in view.asides)]
    return max(plain or numbers, key=lambda item: item.anchor, default=None)


def _topic(view: View, found: Sequence[Finding]) -> Predicate | None:
    """Return the start that a sentence leaves its readers with, or None."""
    starts = [item for item in found if item.predicate in STARTS]
    if starts:
        return max(starts, key=lambda item: item.anchor).predicate
    return topic_of(view)


def _findings(
    view: View, counted: Finding | None, topic: Predicate | None, licensed: bool
) -> Iterator[Finding]:
    if _is_boilerplate(view):
        return
    yield from find_starts(view, topic)
    if view.numbers:
        yield from find_vehicle_numbers(view, counted)
        yield from find_amounts(view)
    yield from find_licences(view, licensed)
    yield from find_delays(view, topic)
    yield from find_cancellations(view)


_BOILERPLATE = re.compile(
    r"\b(?:forward-looking|actual results|(?:risks?|factors) (?:and|that|such as|include)|"
    r"(?:failure|inability|ability) to|no assurance|cautions?(?:ed)? that|undue reliance|"
    r"safe harbou?r)\b"
)
_WARNS = re.compile(
    r"\b(?:forward-looking statements?|(?:could|may|might|would) (?:differ|cause)|differ "
    r"materially|"
    r"undue reliance|safe harbou?r|no assurance)\b"
)


def _is_boilerplate(view: View) -> bool:
    """Whether lawyers speak: `results may differ materially because of delays`."""
    return bool(_BOILERPLATE.search(view.lower) and _WARNS.search(view.lower))


def _in_order(finding: Finding) -> bool:
    """Whether a window does not end before it begins, as where two days were read as one."""
    first, last = finding.window.first, finding.window.last
    return first is None or last is None or first <= last


_PLAIN_KINDS = frozenset(["volume_actual", "volume_target", "plant_capacity", "capacity_phase"])


def _each_number_once(found: list[Finding]) -> list[Finding]:
    """Leave out a volume whose number counts people, shops or test cars already."""
    others = {
        item.anchor
        for item in found
        if isinstance(item.value, float) and item.predicate not in (*_PLAIN_KINDS, "delay")
    }
    return [
        item for item in found if item.predicate not in _PLAIN_KINDS or item.anchor not in others
    ]


def _told(finding: Finding, index: int, views: Sequence[View], cast: Cast) -> Told:
    view = views[index]
    window = finding.window
    has_window = finding.predicate not in _WITHOUT_WINDOW
    unresolved: tuple[str, ...] = ()
    if has_window and not window.resolved:
        words = view.text[finding.moment.start : finding.moment.end] if finding.moment else ""
        unresolved = (words or "by the day of publication",)
    proposal = Proposal(
        subject=cast.subject(index, finding.anchor, finding.predicate, view),
        predicate=finding.predicate,
        value=finding.value,
        value_max=finding.value_max,
        qualifier=finding.qualifier,
        unit=finding.unit,
        start=window.first if has_window else None,
        end=window.last if has_window else None,
        hedge=finding.stance.hedge,
        said_by=speaker_of(index, finding.anchor, views, cast),
        quote=view.text if view.cell is None else view.cell.quote,
        spans=(view.place(finding.span),),
        confidence=confidence_of(finding.predicate, finding.weight, finding.stance.hedge),
        superseded=finding.superseded or (view.cell is not None and view.cell.former),
        unresolved=unresolved,
    )
    at, day = finding.anchor, finding.moment.start if finding.moment else 0
    return Told(
        proposal,
        finding,
        view.sentence.heading,
        index,
        words=view.lower[at : at + 40],
        lead=view.lower[max(0, at - 20) : at],
        lead_of_day=view.lower[max(0, day - 40) : day],
    )
