"""A programme as it stood on a day: what was there, and that later knowledge changes nothing."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobone.core.changes import Change
from jobone.core.days import parse_days
from jobone.core.problems import InputError
from jobone.core.quantity import Quantity
from jobone.programme.fields import EventReference
from jobone.programme.folder import Folder
from jobone.programme.standing import Standing, stand
from tests.folders import (
    ASSUMPTIONS,
    CLAIMS,
    OBSERVED,
    PROGRAMME,
    SOURCES,
    assumption,
    claim,
    load,
    source,
    table,
)

BEFORE = date(2030, 1, 1)
FIRST = date(2031, 2, 3)  # the gazette
SECOND = date(2032, 5, 31)  # the herald
LATE = date(2033, 6, 30)


def names(items: Sequence[Any]) -> list[str]:
    return [item.name for item in items]


# What is there --------------------------------------------------------------------------------


def test_what_stands_since_a_claim_stands_once_that_is_known(tmp_path: Path) -> None:
    folder = load(tmp_path)
    assert names(stand(folder, SECOND - timedelta(days=1)).models) == ["a1"]
    assert names(stand(folder, SECOND).models) == ["a1", "a2"]


def test_what_stands_since_a_day_stands_from_that_day(tmp_path: Path) -> None:
    folder = load(tmp_path)
    for day, phases in (
        (date(2032, 5, 31), ["phase-1"]),
        (date(2032, 6, 1), ["phase-1", "phase-2"]),
    ):
        (plant,) = stand(folder, day).plants
        assert names(plant.phases) == phases


@pytest.mark.parametrize(
    ("table_name", "key"),
    [(kind, f"{kind}s") for kind in ("gate", "shock", "model", "plant", "target", "lever")],
)
def test_every_kind_of_thing_may_stand_since_a_day_or_a_claim(
    tmp_path: Path, table_name: str, key: str
) -> None:
    head = f"[[{table_name}]]\n"
    # The last lever changes what stands from the beginning: one whose field comes later waits.
    find = PROGRAMME.rindex if table_name == "lever" else PROGRAMME.index
    at = find(head) + len(head)
    for since, last_day_without in (
        ("2032-02-01", date(2032, 1, 31)),
        ('"2032-02-01"', date(2032, 1, 31)),
        ('"phase-2-opens"', date(2032, 5, 30)),
    ):
        text = f"{PROGRAMME[:at]}since = {since}\n{PROGRAMME[at:]}"
        folder = load(tmp_path, programme=text)
        before = len(getattr(stand(folder, last_day_without), key))
        after = len(getattr(stand(folder, last_day_without + timedelta(days=1)), key))
        assert after == before + 1 + (since == '"phase-2-opens"' and key == "models")


def test_an_outage_may_stand_since_a_day(tmp_path: Path) -> None:
    text = PROGRAMME.replace('name = "refit"', 'name = "refit"\nsince = 2032-02-01')
    folder = load(tmp_path, programme=text)
    counts = [
        len(stand(folder, day).plants[0].outages) for day in (date(2032, 1, 31), date(2032, 2, 1))
    ]
    assert counts == [0, 1]


def test_a_target_stands_since_the_claim_that_made_it(tmp_path: Path) -> None:
    folder = load(tmp_path)
    assert names(stand(folder, FIRST - timedelta(days=1)).targets) == ["full-2035"]
    assert names(stand(folder, FIRST).targets) == ["sop-2033", "first-year", "full-2035"]


def test_an_explicit_day_comes_before_the_claim_of_a_target(tmp_path: Path) -> None:
    text = PROGRAMME.replace('name = "sop-2033"', 'name = "sop-2033"\nsince = 2033-01-01')
    folder = load(tmp_path, programme=text)
    assert "sop-2033" not in names(stand(folder, date(2032, 12, 31)).targets)
    assert "sop-2033" in names(stand(folder, date(2033, 1, 1)).targets)


def test_what_is_not_there_is_left_out_of_what_refers_to_it(tmp_path: Path) -> None:
    text = PROGRAMME
    for gate in ("prototype", "own-licence"):
        text = text.replace(f'name = "{gate}"', f'name = "{gate}"\nsince = 2033-01-01', 1)
    folder = load(tmp_path, programme=text)
    early, late = stand(folder, date(2032, 12, 31)), stand(folder, date(2033, 1, 1))
    assert names(early.gates) == ["plant-ready", "partner-filing", "permission", "winter-test"]
    assert [gate.after for gate in early.gates] == [(), (), (), ()]
    assert [gate.any_of for gate in early.gates] == [(), (), (1,), ()]
    assert early.shocks[0].delays == (0,)
    assert early.models[0].after == (0, 3, 2)
    assert [gate.after for gate in late.gates][-1] == (0,)
    assert [gate.any_of for gate in late.gates][-2] == (2, 3)
    assert late.shocks[0].delays == (0, 1)


def test_a_choice_of_routes_none_of_which_is_there_is_still_a_choice(tmp_path: Path) -> None:
    text = PROGRAMME
    for gate in ("partner-filing", "own-licence"):
        text = text.replace(f'name = "{gate}"', f'name = "{gate}"\nsince = 2033-01-01', 1)
    (permission,) = (
        gate
        for gate in stand(load(tmp_path, programme=text), FIRST).gates
        if gate.name == "permission"
    )
    assert permission.any_of == ()
    assert permission.routes_given


def test_a_plant_builds_what_it_names_or_else_every_model(tmp_path: Path) -> None:
    folder = load(tmp_path, programme=PROGRAMME.replace('builds = ["a1"]\n', ""))
    assert stand(folder, FIRST).plants[0].builds == (0,)
    assert stand(folder, LATE).plants[0].builds == (0, 1)
    folder = load(tmp_path, programme=PROGRAMME.replace('builds = ["a1"]', 'builds = ["a2"]'))
    assert stand(folder, FIRST).plants[0].builds == ()
    assert stand(folder, LATE).plants[0].builds == (1,)


def test_places_of_models_and_gates(tmp_path: Path) -> None:
    found = stand(load(tmp_path), FIRST)
    assert (found.model_place("a1"), found.model_place("a2")) == (0, None)
    assert (found.gate_place("permission"), found.gate_place("x")) == (4, None)


def test_targets_keep_what_was_promised(tmp_path: Path) -> None:
    day, volume, year = stand(load(tmp_path), LATE).targets
    assert (day.event, day.measure, day.units) == (EventReference("sop", "a1"), "", None)
    assert day.by is not None
    assert day.by.single == parse_days("2033-06-30")
    assert (volume.months, volume.window_event, volume.period) == (
        12,
        EventReference("sop", "a1"),
        None,
    )
    assert (volume.of, volume.model, volume.said) == ("maker", None, "first-year")
    assert volume.units is not None
    assert isinstance(volume.units.single, Quantity)
    assert volume.units.single.amount.parameters == (60_000,)
    assert (year.of, year.model, year.period) == ("model.a1", 0, parse_days("2035"))
    assert (year.window_text, volume.window_text) == ("2035", "12 months of sop.a1")


def test_denials_of_a_target_name_who_denied_it_from_that_day_on(tmp_path: Path) -> None:
    path = "target.first-year.units"
    denials = [
        claim("deny", path, None, "herald", hedge="denied", denies=["first-year"]),
        claim("wrong", path, None, "herald", hedge="denied", denies=["sop-half"]),
        claim("taken", path, None, "herald", hedge="denied", denies=["first-year"]),
        claim("sorry", path, None, "herald", retracts=["taken"]),
    ]
    folder = load(tmp_path, claims=CLAIMS + "".join(denials))
    early, late = stand(folder, SECOND - timedelta(days=1)), stand(folder, SECOND)
    assert early.targets[1].denied_by == ()
    assert [target.denied_by for target in late.targets] == [("wrong",), ("deny",), ()]
    assert late.targets[1].units is not None
    assert len(late.targets[1].units.options) == 1


def test_outages_and_levers(tmp_path: Path) -> None:
    found = stand(load(tmp_path), LATE)
    (outage,) = found.plants[0].outages
    assert (outage.window, outage.per_year, outage.share) == (parse_days("2034-07"), 0.0, 0.5)
    assert outage.takes.amount.parameters == (14.0, 21.0)
    days, rate = found.levers
    assert days.change == Change("plant.north.phase-2.opens", "2034-H1")
    assert (days.low, days.high) == (parse_days("2034-01-01"), parse_days("2035-12-31"))
    assert isinstance(rate.low, Quantity)
    assert rate.low.amount.parameters == (100_000,)


def test_rows_are_there_once_they_are_published(tmp_path: Path) -> None:
    folder = load(tmp_path)
    counts = {
        day: len(stand(folder, date.fromisoformat(day)).observed)
        for day in ("2033-05-09", "2033-05-10", "2033-06-29", "2033-06-30")
    }
    assert list(counts.values()) == [0, 1, 1, 2]


def test_conflicts_are_the_fields_with_several_sides(tmp_path: Path) -> None:
    other = claim("other", "gate.plant-ready.start", "2031-08", "herald", said_by="Other")
    folder = load(tmp_path, claims=CLAIMS + other.replace('"expected"', '"confirmed"'))
    assert stand(folder, SECOND - timedelta(days=1)).conflicts == ()
    (conflict,) = stand(folder, SECOND).conflicts
    assert conflict.path == "gate.plant-ready.start"


def test_every_field_that_stands_is_resolved(tmp_path: Path) -> None:
    folder = load(tmp_path)
    assert set(stand(folder, LATE).resolutions) == set(folder.fields)
    early = set(stand(folder, BEFORE).resolutions)
    assert early == {
        path
        for path in folder.fields
        if not path.startswith(("sop.a2", "model.a2", "plant.north.phase-2", "target."))
    } | {"target.full-2035.units"}


# Changes --------------------------------------------------------------------------------------


def test_a_change_of_an_unknown_path_is_wrong_input_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"unknown path 'sop\.b1'.*did you mean 'sop\.a1'") as no:
        stand(load(tmp_path), LATE, [Change("sop.b1", "2034"), Change("nowhere", 1)])
    assert len(no.value.problems) == 2


def test_a_change_changes_its_field_alone(tmp_path: Path) -> None:
    folder = load(tmp_path)
    before, after = stand(folder, LATE), stand(folder, LATE, [Change("sop.a1", "2034-Q1")])
    for path, found in after.resolutions.items():
        assert (found == before.resolutions[path]) == (path != "sop.a1"), path
    assert after.models[0].sop.origin == "change"
    assert after.changes == (Change("sop.a1", "2034-Q1"),)


# Nothing known later --------------------------------------------------------------------------

AS_OF = date(2032, 6, 15)
CLAIMED_PATHS = (
    "sop.a1",
    "sop.a2",
    "gate.plant-ready.start",
    "gate.plant-ready.takes",
    "gate.plant-ready.end",
    "gate.plant-ready.status",
    "gate.permission.status",
    "gate.prototype.end",
    "plant.north.phase-1.nameplate",
    "plant.north.phase-2.opens",
    "target.first-year.units",
    "stores.phone-shops",
)
CLAIM_IDS = (
    "sop-half",
    "nameplate",
    "building",
    "phase-2-opens",
    "first-year",
    "second-model",
    "shops",
)
VALUE_OF: dict[str, Sequence[object]] = {
    "sop": ["2032-07", "2034", "..2036"],
    "start": ["2031-06", "2032-07"],
    "opens": ["2034-Q1", "sop.a1"],
    "end": ["2032-07"],
    "takes": ["3 months"],
    "status": ["done", "refused"],
    "nameplate": ["1 / year", "300000 / year"],
    "units": [5],
    "phone-shops": [1],
}


def everything_but_the_folder(standing: Standing) -> dict[str, Any]:
    return {
        field.name: getattr(standing, field.name)
        for field in fields(Standing)
        if field.name != "folder"
    }


@st.composite
def later_texts(draw: st.DrawFn) -> dict[str, str]:
    """More of everything, all of it known after the day, at the end of each file."""
    day = AS_OF + timedelta(days=draw(st.integers(1, 400)))
    more: dict[str, list[str]] = {"programme": [], "claims": [], "assumptions": []}
    sources = source("later", day, "The Gazette")
    for number in range(draw(st.integers(0, 4))):
        path = draw(st.sampled_from(CLAIMED_PATHS))
        key = "sop" if path.startswith("sop.") else path.rpartition(".")[2]
        keys: dict[str, Any] = {
            "hedge": draw(st.sampled_from(["confirmed", "reported", "expected"])),
            "said_by": draw(st.sampled_from(["Ada Reyes", "The Gazette", "Other"])),
        }
        value: object = draw(st.sampled_from(VALUE_OF[key]))
        kind = draw(st.sampled_from(["claim", "claim", "denial", "retraction", "old-news"]))
        if kind == "denial":
            value = None
            keys |= {"hedge": "denied", "denies": [draw(st.sampled_from(CLAIM_IDS))]}
        elif kind == "retraction":
            value = None
            keys["retracts"] = [draw(st.sampled_from(CLAIM_IDS))]
        elif kind == "old-news":  # said before the day, but nobody could know
            keys |= {"said_on": date(2031, 2, 3), "holds": date(2031, 2, 3)}
        more["claims"].append(claim(f"later-{number}", path, value, "later", **keys))
    if draw(st.booleans()):
        path = draw(st.sampled_from(["sop.a1", "plant.north.phase-2.opens"]))
        text = assumption("later", path, "2036", holds_from=day, written_on=BEFORE)
        more["assumptions"].append(text)
    since = draw(st.sampled_from([day, "later-claim"]))
    more["claims"].append(claim("later-claim", "event.later", 1, "later"))
    kinds: dict[str, dict[str, Any]] = {
        "gate": {"takes": "3 days", "after": ["prototype"]},
        "model": {"after": ["permission"]},
        "shock": {"chance": 0.5, "adds": "3 days", "delays": ["prototype"]},
        "target": {"event": "sop.a1", "by": "2034"},
        "lever": {"changes": "sop.a1", "to": "2034", "range": "2033..2035"},
        "plant": {},
    }
    for kind in draw(st.lists(st.sampled_from(sorted(kinds)), unique=True)):
        more["programme"].append(table(kind, name="later", since=since, **kinds[kind]))
    observed = "".join(
        f"maker,deliveries,2031-0{month}-01,2031-0{month}-28,7,{day},\n"
        for month in range(1, draw(st.integers(1, 3)))
    )
    return {
        "programme": PROGRAMME + "\n".join(more["programme"]),
        "sources": SOURCES + sources,
        "claims": CLAIMS + "\n".join(more["claims"]),
        "assumptions": ASSUMPTIONS + "\n".join(more["assumptions"]),
        "observed": OBSERVED + observed,
    }


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("later")


@pytest.fixture(scope="module")
def without(place: Path) -> Folder:
    return load(place)


@given(texts=later_texts())
def test_nothing_known_later_changes_what_stood(
    place: Path, without: Folder, texts: dict[str, str]
) -> None:
    more = load(place, **texts)
    for day in (BEFORE, FIRST, SECOND, AS_OF):
        then = everything_but_the_folder(stand(without, day))
        assert everything_but_the_folder(stand(more, day)) == then


def test_what_is_known_later_does_change_what_stands_later(place: Path, without: Folder) -> None:
    later = date(2032, 7, 1)
    text = claim("later", "sop.a1", "2032-06-20", "later", hedge="confirmed")
    more = load(place, sources=SOURCES + source("later", later), claims=CLAIMS + text)
    assert stand(more, later).models[0].sop != stand(without, later).models[0].sop
