"""Documents: values as the standard library reads them, and the line of each."""

import csv
import io
import json
import math
import os
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from jobone.core.documents import (
    MAXIMUM_BYTES,
    Document,
    PathKey,
    outline,
    parse_toml,
    read_csv,
    read_text,
    read_toml,
    toml,
)
from jobone.core.problems import Location, Problem


def document(text: str) -> Document:
    outcome = parse_toml(text, "f.toml")
    assert isinstance(outcome, Document), outcome
    return outcome


def problems(text: str) -> tuple[Problem, ...]:
    outcome = parse_toml(text, "f.toml")
    assert isinstance(outcome, tuple)
    assert outcome
    return outcome


def the_problem(text: str) -> Problem:
    (problem,) = problems(text)
    return problem


def paths(value: Any, prefix: PathKey = ()) -> Iterator[PathKey]:
    """Every path to something within a value."""
    members: Any = ()
    if isinstance(value, dict):
        members = value.items()
    elif isinstance(value, list):
        members = enumerate(value)
    for key, member in members:
        yield (*prefix, key)
        yield from paths(member, (*prefix, key))


# Text -----------------------------------------------------------------------


def test_text_keeps_its_line_ends_and_loses_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo \xe4\xb8\xad\n")
    assert read_text(path, "a.txt") == "one\r\ntwo 中\n"


def test_a_large_file_is_refused_by_its_size_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.toml"
    path.touch()
    os.truncate(path, 50_000_000)

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr(Path, "open", refuse)
    problem = read_text(path, "large.toml")
    assert isinstance(problem, Problem)
    assert problem.location == Location("large.toml")
    assert "50,000,000 bytes" in problem.what
    assert "5,000,000 bytes" in problem.expected


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * MAXIMUM_BYTES)
    assert isinstance(read_text(path, "a.txt"), str)


def test_a_file_that_grows_while_being_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.touch()
    monkeypatch.setattr(Path, "open", lambda *_: io.BytesIO(b"x" * (MAXIMUM_BYTES + 1)))
    problem = read_text(path, "a.txt")
    assert isinstance(problem, Problem)
    assert "bytes" in problem.what


def test_what_is_no_file_is_said_to_be_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, what in (
        (tmp_path, "not a file"),
        (tmp_path / "pipe", "not a file"),
        (tmp_path / "missing", "no such file"),
        (Path("\0"), ""),
        (tmp_path / ("long" * 200), ""),
    ):
        problem = read_text(path, "name")
        assert isinstance(problem, Problem)
        assert problem.location == Location("name")
        assert what in problem.what


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.touch()

    def refuse(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    problem = read_text(path, "a.txt")
    assert isinstance(problem, Problem)
    assert "Permission denied" in problem.what


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"a = 1\nb = '\xe9'\n", 2),
        (b"\xef\xbb\xbfa = 1\n\n\xff", 3),
        ("a = 1\n".encode("utf-16"), 1),
        (b"a = 1\nb = 2\nc = '\0'", 3),
    ],
)
def test_bytes_that_are_no_text_are_located(content: bytes, line: int, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    outcome = read_toml(path, "a.toml")
    assert isinstance(outcome, tuple)
    assert [problem.location for problem in outcome] == [Location("a.toml", line)]
    assert "UTF-8" in outcome[0].expected


def test_the_first_byte_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"a = '\xe9\xff'\n")
    problem = read_text(path, "a.toml")
    assert isinstance(problem, Problem)
    assert "0xe9" in problem.what


# Values and lines -----------------------------------------------------------

