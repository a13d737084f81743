"""Whole runs held to closed forms. Every seed is fixed; fair draws fail in fewer than 1 of 1000."""

import math
from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy import stats

from jobone.outlook.sampling import NEVER
from jobone.outlook.simulation import Paths, simulate
from tests.outlook.build import Tables, day, happened, phase, plant, standing, tables

PATHS = 20_000
MONTH = 365.25 / 12
AS_OF = "2023-06-30"
# Two-sided, for up to 40 comparisons in one test: together below 1 in 1000.
SIGMAS = float(stats.norm.isf(0.001 / 2 / 40))


def lognormal(p10: float, p90: float) -> stats.rv_continuous:
    spread = math.log(p90 / p10) / (2 * stats.norm.ppf(0.9))
    return stats.lognorm(s=spread, scale=math.sqrt(p10 * p90))


def sop_after(gates: list[Tables], *after: str) -> np.ndarray:
    """Days from tomorrow to the start of production, path by path."""
    data = tables(horizon="2023..2043", gate=gates, model=[{"name": "a1", "after": list(after)}])
    days: np.ndarray = simulate(standing(data, AS_OF), PATHS, 11).sop[0]
    assert (days < NEVER).all()
    return days - day(AS_OF).toordinal() - 1


def check_share(found: float, expected: float, paths: int = PATHS) -> None:
    """A share of paths lies where its probability puts it."""
    error = math.sqrt(expected * (1 - expected) / paths)
    assert abs(found - expected) < SIGMAS * error, (found, expected, error)


def check_mean(found: np.ndarray, expected: float) -> None:
    error = float(np.std(found)) / math.sqrt(len(found))
    assert abs(float(np.mean(found)) - expected) < SIGMAS * error, (found.mean(), expected, error)


def test_one_lognormal_gate_has_its_quantiles() -> None:
    days = sop_after([{"name": "g", "takes": "12 to 18 months"}], "g")
    expected = lognormal(12 * MONTH, 18 * MONTH)
    for probability in (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99):
        whole = int(expected.ppf(probability))
        # A duration is rounded to whole days.
        check_share(float(np.mean(days <= whole)), float(expected.cdf(whole + 0.5)))


