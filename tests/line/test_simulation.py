"""Runs and what is made of them: same bytes, states that add to one, warm-up, weeks."""

from __future__ import annotations

import json
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from jobone.core.problems import InputError
from jobone.line.answering import answer_line
from jobone.line.description import Run
from jobone.line.hours import WEEK_SECONDS
from jobone.line.loading import parse_line
from jobone.line.shapes import answer_shape
from jobone.line.simulation import Trace, joined, simulate
from jobone.line.statistics import Estimate, estimate, summarise, warm_up
from jobone.line.worth import improvements
from tests.line.build import EVERYTHING, row, serial

RARE = EVERYTHING.format(
    blocking="after-service",
    head='run = "20 days"\nshifts = ["Mon..Fri 06:00-22:00"]\nreplications = 6',
    machines=2,
    clock="calendar",
    hours="",
)


@pytest.mark.parametrize("text", [RARE, None])
def test_threads_and_company_change_nothing(text: str | None) -> None:
    line = parse_line(text) if text else replace(row(4, "gamma(1 s, cv 0.5)", 3, True))
    if text is None:
        line = replace(line, run=Run(vehicles=3000), replications=9)
    one = simulate(line, range(line.replications), 5, 1)
    two = simulate(line, range(line.replications), 5, 2)
    alone = joined([simulate(line, range(each, each + 1), 5) for each in range(line.replications)])
    for other in (two, alone):
        count = other.departures.shape[1]
        assert count >= one.departures.shape[1] or text
        most = min(count, one.departures.shape[1])
        np.testing.assert_array_equal(one.departures[:, :most], other.departures[:, :most])
        np.testing.assert_array_equal(one.tallies[:, :most], other.tallies[:, :most])
        np.testing.assert_array_equal(one.weeks, other.weeks)
        shapes = [json.dumps(answer_shape(summarise(line, each, 5))) for each in (one, other)]
        assert shapes[0] == shapes[1]


@pytest.mark.parametrize("text", [RARE, None])
def test_states_add_to_one_and_little_holds(text: str | None) -> None:
    line = (
        parse_line(text) if text else replace(row(5, "exponential(1 s)", 4, True), replications=8)
    )
    if text is None:
        line = replace(line, run=Run(vehicles=20_000))
    answer = summarise(line, simulate(line, range(8), 11), 11)
    for share in answer.stations:
        states = (share.working, share.blocked, share.starved, share.down)
        assert sum(states) == pytest.approx(1.0, abs=1e-12)
        assert min(states) >= 0.0
    assert answer.stations[-1].blocked == pytest.approx(0.0, abs=1e-9)
    if text is None:
        assert answer.little == pytest.approx(1.0, abs=1e-3)
        # Each station works as long as its cycles take.
        rate = answer.throughput_per_hour.mean / 3600.0
        for share in answer.stations:
            assert share.working == pytest.approx(rate, rel=0.01)
            # Some 1500 repairs: their sum has a standard deviation of 4 %.
            assert share.down == pytest.approx(0.1 * share.working, rel=0.2)


def test_work_in_process_is_what_a_clock_would_count() -> None:
    # Counted independently: vehicles that have entered and not left, at random moments.
    from jobone.line import twin

    line = serial(["exponential(1 s)", "exponential(1.1 s)", "exponential(0.9 s)"], [3, 3])
    stations = twin._stations(line, 4, 0)
    while len(stations[-1].departures) < 4000:
        for station in stations:
            while station.let_go() or station.start():
                pass
    entered = np.array([0.0, *stations[0].departures])  # the next enters when one has left
    left = np.array(stations[-1].departures)
    moments = np.random.default_rng(0).uniform(100.0, left[-1] - 100.0, 20_000)
    counted = np.searchsorted(entered, moments) - np.searchsorted(left, moments)
    run = replace(line, run=Run(vehicles=4000), warm_up=100.0)
    answer = summarise(run, simulate(run, range(2), 4), 4)
    mine = summarise(run, simulate(run, range(1), 4), 4)
    assert mine.work_in_process == pytest.approx(float(counted.mean()), rel=0.03)
    assert answer.replications == 2


def test_memory_does_not_grow_with_the_run() -> None:
    line = replace(row(3, "exponential(1 s)", 5, True), replications=4)
    peaks = []
    for vehicles in (300_000, 3_000_000):
        run = replace(line, run=Run(vehicles=vehicles))
        tracemalloc.start()
        simulate(run, range(4), 1)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


def test_weeks_count_every_vehicle_of_whole_weeks() -> None:
    line = serial(["10 min", "10 min"], [2], head='run = "30 days"\nwarm_up = "none"')
    trace = simulate(line, range(2), 1)
    # One leaves every ten minutes from 0:20 on; the one at the stroke is the next week's.
    assert trace.weeks.tolist() == [[1006.0, 1008.0, 1008.0, 1008.0]] * 2
    by_count = simulate(replace(line, run=Run(vehicles=3000)), range(1), 1)
    assert by_count.weeks.tolist() == [[1006.0, 1008.0]]
    assert WEEK_SECONDS == 7 * 24 * 3600


def test_shifts_stop_the_clock_but_lose_nothing() -> None:
    always = serial(["10 min"], [], head='run = "480 vehicles"\nwarm_up = "none"')
    shifts = serial(
        ["10 min"],
        [],
        head='run = "480 vehicles"\nwarm_up = "none"\nshifts = ["Mon..Fri 06:00-14:00"]',
    )
    one, two = (summarise(line, simulate(line, range(2), 1), 1) for line in (always, shifts))
    assert one.throughput_per_hour.mean == pytest.approx(6.0)
    assert two.throughput_per_hour.mean == pytest.approx(6.0)
    assert two.hours_per_day == pytest.approx(24.0 * 40.0 / 168.0)
    # 80 hours are two weeks of shifts: the last is done on the second Friday at 14:00.
    assert two.time_to_finish_s is not None
    assert two.time_to_finish_s.mean == pytest.approx((7 + 4) * 86400.0 + 14 * 3600.0)


