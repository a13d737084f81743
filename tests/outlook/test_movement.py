"""How the outlook moved: a track without look-ahead, and steps that add up."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobone.outlook.movement import explain_difference, news_days, track
from jobone.programme.loading import load_folder
from tests.outlook.answers import difference, plain
from tests.outlook.build import (
    Tables,
    assumption,
    claim,
    day,
    load,
    phase,
    plant,
    tables,
    with_sources,
    without_later,
)
from tests.outlook.test_leak import ON_A_DAY, folders

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "xiaomi"
PATHS = 150


def story() -> Tables:
    """A programme about which something of every kind becomes known in 2023."""
    return tables(
        horizon="2023..2025",
        gate=[{"name": "g"}],
        model=[{"name": "a1", "after": ["g"]}],
        plant=[plant("north", phase(nameplate=None))],
        target=[
            {"name": "d", "event": "sop.a1", "by": "2024-03-31"},
            {
                "name": "u",
                "measure": "production",
                "units": 50_000,
                "period": "2024",
                "since": "size",
            },
        ],
        assumption=[
            assumption("guess", "gate.g.takes", "200 to 500 days", "2022-12-01"),
            assumption("better", "gate.g.takes", "250 to 400 days", "2023-04-01"),
            assumption("built-already", "plant.north.one.sustained", 1.1, "2023-04-01"),
        ],
        claim=[
            claim(
                "size", "plant.north.one.nameplate", 80_000, "2023-02-01", unit="vehicles / year"
            ),
            claim(
                "less", "plant.north.one.nameplate", 70_000, "2023-05-01", unit="vehicles / year"
            ),
            claim("begun", "gate.g.start", day("2023-03-01"), "2023-03-10", hedge="confirmed"),
            claim("jobs", "team.rd.headcount", 900, "2023-03-20", unit="people"),
        ],
        observed=["maker,production,2023-06-01,2023-06-30,5500,2023-07-10,"],
    )


def test_the_track_is_in_the_order_of_days_and_says_what_was_known() -> None:
    folder = load(story())
    days = [day(on) for on in ("2023-05-01", "2023-01-15", "2023-02-01", "2023-01-15")]
    moments = track(folder, days, PATHS, 7)
    assert [str(moment.day) for moment in moments] == ["2023-01-15", "2023-02-01", "2023-05-01"]
    assert [moment.sources for moment in moments] == [(), ("source-size",), ("source-less",)]
    assert "u" not in {*moments[0].unknown, *moments[0].probabilities}
    assert set(moments[1].probabilities) == {"d", "u"}


def test_the_track_has_no_look_ahead() -> None:
    data = story()
    days = [day(on) for on in ("2023-01-15", "2023-03-15", "2023-04-01", "2023-07-09")]
    for moment in track(load(data), days, PATHS, 7):
        kept = without_later(with_sources(data), moment.day)
        (alone,) = track(load(kept), [moment.day], PATHS, 7)
        assert not difference(plain(alone), plain(moment))


def test_news_days_are_those_of_sources_of_a_kind() -> None:
    data = with_sources(story())
    data["source"][0]["kind"] = "data"
    folder = load(data)
    until = day("2023-04-30")
    assert [str(on) for on in news_days(folder, until)] == ["2023-03-10", "2023-03-20"]
    assert [str(on) for on in news_days(folder, until, ("data",))] == ["2023-02-01"]


def check_steps(folder: Any, first: str, last: str, paths: int = PATHS) -> Any:
    """The steps lead from the one outlook to the other, and nothing is lost between."""
    found = explain_difference(folder, day(first), day(last), paths, 7)
    before, after = (track(folder, [day(on)], paths, 7)[0] for on in (first, last))
    assert not difference(plain(found.before), plain(before))
    assert not difference(plain(found.after), plain(after))
    for name, probability in after.probabilities.items():
        appeared = [step.appeared[name] for step in found.steps if name in step.appeared]
        start = appeared[-1] if appeared else before.probabilities[name]
        since = max(
            (place for place, step in enumerate(found.steps) if name in step.appeared), default=-1
        )
        total = sum(step.change.get(name, 0.0) for step in found.steps[since + 1 :])
        assert start + total == pytest.approx(probability, abs=1e-12), name
    assert [step.day for step in found.steps] == sorted(step.day for step in found.steps)
    return found


def test_the_steps_add_up_to_the_whole() -> None:
    found = check_steps(load(story()), "2023-01-15", "2023-07-31")
    named = [(step.kind, step.name) for step in found.steps if step.kind != "days passing"]
    assert named == [
        ("claim", "size"),
        ("claim", "begun"),
        ("assumption", "better"),
        ("assumption", "built-already"),
        ("claim", "less"),
        ("observed", "maker production 2023-06"),
    ]
    by_name = {step.name: step for step in found.steps}
    assert by_name["size"].appeared.keys() == {"u"}
    assert by_name["less"].change["u"] < 0.0
    assert by_name["less"].change["d"] == 0.0
    assert by_name["better"].change["d"] != 0.0


def test_each_step_is_what_one_piece_of_news_does() -> None:
    data = story()
    found = explain_difference(load(data), day("2023-04-15"), day("2023-05-01"), PATHS, 7)
    passing, news = found.steps
    assert (passing.kind, news.name) == ("days passing", "less")
    data["claim"] = [item for item in data["claim"] if item["id"] != "less"]
    (without,) = track(load(data), [day("2023-05-01")], PATHS, 7)
    for name, change in passing.change.items():
        was = found.before.probabilities[name]
        assert was + change == pytest.approx(without.probabilities[name], abs=1e-12)
        told = without.probabilities[name] + news.change[name]
        assert told == pytest.approx(found.after.probabilities[name], abs=1e-12)


def test_the_steps_of_the_example_add_up() -> None:
    check_steps(load_folder(EXAMPLE), "2023-02-27", "2023-11-09", 60)


@settings(max_examples=8)
@given(folders(), ON_A_DAY, st.integers(1, 400))
def test_the_steps_of_made_up_folders_add_up(data: Tables, first: date, days: int) -> None:
    check_steps(load(data), str(first), str(first + timedelta(days=days)), 8)


def test_days_run_forwards() -> None:
    with pytest.raises(ValueError, match="not after"):
        explain_difference(load(story()), day("2023-05-01"), day("2023-05-01"), 10, 7)


def test_a_pinned_claim_becomes_known_between_the_days() -> None:
    data = story()
    data["plant"][0]["phase"][0]["nameplate"] = {"claim": "size"}
    check_steps(load(data), "2023-01-15", "2023-07-31")


def test_a_claim_that_a_pool_names_becomes_known_between_the_days() -> None:
    data = story()
    path = "plant.north.one.nameplate"
    data["assumption"].append(assumption("weighed", path, {"size": 0.5, "less": 0.5}, "2023-01-20"))
    found = check_steps(load(data), "2023-01-15", "2023-07-31")
    assert {"size", "less", "weighed"} <= {step.name for step in found.steps}


@pytest.mark.parametrize("first", ["2023-07-01", "2023-07-15"])
def test_each_version_of_a_row_is_news_of_its_own(first: str) -> None:
    data = story()
    data["observed"] = [
        "maker,production,2023-06-01,2023-06-30,0,2023-07-10,",
        "maker,production,2023-06-01,2023-06-30,5000,2023-07-20,",
    ]
    data["target"][1] |= {"period": "2023-06", "units": 5000}
    data["claim"].append(claim("x", "sop.a1", "2023-05-20", "2023-06-01", hedge="confirmed"))
    found = check_steps(load(data), first, "2023-07-31")
    told = [(str(step.day), step.change["u"]) for step in found.steps if step.kind == "observed"]
    sure = found.before.probabilities["u"]
    earlier = [("2023-07-10", -sure)] if first < "2023-07-10" else []
    assert told == [*earlier, ("2023-07-20", 1.0)]
    passing = [step.change["u"] for step in found.steps if step.kind == "days passing"]
    assert set(passing) <= {0.0}
