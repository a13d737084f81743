"""The events that a sentence tells, after the second opinion: what was missed, and invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jobone.reading.events.findings import Finding
from jobone.reading.hedges import leaning, stance_at
from jobone.reading.opinion.features import Seen, sentence_features
from jobone.reading.opinion.weights import Opinion, chances
from jobone.reading.opinion.windows import Days, event_window_features, likely_days
from jobone.reading.periods import Window
from jobone.reading.records import PREDICATES, Predicate

__all__ = ["EVENTS", "event_of", "event_of_finding", "likely_event_days", "reviewed_events"]

EVENTS = (
    "sop_window", "first_delivery_window", "launch_window", "construction_start",
    "construction_end", "cancellation", "licence_status granted", "licence_status pending",
    "licence_status refused", "delay",
)  # fmt: skip
"""What a sentence may tell besides numbers; a status with its value."""

_LEAST = 0.45
"""An event less likely than this is not proposed where the grammar finds none."""
_LEAST_DAYS = 0.45
"""Nor is one that is less likely than this with its days."""
_NEVER = 0.005
"""What the grammar finds in a sentence less likely to tell it is left out."""
_RATHER = 0.2
"""Of two events on one day the one that is less likely than this gives way to the other."""


def event_of(claim: Mapping[str, Any]) -> str | None:
    """Return the event that a labelled claim tells, or None if it is none of them."""
    return _event(claim["predicate"], claim["value"])


def _event(predicate: str, value: object) -> str | None:
    name = f"{predicate} {value}" if predicate == "licence_status" else predicate
    return name if name in EVENTS else None


def reviewed_events(
    opinion: Opinion, seen: Sequence[Seen], index: int, found: Sequence[Finding]
) -> list[Finding]:
    """Return the findings of a sentence after the second opinion on its events.

    Parameters
    ----------
    opinion
        What was learned.
    seen
        The sentences of the text.
    index
        Which of them.
    found
        What the grammar found in it.
    """
    model = opinion.events
    likely = dict(
        zip(model.answers, chances(model.scores(sentence_features(seen[index]))), strict=True)
    )
    kept = [item for item in found if likely.get(event_of_finding(item), 1.0) >= _NEVER]
    for event in EVENTS:
        if likely[event] < _LEAST or any(event_of_finding(item) == event for item in found):
            continue
        told = _told(opinion, seen, index, event, likely[event])
        if told is not None:
            kept = [item for item in kept if not _gives_way(item, told, likely)]
            kept.append(told)
    return kept


def event_of_finding(finding: Finding) -> str:
    """Return the event that a finding tells; empty where it is none of them."""
    return _event(finding.predicate, finding.value) or ""


def _gives_way(item: Finding, told: Finding, likely: Mapping[str, float]) -> bool:
    """Whether an unlikely event of the grammar has the day of a likelier one."""
    same = (
        item.moment is not None
        and told.moment is not None
        and item.moment.core_start == told.moment.core_start
    )
    return same and likely.get(event_of_finding(item), 1.0) < _RATHER


def likely_event_days(
    opinion: Opinion, seen: Sequence[Seen], index: int, predicate: Predicate
) -> Days:
    """Return how likely each window is that an event of a sentence may go with."""
    return likely_days(
        seen,
        index,
        opinion.event_days,
        lambda item: event_window_features(seen, index, predicate, item),
    )


def _told(
    opinion: Opinion, seen: Sequence[Seen], index: int, event: str, sure: float
) -> Finding | None:
    """Return the claim that an event is told, or None if its days are too uncertain."""
    view = seen[index].view
    name, _, status = event.partition(" ")
    predicate: Predicate = next(item for item in PREDICATES if item == name)
    start, end, moment, window = 0, len(view.text), None, Window(None, None)
    value: float | str | None = status or None
    if not status:
        days = likely_event_days(opinion, seen, index, predicate)
        window, likeliest, chance = days.best()
        sure *= chance
        if sure < _LEAST_DAYS:
            return None
        moment = likeliest.moment if likeliest.back == 0 else None
    if name == "delay":
        lengths = [item.value for item in view.numbers if item.kind == "duration"]
        value = lengths[0] if len(lengths) == 1 else None
    if moment is not None:
        start, end = moment.start, moment.end
    stance = stance_at(view, start, end)
    day = view.published
    if day is not None and window.first is not None and window.first > day:
        stance = leaning(stance, forward=True)
    elif day is not None and window.last is not None and window.last < day:
        stance = leaning(stance, forward=stance.superseded)
    return Finding(
        predicate,
        (start, end),
        start,
        stance,
        value=value,
        unit="months" if isinstance(value, float) else "",
        window=window,
        moment=moment,
        superseded=stance.superseded,
        guessed=True,
    )
