"""One small record for everything that varies a programme."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Change"]


@dataclass(frozen=True, slots=True)
class Change:
    """A value put in the place of a field.

    A lever, a slider and a sweep's axis are all changes. A conflict's forced side is not:
    it may tell what has happened, which no change can.

    Parameters
    ----------
    path
        Dotted path of the field, ``plant.north.phase-2.opens`` for instance.
    value
        The new value, as it would stand in the file: text, number or date.
    """

    path: str
    value: object
