"""What a forecast says: quantiles, waterfall, errors, conflicts, observed months."""

import itertools
import math
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobone.core.changes import Change
from jobone.outlook.forecast import (
    Forecast,
    TargetForecast,
    kept_paths,
    make_forecast,
    standard_error,
    target_probabilities,
)
from jobone.outlook.sampling import NEVER
from jobone.outlook.simulation import simulate
from jobone.programme.loading import load_folder
from jobone.programme.standing import stand
from tests.outlook.build import (
    Tables,
    assumption,
    claim,
    day,
    happened,
    phase,
    plant,
    sop_claim,
    standing,
    tables,
)

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "xiaomi"
AS_OF = "2023-06-30"


def forecast(data: Tables, paths: int = 400, as_of: str = AS_OF, **more: Any) -> Forecast:
    return make_forecast(standing(data, as_of), paths, 7, **more)


def target(found: Forecast, name: str) -> TargetForecast:
    return next(item for item in found.targets if item.target.name == name)


# --- the waterfall -------------------------------------------------------------------------------


def lossy() -> Tables:
    return tables(
        horizon="2024..2025",
        gate=[{"name": "g", "takes": "10 to 16 months"}],
        model=[{"name": "a1", "after": ["g"]}],
        claim=[sop_claim("a1", "2024-Q1")],
        plant=[
            plant(
                "north",
                phase(ramp="3 to 9 months", sustained="0.5 to 1.2"),
                outage=[{"name": "o", "per_year": 1, "takes": "10 days"}],
            )
        ],
    )


def test_the_waterfall_adds_exactly() -> None:
    found = forecast(lossy(), 500)
    assert found.potential - sum(units for _, units in found.lost_units) == found.outcome
    causes = [cause for cause, _ in found.lost_units]
    assert causes == ["late start", "ramp", "rate", "calendar"]
    assert all(isinstance(units, int) and units > 0 for _, units in found.lost_units)


@pytest.mark.parametrize("on", ["2021-12-31", "2023-11-09", "2025-01-31"])
def test_the_waterfall_of_the_example_adds_exactly(on: str) -> None:
    found = make_forecast(stand(load_folder(EXAMPLE), day(on)), 300, 7, effects=False)
    assert found.potential - sum(units for _, units in found.lost_units) == found.outcome


def test_potential_is_nameplate_from_the_last_promised_day() -> None:
    data = lossy()
    days = (date(2025, 12, 31) - date(2024, 12, 31)).days
    assert forecast(data).potential == round(73_000 * (276 / 366 + days / 365))
    # The promise moves: the last one said counts.
    data["claim"].append(sop_claim("a1", "2024-06", "2023-05-01"))
    assert forecast(data).potential == round(73_000 * (185 / 366 + 1))


def test_gains_are_negative_losses() -> None:
    data = lossy()
    data["plant"][0] |= {"outage": [], "phase": [phase(sustained=1.5)]}
    data["gate"][0]["takes"] = "0 days"
    lost = dict(forecast(data).lost_units)
    assert lost["late start"] == -round(73_000 * 90 / 366)
    assert lost["ramp"] == 0
    assert lost["rate"] == -73_000
    assert lost["calendar"] == round(1.5 * 73_000 * (11 / 366 + 11 / 365))


def test_the_waterfall_is_of_the_horizon_only() -> None:
    wide, narrow = lossy(), lossy()
    narrow["programme"]["horizon"] = "2024-01-01..2025-12-31"
    wide["programme"]["horizon"] = "2023-07..2025"
    assert forecast(wide).potential == forecast(narrow).potential


def test_every_stage_adds_on_every_path() -> None:
    run = simulate(standing(lossy(), AS_OF), 200, 3)
    built = run.months[0].sum(axis=0, dtype=np.float64)
    np.testing.assert_allclose(run.stages[-1], built, rtol=1e-5, atol=0.1)
    # No rate above one could undo what ramp, days and outages take.
    assert (run.stages[2] <= run.stages[1] + 1e-6).all()
    assert (run.stages[4] <= run.stages[3] + 1e-6).all()


# --- quantiles -----------------------------------------------------------------------------------


def one_gate(chance: float = 1.0, **more: Any) -> Tables:
    return tables(
        horizon="2023-07..2024-12",
        gate=[{"name": "g", "takes": "uniform(100 days, 300 days)", "chance": chance}],
        model=[{"name": "a1", "after": ["g"]}],
        plant=[plant("north", phase())],
        target=[
            {"name": "d", "event": "sop.a1", "by": "2024-01-31"},
            {"name": "u", "measure": "production", "units": 9000, "within": "6 months of sop.a1"},
        ],
        **more,
    )