EVERY_SHAPE = """\
# a comment
title = "x"
a.b . "c\\u00e9.d" = 2
'lit"eral' = 1
"" = 3

[plant.beijing]         # a heading, "plant" implied
text = \"\"\"
[not.a.heading]
id = 1\"\"\"
list = [
    1,  # one
    [2, 3],
    { x = 1, y.z = [{ w = 1 }, { w = 2 }] },
]
[plant]
name = 'p'
[[claim]]
id = "one"
[claim.nested]
k = 1
[[claim.part]]
n = 1
[[claim.part]]
n = 2
[[claim]]
id = "two"
[claim.nested]
k = 2
[[claim.part]]
n = 3
[claim.part.deeper."x y"]
m = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("a",), 3),
        (("a", "b"), 3),
        (("a", "b", "cé.d"), 3),
        (('lit"eral',), 4),
        (("",), 5),
        (("plant",), 16),
        (("plant", "beijing"), 7),
        (("plant", "beijing", "text"), 8),
        (("plant", "beijing", "list"), 11),
        (("plant", "beijing", "list", 0), 12),
        (("plant", "beijing", "list", 1, 1), 13),
        (("plant", "beijing", "list", 2), 14),
        (("plant", "beijing", "list", 2, "x"), 14),
        (("plant", "beijing", "list", 2, "y", "z", 1, "w"), 14),
        (("plant", "name"), 17),
        (("claim",), 18),
        (("claim", 0), 18),
        (("claim", 0, "nested", "k"), 21),
        (("claim", 0, "part", 0), 22),
        (("claim", 0, "part", 1, "n"), 25),
        (("claim", 1), 26),
        (("claim", 1, "id"), 27),
        (("claim", 1, "nested"), 28),
        (("claim", 1, "part"), 30),
        (("claim", 1, "part", 0, "n"), 31),
        (("claim", 1, "part", 0, "deeper"), 32),
        (("claim", 1, "part", 0, "deeper", "x y", "m"), 33),
    ],
)
def test_lines_of_every_shape(path: PathKey, line: int) -> None:
    assert document(EVERY_SHAPE).lines[path] == line
    assert document(EVERY_SHAPE.replace("\n", "\r\n")).lines[path] == line


def test_lines_are_those_of_the_values_and_no_others() -> None:
    read = document(EVERY_SHAPE)
    assert read.data == tomllib.loads(EVERY_SHAPE)
    assert set(read.lines) == set(paths(read.data))
    assert (read.file, read.text) == ("f.toml", EVERY_SHAPE)


def test_location_is_that_of_the_longest_known_beginning() -> None:
    read = document(EVERY_SHAPE)
    assert read.location("claim", 1, "id") == Location("f.toml", 27)
    assert read.location("claim", 1, "missing", "more", 3) == Location("f.toml", 26)
    assert read.location("claim", 9, "id") == Location("f.toml", 18)
    assert read.location("claim", -1) == Location("f.toml", 18)
    assert read.location("missing") == Location("f.toml")
    assert read.location() == Location("f.toml")


def test_values_are_plain() -> None:
    read = document(
        "day = 2023-11-09\nmoment = 2023-11-09T01:02:03\nclock = 01:02:03\n"
        "many = inf\nfew = -inf\nnone = nan\nmost = 9223372036854775807\nyes = true\n"
        f"digits = {'1' * 5000}.0\n"
    )
    assert read.data["day"] == date(2023, 11, 9)
    assert read.data["moment"] == datetime(2023, 11, 9, 1, 2, 3)
    assert read.data["clock"] == time(1, 2, 3)
    assert (read.data["many"], read.data["few"]) == (math.inf, -math.inf)
    assert math.isnan(read.data["none"])
    assert read.data["digits"] == math.inf


def test_a_byte_order_mark_and_an_empty_text_are_tolerated() -> None:
    assert document("\ufeffa = 1\n").lines == {("a",): 1}
    assert document("").data == {}
    assert document("# nothing").lines == {}


def test_what_only_one_parser_understands_still_has_values_and_lines() -> None:
    # Blanks after the backslash: legal, but a fault to the parser that supplies the lines.
    text = (
        'a = """\\  \n x"""\n[[t]]\nb = 1\n[[t]]\nb = """\\ \n y"""\n[t.u]\nc = 1\n[[t]]\nb = 3\n'
    )
    read = document(text)
    assert read.data == tomllib.loads(text)
    assert set(read.lines) <= set(paths(read.data))
    assert read.location("t", 0, "b") == Location("f.toml", 4)
    assert read.location("t", 2, "b") == Location("f.toml", 11)


def test_a_doubtful_outline_is_checked_against_the_values(monkeypatch: pytest.MonkeyPatch) -> None:
    found = outline.Outline(lines={("a",): 1, ("lost",): 2}, doubtful=True)
    monkeypatch.setattr(toml, "outline_of", lambda _: found)
    assert document("a = 1\n").lines == {("a",): 1}


def test_lines_that_do_not_fit_the_values_are_left_out() -> None:
    lines: dict[PathKey, int] = {
        ("t",): 1,
        ("t", 0): 1,
        ("t", 0, "a"): 2,
        ("u",): 3,
        ("u", 0): 3,
        ("lost",): 4,
        ("v",): 5,
        ("v", "x"): 6,
    }
    data = {"t": [{"a": 1}, {"a": 2}], "u": [{}], "v": 1}
    assert toml._consistent(lines, data) == {("t",): 1, ("u",): 3, ("u", 0): 3, ("v",): 5}


# Faults ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "what", "expected"),
    [
        ("a = 1\nb = 2023-02-30\n", 2, "2023-02-30", "YYYY-MM-DD"),
        ("a = 1\r\nb = 2023-13-01 # no\r\n", 2, "2023-13-01", "YYYY-MM-DD"),
        ("a = [1,\n 2023-02-32]\n", 2, "2023-02-32", "YYYY-MM-DD"),
        ("a = 2023-1-5\n", 1, "2023-1-5", "YYYY-MM-DD"),
        ("a = 2023-11-09T25:00:00\n", 1, "2023-11-09T25:00:00", "YYYY-MM-DD"),
        ("a = [2023-01-01 2023-01-02]\n", 1, "comma", "comma or ]"),
        ("a = yes\n", 1, "yes", "quotes"),
        ("a = \n", 1, "cannot be read", "quotes"),
        ("a = 1\na = 2\n", 2, "a is given twice, first in line 1", "once"),
        ("a = {b = 1, b = 2}\n", 1, "a.b is given twice", "once"),
        ("[a]\nx = 1\n[a]\n", 3, "a is given twice, first in line 1", "once"),
        ("[[a]]\nb = 1\n[a]\n", 3, "a is given twice, first in line 1", "once"),
        ("a = 1\n[[a]]\n", 2, "[[a]]", "once"),
        ("[a]\n[[a]]\n", 2, "[[a]]", "once"),
        ("a.b = 1\na = 2\n", 2, "a is given twice, first in line 1", "once"),
        ('b = """\nx"""\nb = """\ny"""\n', 3, "first in line 1", "once"),
        ('a = "x\nb = 1\n', 1, "not closed in its line", "closing quotation mark"),
        ("a = 'x\nb = 1\n", 1, "not closed", "closing quotation mark"),
        ("a = 'x\nb = 'y'\n", 1, "not closed in its line", "closing quotation mark"),
        ("a = 'x\x01'\n", 1, "control character", "visible text"),
        ('a = 1\nb = """x\nc = 1\n', 2, "not closed", "closing quotation mark"),
        ("a = 1\nb = '''x\nc = 1\n\n", 2, "not closed", "closing quotation mark"),
        ('a = "\\q"\n', 1, "backslash", "single quotes"),
        ('a = "\\u12"\n', 1, "escape", "\\uXXXX"),
        ('a = "\\ud800"\n', 1, "names no character", "Unicode"),
        ('a = "\x01"\n', 1, "control character", "visible"),
        ("a = [1, 2\nb = 3\n", 2, "list", "comma or ]"),
        ("a = [1, 2", 1, "list", "comma or ]"),
        ("a = {x = 1\n", 1, "table", "comma or }"),
        ("a\n", 1, "no value", "key = value"),
        ("[a\n", 1, "not closed", "[name]"),
        ("[[a]\n", 1, "not closed", "[[name]]"),
        ("a = 1 b = 2\n", 1, "end of the statement", "end of the line"),
        ("[é]\n", 1, "needs quotes", "letters"),
        ("= 1\n", 1, "neither", "[[table]]"),
        ('x = "\ud800"', 1, "surrogate", "UTF-8"),
        ("a = [\n0,\n" + "9" * 5000 + "]", 3, "too long", "64 bits"),
        ("a = [\n0,\n9223372036854775808]", 3, "too long", "64 bits"),
        ("a = 0x" + "f" * 5000, 1, "too long", "64 bits"),
        ("\na = " + "[" * 500 + "]" * 500, 2, "nested", "64 levels"),
        ("\na = " + "[" * 100 + "]" * 100, 2, "nested", "64 levels"),
        ("\na = " + "[" * 100_000, 2, "nested", "64 levels"),
        ("\n" + "a." * 1_000_000 + "a = 1", 2, "nested", "64 levels"),
        ("\na = " + "{a=" * 100 + "1" + "}" * 100, 2, "nested", "64 levels"),
    ],
)
def test_a_fault_is_located_and_explained(text: str, line: int, what: str, expected: str) -> None:
    problem = the_problem(text)
    assert problem.location == Location("f.toml", line)
    assert what in problem.what
    assert expected in problem.expected
    assert "\n" not in str(problem)


