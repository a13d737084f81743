"""How sure a proposal is: the share of such proposals that were right on texts read unseen.

The shares come from `make bench-reading` on 32 labelled texts, each scored before the
grammar was mended by it: of 409 proposals 336 were right. Each predicate's own share is
drawn towards that of all of them as if ten more of it had been seen. Where the second opinion
was heard, its chance counts instead (:mod:`jobone.reading.opinion.trust`). A test holds both to
the labelled texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from jobone.evidence.records import Hedge
from jobone.reading.records import Predicate

__all__ = ["confidence_of"]

_RIGHT: Mapping[Predicate, float] = MappingProxyType(
    {
        "sop_window": 0.90,
        "first_delivery_window": 0.82,
        "launch_window": 0.77,
        "plant_capacity": 0.80,
        "capacity_phase": 0.82,
        "construction_start": 0.91,
        "construction_end": 0.92,
        "investment": 0.86,
        "headcount": 0.94,
        "volume_target": 0.77,
        "volume_actual": 0.65,
        "orders": 0.85,
        "price": 0.93,
        "stores": 0.91,
        "test_fleet": 0.85,
        "licence_status": 0.79,
        "delay": 0.68,
        "cancellation": 0.68,
        "range_km": 0.88,
    }
)
_PLAIN, _USUAL = 0.80, 0.72
"""From these weights on the words of a claim are plain, or usual."""


def confidence_of(predicate: Predicate, weight: float, hedge: Hedge) -> float:
    """Return the chance that a proposal states what the text does.

    Parameters
    ----------
    predicate
        What is said.
    weight
        How plain its words are, from 0 to 1.
    hedge
        How firmly it is said; what is reported at second hand is read wrong more often.
    """
    share = _RIGHT[predicate]
    if weight < _USUAL:
        share *= 0.87
    elif weight < _PLAIN:
        share *= 0.97
    if hedge == "reported":
        share *= 0.94
    return round(share, 2)
