"""What every exact answer must obey, and the chain against its readable twin."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jobone.core.problems import InputError
from jobone.line import markov, stages, states
from jobone.line.description import Line
from jobone.line.exact import ExactAnswer, solve
from jobone.line.markov import Moves, NotSolved, closed_class, long_run
from jobone.line.stages import MarkovBreakdown, MarkovStation, Stages, tabulate
from jobone.line.states import MarkovLine, count_states, explore
from tests.line.exact_lines import line_of, line_of_row, rows, serial
from tests.line.exact_twin import Twin

Described = list[dict[str, Any]]

rates = st.sampled_from([0.2, 0.5, 0.9, 1.0, 1.4, 3.0])
chances = st.sampled_from([0.0, 0.0, 0.1, 0.35])
steps = st.sampled_from(["1 s", "2 s", "geometric(1.5 s)", "geometric(4 s)"])


def continuous_times(draw: st.DrawFn, phases: int = 2) -> str:
    return f"erlang({draw(st.integers(1, phases))}, {1.0 / draw(rates)!r} s)"


@st.composite
def smooth_stations(draw: st.DrawFn, most: int = 3) -> Described:
    """Stations with exponential and Erlang times, of any feature that has a chain."""
    count = draw(st.integers(1, most))
    stations: Described = []
    for here in range(count):
        machines = draw(st.sampled_from([1, 1, 1, 2]))
        station: dict[str, Any] = {
            "cycle": continuous_times(draw),
            "machines": machines,
            "repeat": draw(chances),
            "yield": 1.0 - draw(chances),
        }
        if here < count - 1:
            station["buffer_after"] = draw(st.integers(0, 2))
        if draw(st.booleans()):
            calendar = machines == 1 and draw(st.booleans())
            station["breakdown"] = {
                "between": continuous_times(draw, 2 if machines == 1 else 1),
                "repair": continuous_times(draw),
                "clock": "calendar" if calendar else "operating",
            }
        stations.append(station)
    if count == 3 and draw(st.booleans()):
        stations[0]["feeds"] = "s3"  # the second feeds it anyway: a merge
    return stations


@st.composite
def stepping_stations(draw: st.DrawFn) -> Described:
    """Stations with fixed and geometric times."""
    count = draw(st.integers(1, 3))
    stations: Described = []
    for here in range(count):
        station: dict[str, Any] = {"cycle": draw(steps), "repeat": draw(chances)}
        if here < count - 1:
            station["buffer_after"] = draw(st.integers(0, 2))
        if draw(st.booleans()):
            station["breakdown"] = {"between": draw(steps), "repair": draw(steps)}
        elif here == 0:
            station["machines"] = draw(st.integers(1, 2))
        stations.append(station)
    if count == 3 and draw(st.booleans()):
        stations[0]["feeds"] = "s3"
    return stations


blockings = st.sampled_from(["after-service", "before-service"])


def with_blocking(stations: Described, blocking: str) -> Line:
    if blocking == "before-service":
        stations = [{**station, "machines": 1} for station in stations]
    return line_of(stations, blocking)


# --- the readable twin ------------------------------------------------------------------------


def is_for_the_twin(line: Line) -> bool:
    """Whether it is small enough for something so slow."""
    return solve(line).states <= 150


def agrees_with_twin(line: Line) -> bool:
    answer = solve(line)
    twin = Twin(line, answer.step_s).long_run()
    near = [
        math.isclose(answer.throughput_per_hour / 3600.0, twin.throughput, rel_tol=1e-8),
        answer.states <= twin.states,  # the twin tells machines alike from each other
    ]
    if not any(len(feeders) > 1 for feeders in line.feeders):
        near.append(math.isclose(answer.work_in_process, twin.inside, rel_tol=1e-8))
    for station, shares in zip(answer.stations, twin.shares, strict=True):
        own = (station.working, station.blocked, station.starved, station.down)
        near += [math.isclose(a, b, abs_tol=1e-8) for a, b in zip(own, shares, strict=True)]
    return all(near)


@settings(max_examples=35)
@given(smooth_stations(), blockings)
def test_the_twin_says_the_same_of_a_smooth_line(stations: Described, blocking: str) -> None:
    line = with_blocking(stations, blocking)
    assume(is_for_the_twin(line))
    assert agrees_with_twin(line)


@settings(max_examples=30)
@given(stepping_stations(), blockings)
def test_the_twin_says_the_same_of_a_line_in_steps(stations: Described, blocking: str) -> None:
    line = with_blocking(stations, blocking)
    assume(is_for_the_twin(line))
    assert agrees_with_twin(line)


@settings(max_examples=20)
@given(
    st.lists(rates, min_size=1, max_size=3),
    st.lists(st.integers(0, 2), min_size=2, max_size=2),
    st.sampled_from([1.0, 0.9, 0.7]),
    st.integers(1, 7),
    st.booleans(),
)
def test_the_twin_says_the_same_of_a_run_from_empty(
    each: list[float], places: list[int], learning: float, vehicles: int, merge: bool
) -> None:
    stations: Described = [
        {"cycle": f"erlang({1 + here % 2}, {1.0 / rate!r} s)", "learning": learning}
        for here, rate in enumerate(each)
    ]
    for station, buffer in zip(stations[:-1], places, strict=False):
        station["buffer_after"] = buffer
    if merge and len(each) == 3:
        stations[0]["feeds"] = "s3"
    line = line_of(stations, vehicles=vehicles)
    answer = solve(line).time_to_finish_s
    assert answer is not None
    mean, variance = Twin(line).time_to_finish(vehicles)
    assert answer.mean == pytest.approx(mean, rel=1e-11)
    assert answer.sd == pytest.approx(math.sqrt(variance), rel=1e-10)


# --- what every line obeys ----------------------------------------------------------------------


@st.composite
def serial_lines(draw: st.DrawFn) -> tuple[list[str], list[int], dict[str, Any]]:
    """Cycles and buffers of a row of single stations, and what they share."""
    count = draw(st.integers(2, 4))
    cycles = [continuous_times(draw, 3 if count < 4 else 1) for _ in range(count)]
    same: dict[str, Any] = {}
    if count < 4 and draw(st.booleans()):
        same["breakdown"] = {"between": "exponential(20 s)", "repair": "erlang(2, 5 s)"}
    return cycles, draw(st.lists(st.integers(0, 3), min_size=count - 1, max_size=count - 1)), same


@settings(max_examples=25)
@given(serial_lines())
def test_a_line_run_backwards_makes_as_many(
    line: tuple[list[str], list[int], dict[str, Any]],
) -> None:
    # Muth 1979, doi:10.1287/mnsc.25.2.152.
    cycles, buffers, same = line
    forwards = solve(serial(cycles, buffers, **same))
    backwards = solve(serial(cycles[::-1], buffers[::-1], **same))
    assert backwards.throughput_per_hour == pytest.approx(forwards.throughput_per_hour, rel=1e-11)
    # What starves one way blocks the other.
    for one, other in zip(forwards.stations, backwards.stations[::-1], strict=True):
        assert one.working == pytest.approx(other.working, abs=1e-11)


@settings(max_examples=25)
@given(serial_lines(), st.data(), blockings)
def test_one_more_place_never_costs_a_vehicle(
    line: tuple[list[str], list[int], dict[str, Any]], data: st.DataObject, blocking: str
) -> None:
    cycles, buffers, same = line
    here = data.draw(st.integers(0, len(buffers) - 1))
    more = [places + (place == here) for place, places in enumerate(buffers)]
    before = solve(serial(cycles, buffers, blocking, **same)).throughput_per_hour
    after = solve(serial(cycles, more, blocking, **same)).throughput_per_hour
    assert after > before * (1.0 - 1e-12)


@settings(max_examples=20)
@given(serial_lines(), st.data())
def test_a_faster_station_never_costs_a_vehicle(
    line: tuple[list[str], list[int], dict[str, Any]], data: st.DataObject
) -> None:
    cycles, buffers, same = line
    here = data.draw(st.integers(0, len(cycles) - 1))
    phases, mean = cycles[here].removeprefix("erlang(").removesuffix(" s)").split(", ")
    faster = [*cycles]
    faster[here] = f"erlang({phases}, {float(mean) * 0.8!r} s)"
    before = solve(serial(cycles, buffers, **same)).throughput_per_hour
    assert solve(serial(faster, buffers, **same)).throughput_per_hour > before


@settings(max_examples=25)
@given(smooth_stations())
def test_all_that_comes_in_goes_out(stations: Described) -> None:
    line = line_of(stations)
    answer = solve(line)
    good = answer.throughput_per_hour / 3600.0
    # From the end up: what a station works an hour is what its vehicles take.
    finished = {len(line.stations) - 1: good}
    for here in range(len(line.stations) - 1, -1, -1):
        described = line.stations[here]
        started = finished[here] / described.passing
        work = started * described.cycle.mean / (1.0 - described.repeat)
        assert answer.stations[here].working == pytest.approx(work / described.machines, rel=1e-8)
        for feeder in line.feeders[here]:
            finished[feeder] = started


@pytest.mark.parametrize("places", [0, 1, 4])
@pytest.mark.parametrize("phases", [1])
def test_blocking_after_service_is_before_service_with_two_more(places: int, phases: int) -> None:
    # In the count N of Gershwin and Berman: N = places + 1 before service, b + 2 after.
    cycles = ["exponential(1 s)", "exponential(1.3 s)"]
    after = solve(serial(cycles, [places])).throughput_per_hour
    before = solve(serial(cycles, [places + 1], "before-service")).throughput_per_hour
    assert before == pytest.approx(after, rel=1e-12)
    same = solve(serial(cycles, [places], "before-service")).throughput_per_hour
    assert same < after


def two_machines(places: int, fail: float, repair: float) -> float:
    """Throughput of two equal exponential machines that fail, from a chain of Gershwin's kind.

    States are (vehicles between, first up, second up), where a blocked first machine counts
    as holding nothing: blocking before service with N = places + 2 vehicles between, after
    Gershwin and Berman 1981, AIIE Transactions 13(1), 2-11. Solved by relaxation.
    """
    most = places + 2
    index = {state: i for i, state in enumerate(product(range(most + 1), (0, 1), (0, 1)))}
    matrix = np.zeros((len(index), len(index)))

    def flow(source: tuple[int, int, int], target: tuple[int, int, int], rate: float) -> None:
        matrix[index[source], index[target]] += rate
        matrix[index[source], index[source]] -= rate

    for between, first, second in index:
        here = (between, first, second)
        if first and between < most:
            flow(here, (between + 1, 1, second), 1.0)
            flow(here, (between, 0, second), fail)
        if second and between > 0:
            flow(here, (between - 1, first, 1), 1.0)
            flow(here, (between, first, 0), fail)
        if not first:
            flow(here, (between, 1, second), repair)
        if not second:
            flow(here, (between, first, 1), repair)
    values, vectors = np.linalg.eig(matrix.T)
    share = np.real(vectors[:, np.argmin(np.abs(values))])
    share /= share.sum()
    return float(sum(share[i] for (n, _, up), i in index.items() if up and n > 0))


@pytest.mark.parametrize("places", [0, 3, 12])
def test_two_unreliable_machines_are_gershwin_and_bermans(places: int) -> None:
    breakdown = {"between": "exponential(50 s)", "repair": "exponential(8 s)"}
    line = serial(["exponential(1 s)"] * 2, [places], breakdown=breakdown)
    expected = two_machines(places, 1 / 50, 1 / 8)
    assert solve(line).throughput_per_hour / 3600 == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("clock", ["operating", "calendar"])
def test_rare_failures_are_none_in_the_limit(clock: str) -> None:
    cycles, buffers = ["exponential(1 s)", "erlang(2, 1 s)", "exponential(0.9 s)"], [1, 2]
    reliable = solve(serial(cycles, buffers)).throughput_per_hour
    lost = []
    for between in (1e3, 1e4, 1e8):
        breakdown = {
            "between": f"exponential({between!r} s)",
            "repair": "exponential(3 s)",
            "clock": clock,
        }
        line = serial(cycles, buffers, breakdown=breakdown)
        lost.append(1.0 - solve(line).throughput_per_hour / reliable)
    assert lost[0] / lost[1] == pytest.approx(10.0, rel=0.02)
    assert 0.0 < lost[2] < 1e-7


def test_many_phases_come_near_to_a_fixed_time() -> None:
    fixed = solve(serial(["1 s", "1 s"], [0])).throughput_per_hour
    smooth = [
        solve(serial([f"erlang({phases}, 1 s)"] * 2, [0])).throughput_per_hour
        for phases in (1, 4, 16, 64)
    ]
    assert smooth == sorted(smooth) and smooth[-1] < fixed
    assert fixed - smooth[-1] < 0.08 * fixed


def test_a_run_from_empty_comes_to_the_long_run() -> None:
    cycles, buffers = ["exponential(1 s)", "erlang(2, 1.1 s)", "exponential(0.9 s)"], [1, 1]
    breakdown = {"between": "exponential(30 s)", "repair": "exponential(4 s)"}
    long = solve(serial(cycles, buffers, breakdown=breakdown))
    ran = [
        solve(serial(cycles, buffers, vehicles=vehicles, breakdown=breakdown))
        for vehicles in (1000, 2000)
    ]
    # The start costs a time that does not depend on how long the run goes on.
    assert ran[0].time_to_finish_s is not None and ran[1].time_to_finish_s is not None
    more = ran[1].time_to_finish_s.mean - ran[0].time_to_finish_s.mean
    assert 1000 / more * 3600 == pytest.approx(long.throughput_per_hour, rel=1e-10)
    for one, other, limit in zip(ran[0].stations, ran[1].stations, long.stations, strict=True):
        assert 2 * other.working - one.working == pytest.approx(limit.working, rel=1e-5)
        assert other.active_s == pytest.approx(limit.active_s, rel=0.01)
    assert ran[1].bottleneck == long.bottleneck


def test_active_periods_of_two_machines_by_hand() -> None:
    # Without a buffer: both at work, the first blocked, the second starved, a third each.
    # The first falls idle when it finishes first, at rate 1 from one state of three.
    answer = solve(serial(["exponential(1 s)"] * 2, [0]))
    assert [station.active_s for station in answer.stations] == pytest.approx([2.0, 2.0])
    pair = solve(line_of([{"cycle": "geometric(2 s)", "machines": 2}, {"cycle": "1 s"}]))
    assert pair.stations[0].active_s is None and pair.bottleneck is None
    slow = solve(serial(["exponential(1 s)", "exponential(3 s)"], [2]))
    assert slow.bottleneck == "s2"
    breakdown = {"between": "exponential(5 s)", "repair": "exponential(5 s)"}
    stations = [{"cycle": "exponential(1 s)", "buffer_after": 1} for _ in range(2)]
    stations[1] = {**stations[1], "breakdown": breakdown}
    assert solve(line_of([*stations, {"cycle": "exponential(1 s)"}])).bottleneck == "s2"


# --- the states -----------------------------------------------------------------------------------


def chain(stations: Described, blocking: str) -> MarkovLine:
    from jobone.line.chains import chain_of

    return chain_of(with_blocking(stations, blocking))[0]


@settings(max_examples=30)
@given(smooth_stations(4), blockings)
def test_the_count_of_states_is_what_is_found(stations: Described, blocking: str) -> None:
    line = chain(stations, blocking)
    tables = [table for each in line.stations if (table := tabulate(each, False, 1000))]
    space = explore(line, tables)
    assert space.states == count_states(line, tables)


@settings(max_examples=30)
@given(stepping_stations(), blockings)
def test_the_count_of_states_in_steps_is_never_short(stations: Described, blocking: str) -> None:
    line = chain(stations, blocking)
    tables = [table for each in line.stations if (table := tabulate(each, True, 1000))]
    space = explore(line, tables)
    assert space.states <= count_states(line, tables)
    total = np.bincount(space.source, space.weight, minlength=space.states)
    assert total == pytest.approx(1.0, abs=1e-12)


def test_the_count_of_states_by_hand() -> None:
    # Of a row of single machines: at work, blocked with all places taken, or starved with none.
    def ways(buffers: list[int]) -> int:
        found = 0
        for kinds in product("WBS", repeat=len(buffers) + 1):
            if kinds[0] == "S" or kinds[-1] == "B":
                continue
            between = zip(pairwise(kinds), buffers, strict=True)
            found += math.prod(
                # Behind a blocked machine all places are taken, before a starved one none.
                {"B": int(after != "S")}.get(before, 1 if after == "S" else places + 1)
                for (before, after), places in between
            )
        return found

    for buffers in ([0, 0], [3, 1, 2], [10, 10, 10, 10], [10] * 5):
        row = tuple(
            MarkovStation(Stages(1, 1.0), places=places, feeds=here + 1)
            for here, places in enumerate(buffers)
        )
        line = MarkovLine((*row, MarkovStation(Stages(1, 1.0))))
        tables = [table for each in line.stations if (table := tabulate(each, False, 10))]
        assert count_states(line, tables) == ways(buffers)


def test_the_iteration_says_what_the_full_factors_say() -> None:
    station = MarkovStation(
        Stages(2, 2.0), places=3, breakdown=MarkovBreakdown(Stages(1, 0.01), Stages(1, 0.1))
    )
    row = tuple(
        MarkovStation(station.service, places=3, breakdown=station.breakdown, feeds=feeds)
        for feeds in (1, 2, None)
    )
    line = MarkovLine(row)
    tables = [table for each in line.stations if (table := tabulate(each, False, 100))]
    space = explore(line, tables)
    moves = Moves(space.states, space.source, space.target, space.weight, space.delivered, False)
    direct, iterated = long_run(moves, 1.0), long_run(moves, math.inf)
    assert direct.method != iterated.method
    assert max(direct.residual, iterated.residual) < 1e-13
    assert iterated.probabilities == pytest.approx(direct.probabilities, rel=1e-9, abs=1e-14)


def test_a_chain_with_two_ends_is_no_chain_of_a_line() -> None:
    moves = Moves(
        3,
        np.array([0, 0]),
        np.array([1, 2]),
        np.ones(2),
        np.zeros(2, dtype=np.int64),
        False,
    )
    with pytest.raises(NotSolved, match="more than one way"):
        closed_class(moves, 0)


def test_an_answer_that_does_not_balance_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markov, "MOST_RESIDUAL", 0.0)
    with pytest.raises(InputError, match="flows balance to"):
        solve(serial(["exponential(1 s)", "exponential(1.7 s)"], [3]))


# --- planted faults -------------------------------------------------------------------------------


def more_room(rules: Any, station: int, levels: Any, waiting: Any) -> Any:
    return ROOM(rules, station, levels, waiting) + 1


def never_fails(machine: Any, condition: Any) -> Iterator[tuple[Any, float, bool]]:
    return (move for move in RATES(machine, condition) if move[2] or machine.is_down(condition))


def forgets_repeats(machine: Any, stage: int) -> Iterator[tuple[int, float]]:
    return ((after, float(after == machine.finished)) for after, _ in AFTER(machine, stage))


def fails_while_blocked(machine: Any, condition: Any) -> bool:
    return bool(condition[0] > 0 and not machine.is_down(condition))


def no_passing(rules: Any, station: int, levels: Any, waiting: Any) -> Any:
    return 0 * AHEAD(rules, station, levels, waiting)


ROOM = states._Rules._room
AHEAD = states._Rules.ahead
RATES = stages._Machine.rates
AFTER = stages._Machine.after_stage

FAULTS: list[tuple[Any, str, Callable[..., Any], str]] = [
    (states._Rules, "_room", more_room, "exp3_b2"),
    (stages._Machine, "rates", never_fails, "eu3_b2"),
    (stages._Machine, "after_stage", forgets_repeats, "rework3"),
    (states._Rules, "ahead", no_passing, "mk3_N50_L85"),
]


def meets(identity: str) -> bool:
    (row,) = (row for row in rows() if row["id"] == identity)
    answer: ExactAnswer = solve(line_of_row(row))
    finish = answer.time_to_finish_s
    value = finish.mean if finish else answer.throughput_per_hour / 3600.0
    return math.isclose(value, float(row["value"]), rel_tol=5e-9)


@pytest.mark.parametrize(("where", "name", "fault", "row"), FAULTS)
def test_planted_faults_miss_the_table(
    where: Any, name: str, fault: Any, row: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert meets(row)
    monkeypatch.setattr(where, name, fault)
    assert not meets(row)


@pytest.mark.parametrize(("where", "name", "fault", "row"), FAULTS[:3])
def test_planted_faults_part_from_the_twin(
    where: Any, name: str, fault: Any, row: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (found,) = (each for each in rows() if each["id"] == row)
    line = line_of_row(found)
    assert agrees_with_twin(line)
    monkeypatch.setattr(where, name, fault)
    assert not agrees_with_twin(line)
