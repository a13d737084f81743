"""Located problems: how they read, and that they come together and in order."""

import itertools

import pytest

from jobone.core.problems import InputError, Location, Problem


def test_a_problem_says_where_what_what_was_expected_and_what_to_do() -> None:
    place = Location("claims.toml", 12)
    assert str(Problem(place, "it is wrong")) == "claims.toml:12: it is wrong"
    assert str(Problem(place, "it is wrong", "it right", "make it right")) == (
        "claims.toml:12: it is wrong; expected it right; make it right"
    )
    assert str(Problem(place, "it is wrong", remedy="make it right")) == (
        "claims.toml:12: it is wrong; make it right"
    )


def test_a_file_as_a_whole_has_no_line() -> None:
    assert str(Location("claims.toml")) == "claims.toml"
    assert str(Problem(Location("claims.toml"), "it is empty")) == "claims.toml: it is empty"


def test_an_error_carries_each_problem_once_in_order_of_place() -> None:
    first = Problem(Location("a.toml", 2), "b")
    second = Problem(Location("a.toml", 10), "a")
    third = Problem(Location("a.toml", 10), "c")
    fourth = Problem(Location("b.toml", 1), "a")
    for order in itertools.permutations([first, second, third, fourth]):
        error = InputError([*order, order[0]])
        assert error.problems == (first, second, third, fourth)
        assert str(error) == "\n".join(str(problem) for problem in error.problems)


def test_an_error_takes_any_iterable() -> None:
    with pytest.raises(InputError, match="it is wrong") as caught:
        raise InputError(Problem(Location("a"), "it is wrong") for _ in range(3))
    assert len(caught.value.problems) == 1
