"""Tables in a text: each cell is read as a sentence of its row and its column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jobone.reading.records import Span

__all__ = ["Cell", "find_cells"]

_SEPARATOR = re.compile(r"\t+|\s+[|¦]\s+|[|¦]")
_ANY_DIGIT = re.compile(r"\d")
_SHORT_HEAD = 60
_MOST_ROWS = 60
_MOST_COLUMNS = 10
_OLD = re.compile(
    r"(?:\b(?:said|promised|announced|originally|original|initially|initial|previous(?:ly)?|before|"
    r"old|then|once|earlier|former)\b[\w ]*?)\s*(?:in|of)?\s*(?:\d{4})?\s*$",
    re.IGNORECASE,
)
"""Heads of a column that tells what was planned once."""
_NEW = re.compile(
    r"(?:\b(?:today|now|currently|current|new|latest|revised|actual(?:ly)?|since|status|after)\b"
    r"[\w ]*?)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, said as a sentence.

    Parameters
    ----------
    span
        From the beginning of its row to the end of the cell, in the text.
    quote
        What stands there.
    words
        Row, column and cell, as in `Kite 40, list price: 25,900 euros`.
    former
        Whether its column tells what was planned once.
    """

    span: Span
    quote: str
    words: str
    former: bool


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    cells: tuple[tuple[int, str], ...]


def find_cells(text: str) -> Iterator[tuple[Span, tuple[Cell, ...]]]:
    """Find the tables of a text.

    Parameters
    ----------
    text
        Any text. A table is two or more lines with as many cells each, kept apart by tabs
        or upright strokes.

    Yields
    ------
    tuple of Span and tuple of Cell
        The span of each table, and its cells that hold a number or a day.
    """
    block: list[_Row] = []
    position = 0
    for line in [*text.split("\n"), ""]:
        row = _row(line, position)
        if block and (row is None or len(row.cells) != len(block[0].cells)):
            yield from _table(block, text)
            block = []
        if row is not None and len(block) < _MOST_ROWS:
            block.append(row)
        position += len(line) + 1


def _row(line: str, start: int) -> _Row | None:
    if "\t" not in line and "|" not in line and "¦" not in line:
        return None
    cells = []
    position = 0
    for match in [*_SEPARATOR.finditer(line), None]:
        end = len(line) if match is None else match.start()
        piece = line[position:end]
        if piece.strip():
            cells.append((start + end - len(piece.lstrip()), piece.strip()))
        position = len(line) if match is None else match.end()
    if not 2 <= len(cells) <= _MOST_COLUMNS or not cells[0][1]:
        return None
    return _Row(start, tuple(cells))


def _table(rows: Sequence[_Row], text: str) -> Iterator[tuple[Span, tuple[Cell, ...]]]:
    if len(rows) < 2 or not any(_holds(cell) for row in rows for _, cell in row.cells[1:]):
        return
    heads = _heads(rows[0])
    body = rows[1:] if heads else rows
    cells = [cell for row in body for cell in _cells(row, heads, text)]
    last = rows[-1].cells[-1]
    yield (rows[0].start, last[0] + len(last[1])), tuple(cells)


def _heads(row: _Row) -> tuple[str, ...]:
    """Return the heads of the columns; none where the first row has figures already."""
    words = tuple(cell for _, cell in row.cells)
    if any(len(word) > _SHORT_HEAD for word in words):
        return ()
    plain = [
        word
        for word in words[1:]
        if not _holds(word) or (len(words) > 2 and (_OLD.search(word) or _is_period(word)))
    ]
    return words if len(plain) == len(words) - 1 else ()


def _is_period(word: str) -> bool:
    return re.fullmatch(r"(?:(?:q[1-4]|h[12]|fy)[ /-]?)?(?:19|20)\d\d", word.lower()) is not None


def _holds(cell: str) -> bool:
    return _ANY_DIGIT.search(cell) is not None


def _cells(row: _Row, heads: tuple[str, ...], text: str) -> Iterator[Cell]:
    label = row.cells[0][1].rstrip(":")
    for index, (start, cell) in enumerate(row.cells[1:], 1):
        if not _holds(cell):
            continue
        head = heads[index].rstrip(":") if heads else ""
        former = bool(head) and _OLD.search(head) is not None
        kept = "" if former or _NEW.search(head) else head
        if kept and _is_period(kept):
            words = f"{label} in {kept}: {cell}"
        elif kept:
            words = f"{label}, {kept}: {cell}"
        else:
            words = f"{label}: {cell}"
        span = (row.start, start + len(cell))
        yield Cell(span, text[slice(*span)], words, former)
