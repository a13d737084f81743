"""Reading TOML: the values, and the line of each of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jobone.core.documents.faults import (
    KEY_PART,
    Fault,
    load_values,
    syntax_problems,
    too_deep,
    too_long_integer,
)
from jobone.core.documents.outline import outline_of
from jobone.core.documents.records import MAXIMUM_DEPTH, Document, PathKey
from jobone.core.documents.text import BYTE_ORDER_MARK, read_text
from jobone.core.problems import Location, Problem

__all__ = ["parse_toml", "read_toml"]

_INTEGER_RANGE = range(-(2**63), 2**63)
# Only where a key can begin: a text may well have as many dots.
_OVERLONG_KEY = re.compile(
    rf"(?:^|[\[{{,])[ \t]*+(?:{KEY_PART}[ \t]*+\.[ \t]*+){{{MAXIMUM_DEPTH}}}", re.MULTILINE
)


def read_toml(path: Path, file: str) -> Document | tuple[Problem, ...]:
    """Read a TOML file.

    Parameters
    ----------
    path
        The file.
    file
        Its name in messages.

    Returns
    -------
    Document or tuple of Problem
        The document, or at least one problem.
    """
    text = read_text(path, file)
    return (text,) if isinstance(text, Problem) else parse_toml(text, file)


def parse_toml(text: str, file: str) -> Document | tuple[Problem, ...]:
    """Read TOML from a text.

    Parameters
    ----------
    text
        The text.
    file
        Its name in messages.

    Returns
    -------
    Document or tuple of Problem
        The document, or at least one problem. Faults that stand in lines of
        their own are reported together, up to a limit.
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    unreadable = _unreadable(text, file)
    if unreadable is not None:
        return (unreadable,)
    values = load_values(text)
    outline = outline_of(text)
    if isinstance(values, Fault):
        return syntax_problems(text, file, outline, values)
    lines = _consistent(outline.lines, values) if outline.doubtful else outline.lines
    document = Document(file, values, lines, text)
    return _refused_values(document) or document


def _unreadable(text: str, file: str) -> Problem | None:
    """Return what keeps either parser from being tried at all."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return Problem(
            Location(file, text.count("\n", 0, error.start) + 1),
            "the text contains half of a character (a lone surrogate)",
            "text that can be written in UTF-8",
        )
    # tomllib takes quadratic time over the parts of a dotted key.
    overlong = _OVERLONG_KEY.search(text)
    return overlong and too_deep(Location(file, text.count("\n", 0, overlong.end()) + 1))


def _refused_values(document: Document) -> tuple[Problem, ...]:
    """Return the values that TOML does not promise and arithmetic cannot bear."""
    problems: list[Problem] = []
    pending: list[tuple[PathKey, Any]] = [((), document.data)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict | list):
            if len(path) > MAXIMUM_DEPTH:
                problems.append(too_deep(document.location(*path)))
                continue
            members = value.items() if isinstance(value, dict) else enumerate(value)
            pending.extend(((*path, key), member) for key, member in members)
        elif isinstance(value, int) and value not in _INTEGER_RANGE:
            problems.append(too_long_integer(document.location(*path)))
    return tuple(sorted(set(problems)))


def _consistent(lines: Mapping[PathKey, int], data: dict[str, Any]) -> dict[PathKey, int]:
    """Return those lines that fit the values, where the two parsers disagree.

    A list of which the other parser found too few or too many elements keeps
    its own line only: its elements may have been counted wrongly.
    """
    counts: dict[PathKey, int] = {}
    for path in lines:
        if isinstance(path[-1], int):
            counts[path[:-1]] = max(counts.get(path[:-1], 0), path[-1] + 1)
    miscounted = {path for path, count in counts.items() if not _has_length(data, path, count)}
    return {
        path: line
        for path, line in lines.items()
        if _exists(data, path)
        and not any(path[:length] in miscounted for length in range(1, len(path)))
    }


def _value_at(data: dict[str, Any], path: PathKey) -> Any:
    """Return the value at a path; a missing one raises LookupError or TypeError."""
    value: Any = data
    for key in path:
        value = value[key]
    return value


def _exists(data: dict[str, Any], path: PathKey) -> bool:
    try:
        _value_at(data, path)
    except (LookupError, TypeError):
        return False
    return True


def _has_length(data: dict[str, Any], path: PathKey, count: int) -> bool:
    if not _exists(data, path):
        return False
    value = _value_at(data, path)
    return isinstance(value, list) and len(value) == count
