"""Bounds: the example's arithmetic, brute force, verdicts, sums, and what would rescue a target."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobone.core.changes import Change
from jobone.outlook.bounds import TargetBounds, find_bounds
from jobone.programme.folder import Folder
from jobone.programme.loading import load_folder
from jobone.programme.standing import stand
from tests.outlook import slow_bounds
from tests.outlook.build import Tables, claim, day, phase, plant, sop_claim, standing, tables
from tests.outlook.slow_bounds import SlowPhase, SlowPlant, SlowProgramme

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "xiaomi"
AS_OF = "2023-06-30"
# The product forgives a thousandth: three years hold one leap day or none.
FORGIVEN = 0.001


@pytest.fixture(scope="module")
def example() -> Folder:
    return load_folder(EXAMPLE)


def bounds_of(data: Tables, name: str = "t", as_of: str = AS_OF, *changes: Change) -> TargetBounds:
    found = find_bounds(standing(data, as_of, *changes))
    return next(item for item in found if item.name == name)


def ends(bounds: TargetBounds) -> tuple[float, float]:
    (combination,) = bounds.combinations
    assert combination.lowest.units is not None
    assert combination.highest.units is not None
    return combination.lowest.units, combination.highest.units


# --- the example ---------------------------------------------------------------------------------


def test_the_arithmetic_of_the_example(example: Folder) -> None:
    found = {item.name: item for item in find_bounds(stand(example, day("2023-11-09")))}
    target = found["three-years"]
    lowest, highest = ends(target)
    assert lowest == pytest.approx(600_000, rel=0.01)
    assert highest == pytest.approx(825_000, rel=0.01)
    assert target.verdict == "above_nameplate"
    least, most = target.needed_multiple
    assert least == pytest.approx(900_000 / highest)
    assert most == pytest.approx(900_000 / lowest)
    assert (round(least or 0, 1), round(most or 0, 1)) == (1.1, 1.5)
    # One phase runs three years; the other from the first to the last day of 2025.
    sop = {item.highest.dates["sop.su7"] for item in target.combinations}
    assert all(date(2024, 1, 1) <= first <= date(2024, 7, 31) for first in sop)
    combination = target.combinations[0]
    phase_2 = "plant.beijing.phase-2.opens"
    assert combination.lowest.dates[phase_2] == date(2025, 12, 31)
    assert combination.highest.dates[phase_2] == date(2025, 1, 1)


def test_the_example_before_any_plant_was_known(example: Folder) -> None:
    found = {item.name: item for item in find_bounds(stand(example, day("2021-10-19")))}
    target = found["three-years"]
    assert target.verdict == "unknown"
    assert target.reason
    assert target.combinations == ()
    assert target.needed_multiple == (None, None)


def test_the_example_is_rescued_by_no_later_start(example: Folder) -> None:
    found = {item.name: item for item in find_bounds(stand(example, day("2023-11-09")))}
    for rescue in found["three-years"].rescues:
        if rescue.unit == "day":
            assert day(rescue.to) < date(2025, 1, 1)


# --- brute force ---------------------------------------------------------------------------------

BEGIN = date(2023, 11, 20)


@st.composite
def supports(draw: Any, longest: int = 5) -> tuple[date, date]:
    first = BEGIN + timedelta(days=draw(st.integers(0, 90)))
    return first, first + timedelta(days=draw(st.integers(0, longest)))


@st.composite
def slow_programmes(draw: Any) -> SlowProgramme:
    """One or two models on one or two plants, and a target of the maker or of a model."""
    names = ["a1", "b1"][: draw(st.integers(1, 2))]
    sop = {name: draw(supports()) for name in names}
    number = st.floats(1000, 90_000)
    numbers = st.one_of(
        number.map(lambda value: (value, value)),
        st.tuples(number, number).map(lambda pair: (min(pair), max(pair))),
    )
    days = supports(3)
    plants = []
    for _ in range(draw(st.integers(1, 2))):
        builds = tuple(draw(st.lists(st.sampled_from(names), unique=True, min_size=1)))
        opens = st.one_of(
            days.map(lambda one: (one,)),
            st.sampled_from(builds).map(lambda model: (model,)),
            st.tuples(days, days).filter(_differ),
        )
        count = draw(st.integers(1, 2))
        made = tuple(SlowPhase(draw(numbers), draw(opens)) for _ in range(count))
        plants.append(SlowPlant(builds, made, contract=draw(st.integers(0, 3)) == 0))
    of = draw(st.sampled_from(["maker", *names]))
    programme = SlowProgramme(
        sop,
        tuple(plants),
        of=of,
        measure=draw(st.sampled_from(["production", "deliveries"])),
        units=draw(st.floats(100, 40_000)),
        stock={name: draw(numbers) for name in names if draw(st.booleans())},
    )
    if draw(st.booleans()):
        first = BEGIN + timedelta(days=draw(st.integers(-20, 60)))
        period = (first, first + timedelta(days=draw(st.integers(0, 80))))
        programme = replace(programme, period=period)
    else:
        programme = replace(
            programme, months=draw(st.integers(1, 2)), window_model=draw(st.sampled_from(names))
        )
    return programme


def _differ(sides: Sequence[tuple[date, date]]) -> bool:
    """Neither inside the other: otherwise the narrower one refines the wider."""
    (first, last), (other_first, other_last) = sides
    return (first < other_first and last < other_last) or (
        first > other_first and last > other_last
    )


def check_bounds(programme: SlowProgramme) -> None:
    """Hold the product to brute force."""
    found = bounds_of(slow_bounds.folder(programme))
    if not any(programme.of in ("maker", *item.builds) for item in programme.plants):
        assert found.verdict == "unknown"
        return
    expected = slow_bounds.find(programme)
    # Conflicts about plants that do not build the model do not reach the target.
    told = {_rounded((item.lowest.units, item.highest.units)) for item in found.combinations}
    pairs = set(map(_rounded, expected.units.values()))
    assert [*chain(*sorted(told))] == pytest.approx([*chain(*sorted(pairs))], abs=0.01)
    contract = {
        _rounded((item.lowest.contract_units, item.highest.contract_units))
        for item in found.combinations
    }
    parts = set(map(_rounded, expected.contract.values()))
    if len(parts) == 1:
        assert [*chain(*contract)] == pytest.approx([*chain(*parts)], abs=0.01)
    units = programme.units
    lows = [low for low, _ in expected.units.values()]
    highs = [high for _, high in expected.units.values()]
    if expected.impossible:
        assert found.verdict == "impossible"
    elif min(lows) >= units:
        assert found.verdict == "within_nameplate"
    elif max(highs) < units * (1 - FORGIVEN):
        assert found.verdict == "above_nameplate"
    elif min(lows) < units * (1 - FORGIVEN) and max(highs) >= units:
        assert found.verdict == "depends"


def _rounded(pair: tuple[float | None, float | None]) -> tuple[float, float]:
    assert None not in pair
    return round(pair[0] or 0.0, 3), round(pair[1] or 0.0, 3)


@settings(max_examples=50)
@given(slow_programmes())
def test_bounds_are_those_of_brute_force(programme: SlowProgramme) -> None:
    check_bounds(programme)


@settings(max_examples=25)
@given(slow_programmes(), st.integers(0, 3), st.floats(1, 3))
def test_more_capacity_never_lowers_a_bound(
    programme: SlowProgramme, place: int, times: float
) -> None:
    data = slow_bounds.folder(programme)
    phases = [(item, one) for item in data["plant"] for one in item["phase"]]
    item, one = phases[place % len(phases)]
    path = f"plant.{item['name']}.{one['name']}.nameplate"
    numbers = [
        float(number) * times for number in re.findall(r"[\d.]+(?:e[+-]?\d+)?", one["nameplate"])
    ]
    more = f"uniform({numbers[0]}, {numbers[-1]}) / year"
    before = bounds_of(data)
    after = bounds_of(data, "t", AS_OF, Change(path, more))
    order = ("unknown", "impossible", "above_nameplate", "depends", "within_nameplate")
    assert order.index(after.verdict) >= order.index(before.verdict)
    for old, new in zip(before.combinations, after.combinations, strict=True):
        assert old.sides == new.sides
        assert (new.lowest.units or 0) >= (old.lowest.units or 0) - 1e-6
        assert (new.highest.units or 0) >= (old.highest.units or 0) - 1e-6


# --- single rules --------------------------------------------------------------------------------

YEAR = 73_000.0


def plain(*, sop: str = "2024-01-01", units: float = 100_000, **more: Any) -> Tables:
    """One model on one phase of 73,000 a year, and a target over two years of 366 and 365 days."""
    target = {"name": "t", "measure": "production", "units": units, "period": "2024..2025"}
    kinds: dict[str, Any] = {
        "model": [{"name": "a1"}],
        "claim": [sop_claim("a1", sop)],
        "plant": [plant("north", phase())],
        "target": [target],
    }
    return tables(**(kinds | more))


def test_a_year_of_nameplate_is_spread_over_its_days() -> None:
    data = plain(sop="2024-07-01..2025-03-01")
    lowest, highest = ends(bounds_of(data))
    assert lowest == pytest.approx(YEAR * (365 - 59) / 365)
    assert highest == pytest.approx(YEAR * (184 / 366 + 1))


def test_every_start_of_a_window_is_tried_and_not_its_ends_alone() -> None:
    # A month from 31 January or from a day of February has 29 days; at the ends 31 and 30.
    data = plain(sop="2024-01-15..2024-03-31")
    data["target"][0] |= {"within": "1 month of sop.a1"}
    del data["target"][0]["period"]
    (combination,) = bounds_of(data).combinations
    assert combination.lowest.units == pytest.approx(YEAR * 29 / 366)
    assert date(2024, 1, 31) <= combination.lowest.dates["sop.a1"] <= date(2024, 2, 29)
    assert combination.highest.units == pytest.approx(YEAR * 31 / 366)


@pytest.mark.parametrize(
    ("units", "verdict"),
    [
        (2 * YEAR * 1.0009, "within_nameplate"),  # leap days may lie a thousandth apart
        (2 * YEAR * 1.0011, "above_nameplate"),
    ],
)
def test_less_than_a_thousandth_is_forgiven(units: float, verdict: str) -> None:
    assert bounds_of(plain(units=units)).verdict == verdict


def test_neither_ramp_nor_rate_nor_outage_nor_holiday_enters() -> None:
    slow = phase(ramp="12 to 18 months", sustained=0.3)
    stopped = [{"name": "o", "window": "2024-02", "takes": "200 days"}]
    data = plain(plant=[plant("north", slow, outage=stopped)])
    assert ends(bounds_of(data)) == pytest.approx((2 * YEAR, 2 * YEAR))


def test_supports_are_the_stated_ones() -> None:
    data = plain(plant=[plant("north", phase(nameplate="60000 to 90000 / year"))])
    assert ends(bounds_of(data)) == pytest.approx((120_000, 180_000))


def test_what_has_not_happened_begins_tomorrow() -> None:
    data = plain(sop="2023-11..2024-12")
    lowest, highest = ends(bounds_of(data, as_of="2024-06-30"))
    assert highest == pytest.approx(YEAR * (184 / 366 + 1))
    assert lowest == pytest.approx(YEAR * (1 / 366 + 1))


def test_contract_capacity_is_told_apart() -> None:
    other = plant("bought-in", phase(nameplate="20000 / year"), contract=True)
    data = plain(units=200_000, plant=[plant("north", phase()), other])
    found = bounds_of(data)
    (combination,) = found.combinations
    assert combination.highest.units == pytest.approx(2 * YEAR + 40_000)
    assert combination.highest.contract_units == pytest.approx(40_000)
    assert combination.highest.own_units == pytest.approx(2 * YEAR)
    assert found.verdict == "above_nameplate"
    # What the maker's own plants must do once the others have done their part.
    multiple = (200_000 - 40_000) / (2 * YEAR)
    assert found.needed_multiple == pytest.approx((multiple, multiple))


def test_contract_capacity_counts_towards_a_verdict() -> None:
    other = plant("bought-in", phase(nameplate="20000 / year"), contract=True)
    assert bounds_of(plain(units=160_000)).verdict == "above_nameplate"
    both = bounds_of(plain(units=160_000, plant=[plant("north", phase()), other]))
    assert both.verdict == "within_nameplate"


def test_a_target_met_by_contract_alone_needs_nothing() -> None:
    other = plant("bought-in", phase(nameplate="80000 / year"), contract=True)
    data = plain(units=150_000, plant=[plant("north", phase()), other])
    assert bounds_of(data).needed_multiple == (0.0, 0.0)


def test_without_own_capacity_no_multiple_helps() -> None:
    other = plant("bought-in", phase(nameplate="20000 / year"), contract=True)
    data = plain(plant=[other])
    assert bounds_of(data).needed_multiple == (None, None)


def two_models(first_units: float, second_units: float, **more: Any) -> Tables:
    def target(name: str, units: float) -> Tables:
        return {
            "name": f"t-{name}",
            "measure": "production",
            "of": f"model.{name}",
            "units": units,
            "period": "2025",
        }

    kinds: dict[str, Any] = {
        "model": [{"name": "a1"}, {"name": "b1"}],
        "claim": [sop_claim("a1", "2024-01-01"), sop_claim("b1", "2024-06-01")],
        "target": [target("a1", first_units), target("b1", second_units)],
    }
    return plain(**(kinds | more))


def test_targets_that_share_a_plant_are_judged_summed_as_well() -> None:
    data = two_models(50_000, 40_000)
    found = {item.name: item for item in find_bounds(standing(data, AS_OF))}
    assert found["t-a1"].verdict == found["t-b1"].verdict == "within_nameplate"
    both = found["t-a1 + t-b1"]
    assert both.units == 90_000
    assert ends(both) == pytest.approx((YEAR, YEAR))
    assert both.verdict == "above_nameplate"
    assert both.needed_multiple == pytest.approx((90_000 / YEAR, 90_000 / YEAR))


def test_targets_on_plants_of_their_own_are_not_summed() -> None:
    plants = [
        plant("north", phase(), builds=["a1"]),
        plant("south", phase(opens="sop.b1"), builds=["b1"]),
    ]
    found = find_bounds(standing(two_models(50_000, 40_000, plant=plants), AS_OF))
    assert [item.name for item in found] == ["t-a1", "t-b1"]


def test_a_window_before_the_earliest_start_is_impossible() -> None:
    data = plain(sop="2025-02-01..2025-04-01", units=10)
    data["target"][0]["period"] = "2024-01..2025-01"
    found = bounds_of(data)
    assert found.verdict == "impossible"
    assert ends(found) == (0.0, 0.0)
    assert found.needed_multiple == (None, None)
    data["target"][0]["period"] = "2024-01-01..2025-02-01"
    assert bounds_of(data).verdict == "depends"  # one day of 200 on the earliest start


@pytest.mark.parametrize(
    ("by", "verdict"),
    [
        ("2024-03-31", "within_promise"),
        ("2024-03-30", "depends"),
        ("2024-01-01", "depends"),
        ("2023-12-31", "outside_promise"),
    ],
)
def test_a_promised_day_has_three_verdicts(by: str, verdict: str) -> None:
    data = plain(sop="2024-Q1", target=[{"name": "t", "event": "sop.a1", "by": by}])
    found = bounds_of(data)
    assert found.verdict == verdict
    (combination,) = found.combinations
    assert combination.lowest.dates == {"sop.a1": date(2024, 1, 1)}
    assert combination.highest.dates == {"sop.a1": date(2024, 3, 31)}


def test_a_broken_promise_is_outside() -> None:
    data = plain(sop="2024-Q1", target=[{"name": "t", "event": "sop.a1", "by": day("2024-03-31")}])
    assert bounds_of(data, as_of="2024-05-01").verdict == "outside_promise"


def conflicting(phases: int) -> Tables:
    """As many conflicts of two sides as there are phases."""
    claims = [sop_claim("a1", "2024-01-01")]
    for number in range(phases):
        for speaker, units in enumerate((50_000, 60_000)):
            path = f"plant.north.p{number}.nameplate"
            identity = f"n-{number}-{speaker}"
            claims.append(
                claim(identity, path, units, "2023-02-01", by=f"P{speaker}", unit="vehicles / year")
            )
    made = [phase(f"p{number}", nameplate=None) for number in range(phases)]
    return plain(claim=claims, plant=[plant("north", *made)])


def test_64_combinations_are_searched_and_more_are_refused_with_their_count() -> None:
    found = bounds_of(conflicting(6))
    assert len(found.combinations) == 64
    assert len({tuple(item.sides.items()) for item in found.combinations}) == 64
    lows = sorted({round(item.lowest.units or 0) for item in found.combinations})
    assert lows == [2 * (300_000 + 10_000 * number) for number in range(7)]
    refused = bounds_of(conflicting(7))
    assert refused.verdict == "unknown"
    assert "128" in refused.reason
    assert refused.combinations == ()


def test_sides_are_searched_and_never_averaged() -> None:
    found = bounds_of(conflicting(1))
    assert {item.lowest.units for item in found.combinations} == {100_000, 120_000}
    assert found.verdict == "within_nameplate"
    data = conflicting(1)
    data["target"][0]["units"] = 110_000
    found = bounds_of(data)
    assert found.verdict == "depends"
    assert found.needed_multiple == pytest.approx((110 / 120, 110 / 100))


def test_a_target_is_impossible_only_if_it_is_on_every_side() -> None:
    data = plain(units=10)
    data["claim"] = [
        claim("early", "sop.a1", "2024-H1", "2023-01-01", by="P"),
        claim("late", "sop.a1", "2026", "2023-01-01", by="Q"),
    ]
    found = bounds_of(data)
    assert [item.impossible for item in found.combinations] == [False, True]
    assert found.verdict == "depends"
    data["claim"][0]["value"] = "2027"
    assert bounds_of(data).verdict == "impossible"


def test_an_undated_phase_is_unknown_and_says_which() -> None:
    data = plain(plant=[plant("north", phase(), phase("two", opens=None))])
    found = bounds_of(data)
    assert found.verdict == "unknown"
    assert "plant.north.two.opens" in found.reason
    data["claim"].append(claim("open", "plant.north.two.opens", "2025..", "2023-02-01"))
    found = bounds_of(data)
    assert found.verdict == "unknown"
    assert "2025" in found.reason


def test_opening_stock_counts_in_deliveries_only() -> None:
    data = plain(model=[{"name": "a1", "opening_stock": 500}])
    assert ends(bounds_of(data)) == pytest.approx((2 * YEAR, 2 * YEAR))
    data["target"][0]["measure"] = "deliveries"
    assert ends(bounds_of(data)) == pytest.approx((2 * YEAR + 500, 2 * YEAR + 500))


def test_nothing_of_a_model_is_built_before_its_own_start() -> None:
    found = bounds_of(two_models(1000, 1000, claim=STARTS), "t-b1")
    assert ends(found) == pytest.approx((YEAR * 184 / 365, YEAR * 184 / 365))
    data = two_models(1000, 1000, claim=STARTS)
    data["target"][1]["period"] = "2025-01..2025-06"
    found = bounds_of(data, "t-b1")
    assert ends(found) == (0.0, 0.0)
    assert found.verdict == "impossible"


STARTS = [sop_claim("a1", "2024-01-01"), sop_claim("b1", "2025-07-01")]


def test_a_later_start_can_deliver_its_stock_inside_the_period() -> None:
    data = plain(
        sop="2023-11..2024-03",
        model=[{"name": "a1", "opening_stock": 5000}],
        plant=[plant("north", phase(opens="2024-02"))],
    )
    data["target"][0] |= {"measure": "deliveries", "period": "2024"}
    (combination,) = bounds_of(data).combinations
    assert combination.highest.units == pytest.approx(YEAR * 335 / 366 + 5000)
    assert combination.highest.dates["sop.a1"] >= date(2024, 1, 1)
    assert combination.lowest.units == pytest.approx(YEAR * 276 / 366 + 5000)


def test_summed_targets_count_the_stock_of_their_own_models() -> None:
    data = two_models(40_000, 40_000)
    data["model"].append({"name": "c1", "opening_stock": 9000})
    data["claim"].append(sop_claim("c1", "2025-02-01"))
    for target in data["target"]:
        target["measure"] = "deliveries"
    assert ends(bounds_of(data, "t-a1 + t-b1")) == pytest.approx((YEAR, YEAR))


def test_stock_alone_can_meet_a_target() -> None:
    data = plain(
        units=500,
        model=[{"name": "a1", "opening_stock": 900}],
        plant=[plant("north", phase(opens="2025"))],
    )
    data["target"][0] |= {"measure": "deliveries", "period": "2024"}
    assert bounds_of(data).verdict == "within_nameplate"


# --- rescues -------------------------------------------------------------------------------------


def second_phase(units: float) -> Tables:
    """Two phases; the second somewhere in 2025; two years from the first of January 2024."""
    return plain(
        units=units,
        plant=[plant("north", phase(), phase("two", opens="2025"))],
        lever=[
            {
                "name": "earlier",
                "changes": "plant.north.two.opens",
                "to": "2024-06-01",
                "range": "2024-02..2026-12",
            },
            {
                "name": "larger",
                "changes": "plant.north.one.nameplate",
                "to": "90000 / year",
                "range": "0 / year .. 100000 / year",
            },
            {
                "name": "sooner",
                "changes": "sop.a1",
                "to": "2023-12-01",
                "range": "2023-09-01..2025-06-01",
            },
        ],
    )


def rescued(data: Tables, path: str, value: str) -> bool:
    changed = bounds_of(data, "t", AS_OF, Change(path, value))
    return changed.verdict == "within_nameplate"


def check_smallest(data: Tables, verdict: str) -> set[str]:
    """Each rescue is enough, and one step less is not."""
    found = bounds_of(data)
    assert found.verdict == verdict
    for rescue in found.rescues:
        unit = " / year" if rescue.unit == "vehicles / year" else ""
        assert rescued(data, rescue.path, rescue.to + unit), rescue
        less = f"{int(rescue.to) - 1}{unit}" if unit else str(day(rescue.to) + timedelta(days=1))
        assert not rescued(data, rescue.path, less), rescue
    return {rescue.lever for rescue in found.rescues}


@pytest.mark.parametrize(
    ("units", "verdict", "levers"),
    [
        (170_000, "depends", {"earlier", "larger"}),
        (225_000, "above_nameplate", {"earlier"}),
        (300_000, "above_nameplate", set()),
        (140_000, "within_nameplate", set()),
    ],
)
def test_the_smallest_change_is_enough_and_one_step_less_is_not(
    units: float, verdict: str, levers: set[str]
) -> None:
    assert check_smallest(second_phase(units), verdict) == levers


def test_a_later_start_is_never_a_rescue() -> None:
    # A window of six months after the start: the later, the more of it lies in the second phase.
    data = second_phase(60_000)
    data["target"][0] |= {"within": "6 months of sop.a1"}
    del data["target"][0]["period"]
    late = Change("sop.a1", "2025-12-31")
    assert bounds_of(data, "t", AS_OF, late).verdict == "within_nameplate"
    found = bounds_of(data)
    assert found.verdict == "above_nameplate"
    assert "sooner" not in {rescue.lever for rescue in found.rescues}


def test_an_earlier_start_can_be_one() -> None:
    data = plain(
        sop="2024-06",
        units=120_000,
        lever=[
            {"name": "sooner", "changes": "sop.a1", "to": "2024-02-01", "range": "2024-01..2024-12"}
        ],
    )
    assert check_smallest(data, "above_nameplate") == {"sooner"}


def test_contract_capacity_can_be_a_rescue() -> None:
    other = plant("bought-in", phase(nameplate="0 / year"), contract=True)
    data = plain(
        units=200_000,
        plant=[plant("north", phase()), other],
        lever=[
            {
                "name": "buy",
                "changes": "plant.bought-in.one.nameplate",
                "to": "30000 / year",
                "range": "0 / year .. 50000 / year",
            }
        ],
    )
    assert check_smallest(data, "above_nameplate") == {"buy"}


def test_the_smallest_rate_is_found_between_two_sides() -> None:
    path = "plant.north.p0.nameplate"
    lever = {
        "name": "l",
        "changes": path,
        "to": "90000 / year",
        "range": "0 / year .. 99000 / year",
    }
    data = conflicting(1) | {"lever": [lever]}
    data["target"][0]["units"] = 110_000
    assert check_smallest(data, "depends") == {"l"}
    (rescue,) = bounds_of(data).rescues
    assert 50_000 < int(rescue.to) < 60_000


def test_a_day_can_rescue_a_phase_that_hangs_on_an_event() -> None:
    data = two_models(0, 0, plant=[plant("north", phase(), phase("two", opens="sop.b1"))])
    data["claim"][1]["value"] = "2025-06-01"
    data["target"] = plain(units=200_000)["target"]
    data["lever"] = second_phase(0)["lever"][:1]
    assert check_smallest(data, "above_nameplate") == {"earlier"}
