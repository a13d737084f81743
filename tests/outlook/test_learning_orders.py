"""What counted months teach where orders may hold a plant back."""

import math
from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import chisquare

from jobone.core.streams import Purpose
from jobone.outlook.conditioning import LEAST_EFFECTIVE, Posterior
from jobone.outlook.demand import draw_market, lay_out, steady_orders
from jobone.outlook.frame import make_frame
from jobone.outlook.last_rows import last_rows
from jobone.outlook.learning import learning_of
from jobone.outlook.network import GateDays
from jobone.outlook.sampling import Sampler
from jobone.outlook.simulation import simulate
from tests.outlook.build import Tables, assumption, happened, phase, plant, standing, tables
from tests.outlook.test_conditioning import A_MONTH, fitted, row, running

FLOW = Purpose("demand", "flow", 0)
RATE = Purpose("phase", "sustained", 0)


def ordered(*units: float, flow: object = "1500 to 12000 / month", **fields: Any) -> Tables:
    """A plant at an unknown rate since January 2023, its orders, and its months."""
    demand = {"of": "a1", "flow": flow, **fields}
    return running(*units) | {"demand": [demand]}


def lean(found: Posterior, purpose: Purpose) -> float:
    """How far a number has moved, in standard deviations of what was said of it."""
    return float(ndtri(found.held[purpose]).mean())


def test_a_plant_that_orders_hold_back_is_not_taken_to_be_slow() -> None:
    months = [0.5 * A_MONTH * share for share in (0.9, 1.1, 1.0, 1.15, 0.95, 1.0, 0.9, 1.05)]
    alone, with_orders = fitted(running(*months)), fitted(ordered(*months))
    # That the plant is the limit after all keeps a chance of about one in four.
    assert lean(alone, RATE) < -1.5
    assert lean(with_orders, RATE) > -0.8
    assert with_orders.effective > LEAST_EFFECTIVE
    data = ordered(*months)
    learning = learning_of(
        standing(data, "2024-03-31"), simulate(standing(data, "2024-03-31"), 2001, 7), 7
    )
    assert learning is not None
    orders = next(item for item in learning.learned if item.path == "demand.a1")
    assert orders.unit == "orders a month"
    assert orders.after[1] == pytest.approx(0.5 * A_MONTH, rel=0.15)
    assert orders.after[0] > 1.6 * orders.before[0]


def test_orders_that_a_plant_holds_back_are_not_taken_to_be_few() -> None:
    months = [A_MONTH * share for share in (0.9, 1.1, 1.0, 1.15, 0.95, 1.0, 0.9, 1.05)]
    found = fitted(ordered(*months, flow="5000 to 30000 / month", opening_orders=90_000))
    assert abs(lean(found, FLOW)) < 0.35
    assert abs(lean(found, RATE) - lean(fitted(running(*months)), RATE)) < 0.35


def test_months_that_orders_held_back_leave_no_hidden_queue() -> None:
    """What was not ordered in a weak month is not built in the next one."""
    months = [0.5 * A_MONTH * share for share in (1, 1.2, 0.8, 1.3, 0.7, 1.2, 0.7, 0.8, 0.7, 0.7)]
    run = simulate(standing(ordered(*months), "2023-12-10"), 2001, 3)
    coming = np.median(run.months[0, 10:14], axis=1) / (0.5 * A_MONTH)
    assert (np.abs(coming - 0.93) < 0.22).all()
    assert np.std(np.log(run.months[0, 11])) > 0.1  # orders stray from month to month too


def test_what_is_said_of_orders_today_is_not_held_against_earlier_months() -> None:
    months = [A_MONTH] * 12
    flows = [
        assumption("many", "demand.a1.flow", "9000 to 20000 / month", "2023-01-01"),
        assumption("few", "demand.a1.flow", "1000 to 3000 / month", "2024-01-15"),
    ]
    data = running(*months) | {"demand": [{"of": "a1"}], "assumption": flows}
    assert abs(lean(fitted(data), FLOW)) < 0.3
    backlog = assumption("queue", "demand.a1.backlog", 50_000, "2024-01-15")
    data = ordered(*months, flow="1000 to 3000 / month") | {"assumption": [backlog]}
    assert abs(lean(fitted(data), FLOW)) < 0.3
    # Had it always been meant, it would have had to be far more.
    assert lean(fitted(ordered(*months, flow="1000 to 5000 / month")), FLOW) > 1.0


