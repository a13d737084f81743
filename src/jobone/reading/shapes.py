"""What was read as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jobone.reading.ledger import text_hash
from jobone.reading.records import Article, Proposal

__all__ = ["reading_shape"]


def reading_shape(read: Sequence[tuple[Article, Sequence[Proposal]]]) -> dict[str, Any]:
    """Return articles and their proposals as plain data.

    Parameters
    ----------
    read
        Each article with what it proposes.
    """
    return {
        "texts": [_text(article) for article, _ in read],
        "claims": [
            _claim(proposal, article) for article, proposals in read for proposal in proposals
        ],
    }


def _text(article: Article) -> dict[str, Any]:
    return {
        "file": article.file,
        "published": article.published.isoformat() if article.published else None,
        "published_basis": article.basis or None,
        "title": article.title or None,
        "publisher": article.publisher or None,
        "url": article.url or None,
        "characters": len(article.text),
        "sha256": text_hash(article.text),
        "notes": list(article.notes),
    }


def _claim(proposal: Proposal, article: Article) -> dict[str, Any]:
    value = proposal.value
    if isinstance(value, float) and value == int(value):
        value = int(value)
    value_max = proposal.value_max
    if value_max is not None and value_max == int(value_max):
        value_max = int(value_max)
    return {
        "subject": proposal.subject or None,
        "predicate": proposal.predicate,
        "value": value,
        "value_max": value_max,
        "qualifier": proposal.qualifier or None,
        "unit": proposal.unit or None,
        "start": proposal.start.isoformat() if proposal.start else None,
        "end": proposal.end.isoformat() if proposal.end else None,
        "hedge": proposal.hedge,
        "superseded": proposal.superseded,
        "quote": proposal.quote,
        "spans": [list(span) for span in proposal.spans],
        "said_by": proposal.said_by or None,
        "confidence": proposal.confidence,
        "unresolved": list(proposal.unresolved),
        "proposer": proposal.proposer,
        "file": article.file,
    }
