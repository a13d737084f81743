"""Reading of TOML and CSV files, with the line of everything in them.

Nothing here raises for bad content: whatever is wrong with a file comes back
as :class:`~jobone.core.problems.Problem` values that say where it stands.

Values come from the standard library's ``tomllib``. It forgets where they
stood, so a second, error-tolerant parser (tree-sitter) supplies the lines.
"""

from __future__ import annotations

import codecs
import csv
import difflib
import io
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobone.core.problems import Location, Problem

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = [
    "MAXIMUM_BYTES",
    "Document",
    "PathKey",
    "Row",
    "parse_toml",
    "read_csv",
    "read_text",
    "read_toml",
]

MAXIMUM_BYTES = 5_000_000
"""Files longer than this are not read: no programme is described in so much text."""

MAXIMUM_DEPTH = 64
"""Deepest nesting of tables and arrays; deeper ones only exhaust the stack."""

MAXIMUM_SYNTAX_PROBLEMS = 10
"""Faults of TOML syntax reported for one file; each costs another reading of it."""

MAXIMUM_REREAD_CHARACTERS = 3_000_000
"""How much text is read over again in all to find more faults of syntax."""

PathKey = tuple[str | int, ...]
"""Where a value stands in a document: ``("claim", 3, "value")``."""

_INTEGER_RANGE = range(-(2**63), 2**63)
_BYTE_ORDER_MARK = "\ufeff"
_SIMPLE_KEY_KINDS = frozenset({"bare_key", "quoted_key"})
_CONTAINER_KINDS = frozenset({"array", "inline_table"})
_NO_VALUE_KINDS = frozenset({"comment", "ERROR"})

