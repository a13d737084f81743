"""Proposed claims of an article as a table for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from jobone.reading.ledger import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobone.reading.records import Article, Proposal

__all__ = ["proposals_view"]

_LONGEST_QUOTE = 160


def proposals_view(article: Article, proposals: Sequence[Proposal]) -> RenderableType:
    """Return what an article claims, each claim beside the words that say it.

    Parameters
    ----------
    article
        The article.
    proposals
        Its proposals, in the order of the text.
    """
    published = f", {article.published} ({article.basis})" if article.published else ""
    count = f"{len(proposals)} claim{'' if len(proposals) == 1 else 's'} proposed"
    heading = Text(f"{article.file}{published}: {count}", style="bold")
    if not proposals:
        return heading
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("claim", ratio=5, overflow="fold")
    table.add_column("how", ratio=2, overflow="fold")
    table.add_column("sure", justify="right", no_wrap=True)
    table.add_column("words", ratio=6, overflow="fold")
    for proposal in proposals:
        how: str = proposal.hedge
        if proposal.said_by:
            how += f", {proposal.said_by}"
        if proposal.proposer == "model":
            how += " (by the model)"
        claim = in_words(proposal)
        if proposal.unresolved:
            claim += f" (not placed: {', '.join(proposal.unresolved)})"
        start, end = proposal.spans[0]
        words = " ".join(article.text[start:end].split())
        if len(words) > _LONGEST_QUOTE:
            words = f"{words[:_LONGEST_QUOTE]}…"
        more = len(proposal.spans) - 1
        words += f" (and {more} more)" if more else ""
        table.add_row(Text(claim), Text(how), f"{proposal.confidence:.0%}", Text(words))
    return Group(heading, table)
