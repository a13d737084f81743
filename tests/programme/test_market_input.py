"""Wrong tables of demand, channels, supply and teams: each told once, where it stands."""

import re
from typing import Any

import pytest

from jobone.core.problems import InputError
from tests.outlook.build import assumption, claim, load, phase, plant, tables

GATE = {"name": "g1", "takes": "9 months"}


def messages(**more: Any) -> list[str]:
    data = tables(
        **{
            "gate": [GATE],
            "model": [{"name": "a1", "after": ["g1"]}, {"name": "b1", "after": ["g1"]}],
            "plant": [plant("north", phase())],
            **more,
        }
    )
    try:
        load(data)
    except InputError as failure:
        return [str(item) for item in failure.problems]
    return []


def demand(**fields: Any) -> dict[str, Any]:
    return {"demand": [{"of": "a1", "flow": "100 / month", **fields}]}


def channel(**fields: Any) -> dict[str, Any]:
    return {
        **demand(per_store="3 / month"),
        "channel": [{"name": "shops", "sells": ["a1"], "stores": 10, **fields}],
    }


def supply(**fields: Any) -> dict[str, Any]:
    return {"supply": [{"name": "cells", **fields}]}


def team(gate: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    work = {"team": "rd", "work": "90 person-months"}
    return {
        "team": [{"name": "rd", "headcount": 20, **fields}],
        "gate": [{**GATE, **(work if gate is None else gate)}],
    }


RIGHT = {
    "flow": demand(),
    "everything": {
        **channel(opening="1 / month", most=40),
        "demand": [
            {
                "of": "a1",
                "opens": "2024-02-01",
                "opening_orders": "5000 to 9000",
                "opening_lasts": "20 days",
                "flow": "300 orders / month",
                "per_store": "1 / week",
                "fades_after": "18 months",
                "fades": "30 %",
                "cancels": "1 %",
                "backlog": 900,
                "lag": "2 weeks",
                "stock": "30 days",
            }
        ],
    },
    "stores that sell no cars": {
        **demand(),
        "channel": [{"name": "phone-shops", "sells": []}],
    },
    "cap": supply(most="900 / month", window="2024-03..2024-06"),
    "planned shortage": supply(window="2024-05", takes="20 to 40 days", share=0.5, models=["b1"]),
    "shortage by chance": supply(per_year=0.5, takes="2 months"),
    "team": team(growth="2 / month", settling="6 months"),
    "work without takes": team(gate={"takes": None, "team": "rd", "work": "9 person-years"}),
}


@pytest.mark.parametrize("more", RIGHT.values(), ids=RIGHT)
def test_what_is_right_is_read(more: dict[str, Any]) -> None:
    for gate in more.get("gate", []):
        if gate.get("takes", "") is None:
            del gate["takes"]
    assert messages(**more) == []


WRONG = {
    "demand for an unknown model": (
        {"demand": [{"of": "a2", "flow": "9 / month"}]},
        "demand.a2.of names the unknown model 'a2'; expected one of a1, b1",
    ),
    "two demands for a model": (
        {"demand": [{"of": "a1", "flow": "9 / month"}, {"of": "a1", "flow": "8 / month"}]},
        "two demands are of 'a1'; put them into one",
    ),
    "demand without orders": (
        {"demand": [{"of": "a1", "lag": "9 days"}]},
        "demand.a1 brings no orders; expected one of opening_orders, flow, per_store, backlog",
    ),
    "negative orders": (
        demand(flow="-9 / month"),
        "demand.a1.flow is '-9 / month': it is negative",
    ),
    "vehicles for orders": (
        demand(opening_orders="900 vehicles"),
        "demand.a1.opening_orders is '900 vehicles': 'vehicles' is no unit",
    ),
    "orders without a time": (demand(flow="900 orders"), "expected orders in a time, such as"),
    "more than all cancelled": (
        demand(cancels="120 %"),
        "demand.a1.cancels is '120 %': it is above 1",
    ),
    "grouped digits": (demand(opening_orders="88,898"), "can be read in two ways"),
    "a lag of years": (
        demand(lag="2 years"),
        "demand.a1.lag is 2 years, longer than a year; expected the time from built to handed over",
    ),
    "a lag in working days": (demand(lag="9 working days"), "demand.a1.lag counts working days"),
    "a lag assumed to be years": (
        {**demand(), "assumption": [assumption("l", "demand.a1.lag", "1 to 3 years")]},
        "demand.a1.lag is 1 to 3 years, longer than a year",
    ),
    "an opening that lasts without orders": (
        demand(opening_lasts="9 days"),
        "demand.a1 has opening_lasts, which says nothing without opening_orders",
    ),
    "an age without fading": (
        demand(fades_after="9 months"),
        "demand.a1 has fades_after, which says nothing without fades",
    ),
    "orders per store without stores": (
        demand(per_store="3 / month"),
        "demand.a1 has orders per store, but no channel sells 'a1'",
    ),
    "an unknown opening": (
        demand(opens="sop.a9"),
        "demand.a1.opens names the unknown event sop.a9",
    ),
    "an unknown key": (demand(orders=9), "unknown key 'orders'; expected one of of, since, opens"),
    "an unknown field": (
        {**demand(), "claim": [claim("c", "demand.a1.flows", 9, "2023-01-01", unit="/ month")]},
        "the claim 'c' is about the unknown path 'demand.a1.flows'",
    ),
    "a channel of an unknown model": (
        channel(sells=["a1", "c1"]),
        "channel.shops.sells names the unknown model 'c1'",
    ),
    "a channel without stores": (
        {**demand(), "channel": [{"name": "shops", "sells": ["a1"]}]},
        "channel.shops has no stores; expected stores = …",
    ),
    "a channel that does not say what it sells": (
        {"channel": [{"name": "shops", "stores": 9}]},
        "'sells' is missing",
    ),
    "a cap of nothing": (
        supply(most="0 / month"),
        "supply.cells.most is 0 / month: nothing can be built; expected a cap above 0",
    ),
    "a supply of nothing": (
        supply(),
        "supply.cells limits nothing; expected most = … for a cap, or takes",
    ),
    "a supply of no model": (supply(most="9 / day", models=[]), "supply.cells limits nothing"),
    "a supply of an unknown model": (
        supply(most="9 / day", models=["c1"]),
        "supply.cells.models names the unknown model 'c1'",
    ),
    "a cap and a shortage": (
        supply(most="9 / day", takes="9 days", per_year=1),
        "supply.cells is a cap and a shortage at once",
    ),
    "a cap by chance": (
        supply(most="9 / day", per_year=1),
        "supply.cells is a cap and has per_year, which goes with a shortage",
    ),
    "a shortage that never comes": (
        supply(takes="9 days"),
        "supply.cells: a shortage has a window or per_year, and only one",
    ),
    "a shortage without length": (
        supply(takes="long", per_year=1),
        "supply.cells.takes: 'long' is no number",
    ),
    "an open window": (
        supply(takes="9 days", window="2024.."),
        "supply.cells.window 2024.. is open",
    ),
    "more than the rate lost": (supply(takes="9 days", per_year=1, share=1.5), "'share' is 1.5"),
    "a gate of an unknown team": (
        team(gate={"team": "r", "work": "90 person-months"}),
        "gate.g1.team names the unknown team 'r'; expected one of rd",
    ),
    "work without a team": (
        team(gate={"work": "90 person-months"}),
        "gate.g1 has work but no team; expected team = one of rd",
    ),
    "a team without work": (team(gate={"team": "rd"}), "gate.g1 has a team but no work"),
    "a share without a team": (
        team(gate={"share_of_team": 0.5}),
        "gate.g1 has a share of a team but no team",
    ),
    "a team that is asked for twice": (
        {
            "team": [{"name": "rd", "headcount": 90}],
            "gate": [
                {"name": name, "team": "rd", "work": "90 person-months", **more}
                for name, more in (
                    ("one", {"share_of_team": 0.7}),
                    ("two", {"share_of_team": 0.6}),
                    ("three", {"after": ["one"], "share_of_team": 0.4}),
                    ("g1", {"after": ["three", "two"]}),
                )
            ],
        },
        "team.rd is asked for 1.3 times what it is at the same time: gate.one 0.7, gate.two 0.6",
    ),
    "work in months": (
        team(gate={"team": "rd", "work": "90 months"}),
        "gate.g1.work is '90 months': 'months' is no unit of it; expected people times time",
    ),
    "a team of nobody": (
        team(headcount=0),
        "team.rd has no people and nobody joins; expected at least one, or growth = …",
    ),
    "a team without a count": (
        {"team": [{"name": "rd"}]},
        "team.rd has no people; expected headcount = …",
    ),
    "a team that stands since nothing": (
        team(since="never-said"),
        "team.rd stands since 'never-said'; expected the id of a claim, or a day",
    ),
}


@pytest.mark.parametrize(("more", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_once_and_where(more: dict[str, Any], said: str) -> None:
    found = messages(**more)
    assert len(found) == 1, found
    assert said in found[0]
    assert re.search(r"/(programme|claims|assumptions)\.toml:\d+: ", found[0])


def test_stores_that_bring_no_order_are_seen() -> None:
    data = tables(
        model=[{"name": "a1"}],
        plant=[plant("north", phase())],
        demand=[{"of": "a1", "flow": "9 / month"}],
        channel=[{"name": "shops", "sells": ["a1"], "stores": 4}],
    )
    (notice,) = load(data).notices
    assert "channel.shops changes no number" in notice.text