def test_quantiles_count_the_paths_on_which_it_never_comes() -> None:
    data = one_gate(0.7)
    run = simulate(standing(data, AS_OF), 1000, 7)
    (event, _) = forecast(data, 1000).events
    days = np.sort(run.sop[0])
    assert event.never == np.mean(days == NEVER)
    assert 0.2 < float(np.mean(days == NEVER)) < 0.4
    for probability, told in ((0.05, event.p05), (0.1, event.p10), (0.5, event.p50)):
        # The first day by which so many of all paths have seen it.
        ordinal = int(days[math.ceil(probability * 1000) - 1])
        assert told == date.fromordinal(ordinal)
    assert event.p90 is None
    assert event.p95 is None


def test_an_event_that_never_comes_has_no_quantiles() -> None:
    data = one_gate()
    data["claim"] = [claim("no", "gate.g.status", "refused", "2023-06-01", hedge="confirmed")]
    found = forecast(data)
    event = found.events[0]
    assert event.never == 1.0
    assert [event.p05, event.p10, event.p50, event.p90, event.p95] == [None] * 5
    for name in ("d", "u"):
        judged = target(found, name)
        assert judged.probability == 0.0
        assert [judged.p10, judged.p50, judged.p90] == [None] * 3


def test_quantiles_of_units_are_none_where_the_window_never_begins() -> None:
    judged = target(forecast(one_gate(0.3), 1000), "u")
    assert judged.p10 is None
    assert judged.p50 is None
    assert isinstance(judged.p90, float)
    assert judged.p90 > 9000


def test_what_comes_after_the_horizon_never_comes_within_it() -> None:
    data = one_gate()
    data["gate"][0]["takes"] = "600 days"
    found = forecast(data)
    assert [event.never for event in found.events] == [1.0, 1.0]
    assert found.outcome == 0
    assert target(found, "u").p90 is None


def test_a_day_promised_after_the_horizon_is_judged_by_its_day() -> None:
    data = one_gate()
    data["gate"][0]["takes"] = "600 days"  # tomorrow and 600 days: 20 February 2025
    for by, probability in (("2025-02-19", 0.0), ("2025-02-20", 1.0)):
        data["target"][0]["by"] = by
        assert target(forecast(data), "d").probability == probability


def test_routes_are_done_with_the_first_of_them() -> None:
    data = one_gate()
    data["gate"] += [{"name": "h", "takes": "1 year"}, {"name": "any", "any_of": ["g", "h"]}]
    data["claim"] = [claim("x", "gate.h.end", day("2023-03-01"), "2023-03-02", hedge="confirmed")]
    data["target"][0] |= {"event": "gate.any", "by": "2023-03-01"}
    assert target(forecast(data), "d").probability == 1.0


def test_quantiles_of_months_come_in_order_and_cover_the_horizon() -> None:
    found = forecast(one_gate(), 300)
    months = [item for item in found.months if (item.of, item.measure) == ("maker", "production")]
    assert [item.period for item in months][:7:6] == ["2023-07", "2024-01"]
    assert len(months) == 18
    assert all(item.p10 <= item.p50 <= item.p90 for item in months)
    weeks = [item for item in found.weeks if (item.of, item.measure) == ("maker", "production")]
    assert weeks[0].period == "2023-W26"  # 1 July 2023 is the Saturday of that week
    assert weeks[-1].period == "2025-W01"
    assert {item.of for item in found.months} == {"maker", "model.a1"}
    assert {item.measure for item in found.months} == {"production", "deliveries"}


def test_quantiles_of_months_are_those_of_the_paths() -> None:
    data = one_gate()
    found = forecast(data, 501)
    run = simulate(standing(data, AS_OF), 501, 7)
    values = np.sort(run.months[0], axis=1)
    months = [item for item in found.months if (item.of, item.measure) == ("maker", "production")]
    for place, item in enumerate(months):
        assert item.p10 == pytest.approx(values[place, 50])
        assert item.p50 == pytest.approx(values[place, 250])
        assert item.p90 == pytest.approx(values[place, 450])


def test_unknown_targets_have_no_probability_but_a_reason() -> None:
    data = one_gate()
    data["plant"] = [plant("north", phase(opens=None))]
    judged = target(forecast(data), "u")
    assert judged.probability is None
    assert judged.standard_error is None
    assert judged.p50 is None
    assert "plant.north.one.opens" in judged.reason
    assert judged.promised_units == 9000


