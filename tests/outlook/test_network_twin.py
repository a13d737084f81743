"""The gate network held to its readable twin, path by path."""

from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jobone.outlook.network import run_network
from jobone.outlook.sampling import NEVER, Sampler
from jobone.programme.standing import Standing
from tests.outlook.build import Tables, claim, day, standing, tables
from tests.outlook.network_twin import NetworkTwin

AS_OF = "2023-06-30"
LAST_DAY = date(2030, 12, 31)
PATHS = 10

DURATIONS = st.sampled_from(
    [
        "30 days",
        "uniform(20 days, 60 days)",
        "triangular(10 days, 30 days, 80 days)",
        "40 to 70 days",
        "4 to 9 months",
        "25 working days",
        "uniform(5 working days, 40 working days)",
        "0 days",
    ]
)
SEASONAL = st.sampled_from(["60 days", "uniform(20 days, 80 days)", "35 working days", "300 days"])
SEASONS = st.sampled_from(["Dec..Mar", "Apr..Jul", "Nov..Jan", "Jan..Dec"])
PAST = st.dates(date(2023, 1, 10), date(2023, 6, 29))
COMING = st.dates(date(2023, 6, 1), date(2024, 12, 1))
PUBLISHERS = ("Harbour Post", "The Morning Gauge", "Assembly Weekly")
STATUSES = st.sampled_from(["under-way", "granted", "refused", "pending", "done", "stopped"])


def interval(first: date, days: int) -> str:
    return f"{first}..{first + timedelta(days=days)}"


@st.composite
def gate_tables(draw: Any, place: int) -> tuple[Tables, list[Tables]]:
    name = f"g{place}"
    gate: Tables = {"name": name}
    claims: list[Tables] = []
    earlier = [f"g{number}" for number in range(place)]

    def say(about: str, values: list[object], **more: Any) -> None:
        for number, value in enumerate(values):
            publisher = PUBLISHERS[number]
            identity = f"{name}-{about}-{number}"
            path = f"gate.{name}.{about}"
            claims.append(claim(identity, path, value, "2023-06-30", by=publisher, **more))

    if earlier:
        gate["after"] = draw(st.lists(st.sampled_from(earlier), unique=True, max_size=2))
        if draw(st.integers(0, 3)) == 0:
            gate["any_of"] = draw(
                st.lists(st.sampled_from(earlier), unique=True, min_size=1, max_size=3)
            )
    if "any_of" not in gate or draw(st.booleans()):
        if draw(st.integers(0, 3)) == 0:
            gate["season"] = draw(SEASONS)
        if draw(st.integers(0, 4)):
            gate["takes"] = draw(SEASONAL if "season" in gate else DURATIONS)
        else:
            say("takes", ["uniform(20 days, 70 days)", "50 working days"])
    match draw(st.sampled_from(["", "", "coming", "past", "sides", "started on one side"])):
        case "coming":
            gate["start"] = interval(draw(COMING), draw(st.integers(0, 90)))
        case "past":
            say("start", [draw(PAST)], hedge="confirmed")
        case "sides":
            say("start", [str(draw(COMING)), interval(date(2025, 2, 1), 40)])
        case "started on one side":
            say(
                "start",
                [str(draw(PAST)), interval(date(2024, 9, 1), 30)],
                hedge="reported",
            )
    statuses = draw(st.lists(STATUSES, unique=True, max_size=2))
    if statuses and draw(st.integers(0, 2)) == 0:
        say("status", statuses, hedge="reported", holds="2023-06-15")
    if draw(st.integers(0, 5)) == 0:
        if draw(st.booleans()):
            say("end", [draw(PAST)], hedge="confirmed")
        else:
            say("end", ["2023-12"])
    if draw(st.integers(0, 3)) == 0:
        gate["chance"] = draw(st.sampled_from([0.0, 0.5, "uniform(0.2, 1)", 1]))
    return gate, claims


@st.composite
def networks(draw: Any) -> Tables:
    gates, claims = [], []
    for place in range(draw(st.integers(1, 5))):
        gate, said = draw(gate_tables(place))
        gates.append(gate)
        claims += said
    names = [gate["name"] for gate in gates]
    some = st.lists(st.sampled_from(names), unique=True, min_size=1, max_size=3)
    shocks = [
        {
            "name": f"shock-{number}",
            "chance": draw(st.sampled_from([0.5, "uniform(0, 1)"])),
            "adds": draw(st.sampled_from(["20 days", "uniform(10 days, 50 days)"])),
            "delays": draw(some),
        }
        for number in range(draw(st.integers(0, 2)))
    ]
    models = [{"name": "a1", "after": draw(some)}, {"name": "b1", "after": draw(some)}]
    if draw(st.integers(0, 3)) == 0:
        claims.append(
            claim("b1-started", "sop.b1", draw(PAST), "2023-06-30", hedge="confirmed", by="Q")
        )
    if draw(st.booleans()):
        claims.append(claim("a1-promised", "sop.a1", "2024-H1", "2023-06-30"))
    return tables(gate=gates, shock=shocks, model=models, claim=claims)


def check_network(programme: Standing, seed: int, first: int) -> None:
    """Hold every gate and every start on a run of paths to the twin."""
    sampler = Sampler(seed, first, PATHS, programme.as_of.toordinal())
    days = run_network(programme, sampler, LAST_DAY)
    for number in range(PATHS):
        twin = NetworkTwin(programme, seed, first + number)
        for kind, reckoned, told in (
            ("gate", days.gates, twin.end),
            ("sop", days.sop, twin.sop),
        ):
            for place in range(len(reckoned)):
                expected = told(place)
                shown = (kind, place, first + number)
                if expected is None:
                    assert reckoned[place, number] == NEVER, (*shown, expected)
                else:
                    got = int(reckoned[place, number])
                    assert got == expected.toordinal(), (*shown, expected, got)


