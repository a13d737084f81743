"""What a field takes: days, events, quantities, statuses, seasons, windows and ranges."""

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobone.core.days import DayInterval, parse_days
from jobone.core.quantity import Quantity
from jobone.evidence.records import STATUSES
from jobone.programme.fields import (
    EventReference,
    FieldKind,
    Season,
    expected_of,
    parse_event,
    parse_season,
    parse_window,
    read_choices,
    read_range,
    read_value,
)

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


# Values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["2033-H1", "..2034", date(2033, 1, 2), 2033])
def test_days_are_read_as_days(value: str | date | int) -> None:
    assert read_value("days", value) == parse_days(value)
    assert read_value("opening", value) == parse_days(value)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("sop.a1", EventReference("sop", "a1")),
        (" sop.a1 ", EventReference("sop", "a1")),
        ("gate.plant-ready", EventReference("gate", "plant-ready")),
        ("gate.plant-ready.end", EventReference("gate", "plant-ready")),
        ("gate.plant-ready.start", None),
        ("model.a1", None),
        ("sop", None),
        ("sop.", None),
        ("sop.A1", None),
        ("sop.a1 sop.a2", None),
    ],
)
def test_events(text: str, event: EventReference | None) -> None:
    assert parse_event(text) == event
    if event is not None:
        assert read_value("opening", text) == event
        assert parse_event(str(event)) == event


def test_only_an_opening_may_be_an_event() -> None:
    with pytest.raises(ValueError, match="no day"):
        read_value("days", "sop.a1")


@pytest.mark.parametrize("status", STATUSES)
def test_statuses_are_a_fixed_vocabulary(status: str) -> None:
    assert read_value("status", status) == status
    with pytest.raises(ValueError, match="no status"):
        read_value("status", status.upper())


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("days", True),
        ("days", 1.5),
        ("days", None),
        ("opening", "soon"),
        ("status", "maybe"),
        ("status", 1),
        ("status", None),
        ("rate", "12 months"),
        ("rate", 150000),
        ("duration", "150000 / year"),
        ("duration", date(2033, 1, 1)),
        ("count", "12 months"),
        ("share", 2),
        ("multiple", "sop.a1"),
        ("multiple", False),
    ],
)
def test_what_a_field_does_not_take(kind: FieldKind, value: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_value(kind, value)


@pytest.mark.parametrize("kind", get_args(FieldKind))
def test_every_kind_says_what_it_expects(kind: FieldKind) -> None:
    assert expected_of(kind)
    assert ("sop." in expected_of(kind)) == (kind == "opening")


def test_one_of_several_days_are_choices_and_of_numbers_one_distribution() -> None:
    assert read_choices("days", "one of(2033-Q1, 2034)") == (
        parse_days("2033-Q1"),
        parse_days("2034"),
    )
    assert read_choices("opening", "One of ( sop.a1 , 2034 )") == (
        EventReference("sop", "a1"),
        parse_days("2034"),
    )
    (found,) = read_choices("multiple", "one of(0.8, 1.2)")
    assert isinstance(found, Quantity)
    assert found.amount.parameters == (0.8, 1.2)
    for text in ("one of()", "one of(2033,)", "one of(2033, soon)"):
        with pytest.raises(ValueError, match="no day"):
            read_choices("days", text)


# Seasons --------------------------------------------------------------------------------------


@given(st.integers(1, 12), st.integers(1, 12))
def test_a_season_is_two_months(first: int, last: int) -> None:
    text = f"{MONTHS[first - 1]}..{MONTHS[last - 1]}"
    assert parse_season(text) == Season(first, last)
    assert str(parse_season(f" {text.upper()} ")) == text


def test_a_season_may_be_written_out() -> None:
    assert parse_season("December .. March") == Season(12, 3)
    assert parse_season("may..sep") == Season(5, 9)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dec",
        "Dec-Mar",
        "Dec to Mar",
        "Dec..",
        "..Mar",
        "Dec..Mar..Apr",
        "12..3",
        "Decades..Marble",
        "Ma..Ju",
        "winter",
    ],
)
def test_what_is_no_season(text: str) -> None:
    with pytest.raises(ValueError, match="is no season"):
        parse_season(text)


# Windows --------------------------------------------------------------------------------------


def test_windows_after_an_event_are_months() -> None:
    event = EventReference("sop", "a1")
    assert parse_window("36 months of sop.a1") == (36, event)
    assert parse_window(" 3 Years of  sop.a1 ") == (36, event)
    assert parse_window("1 month of sop.a1") == (1, event)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "36 months",
        "36 months of a1",
        "36 months of gate.winter",
        "0 months of sop.a1",
        "-3 months of sop.a1",
        "1.5 years of sop.a1",
        "90 days of sop.a1",
        "months of sop.a1",
        "12 to 18 months of sop.a1",
        "36 months of sop.a1 or so",
        f"{'9' * 5000} months of sop.a1",
    ],
)
def test_what_is_no_window(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_window(text)


# Ranges of levers -----------------------------------------------------------------------------


@given(st.dates(date(2030, 1, 1), date(2040, 1, 1)), st.dates(date(2030, 1, 1), date(2040, 1, 1)))
def test_a_range_of_days_runs_from_its_first_to_its_last(one: date, other: date) -> None:
    first, last = sorted((one, other))
    for kind in ("days", "opening"):
        low, high = read_range(kind, f"{first}..{last}")
        assert (low, high) == (DayInterval(first, first), DayInterval(last, last))


@pytest.mark.parametrize(
    ("kind", "text", "low", "high"),
    [
        ("rate", "100000 / year .. 200000 / year", 100_000, 200_000),
        ("rate", "100000 .. 200000 / year", 100_000, 200_000),
        ("rate", "0 / year..1000 / month", 0, 12_000),
        ("multiple", "1 .. 2", 1, 2),
        ("multiple", "0.5..1.5", 0.5, 1.5),
        ("duration", "2 .. 3 weeks", 14, 21),
        ("duration", "1 week .. 10 days", 7, 10),
        ("share", "0 .. 50 %", 0, 0.5),
        ("count", "5..5", 5, 5),
    ],
)
def test_a_range_of_quantities(kind: FieldKind, text: str, low: float, high: float) -> None:
    ends = read_range(kind, text)
    assert all(isinstance(end, Quantity) for end in ends)
    found = [end.amount.parameters for end in ends if isinstance(end, Quantity)]
    assert found == [(low,), (high,)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("days", "2034.."),
        ("days", "2035..2034"),
        ("days", "soon"),
        ("status", "planned..done"),
        ("multiple", "2 .. 1"),
        ("multiple", "1"),
        ("multiple", "1 .. 2 .. 3"),
        ("multiple", "1 .."),
        ("multiple", ".. 2"),
        ("multiple", "-1 .. 2"),
        ("rate", "1 .. 2"),
        ("rate", "1 month .. 2 / year"),
        ("duration", "3 weeks .. 2 days"),
        ("share", "0 .. 2"),
    ],
)
def test_what_is_no_range(kind: FieldKind, text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_range(kind, text)