def test_faults_confined_to_their_lines_are_reported_together() -> None:
    text = (
        "a = 2023-02-30\nb = 1\nb = 2\nc = reported\n"
        '[d]\ne = """x\ny"""\ne = """z\nw"""\nf = "open\n[g]\n[g]\n'
    )
    found = problems(text)
    assert [problem.location.line for problem in found] == [1, 3, 4, 8, 10, 12]


def test_a_fault_that_spoils_what_follows_is_reported_alone() -> None:
    text = "a = [1, 2,\nb = 3\nc = 4\n" + "d = 5\n" * 20
    assert the_problem(text).location.line == 2


def test_faults_are_not_reported_without_end() -> None:
    assert len(problems("".join(f"a{n} = x\n" for n in range(100)))) == 10


def test_every_number_that_is_too_long_is_reported() -> None:
    found = problems(f"a = {2**63}\nb = {-(2**63) - 1}\nc = {-(2**63)}\n")
    assert [problem.location.line for problem in found] == [1, 2]


def test_nesting_up_to_the_limit_is_read() -> None:
    text = "a = " + "[" * 60 + "]" * 60
    assert document(text).data == tomllib.loads(text)


def test_a_text_of_many_dots_is_no_deep_key() -> None:
    assert document(f'a = "{"." * 500} {"a. " * 500 + "and so on"}"').lines == {("a",): 1}


