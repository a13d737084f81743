"""Rows against their models: what is wrong, at which line, with which hint."""

from datetime import date

import pytest
from pydantic import Field, ValidationError

from jobone.core.documents import Document, parse_toml
from jobone.core.problems import Location, Problem
from jobone.core.validation import Row, nearest, validate_row, validate_rows


class Part(Row):
    """A part of a thing."""

    name: str
    weight: float = Field(default=1.0, gt=0.0)


class Thing(Row):
    """A thing."""

    name: str
    colour: str = "grey"
    day: str | date | None = None
    part: tuple[Part, ...] = ()


def document(text: str) -> Document:
    parsed = parse_toml(text, "things.toml")
    assert isinstance(parsed, Document)
    return parsed


def problems(text: str) -> list[Problem]:
    return validate_rows(document(text), "thing", Thing)[1]


def the_problem(text: str) -> Problem:
    (problem,) = problems(text)
    return problem


def at(line: int) -> Location:
    return Location("things.toml", line)


def test_right_rows_come_with_their_place_among_all() -> None:
    text = '[[thing]]\nname = "a"\n[[thing]]\n[[thing]]\nname = "c"\nday = 2031-01-02\n'
    rows, faults = validate_rows(document(text), "thing", Thing)
    assert [(row.name, index) for row, index in rows] == [("a", 0), ("c", 2)]
    assert rows[1][0].day == date(2031, 1, 2)
    assert [fault.location for fault in faults] == [at(3)]


def test_no_tables_are_no_rows() -> None:
    assert validate_rows(document("other = 1"), "thing", Thing) == ([], [])


def test_an_unknown_key_is_shown_at_its_line_with_the_nearest_known_one() -> None:
    fault = the_problem('[[thing]]\nname = "a"\n\ncolor = "red"\n')
    assert fault.location == at(4)
    assert fault.what == "unknown key 'color'"
    assert fault.expected == "one of name, colour, day, part"
    assert fault.remedy == "did you mean 'colour'?"


def test_an_unknown_key_like_none_has_no_hint() -> None:
    assert the_problem('[[thing]]\nname = "a"\nxyz = 1\n').remedy == ""


def test_an_unknown_key_within_a_part_names_the_keys_of_the_part() -> None:
    fault = the_problem('[[thing]]\nname = "a"\n[[thing.part]]\nname = "p"\nwieght = 2\n')
    assert fault.location == at(5)
    assert fault.expected == "one of name, weight"
    assert fault.remedy == "did you mean 'weight'?"


def test_a_missing_key_is_shown_at_its_table() -> None:
    fault = the_problem('\n[[thing]]\ncolour = "red"\n')
    assert fault.location == at(2)
    assert (fault.what, fault.remedy) == ("'name' is missing", "add name = …")


def test_a_wrong_value_is_shown_with_what_was_expected() -> None:
    fault = the_problem('[[thing]]\nname = "a"\n[[thing.part]]\nname = "p"\nweight = -2.5\n')
    assert fault.location == at(5)
    assert fault.what == "'weight' is -2.5"
    assert "greater than 0" in fault.expected


def test_a_value_that_fits_no_branch_is_one_problem() -> None:
    fault = the_problem('[[thing]]\nname = "a"\nday = [1]\n')
    assert fault.location == at(3)
    assert "'day'" in fault.what


def test_all_faults_of_all_rows_come_together() -> None:
    found = problems("[[thing]]\nname = 1\ncolour = 2\nsize = 3\n[[thing]]\n[[thing]]\nname = 4\n")
    assert [(fault.location.line, fault.what) for fault in found] == [
        (2, "'name' is 1"),
        (3, "'colour' is 2"),
        (4, "unknown key 'size'"),
        (5, "'name' is missing"),
        (7, "'name' is 4"),
    ]


@pytest.mark.parametrize("text", ['[thing]\nname = "a"\n', "thing = 5\n", 'thing = "a"\n'])
def test_one_table_is_no_array_of_tables(text: str) -> None:
    fault = the_problem(text)
    assert fault.location == at(1)
    assert "[[thing]]" in fault.expected


def test_elements_that_are_no_tables() -> None:
    found = problems("thing = [\n  1,\n  'a',\n]\n")
    assert [fault.location for fault in found] == [at(2), at(3)]
    assert all("no table" in fault.what for fault in found)


def test_one_row_alone() -> None:
    text = '[thing]\nname = "a"\n'
    checked = validate_row(document(text), ("thing",), document(text).data["thing"], Thing)
    assert checked == Thing(name="a")
    faults = validate_row(document(text), ("thing",), 5, Thing)
    assert isinstance(faults, tuple)
    assert faults[0].location == at(1)


def test_rows_are_frozen() -> None:
    thing = Thing(name="a")
    with pytest.raises(ValidationError, match="frozen"):
        thing.name = "b"  # type: ignore[misc]


def test_nearest() -> None:
    assert nearest("namplate", ["nameplate", "opens"]) == "did you mean 'nameplate'?"
    assert nearest("zzz", ["nameplate", "opens"]) == ""
    assert nearest("x", []) == ""
