"""``[map]``: which path of the programme the words of articles mean, asked once and kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from jobone.core.documents import Document
from jobone.core.problems import Location, Problem

__all__ = ["LEFT_OUT", "MapEntry", "path_of", "read_map", "with_entry"]

LEFT_OUT = ""
"""The path of a subject that is no part of the programme."""

_PREDICATE = re.compile(r"[a-z][a-z_]*")


@dataclass(frozen=True, slots=True)
class MapEntry:
    """What is meant when an article says something of a subject.

    Parameters
    ----------
    predicate
        What is said, such as ``sop_window``.
    subject
        Of whom or what, as articles name it.
    about
        Path of the programme; empty where such claims are left out.
    location
        Where it stands.
    """

    predicate: str
    subject: str
    about: str
    location: Location


def read_map(document: Document) -> tuple[tuple[MapEntry, ...], list[Problem]]:
    """Read the ``[map]`` of ``programme.toml``.

    Parameters
    ----------
    document
        The file.

    Returns
    -------
    tuple of MapEntry
        In the order of the file.
    list of Problem
        Every fault.
    """
    tables = document.data.get("map", {})
    expected = 'tables such as [map.sop_window] with "Name in the article" = "sop.a1"'
    if not isinstance(tables, dict):
        return (), [Problem(document.location("map"), "'map' is no table", expected)]
    entries: list[MapEntry] = []
    problems: list[Problem] = []
    for predicate, subjects in tables.items():
        at = document.location("map", predicate)
        if not _PREDICATE.fullmatch(predicate) or not isinstance(subjects, dict):
            problems.append(Problem(at, f"{predicate!r} in [map] maps no subject", expected))
            continue
        for subject, about in subjects.items():
            place = document.location("map", predicate, subject)
            if not isinstance(about, str):
                problems.append(
                    Problem(place, f"{subject!r} is mapped to {about!r}", "a path in quotes")
                )
                continue
            entries.append(MapEntry(predicate, subject, about, place))
    return tuple(entries), problems


def path_of(entries: Iterable[MapEntry], predicate: str, subject: str) -> str | None:
    """Return the path mapped to a subject, an empty one where it is left out, or None."""
    wanted = subject.strip().lower()
    for entry in entries:
        if entry.predicate == predicate and entry.subject.strip().lower() == wanted:
            return entry.about
    return None


def with_entry(text: str, predicate: str, subject: str, about: str) -> str:
    """Return the text of ``programme.toml`` with an entry added to its ``[map]``.

    Everything else stays as it is written, comments included.
    """
    line = f"{_quoted(subject)} = {_quoted(about)}\n"
    heading = re.search(rf"(?m)^\[map\.{predicate}\][^\n]*\n?", text)
    if heading is None:
        ended = text if text.endswith("\n") or not text else f"{text}\n"
        return f"{ended}\n[map.{predicate}]\n{line}"
    start = text[: heading.end()]
    start = start if start.endswith("\n") else f"{start}\n"
    return f"{start}{line}{text[heading.end() :]}"


def _quoted(text: str) -> str:
    # A basic string of TOML takes what JSON writes, save that DEL must be escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