@settings(max_examples=70)
@given(networks(), st.integers(0, 2**64 - 1), st.integers(0, 10_000))
def test_network_is_its_twin(data: Tables, seed: int, first: int) -> None:
    check_network(standing(data, AS_OF), seed, first)


# --- single features, so that a failure says which -----------------------------------------------


def one_gate(*claims: Tables, as_of: str = AS_OF, **gate: object) -> np.ndarray:
    """Days of one gate on a thousand paths, counted from the day of the outlook."""
    data = tables(
        gate=[{"name": "g", **gate}], model=[{"name": "a1", "after": ["g"]}], claim=claims
    )
    programme = standing(data, as_of)
    sampler = Sampler(1, 0, 1000, programme.as_of.toordinal())
    ends: np.ndarray = run_network(programme, sampler, LAST_DAY).gates[0]
    return np.where(ends == NEVER, -1, ends - programme.as_of.toordinal())


def test_a_gate_without_a_start_begins_tomorrow() -> None:
    assert set(one_gate(takes="30 days")) == {31}


def test_a_season_over_new_year_is_waited_for() -> None:
    ends = one_gate(takes="60 days", season="Dec..Mar")
    assert set(ends) == {(date(2023, 12, 1) - day(AS_OF)).days + 60}


def test_a_season_that_is_under_way_is_used_while_there_is_room() -> None:
    assert set(one_gate(takes="60 days", season="Dec..Mar", start="2024-01-10")) == {
        (date(2024, 1, 10) - day(AS_OF)).days + 60
    }
    # 60 days from 31 January end on its last day.
    assert set(one_gate(takes="60 days", season="Dec..Mar", start="2024-01-31")) == {
        (date(2024, 3, 31) - day(AS_OF)).days
    }
    # 61 days reach into April: it waits for December.
    assert set(one_gate(takes="61 days", season="Dec..Mar", start="2024-01-31")) == {
        (date(2024, 12, 1) - day(AS_OF)).days + 61
    }


def test_a_season_too_short_is_never() -> None:
    assert set(one_gate(takes="200 days", season="Dec..Mar")) == {-1}


def check_working_days() -> None:
    """Around the Mid-Autumn Day, Friday 29 September, and the National Days of 1 to 3 October."""
    for start, takes, done in (
        ("2023-09-28", 5, date(2023, 10, 10)),  # 28 September; 4, 5, 6 and 9 October
        ("2023-09-29", 1, date(2023, 10, 5)),
        ("2023-09-23", 4, date(2023, 9, 29)),
    ):
        ends = one_gate(takes=f"{takes} working days", start=start)
        assert set(ends) == {(done - day(AS_OF)).days}, start


def test_working_days_skip_weekends_and_holidays() -> None:
    check_working_days()


def test_each_side_counts_its_own_days() -> None:
    sides = ("100 working days", "90 days")
    claims = (
        claim(f"s{number}", "gate.g.takes", side, "2023-06-01", by=PUBLISHERS[number])
        for number, side in enumerate(sides)
    )
    assert set(one_gate(*claims)) == {91, (date(2023, 11, 23) - day(AS_OF)).days}


def test_what_is_under_way_waits_for_no_planned_start() -> None:
    planned = claim("p", "gate.g.start", "2024-Q1", "2023-01-01")
    under_way = claim("u", "gate.g.status", "under-way", "2023-06-01", hedge="confirmed")
    # It has been under way since 1 June at the latest: 100 days from there.
    assert set(one_gate(planned, under_way, takes="100 days")) == {71}


def test_a_season_of_a_leap_year_is_waited_for() -> None:
    # 90 days from 1 December end on 1 March, but on 29 February in a leap year.
    ends = one_gate(takes="90 days", season="Dec..Feb", start="2024-02-01")
    assert set(ends) == {(date(2028, 2, 29) - day(AS_OF)).days}


def test_what_has_begun_is_known_to_have_taken_so_long() -> None:
    started = claim("s", "gate.g.start", day("2023-04-01"), "2023-06-30", hedge="confirmed")
    ends = one_gate(started, takes="uniform(60 days, 120 days)")
    # 90 days have gone by: what is left is uniform on (0, 30].
    assert ends.min() == 1
    assert ends.max() == 30
    assert abs(float(ends.mean()) - 15.0) < 4 * 30 / np.sqrt(12 * 1000)


def test_what_is_overdue_ends_tomorrow() -> None:
    started = claim("s", "gate.g.start", day("2023-01-01"), "2023-06-30", hedge="confirmed")
    assert set(one_gate(started, takes="uniform(60 days, 120 days)")) == {1}


def test_a_chance_is_drawn_once_a_path() -> None:
    ends = one_gate(takes="30 days", chance=0.3)
    assert set(ends) == {-1, 31}
    assert abs(float(np.mean(ends == 31)) - 0.3) < 4 * np.sqrt(0.3 * 0.7 / 1000)


def test_a_refused_gate_never_comes_and_a_granted_one_has() -> None:
    def told(word: str) -> Tables:
        return claim("w", "gate.g.status", word, "2023-06-01", hedge="confirmed")

    assert set(one_gate(told("refused"), takes="30 days")) == {-1}
    assert set(one_gate(told("granted"), takes="30 days")) == {-29}
    assert set(one_gate(told("pending"), takes="30 days")) == {31}