def test_holidays_close_a_station() -> None:
    # 1 May 2031 is a Thursday, and a holiday in Germany.
    head = (
        'run = "336 vehicles"\nwarm_up = "none"\nshifts = ["Mon..Sun 00:00-24:00"]\n'
        'calendar = "DE"\nstarts_on = 2031-04-28'
    )
    closed = serial(["30 min"], [], head=head.replace("00:00-24:00", "00:00-23:30"))
    finish = summarise(closed, simulate(closed, range(2), 1), 1).time_to_finish_s
    assert finish is not None
    # 47 a day, so 336 take seven days and 7 vehicles, with one day closed between.
    assert finish.mean == pytest.approx(8 * 86400.0 + 7 * 1800.0)


def test_warm_up_is_found_where_a_line_speeds_up_and_settles() -> None:
    line = serial(
        ["exponential(10 s)"],
        [],
        "learning = 0.8\nlearning_until = 2000",
        'run = "20000 vehicles"',
    )
    found = warm_up(line, simulate(line, range(10), 2))
    assert found.how == "detected"
    assert 1000 < found.vehicles < 6000
    assert found.settled
    stated = warm_up(replace(line, warm_up=4000.0), simulate(line, range(10), 2))
    assert stated.how == "stated"
    assert stated.seconds >= 4000.0
    assert warm_up(replace(line, warm_up=0.0), simulate(line, range(10), 2)).batches == 0


def test_a_line_that_never_settles_says_so() -> None:
    line = serial(["exponential(10 s)"], [], "learning = 0.7", 'run = "5000 vehicles"')
    assert not warm_up(line, simulate(line, range(10), 2)).settled


def test_the_bottleneck_is_the_slow_station_and_the_share_says_how_sure() -> None:
    cycles = ["gamma(60 s, cv 0.5)", "gamma(60 s, cv 0.5)", "gamma(75 s, cv 0.5)"]
    line = serial([*cycles, "gamma(60 s, cv 0.5)"], [5, 5, 5], head='run = "10000 vehicles"')
    answer = summarise(line, simulate(line, range(10), 1), 1)
    assert (answer.bottleneck, answer.bottleneck_share) == ("s2", 1.0)
    alike = serial([cycles[0]] * 4, [5, 5, 5], head='run = "2000 vehicles"')
    unsure = summarise(alike, simulate(alike, range(10), 1), 1)
    assert unsure.bottleneck_share < 1.0


def test_precision_is_reached_by_more_replications() -> None:
    line = serial(["exponential(10 s)"] * 2, [2], head='run = "500 vehicles"')
    answer = answer_line(line, 1, until_precise=0.01)
    assert answer.replications > 10
    assert answer.throughput_per_hour.half_width <= 0.01 * answer.throughput_per_hour.mean
    same = answer_line(line, 1, answer.replications)
    assert same.throughput_per_hour == answer.throughput_per_hour
    with pytest.raises(InputError, match="replications"):
        answer_line(replace(line, run=Run(vehicles=5)), 1, until_precise=1e-4)


def test_intervals_are_students() -> None:
    values = np.array([1.0, 2.0, 4.0])
    got = estimate(values)
    half = 4.302652729911275 * values.std(ddof=1) / np.sqrt(3.0)  # t, 2 degrees, 97.5 %
    assert got.interval == pytest.approx((7 / 3 - half, 7 / 3 + half))
    assert estimate(np.array([2.0])) == Estimate(2.0, None)


def test_too_much_is_refused_with_what_to_do() -> None:
    line = replace(row(400, "1 s", 1, False), run=Run(vehicles=100_000_000))
    with pytest.raises(InputError, match="too long"):
        simulate(line, range(100), 1)


def test_improvements_are_ranked_and_mean_what_they_say() -> None:
    line = serial(
        ["gamma(60 s, cv 0.3)", "gamma(70 s, cv 0.3)", "gamma(60 s, cv 0.3)"],
        [2, 2],
        'breakdown = { between = "exponential(2 h)", repair = "exponential(10 min)" }',
        'run = "20000 vehicles"\nreplications = 8',
    )
    answer = answer_line(line, 3)
    found = improvements(line, answer, 3)
    gains = [each.vehicles_per_hour.mean for each in found]
    assert gains == sorted(gains, reverse=True)
    assert (found[0].kind, found[0].station) == ("cycle", "s1")
    # The middle station's second: measured again, the long way.
    slow = line.stations[1]
    faster = replace(slow, cycle=slow.cycle.scaled(69.0 / 70.0))
    other = replace(line, stations=(line.stations[0], faster, line.stations[2]))
    gain = answer_line(other, 3).throughput_per_hour.mean - answer.throughput_per_hour.mean
    assert found[0].vehicles_per_hour.mean == pytest.approx(gain, rel=0.25)
    # Nobody is hurt by a place more: on common draws no vehicle is later for it.
    assert all(each.vehicles_per_hour.mean >= 0.0 for each in found if each.kind == "buffer")


def test_traces_join_in_order() -> None:
    line = replace(row(2, "exponential(1 s)", 1, False), run=Run(vehicles=200))
    whole = simulate(line, range(6), 9)
    parts: list[Trace] = [simulate(line, range(2), 9), simulate(line, range(2, 6), 9)]
    np.testing.assert_array_equal(joined(parts).departures, whole.departures)
