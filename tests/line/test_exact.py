"""The exact solver against values found elsewhere, closed forms and what it must refuse."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from jobone.core.problems import InputError
from jobone.line.exact import ExactAnswer, solve
from jobone.line.loading import load_line, parse_line
from tests.line.exact_lines import line_of, line_of_row, rows, serial, text_of

ROWS = rows()

Described = list[dict[str, object]]


def per_second(answer: ExactAnswer) -> float:
    return answer.throughput_per_hour / 3600.0


def exponential(rate: float) -> str:
    return f"exponential({1.0 / rate!r} s)"


# --- values found elsewhere -----------------------------------------------------------------


def test_the_table_has_all_its_rows() -> None:
    assert len(ROWS) == 24 and len({row["id"] for row in ROWS}) == 24


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_values_found_elsewhere_to_eight_digits(row: dict[str, str]) -> None:
    answer = solve(line_of_row(row))
    if row["vehicles"]:
        assert answer.time_to_finish_s is not None
        assert answer.time_to_finish_s.mean == pytest.approx(float(row["value"]), rel=5e-9)
        assert answer.time_to_finish_s.sd == pytest.approx(float(row["sd"]), rel=5e-9)
    else:
        assert per_second(answer) == pytest.approx(float(row["value"]), rel=5e-9)
        assert answer.residual is not None and answer.residual < 1e-13
    for station in answer.stations:
        shares = (station.working, station.blocked, station.starved, station.down)
        assert math.fsum(shares) == pytest.approx(1.0, abs=1e-11)
        assert min(shares) >= -1e-15


def test_a_row_from_a_file_on_disk(tmp_path: Path) -> None:
    file = tmp_path / "two.toml"
    file.write_text(text_of([{"cycle": "exponential(76 s)", "buffer_after": 2}] * 1
                            + [{"cycle": "exponential(76 s)"}]))  # fmt: skip
    assert solve(load_line(file)).throughput_per_hour == pytest.approx(3600.0 / 76.0 * 0.8)


# --- closed forms ---------------------------------------------------------------------------


@pytest.mark.parametrize("places", [0, 1, 5, 40, 300])
def test_two_equal_exponential_machines(places: int) -> None:
    answer = solve(serial([exponential(1.0)] * 2, [places]))
    assert per_second(answer) == pytest.approx((places + 2) / (places + 3), rel=1e-11)


@pytest.mark.parametrize("first", [0.3, 0.9, 2.5])
def test_two_unequal_machines_are_a_queue_with_few_places(first: float) -> None:
    # The second machine sees M/M/1/K with K = places + 2: it is idle with chance p0.
    places, second = 3, 1.3
    ratio = first / second
    idle = 1.0 / sum(ratio**number for number in range(places + 3))
    answer = solve(serial([exponential(first), exponential(second)], [places]))
    inside = sum(number * idle * ratio**number for number in range(places + 3))
    assert per_second(answer) == pytest.approx(second * (1.0 - idle), rel=1e-12)
    assert answer.stations[1].starved == pytest.approx(idle, rel=1e-10)
    # A finished vehicle that blocks the first machine is the last of the K.
    blocked = answer.stations[0].blocked
    assert answer.work_in_process == pytest.approx(inside + 1.0 - blocked, rel=1e-10)


@pytest.mark.parametrize("machines", [1, 2, 4])
def test_parallel_machines_are_a_queue_with_several_servers(machines: int) -> None:
    # M/M/c/K with K = places + c + 1, the last of them in the first machine.
    arrivals, each, places = 1.7, 0.6, 2
    most = places + machines + 1
    weights = [1.0]
    for number in range(most):
        weights.append(weights[-1] * arrivals / (each * min(number + 1, machines)))
    served = [each * min(number, machines) for number in range(most + 1)]
    throughput = sum(map(lambda w, s: w * s, weights, served)) / sum(weights)
    line = line_of(
        [
            {"cycle": exponential(arrivals), "buffer_after": places},
            {"cycle": exponential(each), "machines": machines},
        ]
    )
    answer = solve(line)
    assert per_second(answer) == pytest.approx(throughput, rel=1e-12)
    assert answer.stations[0].blocked == pytest.approx(weights[-1] / sum(weights), rel=1e-10)


def test_the_work_in_front_of_a_station_grows_to_that_of_an_endless_queue() -> None:
    # M/M/1 with load 0.5: one vehicle in queue and service on average.
    answer = solve(serial([exponential(0.5), exponential(1.0)], [60]))
    second = answer.work_in_process - 1.0
    assert second == pytest.approx(1.0, rel=1e-9)


def test_a_machine_alone() -> None:
    alone: dict[str, object] = {"cycle": "erlang(3, 50 s)", "repeat": 0.2, "yield": 0.9}
    alone["breakdown"] = {"between": "exponential(400 s)", "repair": "erlang(2, 100 s)"}
    answer = solve(line_of([alone]))
    # A vehicle takes 50 / 0.8 s of work and a quarter of that under repair.
    assert answer.throughput_per_hour == pytest.approx(3600 / (50 / 0.8 * 1.25) * 0.9, rel=1e-11)
    assert answer.stations[0].down == pytest.approx(0.2, rel=1e-10)
    assert answer.stations[0].active_s == math.inf
    assert answer.bottleneck == "s1"


def test_a_machine_alone_by_the_calendar() -> None:
    breakdown = {"between": "exponential(9 h)", "repair": "exponential(1 h)", "clock": "calendar"}
    answer = solve(line_of([{"cycle": "exponential(60 s)", "breakdown": breakdown}]))
    assert answer.throughput_per_hour == pytest.approx(54.0, rel=1e-11)
    assert answer.stations[0].down == pytest.approx(0.1, rel=1e-10)


def test_fixed_times_are_as_fast_as_the_slowest() -> None:
    answer = solve(serial(["60 s", "80 s", "40 s"], [0, 2]))
    assert answer.step_s == 20.0
    assert answer.throughput_per_hour == pytest.approx(45.0, rel=1e-12)
    assert answer.bottleneck == "s2"
    assert answer.stations[0].blocked == pytest.approx(0.25, rel=1e-11)
    assert answer.stations[2].starved == pytest.approx(0.5, rel=1e-11)


def test_fixed_times_from_empty_have_no_spread() -> None:
    answer = solve(serial(["1 s", "2 s"], [1], vehicles=10))
    assert answer.time_to_finish_s is not None
    assert answer.time_to_finish_s.mean == pytest.approx(21.0, rel=1e-12)
    assert answer.time_to_finish_s.sd == pytest.approx(0.0, abs=1e-6)


def test_erlang_of_one_machine_from_empty() -> None:
    # Ten times Erlang-2 with mean 3 s.
    answer = solve(serial(["erlang(2, 3 s)"], [], vehicles=10))
    assert answer.time_to_finish_s is not None
    assert answer.time_to_finish_s.mean == pytest.approx(30.0, rel=1e-12)
    assert answer.time_to_finish_s.sd == pytest.approx(math.sqrt(10 * 9 / 2), rel=1e-12)


def test_a_geometric_machine_from_empty() -> None:
    # Mean 4 s in steps of 1 s: variance (1 - p) / p² = 12 each.
    answer = solve(serial(["geometric(4 s)"], [], vehicles=25))
    assert answer.time_to_finish_s is not None
    assert answer.time_to_finish_s.mean == pytest.approx(100.0, rel=1e-12)
    assert answer.time_to_finish_s.sd == pytest.approx(math.sqrt(25 * 12), rel=1e-12)


def test_learning_of_one_machine_from_empty() -> None:
    station = {"cycle": "exponential(10 s)", "learning": 0.8, "learning_until": 6}
    answer = solve(line_of([station], vehicles=9))
    means = [10.0 * min(n, 6) ** math.log2(0.8) for n in range(1, 10)]
    assert answer.time_to_finish_s is not None
    assert answer.time_to_finish_s.mean == pytest.approx(math.fsum(means), rel=1e-12)
    deviation = math.sqrt(math.fsum(mean**2 for mean in means))
    assert answer.time_to_finish_s.sd == pytest.approx(deviation, rel=1e-12)
    assert answer.throughput_per_hour == pytest.approx(9 * 3600 / math.fsum(means), rel=1e-12)


def test_what_is_learnt_to_an_end_is_learnt_in_the_long_run() -> None:
    learning = {"cycle": "exponential(10 s)", "learning": 0.8, "learning_until": 64}
    learnt = f"exponential({10.0 * 0.8**6!r} s)"
    assert solve(line_of([learning])).throughput_per_hour == pytest.approx(
        solve(serial([learnt], [])).throughput_per_hour, rel=1e-12
    )


def test_a_merge_without_buffers_by_hand() -> None:
    # Two parts made at rate 1 each; they wait in the joining machine or in their own. With
    # an instant join only the difference of the two counts matters: -2 … 2, all alike.
    line = line_of(
        [
            {"cycle": exponential(1.0), "feeds": "s3"},
            {"cycle": exponential(1.0)},
            {"cycle": exponential(1e7)},
        ]
    )
    answer = solve(line)
    assert per_second(answer) == pytest.approx(4 / 5, rel=1e-6)
    assert answer.stations[0].blocked == pytest.approx(1 / 5, rel=1e-6)


def test_gamma_and_weibull_that_are_something_plainer() -> None:
    plain = solve(serial(["erlang(4, 10 s)", "exponential(9 s)"], [2]))
    same = solve(serial(["gamma(10 s, cv 0.5)", "weibull(9 s, shape 1)"], [2]))
    assert same == plain


def test_days_make_no_difference_to_seconds() -> None:
    fast = solve(serial(["exponential(60 s)", "exponential(70 s)"], [3]))
    slowly = solve(serial(["exponential(60 h)", "exponential(70 h)"], [3]))
    assert slowly.throughput_per_hour * 3600 == pytest.approx(fast.throughput_per_hour, rel=1e-12)
    assert slowly.lead_time_s == pytest.approx(3600 * fast.lead_time_s, rel=1e-12)


# --- what is refused --------------------------------------------------------------------------


def refusals(text: str) -> list[str]:
    with pytest.raises(InputError) as raised:
        solve(parse_line(text, "line.toml"))
    return [str(problem) for problem in raised.value.problems]


def test_all_reasons_are_told_together_and_where() -> None:
    found = refusals(
        text_of(
            [
                {"cycle": "lognormal(60 s, cv 0.3)", "shifts": ["Mon..Fri 06:00-14:00"]},
                {"cycle": "exponential(60 s)", "learning": 0.9},
                {"cycle": "60 s"},
            ]
        )
        .replace("['Mon", '["Mon')
        .replace("14:00']", '14:00"]')
    )
    assert [problem.split(":")[1] for problem in found] == ["2", "4", "4", "8"]
    assert any("erlang(11, 60 s)" in problem for problem in found)
    assert len(found) == 4
    assert any("working hours of 's1'" in problem for problem in found)
    assert any("learns for ever" in problem for problem in found)
    assert any("others fixed or geometric" in problem for problem in found)


@pytest.mark.parametrize(
    ("station", "says"),
    [
        ({"cycle": "uniform(1 s, 2 s)"}, "erlang(27, 1.5 s)"),
        ({"cycle": "gamma(1 s, cv 0.3)"}, "erlang(11, 1 s)"),
        ({"cycle": "weibull(1 s, shape 0.2)"}, "erlang(1, 1 s)"),
        ({"cycle": "exponential(1 s)", "yield": 0.9, "yield_learning": 0.8}, "a yield that is"),
        (
            {
                "cycle": "exponential(1 s)",
                "machines": 2,
                "breakdown": {
                    "between": "exponential(9 s)",
                    "repair": "exponential(1 s)",
                    "clock": "calendar",
                },
            },
            "breakdowns by the calendar",
        ),
        (
            {
                "cycle": "exponential(1 s)",
                "machines": 2,
                "breakdown": {"between": "erlang(2, 9 s)", "repair": "exponential(1 s)"},
            },
            "several machines",
        ),
        (
            {
                "cycle": "1 s",
                "breakdown": {
                    "between": "geometric(9 s)",
                    "repair": "geometric(2 s)",
                    "clock": "calendar",
                },
            },
            "breakdowns by the calendar",
        ),
        ({"cycle": "geometric(9 s)", "learning": 0.9, "learning_until": 9}, "learning curve"),
        ({"cycle": "erlang(40, 1 s)", "machines": 3}, "alone has more than 1,000 states"),
        ({"cycle": "exponential(1 s)", "machines": 900}, "alone has more than 1,000 states"),
    ],
)
def test_a_station_that_has_no_chain(station: dict[str, object], says: str) -> None:
    assert any(says in problem for problem in refusals(text_of([station])))


def test_steps_that_do_not_fit() -> None:
    two = [{"cycle": "geometric(9 s, 2 s)"}, {"cycle": "geometric(9 s, 3 s)"}]
    assert "steps of 2 s, 3 s" in refusals(text_of(two))[0]
    no_multiple = [{"cycle": "geometric(9 s, 2 s)"}, {"cycle": "5 s"}]
    assert "5 s of 's2' is no multiple" in refusals(text_of(no_multiple))[0]


def test_a_time_is_never_rounded_to_a_step() -> None:
    assert solve(serial(["1.1 min", "0.5 min"], [0])).step_s == pytest.approx(6.0)
    for odd in ("0.333333333 s", "0.0014 ms"):
        assert "alone has more than" in refusals(text_of([{"cycle": odd}, {"cycle": "1 s"}]))[0]


def test_learning_from_empty_that_cannot_be_counted() -> None:
    learning = {"cycle": "exponential(1 s)", "learning": 0.9}
    assert "overtake" in refusals(text_of([{**learning, "machines": 2}], vehicles=5))[0]
    assert "scrap" in refusals(text_of([{**learning, "yield": 0.9}], vehicles=5))[0]


def test_a_run_from_empty_for_a_time() -> None:
    text = text_of([{"cycle": "exponential(1 s)"}], vehicles=5)
    assert "number of vehicles" in refusals(text.replace("5 vehicles", "5 days"))[0]


def test_the_size_is_told_before_it_is_built() -> None:
    stations: Described = [{"cycle": "exponential(60 s)", "buffer_after": 10}] * 7
    found = refusals(text_of([*stations, {"cycle": "exponential(60 s)"}]))
    # Each of two more buffers takes a six-station line's 362,544 states more than 12-fold.
    count = re.search(r"would take ([\d,]+) states; expected at most 400,000 states", found[0])
    assert len(found) == 1 and count is not None
    assert 12.8 < math.sqrt(int(count[1].replace(",", "")) / 362_544) < 13.0
    many = [{"cycle": "exponential(60 s)", "buffer_after": 9_000}] * 80
    found = refusals(text_of([*many, {"cycle": "exponential(60 s)"}]))
    assert "more than 1e300 states" in found[0]


def test_the_size_in_steps_counts_moves_too() -> None:
    breakdown = {"between": "geometric(90 s)", "repair": "geometric(9 s)"}
    station = {"cycle": "geometric(5 s)", "breakdown": breakdown, "buffer_after": 3}
    last = {"cycle": "geometric(5 s)", "breakdown": breakdown}
    assert "moves between them" in refusals(text_of([*[station] * 5, last]))[0]


def test_a_run_from_empty_that_is_too_long() -> None:
    stations = [{"cycle": "exponential(60 s)", "buffer_after": 10}] * 2
    found = refusals(text_of([*stations, {"cycle": "exponential(60 s)"}], vehicles=1_000_000))
    assert "1,000,000 times 168 states from empty; expected at most 142,045 vehicles" in found[0]


def test_a_smaller_limit_can_be_set() -> None:
    line = serial([exponential(1.0)] * 3, [2, 2])
    assert solve(line, most_states=24).states == 24
    with pytest.raises(InputError, match="would take 24 states"):
        solve(line, most_states=23)