def test_how_a_plant_was_shared_says_nothing_of_orders_it_cannot_meet() -> None:
    months = [
        row(f"2023-{month:02}", A_MONTH * share, of=f"model.{name}")
        for month in range(1, 9)
        for name, share in (("a1", 0.85), ("b1", 0.15))
    ]
    data = tables(
        horizon="2023..2025",
        country="US",
        model=[{"name": "a1"}, {"name": "b1"}],
        claim=[happened("a1", "2023-01-01"), happened("b1", "2023-01-01")],
        plant=[plant("north", phase(sustained="0.6 to 1.4"))],
        demand=[
            {"of": name, "flow": "3000 to 9000 / month", "opening_orders": 60_000}
            for name in ("a1", "b1")
        ],
        observed=months,
    )
    data["programme"] |= {"month_noise": 0.15, "month_memory": 0.5, "counting_error": 0.05}
    found = fitted(data)
    assert abs(lean(found, FLOW)) < 0.4
    assert abs(lean(found, Purpose("demand", "flow", 1))) < 0.4
    assert abs(lean(found, RATE) - ndtri(0.6)) < 0.6


def test_the_last_month_shows_what_it_changed_of_orders() -> None:
    months = [0.5 * A_MONTH] * 5
    before = standing(ordered(*months), "2023-09-30")
    more = standing(ordered(*months, 0.3 * A_MONTH), "2023-09-30")
    run = simulate(more, 500, 7)
    last = last_rows(more, run, 7)
    assert last is not None
    orders = next(item for item in last.learned if item.path == "demand.a1")
    assert orders.after[1] < orders.before[1]
    assert last_rows(before, simulate(before, 500, 7), 7) is not None


def test_steady_orders_are_those_that_the_paths_place() -> None:
    data = ordered(per_store="20 to 60 / month") | {
        "channel": [
            {"name": "shops", "sells": ["a1"], "stores": 40, "opening": "2 / month", "most": 60}
        ]
    }
    programme = standing(data, "2023-06-30")
    frame = make_frame(programme, weeks=False)
    sampler = Sampler(5, 0, 20, programme.as_of.toordinal())
    started = np.full((1, 20), date(2023, 1, 1).toordinal())
    days = GateDays(np.zeros((0, 20), dtype=np.int64), started)
    market = draw_market(programme, frame, lay_out(programme, frame), days, sampler)
    from tests.outlook.test_demand_twin import ORDERED, ledger_of

    for day in (frame.index(programme.as_of), frame.index(date(2024, 5, 1))):
        placed = ledger_of(market, frame.day_count)[0][ORDERED, 0, day]
        np.testing.assert_allclose(steady_orders(market, 0, day), placed, rtol=1e-9)


def drawn(generator: np.random.Generator) -> tuple[float, float, Tables]:
    """A rate, a flow, and months as such a plant and such orders would run."""
    rate, flow = generator.standard_normal(2)
    spreads = [math.log(high / low) / 2 / ndtri(0.9) for low, high in ((0.6, 1.4), (2500, 9000))]
    data = ordered(*[9000.0] * 5, flow="2500 to 9000 / month")
    times = math.sqrt(0.6 * 1.4) * math.exp(spreads[0] * rate)
    a_month = math.sqrt(2500 * 9000) * math.exp(spreads[1] * flow)
    true = dict(data)
    true["plant"] = [plant("north", phase(sustained=times))]
    true["demand"] = [{"of": "a1", "flow": f"{a_month:.6f} / month"}]
    true["observed"] = []
    run = simulate(standing(true, "2023-12-31"), 1, 1)
    straying, lines = 0.2 * generator.standard_normal(), []
    for month in range(5):
        if month:
            straying = 0.5 * straying + math.sqrt(0.75) * 0.2 * generator.standard_normal()
        error = 0.05 * generator.standard_normal()
        units = run.months[0, month, 0] * math.exp(straying - 0.02 + error)
        lines.append(row(f"2023-{month + 1:02}", units))
    return rate, flow, data | {"observed": lines}


def test_the_truth_lies_anywhere_among_what_fits() -> None:
    """Simulation-based calibration: Talts et al. 2018, arXiv:1804.06788."""
    generator = np.random.default_rng(8)
    ranks: dict[Purpose, list[float]] = {RATE: [], FLOW: []}
    for seed in range(20):
        rate, flow, data = drawn(generator)
        found = fitted(data, seed=seed)
        for purpose, truth in ((RATE, rate), (FLOW, flow)):
            normal = ndtri(found.held[purpose])
            ranks[purpose].append(float((normal < truth).mean()))
    for of_one in ranks.values():
        counts, _ = np.histogram(of_one, bins=4, range=(0.0, 1.0))
        assert chisquare(counts).pvalue > 5e-4
