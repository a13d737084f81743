"""Quantities: what is written, in the inner unit, and what is refused."""

import math
import re
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobone.core.distribution import Distribution
from jobone.core.quantity import (
    DAYS_PER_MONTH,
    DAYS_PER_YEAR,
    Dimension,
    Quantity,
    expected_form,
    parse_quantity,
)

YEAR = 365.25
MONTH = YEAR / 12


def amount(text: object, dimension: Dimension, unit: str = "") -> tuple[str, tuple[float, ...]]:
    found = parse_quantity(text, dimension, unit).amount
    return found.shape, found.parameters


def close(found: tuple[str, tuple[float, ...]], shape: str, *parameters: float) -> None:
    assert found[0] == shape
    assert found[1] == pytest.approx(parameters, rel=1e-12)


# Units ----------------------------------------------------------------------------------------

CERTAIN: list[tuple[object, Dimension, float]] = [
    ("150000 / year", "rate", 150_000),
    ("150_000 / year", "rate", 150_000),
    ("150000/year", "rate", 150_000),
    ("12500 / month", "rate", 150_000),
    ("12500 vehicles / month", "rate", 150_000),
    ("12500 cars per month", "rate", 150_000),
    ("12500 units a month", "rate", 150_000),
    ("7 / week", "rate", YEAR),
    ("1 / day", "rate", YEAR),
    ("0 / year", "rate", 0),
    ("60 days", "duration", 60),
    ("1 day", "duration", 1),
    ("2 weeks", "duration", 14),
    ("12 months", "duration", YEAR),
    ("1 Month", "duration", MONTH),
    ("1.5 years", "duration", 1.5 * YEAR),
    ("40 working days", "duration", 40),
    (" 40   working   days ", "duration", 40),
    ("1e2 days", "duration", 100),
    (900000, "count", 900_000),
    (900000.5, "count", 900_000.5),
    ("900000", "count", 900_000),
    ("900_000 vehicles", "count", 900_000),
    ("1 car", "count", 1),
    (1.2, "multiple", 1.2),
    ("1.2", "multiple", 1.2),
    ("1.2 times", "multiple", 1.2),
    ("120 %", "multiple", 1.2),
    (0, "share", 0),
    (1, "share", 1),
    (0.3, "share", 0.3),
    ("30 %", "share", 0.3),
    ("30%", "share", 0.3),
]


@pytest.mark.parametrize(("value", "dimension", "inner"), CERTAIN, ids=str)
def test_a_certain_quantity_in_the_inner_unit(
    value: object, dimension: Dimension, inner: float
) -> None:
    close(amount(value, dimension), "constant", inner)


def test_the_inner_units_agree_with_each_other() -> None:
    assert math.isclose(DAYS_PER_YEAR, YEAR)
    assert math.isclose(DAYS_PER_MONTH, MONTH)


UNITS: dict[Dimension, tuple[str, ...]] = {
    "rate": ("/ year", "/ month", "vehicles / week", "per day"),
    "duration": ("days", "weeks", "months", "years", "working days"),
    "count": ("vehicles", "cars", "units", ""),
    "multiple": ("times", "", "%"),
    "share": ("%", ""),
    "orders": ("orders", "order", ""),
    "order-rate": ("orders / month", "orders per day", "/ year", "/ month", "per day"),
    "stores": ("stores", "shops", ""),
    "store-rate": ("stores / month", "/ year", "/ month", "per day"),
    "people": ("people", "engineers", ""),
    "hiring": ("people / month", "/ year", "/ month", "per day"),
    "work": ("person-days", "person-months", "person years"),
}


@pytest.mark.parametrize("dimension", get_args(Dimension))
def test_units_of_every_other_dimension_are_refused(dimension: Dimension) -> None:
    for unit in {unit for units in UNITS.values() for unit in units} | {"people", "RMB", "m2", "d"}:
        if unit in UNITS[dimension]:
            assert parse_quantity(f"0.5 {unit}", dimension).dimension == dimension
            assert parse_quantity(0.5, dimension, unit).amount.parameters[0] > 0
        else:
            match = "no unit"
            with pytest.raises(ValueError, match=match):
                parse_quantity(f"0.5 {unit}", dimension)
            with pytest.raises(ValueError, match=match):
                parse_quantity(0.5, dimension, unit)
            with pytest.raises(ValueError, match=match):
                parse_quantity(f"0.4 to 0.5 {unit}", dimension)


