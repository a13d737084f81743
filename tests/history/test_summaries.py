"""Whole programmes, as known on a day."""

from dataclasses import replace
from datetime import date

import pytest

from jobone.history.filters import Wanted, find_past
from jobone.history.loading import reference_history
from jobone.history.shapes import programmes_shape
from jobone.history.summaries import programme_summaries
from jobone.report.terminal import programmes_view
from tests.history.build import history, ordinal, programme, promise, target, volume

LAUNCHED = history(
    [
        programme(
            announced="2029-05",
            sop="2031-03",
            first_delivery="2031-05-20",
            outcome_known="2031-05-20",
            first_year_units=9000.0,
        ),
        programme("borealis-two", maker="Borealis", outcome="cancelled", outcome_known="2032-07"),
        programme("corona-three", maker="Corona"),
    ],
    promises=[
        promise("2030-01-15", "2030-06"),
        promise("2030-05-01", "2031-02", line=3),
        promise("2030-06-01", "2031-05", "first_delivery", line=4),
    ],
    targets=[
        target("2031-01-20", "2031-06..2031-12", 7000.0),
        target("2031-06-25", "2032", 60000.0),
    ],
)


def names(day: str) -> list[str]:
    """Who is told of on a day."""
    return [item.programme.id for item in programme_summaries(LAUNCHED, ordinal(day))]


def test_a_programme_is_told_from_its_first_word_on() -> None:
    assert names("2029-05-30") == []
    assert names("2029-05-31") == ["aurora-one"]
    assert names("2032-08-01") == ["aurora-one", "borealis-two"]
    everyone = [item.programme.id for item in programme_summaries(LAUNCHED, 3_652_059)]
    assert everyone == ["aurora-one", "borealis-two", "corona-three"]


@pytest.mark.parametrize(
    ("day", "outcome", "moves", "delivered", "promised", "counted"),
    [
        ("2030-02-01", "pending", 0, False, None, None),
        ("2030-12-31", "pending", 1, False, None, None),
        ("2031-04-30", "launched", 1, False, None, None),
        ("2031-05-20", "launched", 1, True, 12 * 7000 / 7.03, None),
        ("2032-06-18", "launched", 1, True, None, None),
        ("2032-06-19", "launched", 1, True, None, 9000.0),
    ],
)
def test_nothing_is_told_before_it_was_known(
    day: str,
    outcome: str,
    moves: int,
    delivered: bool,
    promised: float | None,
    counted: float | None,
) -> None:
    (found, *_) = programme_summaries(LAUNCHED, ordinal(day))
    assert found.outcome == outcome
    assert (found.promises, found.moves) == (moves + 1, moves)
    assert (found.first_delivery is not None) == delivered
    assert found.counted_units == counted
    if promised is not None:
        assert found.promised_units == pytest.approx(promised, rel=1e-3)


def test_the_promise_of_the_wanted_event_is_told() -> None:
    (found, *_) = programme_summaries(LAUNCHED, ordinal("2032-01-01"), "first_delivery")
    assert found.first_promise is not None
    assert found.first_promise.promise.event == "first_delivery"
    assert (found.promises, found.moves) == (1, 0)


def test_a_launch_of_unknown_day_and_a_pending_one_are_told_as_such() -> None:
    undated = replace(programme(outcome="launched"), announced=None)
    (found,) = programme_summaries(history([undated]), date.max.toordinal())
    assert found.outcome == "launched"


def test_filters_and_views_of_programmes() -> None:
    found = find_past(LAUNCHED, Wanted("programmes", maker="boreal"))
    assert [item.programme.id for item in found.programmes] == ["borealis-two"]
    shape = programmes_shape(found.programmes)["programmes"][0]
    assert (shape["outcome"], shape["first_promise"], shape["moves"]) == ("cancelled", None, 0)
    assert not find_past(LAUNCHED, Wanted("programmes", kind="incumbent")).programmes
    assert programmes_view([]).renderables


def test_every_reference_programme_is_told_once_and_none_before_its_day() -> None:
    past = reference_history()
    everyone = programme_summaries(past, date.max.toordinal())
    assert sorted(item.programme.id for item in everyone) == sorted(past.programmes)
    early = programme_summaries(past, ordinal("2012-01-01"))
    assert 0 < len(early) < len(everyone)
    for item in early:
        for days in (item.announced, item.sop, item.first_delivery):
            assert days is None or days.closed[1] <= date(2012, 1, 1)


def test_units_of_a_first_year_are_summed_where_no_row_tells_them() -> None:
    months = [volume(f"2031-{month:02d}", 100.0) for month in range(5, 13)]
    months += [volume(f"2032-{month:02d}", 100.0) for month in range(1, 6)]
    past = history([programme(first_delivery="2031-05-01")], volumes=months)
    (found,) = programme_summaries(past, ordinal("2032-07-01"))
    assert found.counted_units == pytest.approx(1200.0, rel=0.01)
