"""Only claims tell what has happened; what follows from it, and what does not."""

from typing import Any

import numpy as np
import pytest

from jobone.core.changes import Change
from jobone.outlook.bounds import find_bounds
from jobone.outlook.levers import required_for
from jobone.outlook.simulation import simulate
from tests.outlook.build import assumption, claim, day, happened, phase, plant, standing, tables

NIGHTS = (("2023-06-29", "2023-06-30"), ("2023-06-30", "2023-07-01"))


def gate_and_model(**more: Any) -> dict[str, Any]:
    return tables(
        horizon="2023..2026",
        gate=[{"name": "g", "takes": "200 days"}],
        model=[{"name": "a1", "after": ["g"]}],
        **more,
    )


@pytest.mark.parametrize("night", NIGHTS)
def test_a_night_turns_no_plan_into_a_fact(night: tuple[str, str]) -> None:
    data = gate_and_model(assumption=[assumption("s", "gate.g.start", "2023-H1", "2023-01-01")])
    before, after = (simulate(standing(data, on), 400, 1).sop[0] for on in night)
    assert np.abs(after - before).max() <= 1


@pytest.mark.parametrize("night", NIGHTS)
def test_an_assumed_start_of_production_never_happens_by_itself(night: tuple[str, str]) -> None:
    data = gate_and_model(assumption=[assumption("s", "sop.a1", "2023-H1", "2023-01-01")])
    for on in night:
        assert simulate(standing(data, on), 50, 1).sop[0].min() > day(on).toordinal()


def test_weights_by_value_keep_what_claims_tell() -> None:
    started = [
        claim("x", "gate.g.start", "2022-04", "2023-01-01", by="P", hedge="confirmed"),
        claim("y", "gate.g.start", "2022-10", "2023-01-02", by="Q", hedge="confirmed"),
    ]
    by_id = assumption("p", "gate.g.start", {"x": 0.5, "y": 0.5}, "2023-02-01")
    by_value = assumption("p", "gate.g.start", {"2022-04": 0.5, "2022-10": 0.5}, "2023-02-01")
    runs = [
        simulate(standing(gate_and_model(claim=started, assumption=[pool]), "2023-03-01"), 80, 1)
        for pool in (by_id, by_value)
    ]
    np.testing.assert_array_equal(runs[0].sop, runs[1].sop)


def test_a_broken_promise_takes_no_wider_one_along() -> None:
    data = gate_and_model(
        claim=[
            claim("wide", "sop.a1", "2023-H2", "2023-01-01", by="Maker"),
            claim("narrow", "sop.a1", "2023-07", "2023-02-01", by="Analyst"),
        ]
    )
    labels = [
        [option.label for option in standing(data, on).resolutions["sop.a1"].options]
        for on in ("2023-06-30", "2023-08-15")
    ]
    assert labels == [["2023-07"], ["2023-H2"]]


def test_a_promise_that_is_broken_promises_no_last_day() -> None:
    data = gate_and_model(
        claim=[claim("p", "sop.a1", "2023-03", "2023-01-01")],
        target=[{"name": "t", "event": "sop.a1", "by": "2023-12-31"}],
    )
    (found,) = find_bounds(standing(data, "2023-06-30"))
    assert found.verdict == "depends"
    (combination,) = found.combinations
    assert str(combination.lowest.dates["sop.a1"]) == "2023-07-01"
    assert str(combination.highest.dates["sop.a1"]) == "2026-12-31"


def test_what_has_begun_had_everything_before_it_done() -> None:
    data = tables(
        horizon="2023..2026",
        gate=[
            {"name": "first", "takes": "900 days"},
            {"name": "second", "after": ["first"], "takes": "100 days"},
        ],
        model=[{"name": "a1", "after": ["second"]}, {"name": "b1", "after": ["first"]}],
        claim=[claim("s", "gate.second.start", day("2023-05-01"), "2023-06-01", hedge="confirmed")],
    )
    run = simulate(standing(data, "2023-06-30"), 50, 1)
    assert set(run.gates[0].tolist()) == {day("2023-05-01").toordinal()}
    assert set(run.sop[1].tolist()) == {day("2023-07-01").toordinal()}


def test_what_is_in_production_had_its_gates_done() -> None:
    data = gate_and_model(claim=[happened("a1", "2023-05-20")])
    run = simulate(standing(data, "2023-06-30"), 20, 1)
    assert set(run.gates[0].tolist()) == {day("2023-05-20").toordinal()}


def test_a_change_to_what_stands_changes_nothing() -> None:
    data = gate_and_model(assumption=[assumption("s", "gate.g.start", "2023-04-01", "2023-01-01")])
    plain = simulate(standing(data, "2023-06-30"), 50, 1)
    same = simulate(standing(data, "2023-06-30", Change("gate.g.start", "2023-04-01")), 50, 1)
    np.testing.assert_array_equal(plain.sop, same.sop)


def test_what_has_happened_cannot_be_changed() -> None:
    data = gate_and_model(
        claim=[claim("s", "gate.g.start", day("2023-05-01"), "2023-06-01", hedge="confirmed")]
    )
    plain = simulate(standing(data, "2023-06-30"), 50, 1)
    later = simulate(standing(data, "2023-06-30", Change("gate.g.start", "2024-01-01")), 50, 1)
    np.testing.assert_array_equal(plain.sop, later.sop)


def test_an_open_side_leaves_its_field_unknown() -> None:
    data = gate_and_model(
        claim=[
            claim("half", "sop.a1", "2024-H1", "2023-01-01", by="Maker"),
            claim("open", "sop.a1", "2026..", "2023-02-01", by="Analyst"),
        ]
    )
    resolved = standing(data, "2023-06-30").resolutions["sop.a1"]
    assert resolved.options == ()
    assert "open" in resolved.reason


def test_nothing_is_required_where_enough_is_there() -> None:
    data = gate_and_model(
        target=[{"name": "t", "event": "sop.a1", "by": "2025-12-31"}],
        lever=[
            {"name": "l", "changes": "gate.g.takes", "to": "9 days", "range": "9 days..200 days"}
        ],
    )
    assert required_for(standing(data, "2023-06-30"), "t", 0.5, 50, 1) == (1.0, ())


def test_the_only_model_is_counted_with_its_maker() -> None:
    data = tables(
        horizon="2024",
        model=[{"name": "a1"}, {"name": "b1"}],
        claim=[happened("a1", "2023-12-01")],
        plant=[plant("north", phase())],
        observed=["maker,deliveries,2024-01-01,2024-01-31,4000,2024-02-10,"],
    )
    run = simulate(standing(data, "2024-03-31"), 20, 1)
    places = {(item.of, item.measure): place for item, place in run.frame.shown}
    january = run.months[places["model.a1", "deliveries"], 0]
    np.testing.assert_allclose(january, 4000, rtol=1e-5)
    assert run.months[places["model.b1", "deliveries"], 0].max() == 0.0
