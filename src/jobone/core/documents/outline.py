"""Where everything stands in a TOML text: its lines, by a parser that bears errors."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jobone.core.documents.records import MAXIMUM_DEPTH, PathKey

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Outline", "Repetition", "outline_of"]

_SIMPLE_KEY_KINDS = frozenset({"bare_key", "quoted_key"})
_CONTAINER_KINDS = frozenset({"array", "inline_table"})
_NO_VALUE_KINDS = frozenset({"comment", "ERROR"})


@dataclass(frozen=True, slots=True)
class Repetition:
    """A key or heading that is given a second time."""

    path: PathKey
    first_line: int
    line: int
    last_line: int
    heading: bool


@dataclass(slots=True)
class Outline:
    """What the syntax tree tells, gathered statement by statement."""

    lines: dict[PathKey, int] = field(default_factory=dict)
    implied: set[PathKey] = field(default_factory=set)
    element_counts: dict[PathKey, int] = field(default_factory=dict)
    repetitions: list[Repetition] = field(default_factory=list)
    doubtful: bool = False
    last_doubtful_line: int = 0
    deep_line: int = 0


def outline_of(text: str) -> Outline:
    """Return the lines of a text and what else its syntax tree tells."""
    # Imported here: most commands that only show help never read a file.
    import tree_sitter
    import tree_sitter_toml

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
    root = parser.parse(text.encode()).root_node
    outline = Outline(doubtful=root.has_error)
    if outline.doubtful:
        faulty = (child for child in root.children if child.has_error)
        outline.last_doubtful_line = max((_line(_first_error(node)) for node in faulty), default=0)
    for statement in _statements(root):
        if statement.type == "pair":
            _add_pair(outline, (), statement)
        else:
            _add_table(outline, statement)
    return outline


def _first_error(node: Node) -> Node:
    """Return the statement directly around the first fault within a node."""
    while node.type in {"table", "table_array_element"}:
        inner = next((child for child in node.children if child.has_error), None)
        if inner is None:
            break
        node = inner
    return node


def _statements(node: Node) -> Iterator[Node]:
    """Yield pairs and headed tables in order, those within faulty stretches too."""
    pending = list(reversed(node.named_children))
    while pending:
        child = pending.pop()
        if child.type in {"pair", "table", "table_array_element"}:
            yield child
        elif child.type == "ERROR":
            pending.extend(reversed(child.named_children))


def _line(node: Node) -> int:
    return node.start_point.row + 1


def _add_table(outline: Outline, table: Node) -> None:
    """Add a table under a heading, and the keys in it."""
    found = (_key_parts(child) for child in table.named_children)
    keys = next((keys for keys in found if keys), ())
    if not keys:
        return
    line = _line(table)
    path: PathKey = ()
    for key in keys[:-1]:
        path = _last_element(outline, (*path, key))
        if path not in outline.lines:
            outline.lines[path] = line
            outline.implied.add(path)
    path = (*path, keys[-1])
    if table.type == "table_array_element":
        outline.lines.setdefault(path, line)
        index = outline.element_counts.get(path, 0)
        outline.element_counts[path] = index + 1
        path = (*path, index)
    elif path in outline.lines and path not in outline.implied:
        first_line = outline.lines[path]
        outline.repetitions.append(Repetition(path, first_line, line, line, heading=True))
    # A heading of its own says more than a mention in the heading of a part.
    outline.implied.discard(path)
    outline.lines[path] = line
    for pair in _statements(table):
        if pair.type == "pair":
            _add_pair(outline, path, pair)


def _last_element(outline: Outline, path: PathKey) -> PathKey:
    """Return what a heading's key means: of an array of tables, the last element."""
    count = outline.element_counts.get(path, 0)
    return (*path, count - 1) if count else path


def _add_pair(outline: Outline, table: PathKey, pair: Node) -> None:
    """Add a key of a table, and all that its value contains."""
    pending = _declare(outline, table, pair)
    while pending:  # not by recursion: a file may nest deeper than the stack
        path, container = pending.pop()
        if len(path) >= MAXIMUM_DEPTH:
            outline.deep_line = outline.deep_line or _line(container)
        elif container.type == "array":
            pending.extend(_add_elements(outline, path, container))
        else:
            for member in container.named_children:
                if member.type == "pair":
                    pending.extend(_declare(outline, path, member))


def _declare(outline: Outline, table: PathKey, pair: Node) -> list[tuple[PathKey, Node]]:
    """Note where a key stands; return its value if that contains more."""
    parts = pair.named_children
    keys = _key_parts(parts[0]) if parts else ()
    if not keys:
        return []
    lines = outline.lines
    line = _line(pair)
    for length in range(1, len(keys)):
        lines.setdefault((*table, *keys[:length]), line)
    path = (*table, *keys)
    if path in lines:
        last_line = pair.end_point.row + 1
        outline.repetitions.append(Repetition(path, lines[path], line, last_line, heading=False))
    else:
        lines[path] = line
    return [(path, part) for part in parts if part.type in _CONTAINER_KINDS]


def _add_elements(outline: Outline, path: PathKey, array: Node) -> list[tuple[PathKey, Node]]:
    """Note where the elements of an array stand; return those that contain more."""
    elements = [child for child in array.named_children if child.type not in _NO_VALUE_KINDS]
    for index, element in enumerate(elements):
        outline.lines.setdefault((*path, index), _line(element))
    return [
        ((*path, index), element)
        for index, element in enumerate(elements)
        if element.type in _CONTAINER_KINDS
    ]


def _key_parts(key: Node) -> tuple[str, ...]:
    """Return the parts of a key; none if the node is no sound key."""
    if key.type in _SIMPLE_KEY_KINDS:
        return (_key_text(key),)
    parts: list[str] = []
    pending = [key]  # the grammar nests the parts of a dotted key to the left
    while pending:
        node = pending.pop()
        if node.type == "dotted_key":
            pending.extend(node.named_children)
        elif node.type in _SIMPLE_KEY_KINDS:
            parts.append(_key_text(node))
    return tuple(reversed(parts))


def _key_text(key: Node) -> str:
    source = (key.text or b"").decode()
    if key.type == "bare_key":
        return source
    if source.startswith('"') and "\\" in source:
        try:
            return next(iter(tomllib.loads(f"{source} = 0")))
        except tomllib.TOMLDecodeError:
            return source
    return source[1:-1]