def test_a_quantile_of_units_is_what_some_path_reaches() -> None:
    data = one_gate(0.9)
    data["gate"][0]["takes"] = "100 days"
    found = 0
    for seed in range(40):
        programme = standing(data, AS_OF)
        units = simulate(programme, 10, seed).target_units[1]
        if np.isnan(units).sum() == 1:
            found += 1
            judged = make_forecast(programme, 10, seed, weeks=False).targets[1]
            # One path of ten never comes: never, or a number that some path reaches.
            assert judged.p10 is None or judged.p10 in units
    assert found > 5


# --- errors --------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.integers(0, 400), st.integers(1, 400))
def test_standard_error_never_claims_certainty(kept: int, paths: int) -> None:
    share = min(kept, paths) / paths
    error = standard_error(share, paths)
    assert 0 < error <= 0.5 / math.sqrt(paths)
    assert error == pytest.approx(standard_error(1 - share, paths))


def test_standard_error_is_that_of_a_share() -> None:
    judged = target(forecast(one_gate(), 1000), "d")
    assert judged.probability is not None
    plain = math.sqrt(judged.probability * (1 - judged.probability) / 1000)
    assert judged.standard_error == pytest.approx(plain, rel=0.02)
    errors = []
    programme = standing(one_gate(), AS_OF)
    for seed in range(40):
        run = simulate(programme, 1000, seed)
        errors.append(target_probabilities(programme, run)["d"] - judged.probability)
    # Forty runs scatter as much as one says: chi-square within its 1 in 10,000 bounds.
    assert 0.4 < float(np.std(errors)) / plain < 1.6


# --- conflicts -----------------------------------------------------------------------------------


def disputed(weights: dict[str, float] | None = None) -> Tables:
    """An early side that keeps the target and a late one that does not."""
    path = "gate.g.takes"
    data = tables(
        horizon="2023-07..2025-12",
        gate=[{"name": "g"}],
        model=[{"name": "a1", "after": ["g"]}],
        claim=[
            claim("early", path, "100 days", "2023-02-01", by="Harbour Post"),
            claim("late", path, "300 days", "2023-02-01", by="The Morning Gauge"),
        ],
        target=[{"name": "d", "event": "sop.a1", "by": "2024-01-31"}],
    )
    if weights is not None:
        data["assumption"] = [assumption("weigh", path, weights)]
    return data


def check_sides(data: Tables, early: float) -> None:
    """The early side is taken by its weight, and is worth what it keeps."""
    found = forecast(data, 2000)
    probability = target(found, "d").probability
    assert probability is not None
    assert abs(probability - early) < 4 * math.sqrt(early * (1 - early) / 2000)
    (conflict,) = found.conflicts
    sides = {side.claims: side for side in conflict.sides}
    assert sides[("early",)].weight == pytest.approx(early)
    assert sides[("early",)].effect["d"] == pytest.approx(1 - probability)
    assert sides[("late",)].effect["d"] == pytest.approx(-probability)


def test_sides_without_an_assumption_weigh_the_same() -> None:
    check_sides(disputed(), 0.5)


def test_an_assumption_weighs_the_sides() -> None:
    check_sides(disputed({"early": 0.7, "late": 0.3}), 0.7)
    check_sides(disputed({"late": 0.9, "early": 0.1}), 0.1)


def test_effects_are_what_the_forced_side_keeps_less_the_baseline() -> None:
    programme = stand(load_folder(EXAMPLE), day("2023-03-31"))
    found = make_forecast(programme, 300, 7, weeks=False)
    base = {item.target.name: item.probability or 0.0 for item in found.targets}
    assert len(found.conflicts) == len(programme.conflicts) > 1
    effects = []
    for conflict in found.conflicts:
        for index, side in enumerate(conflict.sides):
            forced = simulate(programme, 300, 7, forced={conflict.about: index})
            for name, probability in target_probabilities(programme, forced).items():
                effects.append(side.effect[name])
                assert effects[-1] == pytest.approx(probability - base[name], abs=1e-12)
    assert max(effects) > 0.01


def test_every_path_is_that_of_the_side_it_takes() -> None:
    data = disputed()
    data["claim"] += [
        claim("few", "plant.north.one.nameplate", "50000 / year", "2023-02-01", by="P"),
        claim("many", "plant.north.one.nameplate", "90000 / year", "2023-02-01", by="Q"),
    ]
    data["plant"] = [plant("north", phase(nameplate=None))]
    data["target"].append(
        {"name": "u", "measure": "production", "units": 70_000, "within": "1 year of sop.a1"}
    )
    programme = standing(data, AS_OF)
    base = simulate(programme, 400, 7)
    paths = [item.path for item in programme.conflicts]
    assert len(paths) == 2
    forced = {
        sides: simulate(programme, 400, 7, forced=dict(zip(paths, sides, strict=True)))
        for sides in itertools.product((0, 1), repeat=2)
    }
    taken = dict.fromkeys(forced, 0)
    for number in range(400):
        same = [
            sides
            for sides, run in forced.items()
            if run.sop[0, number] == base.sop[0, number]
            and run.target_units[1, number] == base.target_units[1, number]
        ]
        assert len(same) == 1, number
        taken[same[0]] += 1
    # Sides are drawn independently of each other.
    assert all(60 < count < 140 for count in taken.values()), taken


