"""Faults of TOML syntax: found, explained and located, several in one file."""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass, replace
from typing import Any

from jobone.core.documents.outline import Outline, Repetition, outline_of
from jobone.core.documents.records import MAXIMUM_DEPTH, PathKey, shown
from jobone.core.problems import Location, Problem

__all__ = [
    "KEY_PART",
    "Fault",
    "load_values",
    "syntax_problems",
    "too_deep",
    "too_long_integer",
]

MAXIMUM_SYNTAX_PROBLEMS = 10
"""Faults of TOML syntax reported for one file; each costs another reading of it."""

MAXIMUM_REREAD_CHARACTERS = 3_000_000
"""How much text is read over again in all to find more faults of syntax."""

KEY_PART = r"""(?>[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
# One whole statement in one line: its value opens nothing that runs on.
_STATEMENT = re.compile(
    rf"[ \t]*(?:{KEY_PART}[ \t]*+\.[ \t]*+)*+{KEY_PART}[ \t]*+=[ \t]*+"
    r"""(?!\[|\{|"{3}|'{3})"""
)
_DECODE_MESSAGE = re.compile(
    r"(?P<message>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)",
    re.DOTALL,
)
_DATE_LIKE = re.compile(r"\d{1,4}-\d{1,2}-\d{1,2}(?:[Tt ]\d{1,2}:[0-9:.]*)?")
_TOKEN = re.compile(r"""[^\s,\]}#]+""")


def too_deep(location: Location) -> Problem:
    """Say that something is nested too deeply."""
    return Problem(
        location,
        "tables or arrays are nested too deeply here",
        f"at most {MAXIMUM_DEPTH} levels",
    )


def too_long_integer(location: Location) -> Problem:
    """Say that a number has more digits than can be reckoned with."""
    return Problem(
        location, "a whole number is too long", "a whole number of at most 64 bits (19 digits)"
    )


@dataclass(frozen=True, slots=True)
class Fault:
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


def load_values(text: str) -> dict[str, Any] | Fault:
    """Read the values, or say where and why that failed."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _DECODE_MESSAGE.fullmatch(str(error))
        if found is None:
            return Fault(str(error))
        return Fault(found["message"], int(found["line"] or 0), int(found["column"] or 0))
    except RecursionError:
        return Fault(_RECURSION)
    except (ValueError, OverflowError) as error:
        # Python refuses to convert integers of thousands of digits and gives no place.
        return Fault(str(error), _line_of_overlong_integer(text))


def _line_of_overlong_integer(text: str) -> int:
    digits = max(sys.get_int_max_str_digits(), 1)
    found = re.search(rf"[0-9](?:_?+[0-9]){{{digits}}}", text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def syntax_problems(text: str, file: str, outline: Outline, fault: Fault) -> tuple[Problem, ...]:
    """Collect faults, going on after each that is confined to lines of its own."""
    rows = text.split("\n")
    readings = min(MAXIMUM_SYNTAX_PROBLEMS, MAXIMUM_REREAD_CHARACTERS // len(text))
    problems = [_syntax_problem(fault, rows, file, outline)]
    while len(problems) < readings:
        spoilt = _spoilt_rows(fault, rows, outline)
        for row in spoilt:
            rows[row] = ""
        without = "\n".join(rows)
        remaining = load_values(without) if spoilt else None
        if not isinstance(remaining, Fault):
            break
        fault = remaining
        # The faulty rows may have misled the outline, too.
        outline = outline_of(without)
        problems.append(_syntax_problem(fault, rows, file, outline))
    return tuple(dict.fromkeys(problems))


def _syntax_problem(fault: Fault, rows: list[str], file: str, outline: Outline) -> Problem:
    if fault.message == _RECURSION:
        return too_deep(Location(file, outline.deep_line or _line_of_most_brackets(rows)))
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


def _explanation(fault: Fault, rows: list[str]) -> tuple[_Explanation, str]:
    """Return what to say of a fault, and the piece of the source that it is about."""
    row = rows[fault.line - 1] if 0 < fault.line <= len(rows) else ""
    explanation = next(
        (known for known in _EXPLANATIONS if fault.message.startswith(known.beginning)),
        _UNKNOWN_FAULT,
    )
    position = max(fault.column - 1, 0)
    date = _date_around(fault, row, position)
    if date:
        return _NO_DATE, shown(date)
    if explanation is _BAD_VALUE:
        token = _TOKEN.match(row, position)
        return explanation, shown(token[0]) if token else ""
    if explanation is _UNKNOWN_FAULT:
        return explanation, shown(fault.message)
    if explanation.what == _REPEATED.what:
        return explanation, shown(row.strip())
    return explanation, ""


def _date_around(fault: Fault, row: str, position: int) -> str:
    """Return what was meant as a date where the fault is; empty if nothing was."""
    # 2031-02-30 fails at its start; 2031-13-01 is the number 2031, and fails after that.
    at_start = fault.message.startswith(_NO_DATE.beginning)
    if not at_start and not fault.message.startswith(("Expected newline", "Unclosed ")):
        return ""
    for found in _DATE_LIKE.finditer(row):
        if found.start() + (not at_start) <= position < found.end():
            return found[0]
    return ""


def _dotted(path: PathKey) -> str:
    return shown(".".join(str(key) for key in path if isinstance(key, str)))


def _repetition(fault: Fault, outline: Outline) -> Repetition | None:
    if not fault.message.startswith(("Cannot ", "Duplicate ")):
        return None
    here = (each for each in outline.repetitions if each.line <= fault.line <= each.last_line)
    return next(here, None)


def _spoilt_rows(fault: Fault, rows: list[str], outline: Outline) -> range:
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


def _line_left_open(rows: list[str], outline: Outline) -> int:
    """Return the line of the statement that the end of the file cut short."""
    written = [number for number, row in enumerate(rows, start=1) if row.strip()]
    last = written[-1] if written else 1
    return min(outline.last_doubtful_line or last, last)


def _line_of_most_brackets(rows: list[str]) -> int:
    counts = [row.count("[") + row.count("{") for row in rows]
    return counts.index(max(counts)) + 1