@pytest.mark.parametrize("dimension", get_args(Dimension))
def test_the_form_that_is_expected_is_one_that_is_read(dimension: Dimension) -> None:
    quoted = re.findall(r"'([^']+)'", expected_form(dimension))
    plain = re.findall(r"such as ([0-9.]+)", expected_form(dimension))
    assert quoted + plain
    for example in quoted + plain:
        assert parse_quantity(example, dimension).dimension == dimension


def test_the_unit_beside_a_number_counts_where_it_names_none() -> None:
    close(amount(150000, "rate", "vehicles / year"), "constant", 150_000)
    close(amount("12 to 18", "duration", "months"), "lognormal", 12 * MONTH, 18 * MONTH)
    close(amount("uniform(12, 18)", "duration", "weeks"), "uniform", 84, 126)
    close(amount("12 months", "duration", "month"), "constant", YEAR)
    assert str(parse_quantity(150000, "rate", "vehicles / year")) == "150000 vehicles / year"
    assert str(parse_quantity("12 months", "duration", "month")) == "12 months"
    with pytest.raises(ValueError, match="'months' is not the unit given, 'weeks'"):
        parse_quantity("12 months", "duration", "weeks")
    with pytest.raises(ValueError, match="not the unit given"):
        parse_quantity("12 days", "duration", "working days")


# Intervals and shapes -------------------------------------------------------------------------


def test_a_to_b_names_the_unit_once_or_twice() -> None:
    close(amount("12 to 18 months", "duration"), "lognormal", 12 * MONTH, 18 * MONTH)
    close(amount("2 weeks to 3 months", "duration"), "lognormal", 14, 3 * MONTH)
    close(amount("120000 to 180000 / year", "rate"), "lognormal", 120_000, 180_000)
    close(amount("0.8 to 1.4", "multiple"), "lognormal", 0.8, 1.4)
    close(amount("10 to 20 %", "share"), "lognormal", 0.1, 0.2)
    close(amount("6 to 6 months", "duration"), "constant", 6 * MONTH)


@given(st.integers(1, 500), st.integers(1, 500), st.sampled_from(["days", "weeks", "months"]))
def test_a_to_b_has_a_tenth_below_and_a_tenth_above(one: int, more: int, unit: str) -> None:
    found = parse_quantity(f"{one} to {one + more} {unit}", "duration").amount
    days = {"days": 1.0, "weeks": 7.0, "months": MONTH}[unit]
    ends = found.quantile(np.array([0.1, 0.9]))
    assert ends == pytest.approx([one * days, (one + more) * days], rel=1e-12)


def test_named_shapes() -> None:
    close(amount("uniform(3 months, 6 months)", "duration"), "uniform", 3 * MONTH, 6 * MONTH)
    close(amount("uniform(3, 6 months)", "duration"), "uniform", 3 * MONTH, 6 * MONTH)
    close(amount("uniform(3, 6) months", "duration"), "uniform", 3 * MONTH, 6 * MONTH)
    close(amount("Uniform ( 10 days , 2 weeks )", "duration"), "uniform", 10, 14)
    close(amount("triangular(60, 70, 100) days", "duration"), "triangular", 60, 70, 100)
    close(amount("triangular(60, 60, 100 days)", "duration"), "triangular", 60, 60, 100)
    close(amount("normal(100, 10) days", "duration"), "normal", 100, 10)
    close(amount("one of(2, 1, 3 weeks)", "duration"), "one of", 7, 14, 21)
    close(amount("one of(0.9, 1.1)", "multiple"), "one of", 0.9, 1.1)
    close(amount("one of(5, 5)", "count"), "constant", 5)


@given(
    st.sampled_from(["{} {u}", "uniform({}, {}) {u}", "one of({}, {}) {u}", "{} to {} {u}"]),
    st.lists(st.integers(1, 400), min_size=2, max_size=2, unique=True).map(sorted),
)
def test_weeks_are_seven_days_in_every_shape(form: str, numbers: list[int]) -> None:
    weeks = parse_quantity(form.format(*numbers, u="weeks"), "duration").amount
    days = parse_quantity(form.format(*(7 * n for n in numbers), u="days"), "duration").amount
    assert isinstance(weeks, Distribution)
    assert weeks.shape == days.shape
    assert weeks.parameters == pytest.approx(days.parameters, rel=1e-12)


