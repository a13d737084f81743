"""From vehicles to parts a week, on a programme of two models."""

from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobone.core.days import DayInterval, parse_days
from jobone.core.problems import Location
from jobone.outlook.schedule import (
    PartUse,
    part_uses,
    parts_of_paths,
    schedule,
    weeks_within,
)
from jobone.outlook.simulation import Paths, simulate
from jobone.programme.letters import LetterLine
from jobone.programme.standing import Standing
from tests.outlook.build import phase, plant, standing, tables

HORIZON = "2031-09..2031-11"  # from a Monday to a Sunday


@cache
def programme() -> tuple[Standing, Paths]:
    data = tables(
        horizon=HORIZON,
        country="DE",
        gate=[{"name": "g", "start": "2031-06-01", "takes": "uniform(60 days, 150 days)"}],
        model=[{"name": "a1", "after": ["g"]}, {"name": "b1", "after": ["g"]}],
        plant=[
            plant("north", phase(sustained="0.5 to 1.2"), builds=["a1"]),
            plant("south", phase(nameplate="36500 / year", opens="sop.b1"), builds=["b1"]),
        ],
    )
    now = standing(data, "2031-06-30")
    return now, simulate(now, 60, 7, weeks=True)


def line(model: str, variant: str, units: float, period: str = "2031") -> LetterLine:
    return LetterLine(
        model, variant, parse_days(period), units, units, 0.0, date(2031, 1, 1), Location("l")
    )


def built(paths: Paths, model: int) -> np.ndarray:
    series = [(item.model, item.measure) for item in paths.frame.series]
    return np.asarray(paths.weeks[series.index((model, "production"))], dtype=float)


# What takes parts -----------------------------------------------------------------------------


def test_without_a_letter_every_model_takes_parts() -> None:
    now, _ = programme()
    uses = part_uses(now, (), per_vehicle=2.0, award=0.25)
    assert uses == (PartUse(0, "a1", 1.0, 2.0, 0.25), PartUse(1, "b1", 1.0, 2.0, 0.25))
    assert [use.parts_per_vehicle for use in uses] == [0.5, 0.5]
    assert part_uses(now, (), model="b1") == (PartUse(1, "b1", 1.0, 1.0, 1.0),)


def test_take_rates_are_the_shares_of_the_letter_over_all_its_periods() -> None:
    now, _ = programme()
    letter = [line("a1", "x", 10, "2031"), line("a1", "y", 60, "2031"), line("a1", "x", 30, "2032")]
    uses = part_uses(now, letter)
    assert [(use.name, use.take) for use in uses] == [("a1.x", 0.4), ("a1.y", 0.6), ("b1", 1.0)]


@given(
    st.lists(
        st.tuples(st.sampled_from(["x", "y", "z"]), st.integers(1, 99_999)), min_size=1, max_size=6
    )
)
def test_take_rates_of_a_model_sum_to_one(rows: list[tuple[str, int]]) -> None:
    now, _ = programme()
    uses = part_uses(now, [line("a1", variant, units) for variant, units in rows], model="a1")
    assert sum(use.take for use in uses) == pytest.approx(1.0)
    assert len(uses) == len({variant for variant, _ in rows})


@pytest.mark.parametrize(
    "wrong", [{"per_vehicle": 0.0}, {"per_vehicle": -1.0}, {"award": 0.0}, {"award": 1.01}]
)
def test_numbers_out_of_range(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="parts per vehicle"):
        part_uses(programme()[0], (), **wrong)  # type: ignore[arg-type]


def test_an_unknown_model_is_named_beside_those_that_stand() -> None:
    with pytest.raises(ValueError, match=r"'c1'.*a1, b1"):
        part_uses(programme()[0], (), model="c1")


# Parts ----------------------------------------------------------------------------------------


def test_parts_are_vehicles_by_take_by_parts_by_award() -> None:
    now, paths = programme()
    letter = [line("a1", "x", 25), line("a1", "y", 75)]
    uses = part_uses(now, letter, per_vehicle=3.0, award=0.5)
    cars = built(paths, 0)
    assert cars.max() > 0.0
    np.testing.assert_allclose(parts_of_paths(paths, uses[:1]), cars * 0.25 * 3.0 * 0.5)
    np.testing.assert_allclose(parts_of_paths(paths, uses[1:2]), cars * 0.75 * 3.0 * 0.5)
    np.testing.assert_allclose(parts_of_paths(paths, uses[2:]), built(paths, 1) * 1.5)


def test_variants_together_are_the_model_on_every_path_and_week() -> None:
    now, paths = programme()
    letter = [line("a1", variant, units) for variant, units in (("x", 1), ("y", 3), ("z", 7))]
    whole = parts_of_paths(paths, part_uses(now, (), model="a1"))
    np.testing.assert_allclose(parts_of_paths(paths, part_uses(now, letter, model="a1")), whole)


def test_weeks_of_whole_months_agree_with_the_months() -> None:
    now, paths = programme()
    for use in part_uses(now, ()):
        of_weeks = parts_of_paths(paths, [use]).sum(axis=0)
        place = [(item.model, item.measure) for item in paths.frame.series].index(
            (use.model, "production")
        )
        np.testing.assert_allclose(of_weeks, paths.months[place].sum(axis=0), rtol=1e-5)


def test_a_schedule_has_a_row_for_each_iso_week_and_use_with_its_quantiles() -> None:
    now, paths = programme()
    uses = part_uses(now, [line("a1", "x", 1), line("a1", "y", 3)], per_vehicle=4.0)
    rows = schedule(paths, uses)
    mondays = [date(2031, 9, 1) + timedelta(days=7 * number) for number in range(13)]
    labels = [f"{day.isocalendar().year}-W{day.isocalendar().week:02d}" for day in mondays]
    assert [(row.name, row.week) for row in rows] == [
        (use.name, label) for use in uses for label in labels
    ]
    for use in uses:
        parts = parts_of_paths(paths, [use])
        own = [row for row in rows if row.name == use.name]
        for at, row in enumerate(own):
            low, middle, high = np.quantile(parts[at], (0.1, 0.5, 0.9))
            assert (row.p10, row.p50, row.p90) == pytest.approx((low, middle, high))


@pytest.mark.parametrize(
    ("horizon", "turn"),
    [
        ("2032-12..2033-01", ["2032-W53", "2033-W01"]),
        ("2030-12..2031-01", ["2030-W52", "2031-W01"]),
    ],
)
def test_weeks_at_the_turn_of_a_year_bear_the_iso_year(horizon: str, turn: list[str]) -> None:
    data = tables(
        horizon=horizon,
        country="DE",
        model=[{"name": "a1"}],
        plant=[plant("north", phase(opens="2030-06-30"), builds=["a1"])],
    )
    now = standing(data, "2030-06-30")
    weeks = [row.week for row in schedule(simulate(now, 2, 1, weeks=True), part_uses(now, ()))]
    assert weeks[weeks.index(turn[0]) :][:2] == turn


@given(st.integers(-40, 140), st.integers(0, 200))
def test_weeks_within_a_window_are_those_that_share_a_day_with_it(begin: int, length: int) -> None:
    _, paths = programme()
    first = date(2031, 9, 1) + timedelta(days=begin)
    last = first + timedelta(days=length)
    window = {first + timedelta(days=number) for number in range(length + 1)}
    places = range(len(paths.frame.week_starts) - 1)
    wanted = [
        place
        for place in places
        if window & {paths.frame.week_starts[place] + timedelta(days=day) for day in range(7)}
    ]
    assert list(places)[weeks_within(paths, DayInterval(first, last))] == wanted
