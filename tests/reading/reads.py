"""Short ways to read a text in a test, by the grammar alone."""

from __future__ import annotations

from datetime import date

from jobone.reading.proposing import propose
from jobone.reading.records import Article, Proposal

PUBLISHED = date(2031, 5, 14)


def read(text: str, published: date | None = PUBLISHED) -> tuple[Proposal, ...]:
    """What a text proposes."""
    return propose(Article(text, published=published), second_opinion=False)


def told(text: str, published: date | None = PUBLISHED) -> list[tuple[object, ...]]:
    """Predicate, value, unit and window of each proposal."""
    return [
        (
            item.predicate,
            item.value,
            item.unit,
            str(item.start) if item.start else None,
            str(item.end) if item.end else None,
        )
        for item in read(text, published)
    ]


def only(text: str, published: date | None = PUBLISHED) -> Proposal:
    """The one proposal of a text."""
    proposals = read(text, published)
    assert len(proposals) == 1, [(item.predicate, item.value) for item in proposals]
    return proposals[0]