# Properties -----------------------------------------------------------------

KEYS = st.text(st.sampled_from("abz019_-.é中 '\"\\#=[]{}\t"), max_size=5)
SCALARS = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=5),
    st.sampled_from(["one\ntwo\n", "[a]\nb = 1", "'", '"""', "\\", "#"]),
)
TABLES: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.dictionaries(KEYS, SCALARS, max_size=3),
    lambda tables: st.dictionaries(
        KEYS,
        st.one_of(
            SCALARS,
            tables,
            st.lists(tables, min_size=1, max_size=3),
            st.lists(st.one_of(SCALARS, st.lists(SCALARS, max_size=2)), max_size=3),
        ),
        max_size=4,
    ),
    max_leaves=8,
)


def names(row: str, key: str) -> bool:
    return key in row or json.dumps(key, ensure_ascii=False)[1:-1] in row


def generated(table: dict[str, Any]) -> str:
    """Return the table as TOML, where tomlkit writes what tomllib reads."""
    text = tomlkit.dumps(table)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assume(False)
    return text


@settings(max_examples=60)
@given(TABLES)
@example({"a": [{"b": [{"c": 1}, {"c": 2}], "d": {"e": [[1], [2]]}}, {"b": [{"c": 3}]}]})
def test_every_path_has_the_line_that_names_it(table: dict[str, Any]) -> None:
    text = generated(table)
    read = document(text)
    assert repr(read.data) == repr(tomllib.loads(text))
    assert set(read.lines) == set(paths(read.data))
    rows = text.split("\n")
    for path, line in read.lines.items():
        row = rows[line - 1]
        key = path[-1]
        if isinstance(key, str):
            assert names(row, key)
        elif row.startswith("[["):
            assert isinstance(path[-2], str)
            assert names(row, path[-2])
    assert document(text.replace("\n", "\r\n")).lines == read.lines


@settings(max_examples=50)
@given(TABLES, st.integers(0, 1000), st.integers(1, 5))
def test_lines_move_with_the_text(table: dict[str, Any], place: int, count: int) -> None:
    text = generated(table)
    rows = text.split("\n")
    # Only where a row begins a statement: what stands within a text is part of it.
    places = [0, *(number for number, row in enumerate(rows) if row.startswith("["))]
    place = places[place % len(places)]
    moved = "\n".join([*rows[:place], *["# note"] * count, *rows[place:]])
    assume(repr(tomllib.loads(moved)) == repr(tomllib.loads(text)))
    expected = {path: line + count * (line > place) for path, line in document(text).lines.items()}
    assert document(moved).lines == expected


FRAGMENTS = st.sampled_from(
    [
        *"ab=.,#'\"[]{}\n\r\t \\\0\x7fé\ud800\ufeff\u2028",
        *("\r\n", '"""', "'''", "[[", "]]", "[a]\n", "[[b]]\n", "a.b", "a = 1\n", "c = x\n"),
        *("2023-02-30", "2023-02-28", "1979-05-27T07:32:00Z", "inf", "0x", "1e5", "true"),
        *("\\u00e9", "\\  \n", '"k" = [', "= {", "9" * 20),
    ]
)


@settings(max_examples=200)
@given(st.one_of(st.text(), st.lists(FRAGMENTS, max_size=30).map("".join)))
@example("[[a]]\n" * 3 + "[a.b]\n" + '"""')
def test_no_text_raises(text: str) -> None:
    outcome = parse_toml(text, "f")
    last_line = text.count("\n") + 1
    if isinstance(outcome, Document):
        assert repr(outcome.data) == repr(tomllib.loads(text.removeprefix("\ufeff")))
        assert set(outcome.lines) <= set(paths(outcome.data))
        assert all(1 <= line <= last_line for line in outcome.lines.values())
    else:
        assert outcome
        for problem in outcome:
            assert 1 <= problem.location.line <= last_line
            assert problem.what
            assert problem.expected


