"""Gates that take as long as their team needs."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobone.core.quantity import DAYS_PER_MONTH
from jobone.outlook.network import run_network
from jobone.outlook.sampling import NEVER, Sampler
from jobone.outlook.teams import Workforce
from jobone.outlook.unknowns import reasons_by_event
from jobone.programme.standing import Standing
from tests.outlook.build import assumption, claim, phase, plant, standing, tables

AS_OF = "2023-06-30"
TODAY = date(2023, 6, 30)


def programme(*, team: Any = None, gate: Any = None, as_of: str = AS_OF, **more: Any) -> Standing:
    data = tables(
        team=[{"name": "rd", **(team or {})}],
        gate=[{"name": "g1", "team": "rd", "start": "2023-07-01", **(gate or {})}],
        model=[{"name": "a1", "after": ["g1"]}],
        plant=[plant("north", phase())],
        **more,
    )
    return standing(data, as_of)


def end_of(one: Standing, paths: int = 1) -> Any:
    sampler = Sampler(5, 0, paths, one.as_of.toordinal())
    return run_network(one, sampler, one.folder.horizon.closed[1]).gates[0]


def days_after(ordinal: int, start: str = "2023-07-01") -> int:
    return int(ordinal) - date.fromisoformat(start).toordinal()


def test_the_work_of_people_who_stay_takes_work_over_people() -> None:
    one = programme(team={"headcount": 100}, gate={"work": "1000 person-months"})
    assert days_after(end_of(one)[0]) == round(10 * DAYS_PER_MONTH)


def test_half_a_team_takes_twice_as_long() -> None:
    gate = {"work": "1000 person-months", "share_of_team": 0.5}
    one = programme(team={"headcount": 100}, gate=gate)
    assert days_after(end_of(one)[0]) == round(20 * DAYS_PER_MONTH)


def test_a_gate_takes_at_least_its_time() -> None:
    short = programme(
        team={"headcount": 100}, gate={"work": "1000 person-months", "takes": "100 days"}
    )
    long = programme(
        team={"headcount": 100}, gate={"work": "1000 person-months", "takes": "700 days"}
    )
    assert days_after(end_of(short)[0]) == round(10 * DAYS_PER_MONTH)
    assert days_after(end_of(long)[0]) == 700


def test_a_growing_team_does_what_the_closed_form_says() -> None:
    """Nobody at first and 100 a month who settle at once: t months do 50 t^2 person-months."""
    growth = {"headcount": 0, "growth": "100 / month"}
    one = programme(team=growth, gate={"work": "5000 person-months", "start": "2023-06-30"})
    # Counted from today on, though it starts a day later at the earliest.
    assert days_after(end_of(one)[0], AS_OF) == pytest.approx(10 * DAYS_PER_MONTH, abs=1)


def slow_work(start: int, end: int, settling: float, growth: float, people: float) -> float:
    """Person-days from the day of telling on, person by person and day by day, in steps."""
    step, done = 0.25, 0.0
    for number in range(int((end - start) / step)):
        at = start + (number + 0.5) * step
        joined = np.arange(0.0, at, step) + step / 2
        worth = np.minimum((at - joined) / settling, 1.0) if settling else np.ones_like(joined)
        done += step * (people + growth * step * worth.sum())
    return done


@given(st.integers(0, 60), st.integers(1, 200), st.sampled_from([0, 30, 120]), st.integers(0, 3000))
@settings(max_examples=15, deadline=None)
def test_those_who_join_settle_evenly(start: int, takes: int, settling: int, growth: int) -> None:
    team = {"headcount": 40, "growth": f"{growth} / year", "settling": f"{settling} days"}
    one = programme(team=team, gate={"work": "10 person-days"})
    force = Workforce(one.teams[0], 0, Sampler(1, 0, 1, TODAY.toordinal()))
    path = np.zeros(1, dtype=np.int64)
    told = float(TODAY.toordinal())
    begin, end = np.array([told + start]), np.array([told + start + takes])
    found = (force.done_by(end, path) - force.done_by(begin, path))[0]
    expected = slow_work(start, start + takes, settling, growth / 365.25, 40.0)
    assert found == pytest.approx(expected, rel=0.01)
    back = force.day_of(np.array([found]), begin.astype(np.int64), path)[0]
    assert back == pytest.approx(end[0], abs=1e-3)


def test_earlier_counts_are_joined_by_straight_lines() -> None:
    counts = [
        claim("few", "team.rd.headcount", 100, "2023-01-01", unit="people", holds="2023-01-01"),
        claim("more", "team.rd.headcount", 300, "2023-04-11", unit="people", holds="2023-04-11"),
    ]
    one = programme(gate={"work": "10 person-days"}, claim=counts)
    force = Workforce(one.teams[0], 0, Sampler(1, 0, 1, TODAY.toordinal()))
    path = np.zeros(1, dtype=np.int64)

    def between(first: date, last: date) -> float:
        days = [np.array([float(day.toordinal())]) for day in (first, last)]
        return float((force.done_by(days[1], path) - force.done_by(days[0], path))[0])

    assert between(date(2023, 1, 1), date(2023, 4, 11)) == pytest.approx(100 * 200)
    assert between(date(2022, 12, 22), date(2023, 1, 1)) == pytest.approx(10 * 100)
    assert between(date(2023, 4, 1), date(2023, 4, 21)) == pytest.approx(10 * 290 + 10 * 300)


def test_work_under_way_is_not_done_yet() -> None:
    """What was done by today is less than there is to do, and is done already."""
    started = claim("begun", "gate.g1.status", "under-way", "2023-01-01", hedge="confirmed")
    gate = {"work": "1000 to 2000 person-months", "start": None}
    gate = {key: value for key, value in gate.items() if value is not None}
    data = tables(
        team=[{"name": "rd", "headcount": 100}],
        gate=[{"name": "g1", "team": "rd", **gate}],
        model=[{"name": "a1", "after": ["g1"]}],
        plant=[plant("north", phase())],
        claim=[started],
    )
    ends = end_of(standing(data, "2024-06-30"), 400)
    assert ends.min() > date(2024, 6, 30).toordinal()
    # A year and a half of 100 people are 1,800 person-months: few of the paths are left
    # with more than half a year to go.
    assert np.median(ends) < (date(2024, 6, 30) + timedelta(days=180)).toordinal()


@given(st.integers(20, 400), st.integers(0, 200), st.integers(0, 600))
@settings(max_examples=20, deadline=None)
def test_more_people_are_never_later(people: int, more: int, settling: int) -> None:
    ends = []
    for headcount in (people, people + more):
        team = {"headcount": headcount, "growth": "12 / year", "settling": f"{settling} days"}
        one = programme(team=team, gate={"work": "400 to 900 person-months"})
        ends.append(end_of(one, 50))
    assert (ends[1] <= ends[0]).all()


def test_nobody_ever_does_nothing() -> None:
    one = programme(team={"headcount": 0, "growth": "0 / year"}, gate={"work": "10 person-months"})
    ends = end_of(one)
    assert ends[0] > date(2100, 1, 1).toordinal() or ends[0] >= NEVER


def test_without_a_count_the_reason_is_said() -> None:
    one = programme(
        gate={"work": "10 person-months"},
        assumption=[assumption("later", "team.rd.headcount", 10, "2023-12-31")],
    )
    reason = "how many people team.rd has is not known"
    assert reasons_by_event(one) == {"gate.g1": reason, "sop.a1": reason}
    assert (end_of(one) == NEVER).all()


def test_a_team_that_is_not_described_changes_no_draw() -> None:
    def data(**more: Any) -> dict[str, Any]:
        return tables(
            gate=[{"name": "g1", "takes": "5 to 9 months", "start": "2023-07-01"}],
            model=[{"name": "a1", "after": ["g1"]}],
            plant=[plant("north", phase())],
            **more,
        )

    team = [{"name": "rd", "headcount": "100 to 200", "growth": "5 to 9 / month"}]
    ends = [end_of(standing(data(**more), AS_OF), 200) for more in ({}, {"team": team})]
    np.testing.assert_array_equal(*ends)
