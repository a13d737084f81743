"""What one sentence leaves out and its neighbour tells, such as the new date of a delay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from jobone.evidence.records import Hedge
from jobone.reading.events.delays import is_pause
from jobone.reading.merging import Told
from jobone.reading.records import STARTS, Proposal
from jobone.reading.views import View
from jobone.reading.vocabulary.trade import SCHEDULED

__all__ = ["complete"]

_NOW = re.compile(
    r"\b(?:now|instead|new date|new target|became|become|turned into|at last|"
    r"finally|in the end)\b"
)
_NOT_UNTIL = re.compile(r"\b(?:not|never|won['’]t) (?:[\w-]+ ){1,4}$")
_WAS_TO = re.compile(
    rf"\b(?:was|were|had been) (?:\w+ )?(?:to|{SCHEDULED})\b|\bhad (?:\w+ )?{SCHEDULED}\b"
)
_BECAME = re.compile(
    r"\b(?:that|which|it|this)(?: then| later| has)? (?:became|become|turned into)\b"
)
_INSTEAD = re.compile(r"\b(?:rather than|instead of) (?:\w+ ){0,4}$")
_SPOKEN_OF_BEFORE = re.compile(r"\b(?:the|this|that|such) (?:\w+ )?$")
_PUSHED = re.compile(r"(?:pushed|put|moved|postponed|delayed|deferred)\b")
_AFTER_BEING = re.compile(r"^$|\b(?:after (?:being|it was)|having been) $")
_DELAY_NOUN = re.compile(r"(?:delay|postponement|slippage|setback)\b")


_DECIDES_IT = re.compile(
    r"\b(?:decided|decision|resolved|voted|agreed)\b(?=[^.]*\b(?:it|this|that|so|on)\b)|"
    r"\b(?:this|that|the) (?:decision|step|call|choice)\b|"
    r"\b(?:said|announced|confirmed)\b[^.]*\bthat\b[^.]*\b(?:ended|stopped|cancell?ed|scrapped|"
    r"given up|"
    r"dropped|shelved|over)\b"
)


def complete(told: Sequence[Told], views: Sequence[View]) -> tuple[Told, ...]:
    """Give claims the days that their neighbours tell, and tell delays that go unsaid.

    Parameters
    ----------
    told
        In the order of the text.
    views
        Its sentences.
    """
    told = [_denied(item, views) for item in told]
    placed = [_before_its_successor(item, told, views) for item in told]
    dated = [_signed(_decided(_dated(item, placed), views), views) for item in placed]
    return (*dated, *_unsaid(dated))


def _before_its_successor(item: Told, told: Sequence[Told], views: Sequence[View]) -> Told:
    """Place an old plan without a year before the new one of its sentence."""
    proposal, moment = item.proposal, item.finding.moment
    if not proposal.superseded or moment is None or moment.is_explicit or not proposal.end:
        return item
    later = any(
        other.index == item.index
        and other.proposal.predicate == proposal.predicate
        and not other.proposal.superseded
        and (other.proposal.end or date.max) < (proposal.end or date.min)
        for other in told
    )
    if not later:
        return item
    window = moment.resolve(views[item.index].published, False)
    return replace(item, proposal=replace(proposal, start=window.first, end=window.last))


_TALK = re.compile(
    r"\b(?:talk|rumou?rs?|reports?|reported|reportedly|claim(?:s|ed)?|speculation|media|paper|"
    r"newspaper|whispers?|gossip|said to|allegedly|leak(?:s|ed)?|suggest(?:s|ed|ions?))\b"
)
_DENIES_IT = re.compile(
    r"\bno truth (?:to|in) (?:it|that|this|them|the)\b|\b(?:denied|denies|dismissed|rejected|"
    r"rebutted) "
    r"(?:it|this|that|them|the (?:report|rumou?rs?|claims?|talk|speculation))\b|\b(?:called|calls) "
    r"(?:it|this|that|them|the \w+|that \w+)(?: \w+)? (?:false|untrue|nonsense|wrong|baseless|"
    r"rubbish|"
    r"invented|fiction)\b|^[\"“]?(?:that|it|this|the report|the story)(?: is|['’]s| was) (?:simply "
    r")?(?:not (?:true|so|the case|correct)|untrue|false|nonsense|wrong|rubbish)\b"
)


def _denied(item: Told, views: Sequence[View]) -> Told:
    """Deny what is rumoured in one sentence and denied in the next: `There is no truth to that`."""
    following = item.index + 1
    if following >= len(views) or views[following].before != views[item.index].lower:
        return item
    if not _TALK.search(views[item.index].lower) or not _DENIES_IT.search(views[following].lower):
        return item
    return replace(item, proposal=replace(item.proposal, hedge="denied"))


def _decided(item: Told, views: Sequence[View]) -> Told:
    """Give a cancellation the day of a decision that the next sentence tells."""
    proposal = item.proposal
    if proposal.predicate != "cancellation" or item.finding.moment or proposal.hedge == "denied":
        return item
    if item.index + 1 >= len(views):
        return item
    view = views[item.index + 1]
    if len(view.moments) != 1 or not _DECIDES_IT.search(view.lower):
        return item
    window = view.moments[0].resolve(view.published, False)
    if not window.resolved or window.last is None:
        return item
    place = view.place((view.moments[0].start, view.moments[0].end))
    return replace(
        item,
        proposal=replace(
            proposal,
            start=window.first,
            end=window.last,
            hedge="reported" if proposal.hedge == "reported" else "confirmed",
            spans=(*proposal.spans, place),
        ),
    )


_SIGNED = re.compile(
    r"\b(?:contracts?|agreements?|deals?|orders?|letters?|it)\b[^.;]*\b(?:was|"
    r"were) signed (?:on|in|last)\b"
)


def _signed(item: Told, views: Sequence[View]) -> Told:
    """Give orders the day on which the next sentence says that they were signed."""
    proposal, following = item.proposal, item.index + 1
    if proposal.predicate != "orders" or item.finding.moment or following >= len(views):
        return item
    view = views[following]
    signed = _SIGNED.search(view.lower)
    if signed is None:
        return item
    window = next(
        (
            moment.resolve(view.published, False)
            for moment in view.moments
            if 0 <= moment.start - signed.end() < 4 or moment.start <= signed.end() < moment.end
        ),
        None,
    )
    if window is None or window.last is None:
        return item
    return replace(item, proposal=replace(proposal, end=window.last))


def _dated(item: Told, told: Sequence[Told]) -> Told:
    proposal = item.proposal
    if proposal.predicate != "delay" or proposal.hedge == "denied":
        return item
    if item.heading and (exact := _told_exactly(item, told)) is not None:
        spans = tuple(sorted({*proposal.spans, *exact.spans}))
        return replace(
            item, proposal=replace(proposal, start=exact.start, end=exact.end, spans=spans)
        )
    if item.finding.moment is not None or is_pause(item.words):
        return item
    if re.search(r"\blater?\b|\bbehind\b|\bafter the\b", item.words[:30]):
        steps: tuple[int, ...] = (0, -1, -2)  # "in May, a quarter later than planned"
    elif _PUSHED.match(item.words) and _AFTER_BEING.search(item.lead):
        steps = (0,)  # "will begin in May after being pushed back from March"
    elif _DELAY_NOUN.match(item.words) and _SPOKEN_OF_BEFORE.search(item.lead):
        steps = (-1, -2)
    else:
        steps = ()
    plans = [
        other
        for step in steps
        for other in told
        if other.index == item.index + step and _is_new_plan(other)
    ]
    plan = _that_much_later(proposal.value, told) or next(iter(plans), None)
    if plan is None:
        return item
    return replace(
        item, proposal=replace(proposal, start=plan.proposal.start, end=plan.proposal.end)
    )


def _told_exactly(headline: Told, told: Sequence[Told]) -> Proposal | None:
    """Return the new plan by which the text tells a headline's delay to a year exactly."""
    start, end = headline.proposal.start, headline.proposal.end
    if start is None or end is None:
        return None
    for other in told:
        plan = other.proposal
        if other.heading or not _is_new_plan(other) or plan.start is None or plan.end is None:
            continue
        if start <= plan.start and plan.end <= end and (plan.start, plan.end) != (start, end):
            return plan
    return None


