"""Capacity and options on drawn requirements, against closed forms and an exhaustive search."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from jobone.core.days import add_months
from jobone.outlook.deciding import Costs, Decision, cost_of, decide
from jobone.outlook.tripwires import EventBy, Observation
from jobone.programme.fields import EventReference

AS_OF = date(2031, 1, 5)
MONDAYS = [date(2031, 3, 3) + timedelta(days=70 * number) for number in range(6)]
Numbers = NDArray[np.float64]

needs = st.lists(st.integers(0, 9_000), min_size=1, max_size=30)
prices = st.floats(0.05, 20.0)


def chosen(parts: Any, costs: Costs, watched: Sequence[Observation] = (), **more: Any) -> Decision:
    numbers = np.asarray(parts, dtype=np.float64)
    mondays = MONDAYS[: len(numbers)]
    return decide(numbers, mondays, costs, watched, AS_OF, **more)


def mean_cost(capacity: float, needed: Sequence[float], costs: Costs) -> float:
    """Cost by the definition, path by path."""
    total = 0.0
    for need in needed:
        rate = costs.too_much if capacity > need else costs.too_few
        total += rate * abs(capacity - need)
    return total / len(needed)


# Without options ------------------------------------------------------------------------------


@given(needs, prices, prices)
def test_without_steps_it_is_the_quantile_of_the_newsvendor(
    needed: list[int], too_much: float, too_few: float
) -> None:
    costs = Costs(too_much, too_few)
    decision = chosen([needed], costs)
    # The best amount is a requirement; the cost is convex and bends only there.
    least = min(mean_cost(capacity, needed, costs) for capacity in needed)
    assert decision.expected_cost == pytest.approx(least, rel=1e-9, abs=1e-9)
    best = too_few / (too_few + too_much)
    share = sum(need <= decision.install_per_week for need in needed) / len(needed)
    below = sum(need < decision.install_per_week for need in needed) / len(needed)
    assert below - 1e-9 <= best <= share + 1e-9
    assert decision.regret == decision.expected_cost == decision.without_option


@pytest.mark.parametrize("too_few", [0.3, 1.0, 2.71, 37.0])
def test_the_quantile_is_exact_among_many_requirements(too_few: float) -> None:
    needed = np.random.default_rng(7).uniform(0.0, 9_000.0, 997)
    wanted = sorted(needed)[math.ceil(997 * too_few / (too_few + 1.0)) - 1]
    assert chosen([needed], Costs(1.0, too_few)).install_per_week == wanted


def test_the_requirement_is_the_highest_week() -> None:
    decision = chosen([[1, 50, 3], [10, 20, 30], [5, 5, 90]], Costs(1.0, 1e6))
    assert decision.needed == (10.0, 50.0, 90.0)
    assert decision.install_per_week == 90.0


@given(needs, prices, prices, st.floats(1.0, 9.0), st.sampled_from([0.0, 100.0]))
def test_dearer_shortage_never_lowers_the_capacity(
    needed: list[int], too_much: float, too_few: float, factor: float, step: float
) -> None:
    less = chosen([needed], Costs(too_much, too_few, step))
    more = chosen([needed], Costs(too_much, too_few * factor, step))
    assert more.install_per_week >= less.install_per_week


@given(needs, prices, prices, st.sampled_from([75.0, 100.0, 250.5, 10_000.0]))
def test_a_step_gives_the_best_of_all_multiples(
    needed: list[int], too_much: float, too_few: float, step: float
) -> None:
    costs = Costs(too_much, too_few, step)
    decision = chosen([needed], costs)
    steps = range(math.ceil(max(needed) / step) + 2)
    by_multiple = [mean_cost(number * step, needed, costs) for number in steps]
    assert decision.install_per_week / step == pytest.approx(
        round(decision.install_per_week / step)
    )
    assert decision.expected_cost == pytest.approx(min(by_multiple), rel=1e-9, abs=1e-9)
    foresight = sum(
        min(mean_cost(number * step, [need], costs) for number in steps) for need in needed
    )
    assert decision.regret == pytest.approx(
        decision.expected_cost - foresight / len(needed), rel=1e-6, abs=1e-6
    )
    assert decision.regret >= -1e-9


def test_of_equal_costs_the_smaller_capacity() -> None:
    assert chosen([[100, 200]], Costs(1.0, 1.0)).install_per_week == 100.0
    assert chosen([[150]], Costs(1.0, 1.0, 100.0)).install_per_week == 100.0


def test_nothing_is_installed_where_nothing_is_needed() -> None:
    decision = chosen([[0, 0]], Costs(1.0, 3.0, 100.0, 0.0))
    assert (decision.install_per_week, decision.option, decision.expected_cost) == (0.0, None, 0.0)


def test_rules_are_rounded_up_to_steps_and_costed_alike() -> None:
    rules = [("a", 120.0), ("b", 200.0), ("c", None)]
    costs = Costs(1.0, 3.0, 100.0)
    low, exact, none = chosen([[100, 300]], costs, rules=rules).rules
    assert low.per_week == exact.per_week == 200.0
    assert low.expected_cost == low.regret == mean_cost(200.0, [100, 300], costs) == 200.0
    assert (none.per_week, none.expected_cost, none.regret) == (None, None, None)


def test_cost_of_each_path() -> None:
    assert cost_of(10.0, np.array([4.0, 10.0, 13.0]), Costs(2.0, 5.0)).tolist() == [12.0, 0.0, 15.0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"too_much": 0.0},
        {"too_few": -1.0},
        {"too_few": math.nan},
        {"step": -1.0},
        {"option_price": -0.1},
        {"lead_days": -1},
    ],
)
def test_costs_out_of_range(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"above 0|not negative"):
        Costs(**{"too_much": 1.0, "too_few": 1.0} | wrong)


def test_a_window_without_weeks_is_said() -> None:
    with pytest.raises(ValueError, match="no week"):
        chosen(np.zeros((0, 4)), Costs(1.0, 1.0))


# With options ---------------------------------------------------------------------------------


def slow_option_cost(
    parts: list[list[int]],
    costs: Costs,
    capacity: float,
    size: float,
    until: date,
    seen: Sequence[bool],
) -> float:
    """Expected cost of a capacity and an option that is ordered where something was seen."""
    available = until + timedelta(days=costs.lead_days)
    total = 0.0
    for path, ordered in enumerate(seen):
        needed = max(week[path] for week in parts)
        finally_there = capacity + size * ordered
        worst = 0.0
        for monday, week in zip(MONDAYS, parts, strict=False):
            there = finally_there if monday >= available else capacity
            worst = max(worst, week[path] - there)
        total += costs.too_much * max(finally_there - needed, 0.0) + costs.too_few * worst
    return total / len(seen) + (costs.option_price or 0.0) * size


def slow_deadlines(costs: Costs) -> list[date]:
    days = [add_months(AS_OF, months) for months in (3, 6, 9, 12, 18, 24)]
    if costs.option_until is not None:
        days = [day for day in days if day < costs.option_until]
        days += [costs.option_until] if costs.option_until > AS_OF else []
    return days


def slow_decision(
    parts: list[list[int]], costs: Costs, watched: Observation
) -> tuple[float, float, float, date | None]:
    """Cost, capacity, size and deadline of the best of everything that can be done."""
    needed = [max(path) for path in zip(*parts, strict=True)]
    most = math.ceil(max(needed) / costs.step)
    steps = [number * costs.step for number in range(most + 1)]
    best: tuple[float, float, float, date | None] = min(
        (mean_cost(capacity, needed, costs), capacity, 0.0, None) for capacity in steps
    )
    for until in slow_deadlines(costs):
        of_use = until + timedelta(days=costs.lead_days) <= MONDAYS[len(parts) - 1]
        if not (of_use and until - timedelta(days=190) < watched.by <= until):
            continue
        for capacity in steps:
            for size in steps[1:]:
                seen = [bool(value) for value in watched.seen]
                cost = slow_option_cost(parts, costs, capacity, size, until, seen)
                if cost < best[0] - 1e-6:
                    best = (cost, capacity, size, until)
    return best


def observation(seen: Sequence[bool], by: date = date(2031, 4, 1)) -> Observation:
    return Observation(EventBy(EventReference("gate", "g"), by), np.array(seen))


@st.composite
def tiny_cases(draw: st.DrawFn) -> tuple[list[list[int]], Costs, Observation]:
    paths = draw(st.integers(2, 5))
    row = st.lists(st.integers(0, 12).map(lambda x: x * 50), min_size=paths, max_size=paths)
    parts = draw(st.lists(row, min_size=2, max_size=6))
    costs = Costs(
        draw(st.sampled_from([0.7, 1.0, 2.3])),
        draw(st.sampled_from([1.0, 3.0, 9.1])),
        100.0,
        draw(st.sampled_from([0.0, 0.01, 0.2])),
        draw(st.sampled_from([0, 30, 150])),
        draw(st.sampled_from([None, date(2031, 5, 12), date(2031, 9, 1)])),
    )
    seen = draw(st.lists(st.booleans(), min_size=paths, max_size=paths))
    by = draw(st.sampled_from([date(2031, 4, 1), date(2031, 7, 5), date(2031, 8, 20)]))
    return parts, costs, observation(seen, by)


@settings(max_examples=60)
@given(tiny_cases())
def test_an_option_costs_what_an_exhaustive_search_finds(
    case: tuple[list[list[int]], Costs, Observation],
) -> None:
    parts, costs, watched = case
    decision = chosen(parts, costs, [watched])
    cost, _, _, until = slow_decision(parts, costs, watched)
    assert decision.expected_cost == pytest.approx(cost, rel=1e-5, abs=1e-4)
    option = decision.option
    assert (option is None) == (until is None)
    if option is None:
        return
    # Of ties either may be named, but what is named must cost so much.
    seen = [bool(value) for value in watched.seen]
    again = slow_option_cost(
        parts, costs, decision.install_per_week, option.per_week, option.until, seen
    )
    assert again == pytest.approx(cost, rel=1e-5, abs=1e-4)
    assert option.until == until
    assert option.available == option.until + timedelta(days=costs.lead_days)
    assert option.price == pytest.approx((costs.option_price or 0.0) * option.per_week)
    assert option.tripwires[0].by <= option.until
    assert option.tripwires[0].chance == pytest.approx(np.mean(watched.seen))
    assert option.tripwires[0].expected_cost == decision.expected_cost


def test_an_option_by_hand() -> None:
    # Three of four futures stay at 100; in the fourth 300 are needed once the option is there.
    parts = [[100, 100, 100, 100], [100, 100, 100, 300], [100, 100, 100, 300]]
    costs = Costs(1.0, 3.0, 100.0, 0.1)
    watched = observation([False, False, False, True], date(2031, 4, 1))
    decision = chosen(parts, costs, [watched])
    assert slow_decision(parts, costs, watched) == (20.0, 100.0, 200.0, date(2031, 4, 5))
    option = decision.option
    assert option is not None
    assert (decision.install_per_week, option.per_week, option.price) == (100.0, 200.0, 20.0)
    assert option.until == option.available == date(2031, 4, 5)
    assert decision.expected_cost == pytest.approx(20.0)
    assert decision.without_option == 150.0
    assert option.tripwires[0].question == watched.question
    assert option.tripwires[0].what == "gate g done by 2031-04-01"
    assert option.tripwires[0].chance == 0.25


@pytest.mark.parametrize(("lead", "held"), [(0, True), (100, True), (220, False)])
def test_an_option_that_comes_too_late_is_not_held(lead: int, held: bool) -> None:
    parts = [[0, 0], [0, 0], [0, 0], [0, 400]]  # the last week is in the end of September
    costs = Costs(1.0, 3.0, 100.0, 0.01, lead)
    assert (chosen(parts, costs, [observation([False, True])]).option is not None) == held


@pytest.mark.parametrize(("lead", "held"), [(0, True), (1, False)])
def test_an_option_helps_a_week_that_begins_on_its_day(lead: int, held: bool) -> None:
    parts = [[0, 0], [0, 400]]
    costs = Costs(1.0, 3.0, 100.0, 0.01, lead, MONDAYS[1])
    watched = observation([False, True], MONDAYS[1])
    assert (chosen(parts, costs, [watched]).option is not None) == held


def test_an_option_does_not_help_a_week_before_it_is_there() -> None:
    parts = [[0, 400], [0, 0]]
    assert chosen(parts, Costs(1.0, 3.0, 100.0, 0.0), [observation([False, True])]).option is None


@pytest.mark.parametrize("by", [date(2031, 5, 2), date(2031, 12, 1)])
def test_what_is_seen_after_the_end_of_the_option_is_of_no_use(by: date) -> None:
    parts = [[0, 0], [0, 400], [0, 400]]
    costs = Costs(1.0, 3.0, 100.0, 0.01, option_until=date(2031, 5, 1))
    assert chosen(parts, costs, [observation([False, True], by)]).option is None
    assert chosen(parts, costs, [observation([False, True], date(2031, 5, 1))]).option is not None


@st.composite
def some_futures(draw: st.DrawFn) -> tuple[list[list[int]], list[Observation]]:
    paths = draw(st.integers(2, 8))
    row = st.lists(st.integers(0, 600), min_size=paths, max_size=paths)
    parts = draw(st.lists(row, min_size=3, max_size=6))
    seen = st.lists(st.booleans(), min_size=paths, max_size=paths)
    days = [date(2031, 2, 5), date(2031, 4, 5), date(2031, 6, 30)]
    found = [
        Observation(
            EventBy(EventReference("gate", f"s{number % 2}"), draw(st.sampled_from(days))),
            np.array(values),
        )
        for number, values in enumerate(draw(st.lists(seen, min_size=1, max_size=4)))
    ]
    return parts, found


@settings(max_examples=60)
@given(some_futures(), prices, prices, st.sampled_from([0.0, 50.0]), st.floats(0.001, 1.0))
def test_an_option_never_hurts_and_a_free_one_least(
    futures: tuple[list[list[int]], list[Observation]],
    too_much: float,
    too_few: float,
    step: float,
    price: float,
) -> None:
    parts, watched = futures
    none = chosen(parts, Costs(too_much, too_few, step), watched)
    priced = chosen(parts, Costs(too_much, too_few, step, price), watched)
    free = chosen(parts, Costs(too_much, too_few, step, 0.0), watched)
    assert none.option is None
    assert none.expected_cost == none.without_option == priced.without_option
    assert free.expected_cost <= priced.expected_cost + 1e-3
    assert priced.expected_cost <= none.expected_cost
    assert min(none.regret, priced.regret, free.regret) >= -1e-3


@settings(max_examples=40)
@given(some_futures())
def test_the_tripwire_is_the_best_of_all_that_could_be_watched(
    futures: tuple[list[list[int]], list[Observation]],
) -> None:
    parts, watched = futures
    costs = Costs(1.0, 3.0, 50.0, 0.01)
    decision = chosen(parts, costs, watched)
    alone = [chosen(parts, costs, [item]) for item in watched]
    best = min(item.expected_cost for item in alone)
    assert decision.expected_cost == pytest.approx(best, rel=1e-5, abs=1e-3)
    if decision.option is None:
        return
    wires = decision.option.tripwires
    costs_in_order = [wire.expected_cost for wire in wires]
    assert costs_in_order == sorted(costs_in_order)
    subjects = [wire.question.subject for wire in wires]
    assert len(set(subjects)) == len(subjects)
    assert all(wire.expected_cost < decision.without_option for wire in wires)


def test_the_same_question_has_the_same_answer() -> None:
    generator = np.random.default_rng(7)
    parts = generator.integers(0, 3_000, (6, 400)).astype(float)
    watched = [observation(parts[3] > level) for level in (500, 1_500, 2_500)]
    costs = Costs(1.0, 3.0, 100.0, 0.01)
    first = chosen(parts, costs, watched)
    assert first == chosen(parts.copy(), replace(costs), list(watched))
    assert chosen(parts[:, ::-1], costs, []).install_per_week == (
        chosen(parts, costs, []).install_per_week
    )
