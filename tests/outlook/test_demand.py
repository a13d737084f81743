"""Demand, channels and supply from a folder to an outlook."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from jobone.core.changes import Change
from jobone.outlook.bounds import find_bounds
from jobone.outlook.forecast import make_forecast
from jobone.outlook.levers import lever_worths
from jobone.outlook.shapes import outlook_shape
from jobone.outlook.simulation import Paths, simulate
from jobone.programme.standing import stand
from tests.outlook.answers import arrays
from tests.outlook.build import (
    Tables,
    assumption,
    claim,
    day,
    happened,
    load,
    phase,
    plant,
    standing,
    tables,
)

AS_OF = "2024-01-31"


def programme(**more: Any) -> Tables:
    """A model that is built since January at 200 a day."""
    return tables(
        **{
            "country": "SG",
            "model": [{"name": "a1"}],
            "plant": [plant("north", phase())],
            "claim": [happened("a1", "2024-01-01")],
            "target": [
                {
                    "name": "year",
                    "measure": "deliveries",
                    "of": "maker",
                    "units": 60000,
                    "period": "2024",
                }
            ],
            **more,
        }
    )


def run(data: Tables, as_of: str = AS_OF, paths: int = 4, *changes: Change) -> Paths:
    return simulate(standing(data, as_of, *changes), paths, 7, weeks=True)


def month(paths: Paths, label: str, of: str = "maker", measure: str = "deliveries") -> Any:
    labels = [start.strftime("%Y-%m") for start in paths.frame.month_starts]
    place = next(
        place for item, place in paths.frame.shown if (item.of, item.measure) == (of, measure)
    )
    return paths.months[place, labels.index(label)]


def test_orders_hold_deliveries_to_what_is_ordered() -> None:
    found = run(programme(demand=[{"of": "a1", "flow": "36525 / year", "lag": "10 days"}]))
    assert month(found, "2025-03") == pytest.approx(31 * 100, rel=1e-3)
    assert found.causes == ("late start", "ramp", "rate", "calendar", "pace", "demand", "observed")
    # Opened with the start on the first day: what waits then is worked off while it is built.
    assert month(found, "2024-01") == pytest.approx(21 * 100, rel=1e-3)
    assert month(found, "2024-01", measure="production") == pytest.approx(31 * 100, rel=0.01)


def test_the_waterfall_stays_an_exact_sum() -> None:
    data = programme(
        demand=[{"of": "a1", "flow": "20000 to 90000 / year"}],
        supply=[
            {"name": "cells", "most": "50000 to 80000 / year"},
            {"name": "strike", "per_year": 2, "takes": "10 to 40 days", "share": 0.5},
        ],
        claim=[],
        gate=[{"name": "g1", "takes": "3 to 9 months"}],
        model=[{"name": "a1", "after": ["g1"]}],
    )
    forecast = make_forecast(standing(data, AS_OF), 300, 3)
    names = [name for name, _ in forecast.lost_units]
    assert names == ["late start", "ramp", "rate", "calendar", "supply", "demand"]
    assert forecast.potential - sum(lost for _, lost in forecast.lost_units) == forecast.outcome
    losses = dict(forecast.lost_units)
    assert losses["supply"] > 0 and losses["demand"] > 0


def test_a_cap_and_a_planned_shortage_hold_production() -> None:
    data = programme(
        supply=[
            {"name": "cells", "most": "100 / day", "window": "2024-07"},
            {"name": "chips", "window": "2024-09-01", "takes": "30 days", "share": 0.25},
        ]
    )
    found = run(data)
    built = [month(found, f"2024-{number:02d}", measure="production")[0] for number in (7, 9, 11)]
    assert built[0] == pytest.approx(31 * 100, rel=1e-6)
    # No holidays in July, September and November.
    assert built[1] == pytest.approx(30 * 73000 / 366 * 0.75, rel=1e-6)
    assert built[2] == pytest.approx(30 * 73000 / 366, rel=1e-6)
    assert found.causes[-2:] == ("supply", "observed")


def test_shortages_by_chance_come_as_often_as_they_are_said_to() -> None:
    data = programme(supply=[{"name": "chips", "per_year": 1.5, "takes": "20 days", "share": 1.0}])
    plain = simulate(standing(programme(), AS_OF), 2000, 11)
    short = simulate(standing(data, AS_OF), 2000, 11)
    last = plain.stages[-1] - short.stages[-1]
    years = (date(2026, 12, 31) - day(AS_OF)).days / 365.25
    # A compound Poisson number of lost days, 20 at a time, a day or so lost to overlaps.
    expected = 1.5 * years * 20 * 200
    error = expected / np.sqrt(1.5 * years * 2000)
    assert last.mean() == pytest.approx(expected, abs=4 * error + 0.05 * expected)
    np.testing.assert_array_equal(plain.sop, short.sop)


def test_what_is_not_described_costs_nothing_and_changes_no_draw() -> None:
    """A second model with a demand and a supply of its own leaves the first to the last bit."""
    first = {
        "gate": [{"name": "g1", "takes": "3 to 9 months"}],
        "model": [{"name": "a1", "after": ["g1"]}, {"name": "b1", "after": ["g1"]}],
        "plant": [
            plant("north", phase(ramp="2 to 9 months", sustained="0.5 to 1.5"), builds=["a1"]),
            plant("south", phase(opens="sop.b1", sustained="0.5 to 1.5"), builds=["b1"]),
        ],
        "claim": [],
        # Deliveries are told apart on either side.
        "observed": ["maker,deliveries,2023-12-01,2023-12-31,0,2023-12-31,"],
    }
    other = {
        "demand": [{"of": "b1", "flow": "100 to 9000 / month", "per_store": "3 / month"}],
        "channel": [{"name": "shops", "sells": ["b1"], "stores": 40, "opening": "1 to 5 / month"}],
        "supply": [{"name": "chips", "models": ["b1"], "per_year": 2, "takes": "9 to 90 days"}],
        "team": [{"name": "rd", "headcount": "100 to 300"}],
    }
    without, with_it = run(programme(**first), paths=50), run(programme(**first, **other), paths=50)
    np.testing.assert_array_equal(without.gates, with_it.gates)
    np.testing.assert_array_equal(without.sop, with_it.sop)
    np.testing.assert_array_equal(without.stages[:5], with_it.stages[:5])
    one, two = arrays(without), arrays(with_it)
    for name in ("months model.a1 production", "weeks model.a1 deliveries"):
        np.testing.assert_allclose(one[name], two[name], rtol=1e-6)
    assert (month(with_it, "2025-06", "model.b1") < month(without, "2025-06", "model.b1")).any()
    assert without.waits.shape[1] == 0


def test_bounds_know_nothing_of_demand_and_supply() -> None:
    more = {
        "demand": [{"of": "a1", "flow": "10 / month"}],
        "supply": [{"name": "cells", "most": "5 / month"}],
    }
    (plain,), (described,) = (
        find_bounds(standing(programme(**item), AS_OF)) for item in ({}, more)
    )
    assert plain == described or plain.combinations == described.combinations


def test_waits_come_by_week_and_end_where_the_days_do() -> None:
    data = programme(
        demand=[{"of": "a1", "opening_orders": 30000, "flow": "400 / day"}], horizon="2024..2025"
    )
    forecast = make_forecast(standing(data, AS_OF), 4, 1)
    waits = {item.week: item for item in forecast.waits}
    assert next(iter(waits)) == "2024-W05"
    # 30,000 and 400 a day for 36 days, at 73,000 a year and with nine holidays until then.
    assert waits["2024-W06"].p50 == pytest.approx(44400 / (73000 / 366) + 9 - 35, abs=2)
    assert waits["2025-W40"].p50 is None
    shape = outlook_shape(forecast)["waits"]
    assert {item["of"] for item in shape} == {"model.a1"}
    assert shape[-1]["p90"] is None


def test_stores_bring_orders_as_they_open() -> None:
    """Told counts are joined by straight lines; from the last on stores open up to the most."""
    data = programme(
        demand=[{"of": "a1", "per_store": "1 / day"}],
        channel=[
            {"name": "shops", "sells": ["a1"], "opening": "30.4375 / month", "most": 100},
            {"name": "phone-shops", "sells": [], "stores": 9000},
        ],
        claim=[
            happened("a1", "2024-01-01"),
            claim("s1", "channel.shops.stores", 10, "2024-01-01", unit="stores"),
            claim("s2", "channel.shops.stores", 40, "2024-01-31", unit="stores"),
        ],
    )
    for item in data["claim"]:
        if item["id"] in ("s1", "s2"):
            item["holds"] = str(item["_known"])
    found = run(data)
    assert month(found, "2024-01") == pytest.approx(sum(range(10, 41)), rel=1e-3)
    assert month(found, "2024-02") == pytest.approx(sum(range(41, 70)), rel=1e-3)
    assert month(found, "2025-07") == pytest.approx(31 * 100, rel=1e-3)


def test_a_backlog_that_is_told_puts_what_was_reckoned_right() -> None:
    def data(*told: Tables) -> Tables:
        return programme(
            demand=[{"of": "a1", "flow": "150 / day"}], claim=[happened("a1", "2024-01-01"), *told]
        )

    told = claim("b1", "demand.a1.backlog", 6000, AS_OF, unit="orders", holds=AS_OF)
    before, after = run(data()), run(data(told))
    assert month(before, "2024-09") == pytest.approx(30 * 150, rel=0.01)
    # 6,000 waiting are worked off at 50 a day above the flow: until June; a holiday in April.
    assert month(after, "2024-04") == pytest.approx(29 * 73000 / 366, rel=1e-3)
    assert month(after, "2024-09") == pytest.approx(30 * 150, rel=0.01)
    # A day earlier nobody knew.
    np.testing.assert_array_equal(
        arrays(run(data(), "2024-01-30"))["weeks maker deliveries"],
        arrays(run(data(told), "2024-01-30"))["weeks maker deliveries"],
    )


def test_what_was_counted_takes_its_place_and_the_backlog_runs_on_it() -> None:
    rows = ["maker,deliveries,2024-01-01,2024-01-31,5983,2024-01-31,"]
    demand = [{"of": "a1", "opening_orders": 25000, "lag": "20 days"}]
    found = run(programme(demand=demand, observed=rows))
    assert month(found, "2024-01") == pytest.approx(5983)
    # The others wait on: there is no gap of a lag after what was counted, though months stray.
    assert month(found, "2024-02") == pytest.approx(29 * 73000 / 366, rel=0.4)
    total = sum(
        month(found, f"{year}-{number:02d}")[0] for year in (2024, 2025) for number in range(1, 13)
    )
    assert total == pytest.approx(25000, rel=1e-3)


def test_a_model_that_is_not_there_yet_has_no_demand() -> None:
    data = programme(
        model=[{"name": "a1"}, {"name": "b1", "since": day("2024-06-01")}],
        demand=[
            {"of": "b1", "flow": "10 / day"},
            {"of": "a1", "flow": "50 / day", "since": day("2024-03-01")},
        ],
        channel=[{"name": "shops", "sells": ["b1"], "stores": 4, "since": day("2024-06-01")}],
    )
    folder = load(data)
    assert [item.name for item in stand(folder, day(AS_OF)).demands] == []
    assert [item.name for item in stand(folder, day("2024-03-01")).demands] == ["a1"]
    later = stand(folder, day("2024-06-01"))
    assert [item.name for item in later.demands] == ["b1", "a1"]
    assert [item.sells for item in later.channels] == [(1,)]


def test_a_lever_may_change_what_is_ordered() -> None:
    data = programme(
        demand=[{"of": "a1", "flow": "100 / day"}],
        lever=[
            {
                "name": "cheaper",
                "changes": "demand.a1.flow",
                "to": "190 / day",
                "range": "100 / day .. 190 / day",
            }
        ],
    )
    (worth,) = lever_worths(standing(data, AS_OF), 50, 1)
    effect = worth.effects["year"]
    assert (effect.before, effect.after) == (0.0, 1.0)


def test_orders_that_open_long_before_production_are_there_from_the_first_day() -> None:
    data = programme(
        horizon="2024-06..2026",
        demand=[{"of": "a1", "opens": "2023-05-01", "opening_orders": 900, "flow": "1 / day"}],
        claim=[],
        gate=[{"name": "g1", "takes": "400 days", "start": "2024-02-01"}],
        model=[{"name": "a1", "after": ["g1"]}],
    )
    found = run(data)
    start = date.fromordinal(int(found.sop[0, 0]))
    waiting = 900 + (start - date(2023, 5, 1)).days
    months = [month(found, f"2025-{number:02d}")[0] for number in range(1, 7)]
    assert sum(months) == pytest.approx(waiting + (date(2025, 6, 30) - start).days, abs=3)


def test_an_uncertain_demand_is_drawn_path_by_path_and_the_same_by_chunks() -> None:
    data = programme(
        demand=[{"of": "a1", "flow": "50 to 300 / day", "cancels": "1 to 4 %"}],
        assumption=[assumption("open", "demand.a1.opening_orders", "1000 to 90000")],
    )
    one = standing(data, AS_OF)
    whole = simulate(one, 60, 3, chunk=60)
    cut = simulate(one, 60, 3, chunk=7, threads=2)
    np.testing.assert_array_equal(whole.months, cut.months)
    np.testing.assert_array_equal(whole.waits, cut.waits)
    assert len(set(whole.months[1, 10])) > 30


@pytest.mark.parametrize("more", [{}, {"demand": [{"of": "a1", "flow": "2000 to 9000 / month"}]}])
def test_targets_alone_are_what_they_are_among_everything(more: dict[str, Any]) -> None:
    counted = ["maker,deliveries,2024-01-01,2024-01-31,4000,2024-01-31,"]
    now = standing(programme(**more, observed=counted), AS_OF)
    whole = simulate(now, 60, 7)
    alone = simulate(now, 60, 7, targets_only=True)
    np.testing.assert_array_equal(whole.target_units, alone.target_units)
    np.testing.assert_array_equal(whole.sop, alone.sop)
    assert whole.target_units.any()
    assert alone.months.shape[1] == 0