def _that_much_later(months: float | str | None, told: Sequence[Told]) -> Told | None:
    """Return the new plan that lies as many months behind an old one as a delay says."""
    if not isinstance(months, float):
        return None
    for old in told:
        begin = old.proposal.start
        if not old.proposal.superseded or old.proposal.predicate not in STARTS or begin is None:
            continue
        for new in told:
            start = new.proposal.start
            if (
                start is not None
                and new.proposal.predicate == old.proposal.predicate
                and _is_new_plan(new)
                and 12 * (start.year - begin.year) + start.month - begin.month == months
            ):
                return new
    return None


def _is_new_plan(item: Told) -> bool:
    proposal = item.proposal
    return (
        proposal.predicate in STARTS
        and item.finding.moment is not None
        and not proposal.superseded
        and proposal.hedge in ("expected", "reported", "confirmed")
        and (proposal.start is not None or proposal.end is not None)
    )


def _unsaid(told: Sequence[Told]) -> Iterator[Told]:
    """Yield the delay of `was planned for May, and now it is October`."""
    near: dict[int, list[Told]] = {}
    for item in told:
        near.setdefault(item.index, []).append(item)
    for old in told:
        if old.proposal.predicate not in STARTS:
            continue
        planned = old.proposal.superseded or _WAS_TO.search(f"{old.lead}{old.words}")
        around = [item for step in (-1, 0, 1) for item in near.get(old.index + step, ())]
        for new in around:
            if not (planned or _BECAME.search(new.lead_of_day)):
                continue
            if (
                new.proposal.predicate == old.proposal.predicate
                and _is_new_plan(new)
                and (
                    _NOW.search(new.lead_of_day)
                    or _INSTEAD.search(old.lead_of_day)
                    or (old.proposal.superseded and _NOT_UNTIL.search(new.lead_of_day))
                )
                and (old.proposal.end or date.max) < (new.proposal.end or date.max)
                and not any(
                    other.proposal.predicate == "delay" and abs(other.index - new.index) <= 2
                    for other in told
                )
            ):
                hedge: Hedge = "reported" if new.proposal.hedge == "reported" else "confirmed"
                spans = tuple(sorted({*old.proposal.spans, *new.proposal.spans}))
                proposal = replace(
                    new.proposal,
                    predicate="delay",
                    hedge=hedge,
                    spans=spans,
                    confidence=round(0.8 * new.proposal.confidence, 2),
                )
                yield replace(
                    new, proposal=proposal, finding=replace(new.finding, predicate="delay")
                )
                break
