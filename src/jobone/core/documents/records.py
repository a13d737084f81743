"""What comes of reading a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jobone.core.problems import Location

__all__ = ["MAXIMUM_DEPTH", "Document", "PathKey", "Row", "shown"]

MAXIMUM_DEPTH = 64
"""Deepest nesting of tables and arrays; deeper ones only exhaust the stack."""

PathKey = tuple[str | int, ...]
"""Where a value stands in a document: ``("claim", 3, "value")``."""


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML file that was read.

    Parameters
    ----------
    file
        The name used in messages.
    data
        Plain values, as ``tomllib`` gives them.
    lines
        The line (from 1) of each table, element of an array and key.
    text
        The file's text, without a byte order mark.
    """

    file: str
    data: dict[str, Any]
    lines: Mapping[PathKey, int]
    text: str

    def location(self, *keys: str | int) -> Location:
        """Return where a value stands, or else the nearest thing around it.

        Parameters
        ----------
        *keys
            The path to the value; the value need not exist.

        Returns
        -------
        Location
            The line of the longest known beginning of the path; the file as
            a whole (line 0) where none is known.
        """
        prefixes = (keys[:length] for length in range(len(keys), 0, -1))
        line = next((self.lines[prefix] for prefix in prefixes if prefix in self.lines), 0)
        return Location(self.file, line)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a CSV file.

    Parameters
    ----------
    location
        The line in which the row begins.
    values
        The stripped cell of every required and optional column; an optional
        column that the file leaves out reads as empty.
    """

    location: Location
    values: dict[str, str]


def shown(source: str) -> str:
    """Return a piece of the source, short and without control characters."""
    visible = "".join(character if character.isprintable() else "?" for character in source)
    return visible if len(visible) <= 40 else visible[:39] + "…"