def test_the_interval_is_that_of_80_percent() -> None:
    days = sop_after([{"name": "g", "takes": "12 to 18 months"}], "g")
    check_share(float(np.mean(days < 12 * MONTH)), 0.1, PATHS // 4)  # half a day of rounding
    check_share(float(np.mean(days > 18 * MONTH)), 0.1, PATHS // 4)


def test_the_first_of_two_routes_is_the_minimum() -> None:
    days = sop_after(
        [
            {"name": "own", "takes": "300 to 500 days"},
            {"name": "partner", "takes": "uniform(200 days, 700 days)"},
            {"name": "permission", "any_of": ["own", "partner"]},
        ],
        "permission",
    )
    own, partner = lognormal(300, 500), stats.uniform(200, 500)
    for whole in (250, 300, 350, 400, 450, 500):
        later = own.sf(whole + 0.5) * partner.sf(whole + 0.5)
        check_share(float(np.mean(days <= whole)), 1 - later)


def test_the_last_of_two_gates_is_the_maximum() -> None:
    days = sop_after(
        [
            {"name": "plant", "takes": "300 to 500 days"},
            {"name": "car", "takes": "triangular(250 days, 400 days, 600 days)"},
        ],
        "plant",
        "car",
    )
    plant_ready = lognormal(300, 500)
    car = stats.triang(c=150 / 350, loc=250, scale=350)
    for whole in (300, 350, 400, 450, 500):
        both = plant_ready.cdf(whole + 0.5) * car.cdf(whole + 0.5)
        check_share(float(np.mean(days <= whole)), both)


def test_a_chain_adds_its_means_and_variances() -> None:
    parts = [(30, 60, 120), (100, 110, 200), (10, 20, 90)]
    gates: list[Tables] = []
    for number, (low, mode, high) in enumerate(parts):
        gate: Tables = {
            "name": f"g{number}",
            "takes": f"triangular({low} days, {mode} days, {high} days)",
        }
        if number:
            gate["after"] = [f"g{number - 1}"]
        gates.append(gate)
    days = sop_after(gates, "g2")
    check_mean(days, sum(sum(part) / 3 for part in parts))
    variance = sum(
        (a * a + b * b + c * c - a * b - a * c - b * c) / 18 + 1 / 12 for a, b, c in parts
    )
    # The spread of a sample's variance, for a sum of three: near enough to that of a normal.
    error = variance * math.sqrt(2 / PATHS) * 1.1
    assert abs(float(np.var(days)) - variance) < SIGMAS * error


def test_a_shock_comes_with_its_chance_and_to_both_gates_at_once() -> None:
    data = tables(
        horizon="2023..2033",
        gate=[{"name": "g", "takes": "100 days"}, {"name": "h", "takes": "200 days"}],
        shock=[{"name": "s", "chance": 0.25, "adds": "50 days", "delays": ["g", "h"]}],
        model=[{"name": "a1", "after": ["g", "h"]}],
    )
    run = simulate(standing(data, AS_OF), PATHS, 3)
    first, second = run.gates - day(AS_OF).toordinal() - 1
    assert set(zip(first.tolist(), second.tolist(), strict=True)) == {(100, 200), (150, 250)}
    check_share(float(np.mean(first == 150)), 0.25)


# --- production ----------------------------------------------------------------------------------

HOLIDAYS_2024 = 11
"""1 January, 10 to 12 February, 4 April, 1 May, 10 June, 17 September, 1 to 3 October."""


def constant(*, horizon: str = "2024..2026", **fields: Any) -> Tables:
    """A plant that has been running since the day of the outlook."""
    return tables(
        horizon=horizon,
        model=[{"name": "a1"}],
        claim=[happened("a1", "2023-06-30")],
        plant=[plant("north", phase(nameplate="366000 / year", opens="2023-06-30", **fields))],
        target=[
            {"name": name, "measure": "production", "units": 1, "period": period}
            for name, period in (("y", "2024"), ("m", "2024-02"), ("d", "2024-02-13"))
        ],
    )


def test_a_constant_plant_builds_its_nameplate_on_open_days() -> None:
    run = simulate(standing(constant(), AS_OF), 3, 1)
    np.testing.assert_allclose(run.target_units[0], 1000 * (366 - HOLIDAYS_2024), rtol=1e-12)
    np.testing.assert_allclose(run.target_units[1], 1000 * (29 - 3), rtol=1e-12)
    np.testing.assert_allclose(run.target_units[2], 1000, rtol=1e-12)


def test_a_year_of_365_days_is_spread_over_them() -> None:
    run = simulate(standing(constant(horizon="2025"), AS_OF), 3, 1)
    # 11 holidays as well: 29 to 31 January, 31 May and 6 October among them.
    np.testing.assert_allclose(run.months[0].sum(axis=0), 366_000 * 354 / 365, rtol=1e-6)
    np.testing.assert_allclose(run.stages[3], 366_000, rtol=1e-12)


@pytest.mark.parametrize("ramp", [1, 60, 183])
def test_a_ramp_loses_half_of_itself(ramp: int) -> None:
    data = constant(horizon="2024", ramp=f"{ramp} days")
    data["plant"][0]["phase"][0]["opens"] = day("2024-01-01")
    run = simulate(standing(data, AS_OF), 2, 1)
    opened, ramped = run.stages[1:3, 0]
    np.testing.assert_allclose(opened - ramped, 1000 * ramp / 2, rtol=1e-9)


@pytest.mark.parametrize(
    ("per_year", "takes", "share"), [(1.5, 20, 0.6), (0.5, 45, 1.0), (12, 2, 1.0)]
)
def test_random_outages_lose_their_mean_share(per_year: float, takes: int, share: float) -> None:
    data = constant(horizon="2024-06..2028-05")
    data["plant"][0]["outage"] = [
        {"name": "o", "per_year": per_year, "takes": f"{takes} days", "share": share}
    ]
    run = simulate(standing(data, AS_OF), PATHS // 4, 2)
    kept = (
        run.stages[4]
        / simulate(standing(constant(horizon="2024-06..2028-05"), AS_OF), 1, 2).stages[4]
    )
    # Outages under way on a day are Poisson; each leaves 1 - share.
    check_mean(kept, math.exp(-share * per_year * takes / 365.25))


def test_a_planned_outage_takes_its_days() -> None:
    data = constant(horizon="2024")
    data["plant"][0]["outage"] = [
        {"name": "o", "window": "2024-07-01", "takes": "14 days", "share": 0.5}
    ]
    run: Paths = simulate(standing(data, AS_OF), 2, 1)
    np.testing.assert_allclose(run.target_units[0], 1000 * (366 - HOLIDAYS_2024 - 7), rtol=1e-12)


def test_models_share_a_plant_evenly_from_the_day_they_start() -> None:
    data = constant(horizon="2024")
    data["model"].append({"name": "b1"})
    data["claim"].append(happened("b1", "2023-06-15"))
    data["plant"][0]["builds"] = ["a1", "b1"]
    data["target"] = [
        {"name": m, "measure": "production", "of": f"model.{m}", "units": 1, "period": "2024"}
        for m in ("a1", "b1")
    ]
    run = simulate(standing(data, AS_OF), 2, 1)
    np.testing.assert_allclose(run.target_units, 500 * (366 - HOLIDAYS_2024), rtol=1e-12)


def test_days_of_a_window_run_to_the_day_before_it_is_over() -> None:
    data = constant(horizon="2024")
    data["claim"] = [happened("a1", "2023-01-31", "2023-06-30")]
    data["plant"][0]["phase"][0]["opens"] = day("2023-01-01")
    data["target"] = [
        {"name": "m", "measure": "production", "units": 1, "within": "1 month of sop.a1"}
    ]
    run = simulate(standing(data, AS_OF), 2, 1)
    # From 31 January 2023 to 27 February: 28 days, of which none is a holiday.
    assert date(2023, 2, 28).toordinal() - date(2023, 1, 31).toordinal() == 28
    np.testing.assert_allclose(run.target_units[0], 366_000 / 365 * 28, rtol=1e-12)
