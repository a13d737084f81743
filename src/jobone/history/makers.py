"""Whose a series of volumes is, where it is no programme of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jobone.history.records import Kind, PastProgramme

__all__ = ["SeriesMaker", "maker_of"]


@dataclass(frozen=True, slots=True)
class SeriesMaker:
    """Whose a series is, and since when it hands vehicles over.

    Parameters
    ----------
    maker, kind
        As in the programmes.
    delivers_from
        Last ordinal of its first delivery; None where it has not delivered.
    """

    maker: str
    kind: Kind
    delivers_from: int | None


def maker_of(series: str, programmes: Mapping[str, PastProgramme]) -> SeriesMaker | None:
    """Return whose a series is; None where nothing tells.

    Parameters
    ----------
    series
        Id of a programme, or of a brand, market or company: then it belongs to the
        programme whose id begins it (``model-x-us`` to ``model-x``), or else to the
        maker of the programmes with the same first word (``brand-all``). A whole
        delivers from the first delivery of any of them.
    programmes
        By id.
    """
    named = programmes.get(series)
    if named is None:
        begins = [item for item in programmes.values() if series.startswith(f"{item.id}-")]
        named = max(begins, key=lambda item: len(item.id), default=None)
    if named is not None:
        return SeriesMaker(named.maker, named.kind, _delivered(named))
    word = series.split("-")[0]
    relatives = [item for item in programmes.values() if item.id.split("-")[0] == word]
    if not relatives:
        return None
    first = min(relatives, key=lambda item: (_announced(item), item.id))
    days = [day for day in map(_delivered, relatives) if day is not None]
    return SeriesMaker(first.maker, first.kind, min(days, default=None))


def _delivered(programme: PastProgramme) -> int | None:
    days = programme.first_delivery or programme.sop
    return None if days is None else days.closed[1].toordinal()


def _announced(programme: PastProgramme) -> int:
    days = programme.announced or programme.sop or programme.first_delivery
    return 4_000_000 if days is None else days.closed[0].toordinal()
