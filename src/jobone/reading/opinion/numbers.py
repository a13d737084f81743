"""What a number tells, after the second opinion: what was missed, mistaken and invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from jobone.reading.events.counts import (
    nearer_words,
    number_finding,
    period_of,
    unit_period,
)
from jobone.reading.events.findings import Finding
from jobone.reading.hedges import Stance, as_it_stands, leaning, stance_at
from jobone.reading.opinion.features import Seen, is_asked_about, number_features
from jobone.reading.opinion.weights import Opinion, shares
from jobone.reading.opinion.windows import Days, likely_days, window_features
from jobone.reading.periods import Window
from jobone.reading.records import NumberMention, Predicate
from jobone.reading.views import View

__all__ = ["NONE", "NUMBERED", "WINDOWED", "likely_number_days", "number_of", "reviewed_numbers"]

NUMBERED: tuple[Predicate, ...] = (
    "plant_capacity", "capacity_phase", "investment", "headcount", "volume_target",
    "volume_actual", "orders", "price", "stores", "test_fleet", "range_km",
)  # fmt: skip
"""What a number may tell."""
WINDOWED: frozenset[Predicate] = frozenset(
    ["plant_capacity", "capacity_phase", "volume_target", "volume_actual", "orders"]
)
"""What of it has days."""
NONE = "none"
"""The answer that a number makes no claim."""

_TRUST = 0.7
"""The model is surer than it is right: its odds are drawn towards even by this power."""
_SAID = 4.0
"""So much likelier is what the grammar says than the model alone has it."""
_LEAST = 0.5
"""A claim less likely than this is not proposed."""
_LEAST_ALONE = 0.55
"""Nor is one that only the model finds, if it and its days are less likely than this."""
_UNITS: Mapping[Predicate, str] = MappingProxyType(
    {
        "headcount": "people", "stores": "stores", "test_fleet": "vehicles", "orders": "vehicles",
        "range_km": "km",
    }
)  # fmt: skip


def reviewed_numbers(
    opinion: Opinion,
    seen: Sequence[Seen],
    index: int,
    found: Sequence[Finding],
    before: Finding | None,
) -> list[Finding]:
    """Return the findings of a sentence after the second opinion on its numbers.

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
    before
        The last number found in the sentence before it.

    Returns
    -------
    list of Finding
        What is unlikely to be told is left out, what is likely something else is told as
        that, and what the grammar missed is added.
    """
    kept = list(found)
    for number in filter(is_asked_about, seen[index].view.numbers):
        own = [item for item in kept if _counts(item, number)]
        others = [item for item in kept if item not in own]
        chances = _chances(opinion, seen[index], number, own)
        best = max(NUMBERED, key=chances.__getitem__)
        sure = chances[best]
        if sure < _LEAST:
            kept = others
        elif all(item.predicate != best for item in own):
            told = _told(opinion, seen, index, number, best, sure, others, before)
            kept = kept if told is None else [*others, told]
    return kept


def _counts(finding: Finding, number: NumberMention) -> bool:
    """Whether a finding is that of a number."""
    return (
        finding.predicate in NUMBERED
        and finding.value == number.value
        and (
            finding.anchor == number.start
            or (finding.span[0] < number.end and number.start < finding.span[1])
        )
    )


def number_of(view: View, finding: Finding) -> NumberMention | None:
    """Return the number that a finding is that of; None where it is that of none."""
    return next((number for number in view.numbers if _counts(finding, number)), None)


def _chances(
    opinion: Opinion, seen: Seen, number: NumberMention, own: Sequence[Finding]
) -> dict[str, float]:
    """Return how likely each answer is, by the model and by what the grammar said."""
    model = opinion.numbers
    said = {item.predicate for item in own}
    chances = {
        answer: chance**_TRUST * (_SAID if answer in said else _fits(answer, number))
        for answer, chance in zip(
            model.answers, shares(model.scores(number_features(seen, number))), strict=True
        )
    }
    total = sum(chances.values())
    return {answer: chance / total for answer, chance in chances.items()}


def _fits(answer: str, number: NumberMention) -> bool:
    """Whether a number has the unit of a predicate: money for a price, kilometres for a range."""
    if answer == NONE:
        return True
    if number.kind == "money" or answer in ("price", "investment"):
        return number.kind == "money" and answer in ("price", "investment")
    if number.kind == "distance" or answer == "range_km":
        return number.kind == "distance" and answer == "range_km"
    return True


def likely_number_days(
    opinion: Opinion,
    seen: Sequence[Seen],
    index: int,
    number: NumberMention,
    predicate: Predicate,
) -> Days:
    """Return how likely each window is that a number of a sentence may go with."""
    features = window_features(seen, index, number, predicate)
    return likely_days(seen, index, opinion.number_days, features)


def _told(
    opinion: Opinion,
    seen: Sequence[Seen],
    index: int,
    number: NumberMention,
    predicate: Predicate,
    sure: float,
    others: Sequence[Finding],
    before: Finding | None,
) -> Finding | None:
    """Return the claim that the model finds, or None if it is too uncertain."""
    view = seen[index].view
    start, end = number.start, number.end
    stance = stance_at(view, start, end)
    window, moment = Window(None, None), None
    if predicate in WINDOWED:
        days = likely_number_days(opinion, seen, index, number, predicate)
        window, likeliest, chance = days.best()
        sure *= chance
        moment = likeliest.moment if likeliest.back == 0 else None
        stance = _leaning(stance, predicate)
    else:
        stance = as_it_stands(stance, view.lower[max(0, start - 70) : end + 40])
    if sure < _LEAST_ALONE:
        return None
    unit = _unit(seen[index], number, predicate, others, before)
    finding = number_finding(predicate, view, number, unit, stance, moment)
    return replace(finding, window=window, guessed=True)


def _leaning(stance: Stance, predicate: Predicate) -> Stance:
    if predicate in ("volume_target", "volume_actual"):
        return leaning(stance, forward=predicate == "volume_target")
    return leaning(stance, forward=False) if predicate == "orders" else stance


def _unit(
    seen: Seen,
    number: NumberMention,
    predicate: Predicate,
    others: Sequence[Finding],
    before: Finding | None,
) -> str:
    """Return the unit of a claim, with the period of a rate by its own words or those before."""
    if predicate in _UNITS:
        return _UNITS[predicate]
    if predicate in ("price", "investment"):
        return number.unit
    period = period_of(number, *nearer_words(seen.view, number))
    if predicate in ("plant_capacity", "capacity_phase"):
        rates = [item for item in others if item.anchor < number.start and unit_period(item)]
        known = rates[-1] if rates else before
        return f"units/{period or (known and unit_period(known)) or 'year'}"
    if period in ("day", "week", "month") or number.per == "year":
        return f"vehicles/{period}"
    return "vehicles"
