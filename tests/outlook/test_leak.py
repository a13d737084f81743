"""Nothing known after a day may change an outlook as of it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jobone.evidence import judging
from jobone.outlook.movement import track
from jobone.programme import resolving
from jobone.programme.folder import Folder
from jobone.programme.loading import load_folder
from jobone.programme.standing import stand
from tests.outlook.answers import difference, plain, whole_answer
from tests.outlook.build import (
    Tables,
    assumption,
    claim,
    day,
    fits,
    load,
    phase,
    plant,
    read,
    tables,
    with_sources,
    without_later,
)

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "xiaomi"
DAYS = ("2021-10-19", "2022-01-31", "2023-02-28", "2023-11-09", "2024-08-31", "2025-09-30")


@pytest.fixture(scope="module")
def example() -> tuple[Tables, Folder]:
    return read(EXAMPLE), load_folder(EXAMPLE)


def check_no_leak(data: Tables, folder: Folder, as_of: date, paths: int) -> None:
    """The files as they were on a day answer as the whole folder does."""
    kept = without_later(data, as_of)
    found = difference(whole_answer(load(kept), as_of, paths), whole_answer(folder, as_of, paths))
    assert not found, f"as of {as_of}: {found}"


@pytest.mark.parametrize("on", DAYS)
def test_the_example_does_not_know_what_comes(example: tuple[Tables, Folder], on: str) -> None:
    data, folder = example
    kept = without_later(data, day(on))
    assert len(kept["claim"]) < len(data["claim"])
    check_no_leak(data, folder, day(on), 40)


def test_the_track_of_the_example_has_no_look_ahead(example: tuple[Tables, Folder]) -> None:
    data, folder = example
    days = [day(on) for on in ("2021-10-19", "2023-02-28", "2023-11-09")]
    moments = track(folder, list(reversed(days)), 40, 7)
    assert [moment.day for moment in moments] == days
    for moment in moments:
        (alone,) = track(load(without_later(data, moment.day)), [moment.day], 40, 7)
        assert not difference(plain(alone), plain(moment))


# --- made-up folders -----------------------------------------------------------------------------

FIRST = date(2023, 1, 1)
ON_A_DAY = st.integers(0, 540).map(lambda number: FIRST + timedelta(days=number))
SPEAKERS = ("Nadia Frost", "Aurora Motors", "Harbour Post", "Assembly Weekly")

VALUES: dict[str, list[object]] = {
    "sop.a1": ["2024-H1", "2024-Q1", "2024-04", "2024-H2", "2023-06-01", "2024.."],
    "sop.b1": ["2025", "2025-Q2"],
    "gate.g1.takes": ["10 months", "200 days", "uniform(100 days, 400 days)"],
    "gate.g2.start": ["2023-05-01", "2024-03", "2023-02..2023-09"],
    "gate.g2.status": ["under-way", "granted", "pending", "refused"],
    "gate.g3.end": ["2023-04-01", "2024-02"],
    "gate.g3.chance": ["50 %", "90 %"],
    "plant.north.one.nameplate": ["60000 / year", "80000 / year", "50000 to 90000 / year"],
    "plant.north.two.nameplate": ["60000 / year", "40000 / year"],
    "plant.north.two.opens": ["2025", "2024-H2", "sop.a1"],
    "plant.north.one.sustained": [0.8, 1.2],
    "model.a1.opening_stock": [200, 900],
    "target.first.units": [40_000, 60_000],
    "target.sop.by": ["2024-06-30", "2024-03-31"],
    "demand.a1.opening_orders": [4000, 20_000],
    "demand.a1.opens": ["2023-06-01", "2024-H1", "sop.a1"],
    "demand.a1.backlog": [3000, 9000],
    "channel.shops.stores": [20, 60],
    "supply.cells.most": ["3000 / month", "5000 / month"],
    "team.rd.headcount": [60, 120],
    "orders.a1": [5000],
}


@st.composite
def folders(draw: Any) -> Tables:
    """A fixed programme about which random things become known on random days."""
    claims: list[Tables] = []
    for number in range(draw(st.integers(3, 16))):
        path = draw(st.sampled_from(sorted(VALUES)))
        more: dict[str, Any] = {}
        if draw(st.integers(0, 3)) == 0:
            more["origin"] = draw(st.sampled_from(["investor-day", "letter"]))
        known = draw(ON_A_DAY)
        said = [item for item in claims if item["_known"] <= known]
        if said and draw(st.integers(0, 5)) == 0:
            spoken_of = draw(st.sampled_from(said))
            path = spoken_of["about"]
            more[draw(st.sampled_from(["denies", "retracts"]))] = [spoken_of["id"]]
        hedges = ["expected", "confirmed", "reported"]
        claims.append(
            claim(
                f"c{number}",
                path,
                None if "denies" in more else draw(st.sampled_from(VALUES[path])),
                str(known),
                by=draw(st.sampled_from(SPEAKERS)),
                hedge="denied" if "denies" in more else draw(st.sampled_from(hedges)),
                **more,
            )
        )
    assumptions = []
    for number in range(draw(st.integers(0, 5))):
        path = draw(st.sampled_from(sorted(set(VALUES) - {"orders.a1"})))
        value = draw(st.sampled_from([item for item in VALUES[path] if item != "2024.."]))
        assumptions.append(assumption(f"x{number}", path, value, str(draw(ON_A_DAY))))
    # Something stands from a day, from a claim, or always; what names it, not before it.
    claims.append(claim("letter", "event.letter", "sent", str(draw(ON_A_DAY))))
    since = st.just("letter") | ON_A_DAY
    later = [{"since": draw(since)} if draw(st.booleans()) else {} for _ in range(7)]
    # What a thing cannot stand without is assumed before any day that is asked for.
    assumptions += [
        assumption("stores-before", "channel.shops.stores", 10),
        assumption("cap-before", "supply.cells.most", "9000 / month"),
        assumption("people-before", "team.rd.headcount", 50),
    ]
    rows = []
    for number in range(draw(st.integers(0, 6))):
        begin = date(2024, 1 + number, 1)
        published = draw(st.sampled_from(["", str(begin + timedelta(days=35))]))
        units = draw(st.integers(0, 9000))
        of = draw(st.sampled_from(["maker", "model.a1"]))
        end = (begin + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        rows.append(f"{of},deliveries,{begin},{end},{units},{published},")
    spoken = {item["about"] for item in claims}

    def literal(path: str, value: object) -> dict[str, object]:
        return {} if path in spoken else {path.rpartition(".")[2]: value}

    return tables(
        horizon="2024..2025",
        claim=claims,
        assumption=assumptions,
        gate=[
            {"name": "g0", "takes": "triangular(100 days, 200 days, 300 days)"},
            # A gate must have a duration from the first day on, so it is assumed before any.
            {"name": "g1", "after": ["g0"]},
            {
                "name": "g2",
                "takes": "6 to 9 months",
                "season": "Apr..Mar",
                "team": "rd",
                "work": "300 to 900 person-months",
            },
            {"name": "g3", "takes": "100 working days", **later[0]},
        ],
        shock=[
            {"name": "r", "chance": 0.5, "adds": "40 days", "delays": ["g3"]},
            {"name": "s", "chance": 0.5, "adds": "30 days", "delays": ["g0", "g3"]},
        ],
        model=[{"name": "a1", "after": ["g1", "g2", "g3"]}, {"name": "b1", **later[1]}],
        plant=[
            plant(
                "north",
                phase("one", nameplate=None, sustained=None, ramp=None),
                {"name": "two", **later[2]},
                outage=[{"name": "o", "per_year": 1, "takes": "10 days", **later[3]}],
            )
        ],
        team=[{"name": "rd", "growth": "2 / month", "settling": "3 months"}],
        demand=[{"of": "a1", "flow": "900 / month", "per_store": "20 / month", **later[4]}],
        channel=[{"name": "shops", "sells": ["a1", "b1"], "opening": "1 / month"}],
        supply=[
            {"name": "cells", **later[5]},
            {"name": "chips", "per_year": 1, "takes": "30 days", "share": 0.5, **later[6]},
            {"name": "of-b1", "models": ["b1"], "window": "2025", "takes": "9 days", **later[1]},
        ],
        target=[
            {"name": "first", "measure": "deliveries", "within": "12 months of sop.a1"},
            {"name": "sop", "event": "sop.a1"},
            {"name": "year", "measure": "production", "units": 70_000, "period": 2024},
            {
                "name": "of-b1",
                "measure": "production",
                "of": "model.b1",
                "units": 9000,
                "period": 2025,
                **later[1],
            },
        ],
        lever=[
            {
                "name": "l1",
                "changes": "gate.g0.takes",
                "to": "90 days",
                "range": "50 days..99 days",
            },
            {
                "name": "l2",
                "changes": "plant.north.two.nameplate",
                "to": "90000 / year",
                "range": "0 / year .. 99000 / year",
            },
        ],
        observed=rows,
    ) | {
        "assumption": [
            *assumptions,
            assumption("g1-takes", "gate.g1.takes", "100 to 200 days", "2022-01-01"),
            assumption("first-units", "target.first.units", 50_000, "2022-01-01"),
            assumption("sop-by", "target.sop.by", "2024-05-31", "2022-01-01"),
        ]
    }


@settings(max_examples=8)
@given(folders(), st.lists(ON_A_DAY, min_size=1, max_size=2))
def test_made_up_folders_do_not_know_what_comes(data: Tables, days: list[date]) -> None:
    folder = load(data)
    complete = with_sources(data)
    for on in days:
        assume(fits(stand(folder, on)))
        check_no_leak(complete, folder, on, 12)


# --- planted faults ------------------------------------------------------------------------------


def test_a_leak_of_later_claims_is_caught(
    example: tuple[Tables, Folder], monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaking(about: str, claims: Any, as_of: date) -> judging.Judgement:
        return judging.judge(about, claims, date.max)

    monkeypatch.setattr(resolving, "judge", leaking)
    data, folder = example
    with pytest.raises(AssertionError, match="as of 2023-11-09"):
        check_no_leak(data, folder, day("2023-11-09"), 10)


def test_a_leak_of_later_rows_is_caught(
    example: tuple[Tables, Folder], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, folder = example
    early = type(folder.observed[0])

    def published_at_once(row: Any) -> Any:
        values = {name: getattr(row, name) for name in early.__slots__}
        return early(**(values | {"published": row.days.closed[0]}))

    object.__setattr__(folder, "observed", tuple(map(published_at_once, folder.observed)))
    try:
        with pytest.raises(AssertionError, match="as of 2024-08-31"):
            check_no_leak(data, folder, day("2024-08-31"), 10)
    finally:
        object.__setattr__(folder, "observed", load_folder(EXAMPLE).observed)