def test_a_settled_field_is_no_conflict() -> None:
    data = disputed()
    data["assumption"] = [assumption("settle", "gate.g.takes", "100 days")]
    found = forecast(data)
    assert found.conflicts == ()
    assert target(found, "d").probability == 1.0
    assert [item.id for item in found.assumptions] == ["settle"]


def test_retellings_add_no_weight() -> None:
    check_retelling()


def check_retelling() -> None:
    """A later telling of an older remark takes nothing back."""
    goal = {"origin": "investor-day"}
    data = tables(
        model=[{"name": "a1"}],
        claim=[
            claim("said", "sop.a1", "2024-H1", "2023-01-01", **goal),
            claim("sharper", "sop.a1", "2024-Q1", "2023-02-01"),
            claim("retold", "sop.a1", "2024-H1", "2023-03-01", **goal),
        ],
        target=[{"name": "d", "event": "sop.a1", "by": "2024-03-31"}],
        plant=[plant("north", phase())],
    )
    programme = standing(data, AS_OF)
    (option,) = programme.models[0].sop.options
    assert option.label == "2024-Q1"
    # Nameplate from the last promised day of March, and not of June.
    run = simulate(programme, 1, 1)
    np.testing.assert_allclose(run.stages[0, 0], 73_000 * (276 / 366 + 2), rtol=1e-9)


# --- what was counted ----------------------------------------------------------------------------


def counted(*rows: str, **target_fields: Any) -> Tables:
    """A plant that runs at an unknown rate, with months that were counted."""
    return tables(
        horizon="2024",
        model=[{"name": "a1"}],
        claim=[happened("a1", "2023-06-01")],
        plant=[plant("north", phase(opens="2023-06-01", sustained="0.5 to 1.5"))],
        target=[
            {"name": "u", "measure": "deliveries", "units": 10_000, "period": "2024-01..2024-02"}
            | target_fields
        ],
        observed=rows,
    )


JANUARY = "maker,deliveries,2024-01-01,2024-01-31,4000,,"
FEBRUARY = "maker,deliveries,2024-02-01,2024-02-29,{},,"


@pytest.mark.parametrize(("units", "probability"), [(5999, 0.0), (6000, 1.0), (7000, 1.0)])
def test_a_target_that_was_counted_is_decided(units: int, probability: float) -> None:
    judged = target(forecast(counted(JANUARY, FEBRUARY.format(units)), as_of="2024-04-30"), "u")
    assert judged.probability == probability
    assert judged.p10 == pytest.approx(4000 + units)
    assert judged.p90 == pytest.approx(4000 + units)


def test_a_counted_month_takes_the_place_of_its_days() -> None:
    run = simulate(standing(counted(JANUARY), "2024-02-29"), 50, 7)
    free = simulate(standing(counted(), "2024-02-29"), 50, 7)
    place = next(p for item, p in run.frame.shown if item.measure == "deliveries")
    np.testing.assert_allclose(run.months[place, 0], 4000, rtol=1e-6)
    assert len(set(free.months[0, 0].tolist())) > 10
    np.testing.assert_allclose(run.target_units[0], 4000 + run.months[place, 1], rtol=1e-6)


def test_a_row_counts_from_the_day_it_is_published() -> None:
    data = counted("maker,deliveries,2024-01-01,2024-01-31,4000,2024-02-10,")
    for on, spread in (("2024-02-09", True), ("2024-02-10", False)):
        run = simulate(standing(data, on), 50, 7)
        place = next(p for item, p in run.frame.shown if item.measure == "deliveries")
        assert (len(set(run.months[place, 0].tolist())) > 1) is spread


def test_a_row_without_a_day_is_published_a_month_after_its_end() -> None:
    assert standing(counted(FEBRUARY.format(1)), "2024-03-28").observed == ()
    assert len(standing(counted(FEBRUARY.format(1)), "2024-03-29").observed) == 1