def test_working_days_are_told_apart_and_never_mixed() -> None:
    assert parse_quantity("40 working days", "duration").working_days
    assert parse_quantity("20 to 40 working days", "duration").working_days
    assert parse_quantity("uniform(20, 40) working days", "duration").working_days
    assert parse_quantity(5, "duration", "working days").working_days
    assert not parse_quantity("40 days", "duration").working_days
    with pytest.raises(ValueError, match="mixes working days"):
        parse_quantity("20 days to 40 working days", "duration")
    with pytest.raises(ValueError, match="mixes working days"):
        parse_quantity("one of(1 working day, 2 weeks)", "duration")


def test_the_text_is_kept_as_it_was_written() -> None:
    assert str(parse_quantity(" 12 to 18  months ", "duration")) == "12 to 18  months"
    assert str(parse_quantity(1.2, "multiple")) == "1.2"
    assert str(Quantity("count", parse_quantity(5, "count").amount)) == "5"


# Refusals -------------------------------------------------------------------------------------

REFUSED: list[tuple[Any, Dimension, str]] = [
    (-1, "count", "negative"),
    ("-150000 / year", "rate", "negative"),
    ("-1 days", "duration", "negative"),
    ("uniform(-5, 5) days", "duration", "negative"),
    ("triangular(-1, 2, 3) days", "duration", "negative"),
    ("normal(5, 10) days", "duration", "negative"),
    ("one of(-1, 5) days", "duration", "negative"),
    ("-5 to 5 days", "duration", "positive"),
    ("0 to 5 days", "duration", "positive"),
    ("18 to 12 months", "duration", "backwards"),
    ("3 weeks to 2 days", "duration", "backwards"),
    ("uniform(6, 3) months", "duration", "backwards"),
    ("triangular(1, 5, 4) days", "duration", "ascending"),
    (1.01, "share", "above 1"),
    ("101 %", "share", "above 1"),
    ("0.5 to 1.5", "share", "above 1"),
    ("uniform(0.5, 1.5)", "share", "above 1"),
    (-0.1, "share", "negative"),
    (True, "count", "no quantity"),
    (None, "count", "no quantity"),
    ([1], "count", "no quantity"),
    (math.nan, "count", "no number"),
    (math.inf, "multiple", "no number"),
    ("nan", "multiple", "no number"),
    ("inf days", "duration", "no number"),
    ("1e400 / year", "rate", "not finite"),
    (f"{'9' * 400} days", "duration", "not finite"),
    ("1e308 / week", "rate", "not finite"),
    ("", "count", "no number"),
    ("days", "duration", "no number"),
    ("twelve months", "duration", "no number"),
    ("12 to months", "duration", "no unit"),
    ("12 to 18 to 24 months", "duration", "no unit"),
    ("12-18 months", "duration", "no unit"),
    ("1,000 vehicles", "count", "two ways"),
    ("1 000 vehicles", "count", "no unit"),
    ("uniform(1 day)", "duration", "takes 2 numbers, not 1"),
    ("uniform(1, 2, 3) days", "duration", "takes 2 numbers, not 3"),
    ("triangular(1, 2) days", "duration", "takes 3 numbers, not 2"),
    ("normal(1) days", "duration", "takes 2 numbers, not 1"),
    ("uniform() days", "duration", "takes 2 numbers|names no number"),
    ("one of() days", "duration", "at least one|names no number"),
    ("uniform(1, 2 days", "duration", "no number"),
    ("uniform(one, two) days", "duration", "no number"),
    ("beta(1, 2) days", "duration", "no number"),
    ("½ year", "duration", "no number"),
    ("5 days\x00", "duration", "no unit"),
]


@pytest.mark.parametrize(("value", "dimension", "message"), REFUSED, ids=lambda v: str(v)[:30])
def test_what_is_no_quantity_is_refused(value: Any, dimension: Dimension, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_quantity(value, dimension)


NUMBERS = ["1", "12", "0.5", "-3", "1e3", "1_000", ".", "e", "+", "nan", "½"]
UNIT_WORDS = ["days", "/ year", "%", "months", "working days", " "]
SHAPES = ["uniform(", "one of(", "normal(", "triangular(", ")", ",", "to", " to "]
PIECES = st.sampled_from([*NUMBERS, *UNIT_WORDS, *SHAPES])


@given(
    st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=10),
    st.sampled_from(get_args(Dimension)),
    st.sampled_from(["", "months", "/ year", "vehicles", "%"]),
)
def test_any_text_is_a_quantity_or_refused_with_a_value_error(
    text: str, dimension: Dimension, unit: str
) -> None:
    try:
        found = parse_quantity(text, dimension, unit)
    except ValueError as failure:
        assert str(failure)
        return
    low, high = found.amount.support
    assert 0 <= low <= high < math.inf