# CSV ------------------------------------------------------------------------


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode())
    return path


def test_rows_have_stripped_cells_and_the_line_they_begin_in(tmp_path: Path) -> None:
    text = (
        '\ufeff of , units,note\r\n\r\ncars, 7 ,"two\r\nlines, one cell"\r\n   \r\n'
        ",,\r\ntrucks,8,\r\n"
    )
    rows, found = read_csv(write(tmp_path, text), "t.csv", ("units", "of"), ("note", "source"))
    assert found == ()
    assert [row.location for row in rows] == [Location("t.csv", 3), Location("t.csv", 7)]
    assert rows[0].values == {
        "of": "cars",
        "units": "7",
        "note": "two\r\nlines, one cell",
        "source": "",
    }
    assert rows[1].values == {"of": "trucks", "units": "8", "note": "", "source": ""}


def test_a_heading_alone_is_a_file_without_rows(tmp_path: Path) -> None:
    assert read_csv(write(tmp_path, "of"), "t.csv", ("of",)) == ((), ())


def test_every_fault_of_a_table_is_reported(tmp_path: Path) -> None:
    text = "\nof,uints,,of\n1,2,3,4\n1,2,3\n\n1,2,3,4,5\n"
    rows, found = read_csv(write(tmp_path, text), "t.csv", ("of",), ("units",))
    assert [row.location.line for row in rows] == [3]
    assert rows[0].values == {"of": "1", "units": ""}
    assert [(problem.location.line, problem.what) for problem in found] == [
        (2, "column of stands there 2 times"),
        (2, "column uints is unknown"),
        (2, "a column has no name"),
        (4, "the row has too few cells (3)"),
        (6, "the row has too many cells (5)"),
    ]
    assert found[1].remedy == "did you mean units?"


def test_without_a_required_column_there_are_no_rows(tmp_path: Path) -> None:
    rows, found = read_csv(write(tmp_path, "a\n1\n"), "t.csv", ("a", "b", "c"))
    assert rows == ()
    assert [problem.what for problem in found] == ["column b is missing", "column c is missing"]


def test_other_separators_are_recognised(tmp_path: Path) -> None:
    _, (problem,) = read_csv(write(tmp_path, "a;b\n1;2\n"), "t.csv", ("a", "b"))
    assert "commas" in problem.remedy


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 0, "empty"),
        ("\n \n\n", 0, "empty"),
        ('a\n1\n\n"2\n3\n', 4, "never closed"),
        ('a\n"1"2\n3\n', 2, "closing quotation mark"),
        ("a\n1\n" + "x" * 200_000 + "\n", 3, "too long"),
        ("a\n1\n\n2\0\n", 4, "NUL"),
        ('"a', 1, "never closed"),
    ],
)
def test_what_cannot_be_read_as_a_table(text: str, line: int, what: str, tmp_path: Path) -> None:
    _, found = read_csv(write(tmp_path, text), "t.csv", ("a",))
    assert [problem.location for problem in found] == [Location("t.csv", line)]
    assert what in found[0].what
    assert found[0].expected


def test_a_missing_table_is_a_problem(tmp_path: Path) -> None:
    rows, (problem,) = read_csv(tmp_path / "none.csv", "none.csv", ("a",))
    assert rows == ()
    assert "no such file" in problem.what


CELLS = st.text(st.sampled_from('ab ,"\n;é'), max_size=5)


@settings(max_examples=60)
@given(table=st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_written_rows_come_back_with_their_lines(
    table: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["a", "b"])
    expected = []
    for cells in table:
        line = stream.getvalue().count("\n") + 1
        stripped = {"a": cells[0].strip(), "b": cells[1].strip()}
        if any(stripped.values()):
            expected.append((line, stripped))
        writer.writerow(cells)
    path = write(tmp_path_factory.getbasetemp(), stream.getvalue())
    rows, found = read_csv(path, "t.csv", ("a", "b"))
    assert found == ()
    assert [(row.location.line, row.values) for row in rows] == expected


@settings(max_examples=80)
@given(text=st.text(st.one_of(st.sampled_from('ab,"\n\r; \0'), st.characters(codec="utf-8"))))
def test_no_table_raises(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = write(tmp_path_factory.getbasetemp(), text)
    rows, found = read_csv(path, "t.csv", ("a",), ("b",))
    assert rows or found or text.strip().startswith(("a", "b", '"'))
    assert all(row.values.keys() == {"a", "b"} for row in rows)