def test_the_latest_version_and_the_finest_row_count() -> None:
    data = counted(
        "maker,deliveries,2024-01-01,2024-01-31,4000,2024-02-10,",
        "maker,deliveries,2024-01-01,2024-01-31,4500,2024-03-10,",
        "maker,deliveries,2024-01-01,2024-03-31,99999,2024-04-10,",
        FEBRUARY.format(3000),
    )
    judged = target(forecast(data, as_of="2024-04-30"), "u")
    assert judged.p50 == pytest.approx(7500)


def test_what_was_counted_of_its_models_is_counted_of_the_maker() -> None:
    data = counted(JANUARY.replace("maker", "model.a1"), units=4000, period="2024-01")
    assert target(forecast(data, as_of="2024-04-30"), "u").probability == 1.0
    data["target"][0]["units"] = 4001
    assert target(forecast(data, as_of="2024-04-30"), "u").probability == 0.0


def test_what_was_counted_closes_the_waterfall() -> None:
    data = counted(JANUARY)
    found = forecast(data, as_of="2024-02-29")
    lost = dict(found.lost_units)
    assert "observed" in lost
    assert found.potential - sum(lost.values()) == found.outcome


def test_opening_stock_is_delivered_and_not_built() -> None:
    data = one_gate()
    data["model"][0]["opening_stock"] = 700
    data["target"].append(data["target"][1] | {"name": "s", "measure": "deliveries"})
    run = simulate(standing(data, AS_OF), 50, 7)
    np.testing.assert_allclose(run.target_units[2] - run.target_units[1], 700, rtol=1e-9)


# --- targets -------------------------------------------------------------------------------------


def test_a_promised_day_is_kept_on_that_day_and_not_after() -> None:
    data = one_gate()
    data["gate"][0]["takes"] = "31 days"
    start = date(2023, 8, 1)
    for by, kept in (("2023-08-01", 1.0), ("2023-07-31", 0.0), ("2023-07", 0.0), ("2023-08", 1.0)):
        data["target"][0]["by"] = by
        found = forecast(data, 4)
        assert found.events[0].p50 == start
        assert target(found, "d").probability == kept, by


def test_a_promise_never_sets_the_inside_date() -> None:
    data = one_gate()
    without = simulate(standing(data, AS_OF), 60, 7)
    data["claim"] = [sop_claim("a1", "2024-Q4"), sop_claim("b", "2024", name="x")]
    data["claim"][1]["about"] = "gate.g.end"
    np.testing.assert_array_equal(without.sop, simulate(standing(data, AS_OF), 60, 7).sop)


def test_a_start_that_was_told_settles_it() -> None:
    data = one_gate()
    data["claim"] = [happened("a1", "2023-05-17")]
    found = forecast(data)
    assert found.events[0].p05 == found.events[0].p95 == date(2023, 5, 17)
    assert target(found, "d").probability == 1.0


def test_what_has_happened_lies_in_the_past() -> None:
    data = one_gate()
    month = {"said_on": "2023-06", "hedge": "confirmed"}
    data["claim"] = [claim("x", "sop.a1", "2023-06", "2023-06-12", **month)]
    programme = standing(data, "2023-06-12")
    run = simulate(programme, 300, 7)
    assert set(run.sop[0].tolist()) == {date(2023, 6, on).toordinal() for on in range(1, 13)}


def test_nothing_untold_lies_in_the_past() -> None:
    data = one_gate()
    for on in ("2023-06-30", "2023-12-31", "2024-11-30"):
        programme = standing(data, on)
        run = simulate(programme, 60, 7)
        assert run.sop.min() > programme.as_of.toordinal()


def test_kept_paths_are_what_the_probability_counts() -> None:
    programme = standing(one_gate(), AS_OF)
    run = simulate(programme, 300, 7)
    for name, probability in target_probabilities(programme, run).items():
        assert float(np.mean(kept_paths(programme, run, name))) == probability
    np.testing.assert_array_equal(
        kept_paths(programme, run, "d"), run.sop[0] <= date(2024, 1, 31).toordinal()
    )


def test_half_a_vehicle_is_no_shortfall() -> None:
    data = counted(units=4000.4, period="2024-01")
    data["observed"] = [JANUARY]
    assert target(forecast(data, as_of="2024-04-30"), "u").probability == 1.0
    data["target"][0]["units"] = 4001
    assert target(forecast(data, as_of="2024-04-30"), "u").probability == 0.0


def test_a_change_enters_the_whole_forecast() -> None:
    programme = standing(one_gate(), AS_OF, Change("gate.g.takes", "400 days"))
    found = make_forecast(programme, 50, 7)
    assert found.events[0].p50 == date(2024, 8, 4)
    assert target(found, "d").probability == 0.0
