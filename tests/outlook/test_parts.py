"""Parts that a folder describes: what is read, what takes them, what the outlook says."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from jobone.api import load
from jobone.core.problems import InputError
from jobone.outlook.deciding import Costs, UnitEconomics
from jobone.outlook.forecast import make_forecast
from jobone.outlook.schedule import (
    PartUse,
    described_uses,
    forecast_parts,
    peak_of,
)
from jobone.outlook.shapes import outlook_shape, supply_shape
from jobone.outlook.simulation import Paths, simulate
from jobone.outlook.supplying import Part, Supply, make_supply
from jobone.programme.letters import standing_letter
from jobone.programme.loading import load_folder
from jobone.programme.standing import Standing, stand
from tests.outlook.build import Tables, claim, day, phase, plant, tables, write

AS_OF = "2030-06-30"
HEAD = "model,variant,period,units,peak_per_week,flex_percent,written_on\n"
LETTER = HEAD + "a1,x,2031,9000,300,10,2030-05-31\na1,y,2031,27000,700,20,2030-05-31\n"
PARTS = [
    {"name": "seat", "per_vehicle": 2, "award": 0.5},
    {"name": "roof", "model": "a1", "variant": "x", "per_vehicle": 3},
    {"name": "lamp", "model": "b1", "take_rate": 0.25},
    {"name": "hook", "since": date(2031, 3, 1)},
]


def programme(parts: Any = PARTS) -> Tables:
    return tables(
        horizon="2031..2032",
        country="DE",
        gate=[{"name": "g", "start": "2030-06-01", "takes": "uniform(150 days, 500 days)"}],
        model=[{"name": "a1", "after": ["g"]}, {"name": "b1", "after": ["g"]}],
        plant=[
            plant("north", phase(sustained="0.5 to 1.2"), builds=["a1"]),
            plant("south", phase(nameplate="36500 / year", opens="sop.b1"), builds=["b1"]),
        ],
        part=list(parts),
    )


def folder(place: Path, parts: Any = PARTS, letter: str = LETTER) -> Path:
    write(programme(parts), place)
    if letter:
        (place / "letter.csv").write_text(letter, "utf-8")
    return place


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder(tmp_path_factory.mktemp("programme"))


@cache
def on(place: Path, as_of: str = AS_OF) -> Standing:
    return stand(load_folder(place), day(as_of))


@cache
def run_of(place: Path) -> Paths:
    return simulate(on(place), 60, 3, weeks=True)


def built(paths: Paths, model: int) -> NDArray[np.float64]:
    series = [(item.model, item.measure) for item in paths.frame.series]
    return np.asarray(paths.weeks[series.index((model, "production"))], dtype=float)


# What is read -----------------------------------------------------------------------------------


def test_parts_stand_from_their_day(place: Path) -> None:
    assert [row.name for row in on(place).parts] == ["seat", "roof", "lamp"]
    assert [row.name for row in on(place, "2031-03-01").parts] == ["seat", "roof", "lamp", "hook"]


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ({"name": "p", "model": "a9"}, "part.p.model names the unknown model 'a9'"),
        ({"name": "p", "since": "nobody"}, "part.p stands since 'nobody'"),
        ({"name": "p", "variant": "z"}, "goes into the variant 'z'"),
        ({"name": "p", "model": "b1", "variant": "x"}, "goes into the variant 'x'"),
        ({"name": "p", "award": 0.0}, "award"),
        ({"name": "p", "award": 1.5}, "award"),
        ({"name": "p", "take_rate": 0.0}, "take_rate"),
        ({"name": "p", "take_rate": float("nan")}, "take_rate"),
        ({"name": "p", "per_vehicle": -1}, "per_vehicle"),
        ({"name": "p", "per_vehicle": float("inf")}, "per_vehicle"),
        ({"name": "p", "per_vehicle": "two"}, "per_vehicle"),
        ({"name": "p", "color": "red"}, "color"),
        ({"name": "=P()"}, "name"),
    ],
)
def test_a_part_that_cannot_be_right_is_told_by_its_place(
    tmp_path: Path, part: dict[str, Any], what: str
) -> None:
    with pytest.raises(InputError) as failure:
        load_folder(folder(tmp_path, [part]))
    (problem,) = failure.value.problems
    assert what in problem.what
    assert problem.location.file.endswith("programme.toml")
    assert (problem.location.line or 0) > 1


def test_two_parts_of_one_name_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="two parts are named 'p'"):
        load_folder(folder(tmp_path, [{"name": "p"}, {"name": "p"}]))


def test_a_variant_that_no_letter_names_takes_a_take_rate(tmp_path: Path) -> None:
    rated = [{"name": "p", "model": "a1", "variant": "z", "take_rate": 0.5}]
    (use,) = described_uses(on(folder(tmp_path, rated, "")), ())
    assert use == PartUse(0, "part.p", 0.5, 1.0, 1.0, "z")


def test_a_faulty_letter_hides_no_variant(tmp_path: Path) -> None:
    with pytest.raises(InputError) as failure:
        load_folder(folder(tmp_path, letter=LETTER.replace("9000", "9,000")))
    assert all("letter.csv" in problem.location.file for problem in failure.value.problems)


# What takes them --------------------------------------------------------------------------------


def test_a_part_takes_its_models_by_rate_number_and_award(place: Path) -> None:
    now = on(place)
    letter = standing_letter(now.folder.letters, now.as_of)
    assert described_uses(now, letter) == (
        PartUse(0, "part.seat", 1.0, 2.0, 0.5),
        PartUse(1, "part.seat", 1.0, 2.0, 0.5),
        PartUse(0, "part.roof", 0.25, 3.0, 1.0, "x"),
        PartUse(1, "part.lamp", 0.25, 1.0, 1.0),
    )
    assert [use.name for use in described_uses(now, letter, "lamp")] == ["part.lamp"]
    # Without the letter nobody has told the share of the variant.
    assert [use.name for use in described_uses(now, ())] == ["part.seat", "part.seat", "part.lamp"]
    with pytest.raises(ValueError, match=r"no part 'hook' on this day; there are seat, roof"):
        described_uses(now, letter, "hook")


def test_lines_of_a_letter_count_by_variant(place: Path) -> None:
    now = on(place)
    x, y = now.folder.letters
    seat, other, roof, lamp = described_uses(now, (x, y))
    assert [use.parts_of(x, now) for use in (seat, other, roof, lamp)] == [1.0, 0.0, 3.0, 0.0]
    assert [use.parts_of(y, now) for use in (seat, other, roof, lamp)] == [1.0, 0.0, 0.0, 0.0]
    assert roof.parts_of(replace(x, variant=""), now) == 0.75


# What the outlook says --------------------------------------------------------------------------


def test_a_part_adds_its_models_path_by_path(place: Path) -> None:
    now, paths = on(place), run_of(place)
    seat, roof, _ = forecast_parts(now, paths, now.folder.letters)
    assert (seat.name, roof.name) == ("part.seat", "part.roof")
    parts = built(paths, 0) + built(paths, 1)
    for at, item in enumerate(seat.weeks):
        wanted = np.quantile(parts[at], (0.1, 0.5, 0.9))
        assert (item.p10, item.p50, item.p90) == pytest.approx(tuple(wanted))
    highest = np.quantile(parts.max(axis=0), (0.1, 0.5, 0.9), method="inverted_cdf")
    assert seat.needed == pytest.approx(tuple(highest))
    roofs = np.quantile(0.75 * built(paths, 0).max(axis=0), (0.1, 0.5, 0.9), method="inverted_cdf")
    assert roof.needed == pytest.approx(tuple(roofs))


def test_quarters_hold_every_week_that_is_left_once(place: Path) -> None:
    now, paths = on(place), run_of(place)
    seat, *_ = forecast_parts(now, paths, now.folder.letters)
    # 2031 begins on a Wednesday, so that its first ISO week is of the quarter before.
    assert [row.quarter for row in seat.quarters] == ["2030-Q4"] + [
        f"{year}-Q{number}" for year in (2031, 2032) for number in (1, 2, 3, 4)
    ]
    assert max(row.needed[2] for row in seat.quarters) == pytest.approx(seat.needed[2], rel=0.2)
    for row in seat.quarters:
        assert row.needed[0] <= row.needed[1] <= row.needed[2] <= seat.needed[2] + 1e-9
        assert row.quarter == f"{row.peak_week.year}-Q{(row.peak_week.month + 2) // 3}"
        assert row.peak_week.weekday() == 0


@given(st.integers(1, 6), st.integers(1, 9), st.randoms(use_true_random=False))
def test_the_highest_week_is_found(weeks: int, paths: int, random: Any) -> None:
    parts = np.array([[float(random.randint(0, 4)) for _ in range(paths)] for _ in range(weeks)])
    mondays = [
        date(2031, 1, 6 + 7 * at) if at < 4 else date(2031, 2, 7 * at - 25) for at in range(weeks)
    ]
    needed, (first, middle, last) = peak_of(parts, mondays)
    column = sorted(max(parts[:, path]) for path in range(paths))
    assert needed[1] == column[(paths + 1) // 2 - 1]
    whens = sorted(
        mondays[list(parts[:, path]).index(max(parts[:, path]))] for path in range(paths)
    )
    assert middle == whens[(paths + 1) // 2 - 1]
    assert first <= middle <= last


def test_the_outlook_gains_parts_and_keeps_the_rest(place: Path, tmp_path: Path) -> None:
    shape = outlook_shape(make_forecast(on(place), 60, 3))
    plain = outlook_shape(make_forecast(on(folder(tmp_path, [], "")), 60, 3))
    rows = [row for row in shape["weeks"] if row["measure"] == "parts"]
    assert [row for row in shape["weeks"] if row["measure"] != "parts"] == plain["weeks"]
    assert {row["of"] for row in rows} == {"part.seat", "part.roof", "part.lamp"}
    assert all(set(row) == {"week", "measure", "of", "p10", "p50", "p90"} for row in rows)
    assert [item["of"] for item in shape["parts"]] == ["part.seat", "part.roof", "part.lamp"]
    assert plain["parts"] == []
    same = set(shape) - {"weeks", "parts", "unargued"}
    assert {name: shape[name] for name in same} == {name: plain[name] for name in same}


def test_without_parts_those_of_the_letter_are_told(tmp_path: Path) -> None:
    now = on(folder(tmp_path, []))
    found = make_forecast(now, 60, 3).parts
    assert [item.name for item in found] == ["a1.x", "a1.y"]
    assert make_forecast(now, 60, 3, weeks=False).parts == ()
    assert make_forecast(on(tmp_path, "2030-05-30"), 60, 3).parts == ()


def test_a_part_of_a_model_whose_start_is_unknown_is_left_out(tmp_path: Path) -> None:
    data = programme([{"name": "seat"}, {"name": "lamp", "model": "b1"}])
    data["gate"] += [{"name": "h", "start": "2030-06-01"}]
    data["claim"] = [claim("later", "gate.h.takes", "200 days", "2030-09-30")]
    data["model"][0]["after"] = ["h"]
    write(data, tmp_path)
    assert [item.name for item in make_forecast(on(tmp_path), 60, 3).parts] == ["part.lamp"]
    later = make_forecast(on(tmp_path, "2030-09-30"), 60, 3).parts
    assert [item.name for item in later] == ["part.seat", "part.lamp"]


# What is decided --------------------------------------------------------------------------------


def decided(place: Path, part: Part, costs: Costs | UnitEconomics) -> Supply:
    return make_supply(on(place), part, costs, 60, 3)


def test_a_decision_about_a_part_of_the_folder(place: Path) -> None:
    answer = decided(place, Part(described="roof"), Costs(1.0, 3.0))
    parts = built(run_of(place), 0) * 0.75
    assert [use.name for use in answer.uses] == ["part.roof"]
    assert answer.decision.needed[2] <= parts.max() + 1e-9
    # The letter's x peaks at 300 with a flex of 10 %; y takes no roof.
    assert answer.letter_peak == pytest.approx(900.0)
    assert answer.flex is not None
    assert (answer.flex.low, answer.flex.high) == pytest.approx((810.0, 990.0))
    # The same through the library, which has the past behind it for one more rule.
    asked = load(place, AS_OF).decide(Costs(1.0, 3.0), Part(described="roof"), paths=60, seed=3)
    assert asked.decision.needed == answer.decision.needed
    assert asked.decision.install_per_week == answer.decision.install_per_week


def test_a_variant_of_which_nobody_has_told_is_said(place: Path) -> None:
    with pytest.raises(ValueError, match=r"takes the part 'roof' is not told by 2030-06-30"):
        make_supply(on(place), Part(described="roof"), Costs(1.0, 3.0), 60, 3, letter=())


def test_the_flex_of_a_letter_by_hand(place: Path) -> None:
    answer = decided(place, Part("a1"), Costs(1.0, 3.0))
    assert answer.letter_peak == pytest.approx(1000.0)
    flex = answer.flex
    assert flex is not None
    assert (flex.low, flex.high) == pytest.approx((270.0 + 560.0, 330.0 + 840.0))
    run = run_of(place)
    inside = [
        monday.year == 2031 or monday == date(2030, 12, 30) for monday in run.frame.week_starts
    ]
    needed = built(run, 0)[np.array(inside[:-1])].max(axis=0)
    assert flex.chance_below == pytest.approx(np.mean(needed < flex.low))
    assert flex.chance_above == pytest.approx(np.mean(needed > flex.high))
    rules = {rule.name: rule.per_week for rule in answer.decision.rules}
    assert rules["the letter's upper flex"] == pytest.approx(1170.0)
    told = supply_shape(answer)["flex"]
    assert (told["low"], told["high"]) == (830, 1170)


def test_a_letter_without_flex_has_no_band(tmp_path: Path) -> None:
    without = LETTER.replace(",10,", ",,").replace(",20,", ",0,")
    answer = make_supply(on(folder(tmp_path, [], without)), Part("a1"), Costs(1.0, 3.0), 60, 3)
    assert answer.flex is None
    assert "the letter's upper flex" not in {rule.name for rule in answer.decision.rules}


# Costs from margin and tooling ------------------------------------------------------------------


def test_costs_by_hand() -> None:
    economics = UnitEconomics(margin=12.5, step_cost=8_000.0, step=200.0, weeks=20.0)
    costs = economics.costs(53)
    assert (costs.too_much, costs.too_few) == (40.0, 12.5 * 20.0 - 40.0)
    assert costs.step == 200.0
    whole = replace(economics, weeks=None).costs(53)
    assert whole.too_few == 12.5 * 53 - 40.0


@given(
    st.lists(st.integers(1, 2_000), min_size=3, max_size=40),
    st.floats(0.5, 50.0),
    st.integers(1, 60),
    st.floats(0.01, 0.99),
)
def test_least_cost_is_most_profit(
    needs: list[int], margin: float, weeks: int, share: float
) -> None:
    # A tool of a unit earns the margin in each week that needs it: the profit counted
    # out for every capacity is greatest where the derived costs are least.
    unit = margin * weeks * share
    costs = UnitEconomics(margin, unit, 1.0).costs(weeks)
    needed = np.array(needs, dtype=float)
    capacities = np.arange(0.0, needed.max() + 2.0)
    sold = np.minimum(capacities[:, None], needed)
    profit = (margin * weeks * sold).mean(axis=1) - unit * capacities
    short = np.maximum(needed - capacities[:, None], 0.0)
    spare = np.maximum(capacities[:, None] - needed, 0.0)
    cost = (costs.too_few * short + costs.too_much * spare).mean(axis=1)
    np.testing.assert_allclose(profit + cost, profit[0] + cost[0], rtol=1e-9, atol=1e-6)


def test_the_window_stands_in_for_weeks(place: Path) -> None:
    answer = decided(place, Part("a1"), UnitEconomics(10.0, 4_000.0, 100.0))
    assert answer.window_weeks == 53  # 2031 with the ISO weeks at both of its ends
    assert answer.costs.too_few == pytest.approx(10.0 * 53 - 40.0)
    assert answer.costs.too_much == pytest.approx(40.0)
    assert answer.decision.install_per_week % 100.0 == 0.0
    assert decided(place, Part("a1"), answer.costs).decision == answer.decision


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"margin": 0.0}, "margin"),
        ({"margin": float("nan")}, "margin"),
        ({"step_cost": -1.0}, "cost of a step"),
        ({"step": 0.0}, "needs a step"),
        ({"weeks": 0.0}, "weeks lie above 0"),
        ({"weeks": float("inf")}, "weeks lie above 0"),
        ({"weeks": 2.0}, "no tool is worth its cost"),
    ],
)
def test_economics_out_of_range(wrong: dict[str, float], what: str) -> None:
    with pytest.raises(ValueError, match=what):
        UnitEconomics(**{"margin": 10.0, "step_cost": 4_000.0, "step": 100.0} | wrong).costs(50)  # type: ignore[arg-type]


def test_an_option_that_has_ended_is_told(place: Path) -> None:
    costs = Costs(1.0, 3.0, 100.0, 0.1, option_until=day(AS_OF))
    with pytest.raises(ValueError, match=r"until 2030-06-30 .*not after the day of the decision"):
        decided(place, Part("a1"), costs)
    with pytest.raises(ValueError, match="needs the price of one"):
        Costs(1.0, 3.0, option_until=day("2031-01-01"))


def test_an_option_that_comes_too_late_is_told_apart(place: Path) -> None:
    late = decided(place, Part("a1"), Costs(1.0, 3.0, 100.0, 0.0, 900)).decision
    assert (late.option, late.in_time) == (None, False)
    assert decided(place, Part("a1"), Costs(1.0, 3.0, 100.0, 50.0, 30)).decision.in_time
