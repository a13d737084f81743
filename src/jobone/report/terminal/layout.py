"""The few shapes that every view is made of."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

__all__ = ["heading", "listing", "paragraph", "plain", "section", "table"]


def plain(value: object) -> str:
    """Return text on one line, without characters that steer a terminal.

    Parameters
    ----------
    value
        Anything; text from a file may hold line breaks and escape sequences.
    """
    line = " ".join(str(value).split())
    return "".join("\N{REPLACEMENT CHARACTER}" if _steers(sign) else sign for sign in line)


def _steers(sign: str) -> bool:
    # Cc: control characters. Bidirectional marks (Cf) can show a text as another one.
    return unicodedata.category(sign) == "Cc" or sign in "\u202a\u202b\u202c\u202d\u202e"


def paragraph(value: object, style: str = "") -> Text:
    """Return text that wraps at words, and inside a word only where it has to."""
    return Text(plain(value), style=style, overflow="fold")


def heading(value: object) -> Text:
    """Return a title."""
    return paragraph(value, "bold")


def section(title: object, *parts: RenderableType) -> Group:
    """Return parts under a title, with an empty line before it."""
    return Group(Text(), heading(title), *parts)


def listing(items: Iterable[object]) -> Table:
    """Return items with a dash before each and all their lines aligned."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    for item in items:
        grid.add_row(Text("-"), item if isinstance(item, Text) else paragraph(item))
    return grid


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Return a table that folds instead of truncating.

    Parameters
    ----------
    columns
        Headers; one that begins with ``>`` is aligned to the right.
    rows
        Cells, taken as they are where they are renderables of rich, else as plain text.
    """
    made = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        header_style="dim",
    )
    for column in columns:
        made.add_column(
            Text(column.removeprefix(">")),
            justify="right" if column.startswith(">") else "left",
            overflow="fold",
        )
    for row in rows:
        made.add_row(*(cell if isinstance(cell, Text) else paragraph(cell) for cell in row))
    return made