_KEY_PART = r"""(?>[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
# Only where a key can begin: a text may well have as many dots.
_OVERLONG_KEY = re.compile(
    rf"(?:^|[\[{{,])[ \t]*+(?:{_KEY_PART}[ \t]*+\.[ \t]*+){{{MAXIMUM_DEPTH}}}", re.MULTILINE
)
# One whole statement in one line: its value opens nothing that runs on.
_STATEMENT = re.compile(
    rf"[ \t]*(?:{_KEY_PART}[ \t]*+\.[ \t]*+)*+{_KEY_PART}[ \t]*+=[ \t]*+"
    r"""(?!\[|\{|"{3}|'{3})"""
)
_DECODE_MESSAGE = re.compile(
    r"(?P<message>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)",
    re.DOTALL,
)
_DATE_LIKE = re.compile(r"\d{1,4}-\d{1,2}-\d{1,2}(?:[Tt ]\d{1,2}:[0-9:.]*)?")
_TOKEN = re.compile(r"""[^\s,\]}#]+""")


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


# --------------------------------------------------------------------------
# Text
# --------------------------------------------------------------------------


def read_text(path: Path, file: str) -> str | Problem:
    """Read a text file in UTF-8, with or without a byte order mark.

    Parameters
    ----------
    path
        The file.
    file
        Its name in messages.

    Returns
    -------
    str or Problem
        The text, line ends as they are in the file; or why it cannot be had.
    """
    try:
        # A pipe or a device would never end, or has no size to look at.
        if not path.is_file():
            what = "this is not a file" if path.exists() else "there is no such file"
            return Problem(Location(file), what, "a text file")
        size = path.stat().st_size
        if size > MAXIMUM_BYTES:
            return _too_large(file, size)
        with path.open("rb") as stream:
            content = stream.read(MAXIMUM_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Problem(
            Location(file), f"the file cannot be read ({reason})", "a readable text file"
        )
    if len(content) > MAXIMUM_BYTES:  # it grew meanwhile
        return _too_large(file, len(content))
    return _decoded(content.removeprefix(codecs.BOM_UTF8), file)


def _too_large(file: str, size: int) -> Problem:
    return Problem(
        Location(file),
        f"the file has {size:,} bytes and was not read",
        f"at most {MAXIMUM_BYTES:,} bytes",
    )


def _decoded(content: bytes, file: str) -> str | Problem:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Problem(
            Location(file, line),
            f"byte 0x{content[error.start]:02x} is not UTF-8 text",
            "a text file in UTF-8",
            "save the file with the encoding UTF-8",
        )
    null = text.find("\0")
    if null >= 0:
        return Problem(
            Location(file, text.count("\n", 0, null) + 1),
            "the file contains a NUL byte",
            "a text file in UTF-8",
            "save the file with the encoding UTF-8",
        )
    return text


# --------------------------------------------------------------------------
# TOML
# --------------------------------------------------------------------------


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
    text = text.removeprefix(_BYTE_ORDER_MARK)
    unreadable = _unreadable(text, file)
    if unreadable is not None:
        return (unreadable,)
    values = _load(text)
    outline = _outline(text)
    if isinstance(values, _Fault):
        return _syntax_problems(text, file, outline, values)
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
    return overlong and _too_deep(Location(file, text.count("\n", 0, overlong.end()) + 1))


def _too_deep(location: Location) -> Problem:
    return Problem(
        location,
        "tables or arrays are nested too deeply here",
        f"at most {MAXIMUM_DEPTH} levels",
    )


def _refused_values(document: Document) -> tuple[Problem, ...]:
    """Return the values that TOML does not promise and arithmetic cannot bear."""
    problems: list[Problem] = []
    pending: list[tuple[PathKey, Any]] = [((), document.data)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict | list):
            if len(path) > MAXIMUM_DEPTH:
                problems.append(_too_deep(document.location(*path)))
                continue
            members = value.items() if isinstance(value, dict) else enumerate(value)
            pending.extend(((*path, key), member) for key, member in members)
        elif isinstance(value, int) and value not in _INTEGER_RANGE:
            problems.append(_too_long_integer(document.location(*path)))
    return tuple(sorted(set(problems)))


def _too_long_integer(location: Location) -> Problem:
    return Problem(
        location, "a whole number is too long", "a whole number of at most 64 bits (19 digits)"
    )


# Faults of syntax ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Fault:
    """Where and why ``tomllib`` stopped; line 0 is the end of the text."""

    message: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class _Explanation:
    """What to say when ``tomllib``'s message begins in a certain way."""

    beginning: str
    what: str
    expected: str
    remedy: str = ""


_OVERLONG_INTEGER = "Exceeds the limit"
_RECURSION = "Nested too deeply"
_NO_DATE = _Explanation(
    "Invalid date",
    "there is no such date or time",
    "a day that exists, written YYYY-MM-DD (2031-11-09)",
    "put it in quotes if it is meant as text",
)
_REPEATED = _Explanation(
    "Cannot ",
    "the same key or table is given twice",
    "every key once in its table",
    "remove or rename one of the two",
)
_UNKNOWN_FAULT = _Explanation("", "this is not TOML", "valid TOML")
_BAD_VALUE = _Explanation(
    "Invalid value",
    "the value cannot be read",
    'a text in quotes ("..."), a number, true or false, a date (2031-11-09), '
    "a list [...] or a table {...}",
    "put quotes around text",
)
# The first whose beginning fits is taken, so the special stand before the general.
_EXPLANATIONS = (
    _NO_DATE,
    _BAD_VALUE,
    _REPEATED,
    replace(_REPEATED, beginning="Duplicate "),
    _Explanation(
        "Illegal character '\\n'",
        "a text in quotes is not closed in its line",
        "a closing quotation mark",
        "use three quotation marks for a text of several lines",
    ),
    _Explanation(
        "Found invalid character '\\n'",
        "a text in quotes is not closed in its line",
        "a closing quotation mark",
        "use three quotation marks for a text of several lines",
    ),
    _Explanation(
        "Unterminated string", "a text in quotes is not closed", "a closing quotation mark"
    ),
    _Explanation("Expected \"'", "a text in quotes is not closed", "a closing quotation mark"),
    _Explanation(
        "Unescaped '\\'",
        "a backslash stands before a character that needs none",
        "\\\\ for a backslash, or the text in single quotes",
    ),
    _Explanation("Invalid hex value", "an escape of a character is cut short", "\\uXXXX"),
    _Explanation(
        "Escaped character", "an escape names no character", "the number of a Unicode character"
    ),
    _Explanation(
        "Unclosed array", "a list is not closed, or a comma is missing in it", "a comma or ] here"
    ),
    _Explanation(
        "Unclosed inline table",
        "a table is not closed in its line, or a comma is missing in it",
        "a comma or } here",
    ),
    _Explanation("Expected '='", "a key has no value", "key = value"),
    _Explanation("Expected ']'", "a table's heading is not closed", "[name] in a line of its own"),
    _Explanation("Expected ']]'", "a heading is not closed", "[[name]] in a line of its own"),
    _Explanation(
        "Expected newline", "something follows the end of the statement", "the end of the line"
    ),
    _Explanation(
        "Invalid initial character",
        "a key is missing or begins with a character that needs quotes",
        "a key of letters, digits, - and _, or one in quotes",
    ),
    _Explanation(
        "Invalid statement",
        "this line is neither a key with a value nor a heading",
        "key = value, [table] or [[table]]",
    ),
    _Explanation("Illegal character", "a control character stands in a text", "visible text"),
    _Explanation(
        "Found invalid character",
        "a control character stands in a text",
        "visible text",
    ),
    _Explanation(
        _OVERLONG_INTEGER, "a whole number is too long", "a whole number of at most 64 bits"
    ),
)


def _load(text: str) -> dict[str, Any] | _Fault:
    """Read the values, or say where and why that failed."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _DECODE_MESSAGE.fullmatch(str(error))
        if found is None:
            return _Fault(str(error))
        return _Fault(found["message"], int(found["line"] or 0), int(found["column"] or 0))
    except RecursionError:
        return _Fault(_RECURSION)
    except (ValueError, OverflowError) as error:
        # Python refuses to convert integers of thousands of digits and gives no place.
        return _Fault(str(error), _line_of_overlong_integer(text))


def _line_of_overlong_integer(text: str) -> int:
    digits = max(sys.get_int_max_str_digits(), 1)
    found = re.search(rf"[0-9](?:_?+[0-9]){{{digits}}}", text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _syntax_problems(text: str, file: str, outline: _Outline, fault: _Fault) -> tuple[Problem, ...]:
    """Collect faults, going on after each that is confined to lines of its own."""
    rows = text.split("\n")
    readings = min(MAXIMUM_SYNTAX_PROBLEMS, MAXIMUM_REREAD_CHARACTERS // len(text))
    problems = [_syntax_problem(fault, rows, file, outline)]
    while len(problems) < readings:
        spoilt = _spoilt_rows(fault, rows, outline)
        for row in spoilt:
            rows[row] = ""
        without = "\n".join(rows)
        remaining = _load(without) if spoilt else None
        if not isinstance(remaining, _Fault):
            break
        fault = remaining
        # The faulty rows may have misled the outline, too.
        outline = _outline(without)
        problems.append(_syntax_problem(fault, rows, file, outline))
    return tuple(dict.fromkeys(problems))


def _syntax_problem(fault: _Fault, rows: list[str], file: str, outline: _Outline) -> Problem:
    if fault.message == _RECURSION:
        return _too_deep(Location(file, outline.deep_line or _line_of_most_brackets(rows)))
    repetition = _repetition(fault, outline)
    if repetition is not None:
        return Problem(
            Location(file, repetition.line),
            f"{_dotted(repetition.path)} is given twice, first in line {repetition.first_line}",
            _REPEATED.expected,
            _REPEATED.remedy,
        )
    explanation, snippet = _explanation(fault, rows)
    what = f"{explanation.what}: {snippet}" if snippet else explanation.what
    if not fault.line:
        what += " (the file ends before it is complete)"
    location = Location(file, fault.line or _line_left_open(rows, outline))
    return Problem(location, what, explanation.expected, explanation.remedy)


def _explanation(fault: _Fault, rows: list[str]) -> tuple[_Explanation, str]:
    """Return what to say of a fault, and the piece of the source that it is about."""
    row = rows[fault.line - 1] if 0 < fault.line <= len(rows) else ""
    explanation = next(
        (known for known in _EXPLANATIONS if fault.message.startswith(known.beginning)),
        _UNKNOWN_FAULT,
    )
    position = max(fault.column - 1, 0)
    date = _date_around(fault, row, position)
    if date:
        return _NO_DATE, _shown(date)
    if explanation is _BAD_VALUE:
        token = _TOKEN.match(row, position)
        return explanation, _shown(token[0]) if token else ""
    if explanation is _UNKNOWN_FAULT:
        return explanation, _shown(fault.message)
    if explanation.what == _REPEATED.what:
        return explanation, _shown(row.strip())
    return explanation, ""


def _date_around(fault: _Fault, row: str, position: int) -> str:
    """Return what was meant as a date where the fault is; empty if nothing was."""
    # 2031-02-30 fails at its start; 2031-13-01 is the number 2031, and fails after that.
    at_start = fault.message.startswith(_NO_DATE.beginning)
    if not at_start and not fault.message.startswith(("Expected newline", "Unclosed ")):
        return ""
    for found in _DATE_LIKE.finditer(row):
        if found.start() + (not at_start) <= position < found.end():
            return found[0]
    return ""


def _shown(source: str) -> str:
    """Return a piece of the source, short and without control characters."""
    visible = "".join(character if character.isprintable() else "?" for character in source)
    return visible if len(visible) <= 40 else visible[:39] + "…"


def _dotted(path: PathKey) -> str:
    return _shown(".".join(str(key) for key in path if isinstance(key, str)))


def _repetition(fault: _Fault, outline: _Outline) -> _Repetition | None:
    if not fault.message.startswith(("Cannot ", "Duplicate ")):
        return None
    here = (each for each in outline.repetitions if each.line <= fault.line <= each.last_line)
    return next(here, None)


def _spoilt_rows(fault: _Fault, rows: list[str], outline: _Outline) -> range:
    """Return the rows to leave out so that only this fault disappears; may be empty."""
    repetition = _repetition(fault, outline)
    if repetition is not None and not repetition.heading:
        return range(repetition.line - 1, repetition.last_line)
    if not 0 < fault.line <= len(rows):
        return range(0)
    statement = _STATEMENT.match(rows[fault.line - 1])
    # Before its value, the fault lies in how the lines above led up to this one.
    confined = statement is not None and fault.column > statement.end()
    return range(fault.line - 1, fault.line) if confined else range(0)


def _line_left_open(rows: list[str], outline: _Outline) -> int:
    """Return the line of the statement that the end of the file cut short."""
    written = [number for number, row in enumerate(rows, start=1) if row.strip()]
    last = written[-1] if written else 1
    return min(outline.last_doubtful_line or last, last)


def _line_of_most_brackets(rows: list[str]) -> int:
    counts = [row.count("[") + row.count("{") for row in rows]
    return counts.index(max(counts)) + 1


# Lines --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Repetition:
    """A key or heading that is given a second time."""

    path: PathKey
    first_line: int
    line: int
    last_line: int
    heading: bool


@dataclass(slots=True)
class _Outline:
    """What the syntax tree tells, gathered statement by statement."""

    lines: dict[PathKey, int] = field(default_factory=dict)
    implied: set[PathKey] = field(default_factory=set)
    element_counts: dict[PathKey, int] = field(default_factory=dict)
    repetitions: list[_Repetition] = field(default_factory=list)
    doubtful: bool = False
    last_doubtful_line: int = 0
    deep_line: int = 0


def _outline(text: str) -> _Outline:
    """Return the lines of a text and what else its syntax tree tells."""
    # Imported here: most commands that only show help never read a file.
    import tree_sitter
    import tree_sitter_toml

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
    root = parser.parse(text.encode()).root_node
    outline = _Outline(doubtful=root.has_error)
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


def _add_table(outline: _Outline, table: Node) -> None:
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
        outline.repetitions.append(_Repetition(path, first_line, line, line, heading=True))
    # A heading of its own says more than a mention in the heading of a part.
    outline.implied.discard(path)
    outline.lines[path] = line
    for pair in _statements(table):
        if pair.type == "pair":
            _add_pair(outline, path, pair)


def _last_element(outline: _Outline, path: PathKey) -> PathKey:
    """Return what a heading's key means: of an array of tables, the last element."""
    count = outline.element_counts.get(path, 0)
    return (*path, count - 1) if count else path


def _add_pair(outline: _Outline, table: PathKey, pair: Node) -> None:
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


def _declare(outline: _Outline, table: PathKey, pair: Node) -> list[tuple[PathKey, Node]]:
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
        outline.repetitions.append(_Repetition(path, lines[path], line, last_line, heading=False))
    else:
        lines[path] = line
    return [(path, part) for part in parts if part.type in _CONTAINER_KINDS]


def _add_elements(outline: _Outline, path: PathKey, array: Node) -> list[tuple[PathKey, Node]]:
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


# --------------------------------------------------------------------------
# CSV
# --------------------------------------------------------------------------


def read_csv(
    path: Path, file: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """Read a CSV file whose first row names the columns.

    Parameters
    ----------
    path
        The file.
    file
        Its name in messages.
    required
        Columns that must be there, in any order.
    optional
        Columns that may be there.

    Returns
    -------
    tuple of Row, tuple of Problem
        The rows with as many cells as there are columns, and everything that
        is wrong. Blank lines count as nothing. Without every required column
        there are no rows.
    """
    text = read_text(path, file)
    if isinstance(text, Problem):
        return (), (text,)
    records, problems = _records(text, file)
    if not records:
        empty = Problem(
            Location(file), "the file is empty", f"a first line with {', '.join(required)}"
        )
        return (), problems or (empty,)
    (heading_location, heading), *body = records
    faults = _heading_problems(heading_location, heading, required, optional)
    misfits = [
        _wrong_width(location, len(cells), len(heading))
        for location, cells in body
        if len(cells) != len(heading)
    ]
    complete = set(required) <= set(heading)
    rows = [
        _row(location, heading, cells, required + optional)
        for location, cells in body
        if complete and len(cells) == len(heading)
    ]
    return tuple(rows), (*faults, *misfits, *problems)


def _records(text: str, file: str) -> tuple[list[tuple[Location, list[str]]], tuple[Problem, ...]]:
    """Return the stripped cells of all records that are not blank.

    Stops at the first fault of syntax: with a quotation mark amiss, nothing
    after it can be told apart.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[tuple[Location, list[str]]] = []
    while True:
        location = Location(file, reader.line_num + 1)
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return records, ()
        except csv.Error as error:
            return records, (_csv_problem(location, str(error)),)
        if any(cells):
            records.append((location, cells))


def _csv_problem(location: Location, message: str) -> Problem:
    if "field limit" in message:
        return Problem(
            location,
            "a cell is too long, or its quotation mark is never closed",
            f"at most {csv.field_size_limit():,} characters",
        )
    if "unexpected end" in message:
        return Problem(location, "a cell in quotes is never closed", "a closing quotation mark")
    if "expected after" in message:
        return Problem(
            location,
            "something follows the closing quotation mark of a cell",
            "a comma or the end of the line",
            "double the quotation marks within a cell in quotes",
        )
    return Problem(location, f"the row cannot be read ({_shown(message)})", "comma-separated cells")


def _heading_problems(
    location: Location, heading: list[str], required: tuple[str, ...], optional: tuple[str, ...]
) -> list[Problem]:
    known = required + optional
    columns = f"the columns {', '.join(known)}"
    missing = [name for name in required if name not in heading]
    problems = [Problem(location, f"column {name} is missing", columns) for name in missing]
    if missing and not set(heading) & set(known) and any(mark in heading[0] for mark in ";\t|"):
        remedy = "separate the cells with commas"
        return [Problem(location, "the cells are not separated by commas", columns, remedy)]
    for name in dict.fromkeys(heading):
        count = heading.count(name)
        if not name:
            problems.append(Problem(location, "a column has no name", columns))
        elif name not in known:
            problems.append(_unknown_column(location, name, known, columns))
        elif count > 1:
            problems.append(Problem(location, f"column {name} stands there {count} times", "once"))
    return problems


def _unknown_column(location: Location, name: str, known: tuple[str, ...], columns: str) -> Problem:
    similar = difflib.get_close_matches(name, known, n=1)
    remedy = f"did you mean {similar[0]}?" if similar else ""
    return Problem(location, f"column {_shown(name)} is unknown", columns, remedy)


def _wrong_width(location: Location, found: int, wanted: int) -> Problem:
    what = f"the row has too {'many' if found > wanted else 'few'} cells ({found})"
    remedy = "put a cell that contains a comma in quotes" if found > wanted else ""
    return Problem(location, what, f"{wanted}, one for each column", remedy)


def _row(location: Location, heading: list[str], cells: list[str], known: tuple[str, ...]) -> Row:
    # Of a column that stands there twice, which is a problem already, the first counts.
    found = dict(zip(reversed(heading), reversed(cells), strict=True))
    return Row(location, {name: found.get(name, "") for name in known})
