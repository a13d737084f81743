"""What a claim states: numbers, days, statuses and text, and how they compare."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobone.core.days import parse_days
from jobone.evidence.records import STATUSES, Value, parse_value
from tests.folders import assumption, evidence, statement


def band(raw: object, unit: str = "") -> tuple[float, float]:
    value = parse_value(raw, unit)
    assert value.kind == "number"
    return value.low, value.high


# Reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "low", "high"),
    [
        (0, 0, 0),
        (86400, 86400, 86400),
        (864000, 864000, 864000),
        (150000, 150000, 150000),
        (0.25, 0.25, 0.25),
        (-3, -3, -3),
        ("150000", 150000, 150000),
        ("150_000", 150000, 150000),
        ("1.5e5", 150000, 150000),
        ("at least 2300", 2300, math.inf),
        ("more than 2300", 2300, math.inf),
        ("over 2_300", 2300, math.inf),
        ("at most 5", -math.inf, 5),
        ("up to 5", -math.inf, 5),
        ("less than 5", -math.inf, 5),
        ("under 5", -math.inf, 5),
        ("About 3000", 2850, 3150),
        ("3 to 5", 3, 5),
        ("1_000 to 2_000", 1000, 2000),
    ],
)
def test_numbers_are_bands(raw: object, low: float, high: float) -> None:
    assert band(raw) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("raw", "unit", "same", "same_unit"),
    [
        (12500, "vehicles / month", 150000, "vehicles / year"),
        ("12500 / month", "", 150000, "vehicles / year"),
        ("at least 12500 / month", "", "at least 150000", "cars a year"),
        (2, "weeks", 14, "days"),
        ("2 weeks", "", "14 days", ""),
        ("4 to 8 weeks", "", "28 to 56", "days"),
        (3, "stores", 3, "store"),
    ],
)
def test_the_same_amount_in_two_units_is_the_same(
    raw: object, unit: str, same: object, same_unit: str
) -> None:
    one, other = parse_value(raw, unit), parse_value(same, same_unit)
    assert one.same_as(other)
    assert one.contains(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((5, "weeks"), (5, "months")),
        ((5, "days"), (5, "working days")),
        ((5, "stores"), (5, "people")),
        ((5, "RMB"), (5, "USD")),
    ],
)
def test_the_same_number_of_another_unit_is_another_value(
    one: tuple[int, str], other: tuple[int, str]
) -> None:
    first, second = parse_value(*one), parse_value(*other)
    assert not first.same_as(second)
    assert not first.contains(second)


@pytest.mark.parametrize("raw", ["2033-H1", "late 2033", "..2034", "2033-02-03", date(2033, 2, 3)])
def test_days(raw: str | date) -> None:
    value = parse_value(raw)
    assert (value.kind, value.days) == ("days", parse_days(raw))
    assert str(value) == str(parse_days(raw))


@pytest.mark.parametrize("status", STATUSES)
def test_statuses(status: str) -> None:
    assert (parse_value(status).kind, str(parse_value(status))) == ("status", status)


@pytest.mark.parametrize(
    "text", ["", "none", "Done", "after the old rules", "5 of 6", "about", "at least", "1_ _"]
)
def test_anything_else_is_text(text: str) -> None:
    assert (parse_value(text).kind, parse_value(text).text) == ("text", text)


@given(
    st.text(max_size=15)
    | st.lists(
        st.sampled_from(
            ["1", "2031", "_", " ", "to", "about", "at least", "e5", ".", "-", "+", "days", "%"]
        ),
        max_size=6,
    ).map("".join)
)
def test_any_text_is_some_value(text: str) -> None:
    value = parse_value(text)
    assert value.same_as(value)
    assert value.contains(value)
    assert sorted([value.sort_key, parse_value("text").sort_key])
    assert str(value) or not text.strip()


# Comparing ------------------------------------------------------------------------------------

INTERVALS = ["2033", "2033-H1", "2033-Q1", "2033-01-31", "..2033", "2033..", "2032-12..2033-02"]
BANDS = ["at least 5", "at most 5", "about 5", "5", "4 to 6", "5 days", "1 to 2 weeks", "7 days"]
WORDS = ["pending", "done", "some text", "other text"]
VALUES = st.sampled_from([*INTERVALS, *BANDS, *WORDS]).map(parse_value)


@given(VALUES, VALUES, VALUES)
def test_containing_is_an_order(a: Value, b: Value, c: Value) -> None:
    assert a.contains(a)
    assert (a.contains(b) and b.contains(a)) == a.same_as(b)
    if a.contains(b) and b.contains(c):
        assert a.contains(c)


@given(VALUES, VALUES)
def test_what_is_the_same_has_the_same_place(a: Value, b: Value) -> None:
    assert a.same_as(b) == (a.sort_key == b.sort_key)
    assert (a.sort_key < b.sort_key) + (b.sort_key < a.sort_key) + a.same_as(b) == 1


def test_only_like_is_compared_with_like() -> None:
    year, number = parse_value("2033"), parse_value(2033)
    assert not year.contains(number)
    assert not number.contains(year)
    assert not year.same_as(number)
    assert not parse_value("done").contains(parse_value("granted"))


def test_text_says_only_itself() -> None:
    assert parse_value("some text").contains(parse_value("some text"))
    assert not parse_value("some text").contains(parse_value("some"))


# Happenings and hindsight ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "hedge", "tells"),
    [
        ("2031-01-09", "confirmed", True),
        ("2031-01-10", "confirmed", True),
        ("2031-01-11", "confirmed", False),
        ("2031-01-10", "reported", True),
        ("2031-01-10", "expected", False),
        ("2030", "confirmed", True),
        ("2031", "confirmed", False),
        ("..2030", "confirmed", True),
        ("2030..", "confirmed", False),
        ("done", "confirmed", False),
        (150000, "confirmed", False),
    ],
)
def test_a_happening_is_confirmed_or_reported_and_past(
    value: object, hedge: str, tells: bool
) -> None:
    assert statement("a", value, said="2031-01-10", hedge=hedge).tells_happening == tells


def test_an_assumption_is_hindsight_before_the_day_it_was_written() -> None:
    written = assumption("a", "gate.g.takes", "3 days", written_on=date(2032, 6, 15))
    (found,) = evidence(written).assumptions
    assert found.is_hindsight(date(2032, 6, 14))
    assert not found.is_hindsight(date(2032, 6, 15))
