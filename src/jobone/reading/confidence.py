"""How sure a proposal is: the share of such proposals that were right on labelled texts.

The shares come from `make bench-reading`, drawn towards four in five as if ten more had
been seen, and lowered by what texts that the grammar was not written with showed to be
worse. They are counted anew when the grammar changes; a test holds them to the texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from jobone.evidence.records import Hedge
from jobone.reading.records import Predicate

__all__ = ["confidence_of"]

_RIGHT: Mapping[Predicate, float] = MappingProxyType(
    {
        "sop_window": 0.97,
        "first_delivery_window": 0.95,
        "launch_window": 0.97,
        "plant_capacity": 0.93,
        "capacity_phase": 0.93,
        "construction_start": 0.97,
        "construction_end": 0.95,
        "investment": 0.97,
        "headcount": 0.97,
        "volume_target": 0.93,
        "volume_actual": 0.93,
        "orders": 0.90,
        "price": 0.97,
        "stores": 0.95,
        "test_fleet": 0.93,
        "licence_status": 0.84,
        "delay": 0.84,
        "cancellation": 0.89,
        "range_km": 0.96,
    }
)
_UNSEEN = 0.84
"""Precision on texts that the grammar was not written with, over that on those it was."""

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
    share = _RIGHT[predicate] * _UNSEEN
    if weight < _USUAL:
        share *= 0.87
    elif weight < _PLAIN:
        share *= 0.97
    if hedge == "reported":
        share *= 0.94
    return round(share, 2)
