"""The kernels give what their readable twin gives, to the last bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobone.line import simulation, twin
from jobone.line.description import Breakdown, Line, Station
from jobone.line.loading import parse_line
from jobone.line.plan import make_plan
from jobone.line.times import Times
from tests.line.build import EVERYTHING, serial

TIMES = st.sampled_from(
    [
        Times("fixed", (60.0,)),
        Times("exponential", (60.0,)),
        Times("erlang", (3.0, 60.0)),
        Times("gamma", (60.0, 0.4)),
        Times("lognormal", (60.0, 0.9)),
        Times("weibull", (60.0, 1.7)),
        Times("triangular", (30.0, 50.0, 90.0)),
        Times("uniform", (20.0, 90.0)),
        Times("geometric", (60.0, 7.0)),
        Times("empirical", (41.0, 55.0, 60.0, 61.0, 90.0)),
    ]
)
DOWN = st.one_of(
    st.none(),
    st.builds(Breakdown, TIMES.map(lambda times: times.scaled(4.0)), TIMES),
)


@st.composite
def plain_lines(draw: st.DrawFn) -> Line:
    """Lines that go in lanes: rows, or two branches that merge in the last station."""
    count = draw(st.integers(1, 5))
    merge = draw(st.integers(0, max(count - 2, 0)))
    stations = tuple(
        Station(
            f"s{place}",
            draw(TIMES),
            feeds=None if place == count - 1 else (count - 1 if place == merge else place + 1),
            buffer_after=draw(st.sampled_from([0, 1, 2, 4, 9, 20])) if place < count - 1 else 0,
            repeat=draw(st.sampled_from([0.0, 0.3])),
            learning_exponent=draw(st.sampled_from([0.0, 0.2])),
            learning_vehicles=draw(st.sampled_from([0, 20])),
            breakdown=draw(DOWN),
        )
        for place in range(count)
    )
    return Line("drawn", stations, draw(st.sampled_from(["after-service", "before-service"])))


def departures(group: simulation._Group, *batches: int) -> np.ndarray:
    return np.concatenate([group.advance(count).copy() for count in batches])


def sums(group: simulation._Group) -> np.ndarray:
    return group.tally().T


@settings(max_examples=60)
@given(plain_lines(), st.integers(0, 2**64 - 1))
def test_lanes_and_the_general_kernel_give_the_departures_of_the_twin(
    line: Line, seed: int
) -> None:
    plan = make_plan(line)
    lanes = departures(simulation._Lanes(line, plan, seed, range(5)), 1, 20, 39)
    alone = departures(simulation._General(line, plan, seed, range(3, 5)), 33, 27)
    slow, _ = twin.simulate(line, 60, seed, 3)
    assert lanes[:, 3].tolist() == slow
    np.testing.assert_array_equal(alone, lanes[:, 3:5])


@pytest.mark.parametrize(
    ("blocking", "head", "machines", "clock", "hours"),
    [
        ("after-service", "", 3, "calendar", ""),
        ("after-service", "", 1, "operating", ""),
        ("before-service", "", 1, "calendar", 'shifts = ["22:00-05:00"]'),
        (
            "after-service",
            'shifts = ["Mon..Fri 06:00-14:00"]\nbreaks = ["09:00-09:15"]',
            2,
            "operating",
            "",
        ),
        (
            "after-service",
            'shifts = ["Mon..Sat 06:00-22:00"]\ncalendar = "DE"\nstarts_on = "2031-04-30"',
            3,
            "operating",
            'shifts = ["Mon..Sat 22:00-05:00"]',
        ),
    ],
)
def test_the_general_kernel_gives_the_departures_of_the_twin(
    blocking: str, head: str, machines: int, clock: str, hours: str
) -> None:
    line = parse_line(
        EVERYTHING.format(blocking=blocking, head=head, machines=machines, clock=clock, hours=hours)
    )
    group = simulation._General(line, make_plan(line), 7, range(2))
    fast = departures(group, 1, 99, 300)
    for replication in range(2):
        slow, tallies = twin.simulate(line, 400, 7, replication)
        assert fast[:, replication].tolist() == slow
        # Upstream the twin may be some vehicles further: only the last is at the same vehicle.
        last = sums(group)[replication, -1]
        mine = tallies[-1]
        expected = [mine.worked, mine.down, mine.blocked, mine.starved, mine.waited, mine.inside]
        np.testing.assert_allclose(last[:6], expected, rtol=1e-9, atol=1e-6)


def test_the_tallies_of_lanes_are_those_of_the_general_kernel() -> None:
    line = serial(
        ["gamma(60 s, cv 0.5)"] * 4,
        [1, 0, 2],
        'breakdown = { between = "exponential(10 min)", repair = "exponential(2 min)" }',
    )
    plan = make_plan(line)
    lanes = simulation._Lanes(line, plan, 3, range(4))
    alone = simulation._General(line, plan, 3, range(4))
    for count in (500, 500):
        lanes.advance(count)
        alone.advance(count)
    # In the general kernel upstream stations are at most a buffer ahead.
    np.testing.assert_allclose(sums(lanes)[:, -1], sums(alone)[:, -1], rtol=1e-9, atol=1e-6)
    shares = [
        sums(each)[:, :, :4] / sums(each)[:, :, :4].sum(axis=2, keepdims=True)
        for each in (lanes, alone)
    ]
    np.testing.assert_allclose(shares[0], shares[1], atol=0.01)


def planted_capacity(line: Line) -> Line:
    first = replace(line.stations[0], buffer_after=line.stations[0].buffer_after + 1)
    return replace(line, stations=(first, *line.stations[1:]))


def planted_blocking(line: Line) -> Line:
    return replace(line, blocking="before-service")


def planted_failure(line: Line) -> Line:
    station = line.stations[1]
    assert station.breakdown is not None
    down = replace(station.breakdown, between=station.breakdown.between.scaled(1.01))
    return replace(line, stations=(line.stations[0], replace(station, breakdown=down)))


@pytest.mark.parametrize("plant", [planted_capacity, planted_blocking, planted_failure])
def test_a_planted_fault_shows(plant) -> None:
    line = serial(
        ["exponential(60 s)"] * 2,
        [1],
        'breakdown = { between = "exponential(10 min)", repair = "exponential(2 min)" }',
    )
    lanes = departures(simulation._Lanes(line, make_plan(line), 3, range(1)), 200)[:, 0]
    assert lanes.tolist() == twin.simulate(line, 200, 3)[0]
    assert lanes.tolist() != twin.simulate(plant(line), 200, 3)[0]
