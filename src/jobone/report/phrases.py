"""Text with links inside: what sentences, captions and table cells are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Cell", "Phrase", "Table", "anchor", "joined", "link", "plain", "text_of"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of text.

    Parameters
    ----------
    text
        What is read; escaped by the page.
    anchor
        Anchor within the page that it links to; empty for none.
    strong
        Whether it is emphasised.
    """

    text: str
    anchor: str = ""
    strong: bool = False


Cell = tuple[Phrase, ...]


@dataclass(frozen=True)
class Table:
    """A table of linked text.

    Parameters
    ----------
    columns
        Heads.
    rows
        One cell for each column.
    numeric
        Places of the columns that are set flush right.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[int] = frozenset()


def plain(text: str) -> Cell:
    """Return a cell of plain text."""
    return (Phrase(text),)


def link(text: str, to: str) -> Phrase:
    """Return a phrase that links to an anchor of the page."""
    return Phrase(text, to)


def joined(cells: list[Cell], separator: str = ", ") -> Cell:
    """Return several cells in one, with a separator between them."""
    phrases: list[Phrase] = []
    for place, cell in enumerate(cells):
        phrases += [Phrase(separator)] if place else []
        phrases += cell
    return tuple(phrases)


def text_of(cell: Cell) -> str:
    """Return the text of a cell without its links."""
    return "".join(phrase.text for phrase in cell)


def anchor(kind: str, name: str) -> str:
    """Return the anchor of a record, safe in an id and in a link, and unique for its name.

    Parameters
    ----------
    kind
        ``claim``, ``assumption``, ``source``, ``field``, ``target`` or ``inputs``.
    name
        Its id or path.
    """
    safe = re.sub(r"[^A-Za-z0-9.-]", lambda match: f"_{ord(match[0]):x}_", name)
    return f"{kind}-{safe}"
