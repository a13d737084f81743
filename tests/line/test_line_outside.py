"""The simulation beside what others know: closed forms, laws, exact values, SimPy."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from jobone.line import simulation
from jobone.line.answering import answer_line
from jobone.line.description import Line, Run
from jobone.line.plan import make_plan
from jobone.line.statistics import estimate, rates_per_second, summarise
from tests.line.build import row, serial
from tests.line.exact_lines import line_of_row, rows

FAR = 4.9
"""Standard errors beyond which one fair value in a million lies, so that many can be judged."""


def waiting(load: float, servers: int) -> float:
    """Mean number that wait in M/M/c (Erlang 1917)."""
    offered = load * servers
    terms = [offered**k / math.factorial(k) for k in range(servers)]
    last = offered**servers / math.factorial(servers) / (1.0 - load)
    return last / (sum(terms) + last) * load / (1.0 - load)


@pytest.mark.parametrize(("load", "servers"), [(0.7, 1), (0.8, 3)])
def test_waiting_before_a_station_is_that_of_a_queue(load: float, servers: int) -> None:
    # A head that lets a vehicle go at exponential intervals and is hardly ever blocked.
    line = serial(
        ["exponential(1 s)", f"exponential({load * servers!r} s)"],
        [500],
        machines=[1, servers],
        head='run = "60000 vehicles"\nwarm_up = "2000 s"',
    )
    trace = simulation.simulate(line, range(24), 1, 2)
    waited = trace.tallies[:, -1, 0, 4] / trace.departures[:, -1]
    got = estimate(waited)
    error = got.standard_deviation / math.sqrt(24)
    assert abs(got.mean - waiting(load, servers)) < FAR * error
    assert error < 0.03 * got.mean


def test_a_line_run_backwards_is_as_fast() -> None:
    # Muth 1979, doi:10.1287/mnsc.25.2.152 (blocking after service).
    cycles = ["gamma(60 s, cv 0.5)", "exponential(50 s)", "lognormal(55 s, cv 0.8)", "70 s"]
    buffers = [0, 2, 1]
    head = 'run = "40000 vehicles"\nreplications = 16'
    there = answer_line(serial(cycles, buffers, head=head), 1).throughput_per_hour
    back = answer_line(serial(cycles[::-1], buffers[::-1], head=head), 2).throughput_per_hour
    error = math.hypot(there.standard_deviation, back.standard_deviation) / 4.0
    assert abs(there.mean - back.mean) < FAR * error
    assert error < 0.002 * there.mean


@settings(max_examples=25)
@given(
    st.lists(st.integers(0, 4), min_size=2, max_size=4),
    st.integers(0, 3),
    st.sampled_from(["after-service", "before-service"]),
    st.integers(0, 1000),
)
def test_no_vehicle_is_later_for_a_place_more(
    buffers: list[int], where: int, blocking: str, seed: int
) -> None:
    where %= len(buffers)

    def departures(places: list[int]) -> np.ndarray:
        line = serial(
            ["exponential(60 s)"] * (len(buffers) + 1),
            places,
            'breakdown = { between = "exponential(10 min)", repair = "exponential(3 min)" }',
            f'blocking = "{blocking}"',
        )
        return simulation._Lanes(line, make_plan(line), seed, range(4)).advance(300)

    more = [*buffers]
    more[where] += 1
    assert (departures(more) <= departures(buffers)).all()


@pytest.mark.parametrize("blocking", ["after-service", "before-service"])
def test_two_kinds_of_blocking_meet_where_they_must(blocking: str) -> None:
    # Two exponential stations: after service with b places is before service with b + 2
    # vehicles, of which one stands in the second machine; exactly (b + 2) / (b + 3).
    places = 2 if blocking == "after-service" else 3
    head = f'run = "50000 vehicles"\nreplications = 16\nblocking = "{blocking}"'
    got = answer_line(serial(["exponential(1 s)"] * 2, [places], head=head), 6)
    error = got.throughput_per_hour.standard_deviation / 4.0
    assert abs(got.throughput_per_hour.mean / 3600.0 - 0.8) < FAR * error / 3600.0


# --- coverage of the exact values -------------------------------------------------------------


SEEDS = 16
REPLICATIONS = 12


def short(line: Line) -> Line:
    if line.run.vehicles < 1000:
        return line
    return replace(line, run=Run(vehicles=6000), warm_up=300.0)


@pytest.fixture(scope="module")
def samples() -> list[tuple[float, np.ndarray]]:
    """The exact value of each row, and what each replication found; seeds in the rows."""
    found = []
    for given_ in rows():
        line = short(line_of_row(given_))
        # All seeds' replications beside each other, then apart: they share nothing.
        trace = simulation.simulate(line, range(SEEDS * REPLICATIONS), 20, 2)
        if given_["vehicles"]:
            values = trace.departures[:, -1]
        else:
            values = rates_per_second(line, trace, summarise(line, trace, 20).warm_up.batches)
        found.append((float(given_["value"]), values.reshape(SEEDS, REPLICATIONS)))
    return found


def covering(samples: list[tuple[float, np.ndarray]], factor: float = 1.0) -> list[bool]:
    """Whether each interval covers the exact value times a factor."""
    ends = [(value * factor, estimate(part).interval) for value, all_ in samples for part in all_]
    return [one is not None and one[0] <= value <= one[1] for value, one in ends]


def test_intervals_cover_the_exact_values_as_often_as_they_say(
    samples: list[tuple[float, np.ndarray]],
) -> None:
    hits = covering(samples)
    assert len(hits) == SEEDS * len(rows())
    low, high = binom.ppf([0.0005, 0.9995], len(hits), 0.95)
    assert low <= sum(hits) <= high


def test_a_planted_bias_of_a_percent_is_noticed(samples: list[tuple[float, np.ndarray]]) -> None:
    hits = covering(samples, 1.01)
    assert sum(hits) < binom.ppf(0.0005, len(hits), 0.95)


# --- SimPy ------------------------------------------------------------------------------------


def by_simpy(count: int, places: int, vehicles: int, seed: int) -> float:
    """Throughput of a row of exponential stations that fail while they work, by events."""
    random = np.random.default_rng(seed)
    environment = simpy.Environment()
    buffers = [simpy.Store(environment, places) for _ in range(count - 1)]
    left: list[float] = []

    def station(place: int) -> Iterator[Any]:
        until_failure = random.exponential(100.0)
        while True:
            if place:
                yield buffers[place - 1].get()
            work = random.exponential(1.0)
            while until_failure <= work:
                yield environment.timeout(until_failure)
                yield environment.timeout(random.exponential(10.0))
                work -= until_failure
                until_failure = random.exponential(100.0)
            until_failure -= work
            yield environment.timeout(work)
            if place < count - 1:
                yield buffers[place].put(1)
            else:
                left.append(environment.now)

    for place in range(count):
        generator: Generator[Any, Any, Any] = station(place)  # type: ignore[assignment]
        environment.process(generator)
    while len(left) < vehicles:
        environment.step()
    return (vehicles - vehicles // 10) / (left[-1] - left[vehicles // 10 - 1])


def test_simpy_finds_the_same_throughput() -> None:
    theirs = estimate(np.array([by_simpy(3, 2, 2500, seed) for seed in range(8)]))
    line = replace(row(3, "exponential(1 s)", 2, True), run=Run(vehicles=20_000), warm_up=200.0)
    ours = answer_line(line, 1, 20).throughput_per_hour
    error = math.hypot(
        theirs.standard_deviation / math.sqrt(8), ours.standard_deviation / 3600.0 / math.sqrt(20)
    )
    assert abs(theirs.mean - ours.mean / 3600.0) < FAR * error
    assert error < 0.02
