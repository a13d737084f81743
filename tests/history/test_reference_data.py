"""The reference data of the package: whole, sourced, and nothing in them counted twice."""

import csv
import re
from collections import Counter
from collections.abc import Iterable
from importlib import resources
from itertools import combinations, pairwise

import pytest

from jobone.core.days import DayInterval, parse_days
from jobone.history import periods
from jobone.history.backtest import last_known_day
from jobone.history.cases import Case, date_cases, fate_on
from jobone.history.first_years import first_years
from jobone.history.loading import reference_history
from jobone.history.periods import disjoint, series_of
from jobone.history.plants import past_ramps, plant_records, ramp_records
from jobone.history.records import KINDS, History, Volume
from jobone.history.volume_targets import volume_cases

WINDOWS = {
    "announcements.csv": ("window_start", "window_end"),
    "targets.csv": ("period_start", "period_end"),
    "volumes.csv": ("period_start", "period_end"),
    "plants.csv": ("period_start", "period_end"),
}
TABLES = ("programmes.csv", "announcements.csv", "targets.csv", "volumes.csv", "capacity.csv")


def table(file: str) -> list[dict[str, str]]:
    """The rows of a table as the standard library reads them."""
    text = (resources.files("jobone.history") / "data" / file).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.fixture(scope="module")
def history() -> History:
    return reference_history()


@pytest.fixture(scope="module")
def cases(history: History) -> tuple[Case, ...]:
    return date_cases(history)


def sources_of(history: History) -> Iterable[tuple[str, bool]]:
    """Addresses of every row, as told, and whether it counts as sourced."""
    for programme in history.programmes.values():
        yield " ".join(programme.sources), programme.is_sourced
    for rows in (
        history.promises,
        history.volume_promises,
        history.volumes,
        history.nameplates,
        history.plant_periods,
    ):
        yield from ((row.source, row.is_sourced) for row in rows)


# What is there --------------------------------------------------------------------------------


def test_the_data_are_as_many_as_they_were(history: History) -> None:
    """About as many rows as were gathered; a table cut short, or doubled, would show."""
    assert 105 <= len(history.programmes) <= 125
    assert 310 <= len(history.promises) <= 400
    assert 180 <= len(history.volume_promises) <= 260
    assert 600 <= len(history.volumes) <= 800
    assert 100 <= len(history.nameplates) <= 140
    assert 120 <= len(history.plant_periods) <= 170


def test_what_is_made_of_the_data_is_as_much_as_it_was(
    history: History, cases: tuple[Case, ...]
) -> None:
    """Enough promises, volumes, first years, plants and ramps can be judged."""
    today = last_known_day(history)
    assert 220 <= len(cases) <= 300
    assert len(volume_cases(history)) >= 120
    assert len(first_years(history)) >= 14
    assert len(plant_records(history, today)) >= 20
    assert sum(item.sustained() is not None for item in plant_records(history, today)) >= 16
    assert len(past_ramps(ramp_records(history), today)) >= 12


def test_failures_are_in_the_data(history: History, cases: tuple[Case, ...]) -> None:
    """What was cancelled, went bankrupt or came late is there, not only what went well."""
    outcomes = Counter(item.outcome for item in history.programmes.values())
    assert outcomes["cancelled"] >= 6
    assert outcomes["bankrupt_before_sop"] >= 3
    assert outcomes["pending"] >= 5
    fates = Counter(fate_on(case, last_known_day(history)) for case in cases)
    assert fates["never"] >= 20
    assert fates["late"] >= 50
    assert 0.35 <= fates["kept"] / len(cases) <= 0.65
    assert sum(item.units == 0.0 for item in history.plant_periods) >= 3


def test_every_kind_of_maker_is_there(history: History) -> None:
    """No kind stands for the others alone."""
    kinds = Counter(item.kind for item in history.programmes.values())
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 8
    assert len({item.maker for item in history.programmes.values()}) >= 35


def test_every_row_is_loaded_or_told_of(history: History) -> None:
    """Rows of the tables are records, or are named in a remark as set aside."""
    aside = Counter(
        item.location.file.rpartition("/")[2]
        for item in history.remarks
        if item.remedy.startswith("set aside")
    )
    loaded = {
        "programmes.csv": len(history.programmes),
        "announcements.csv": len(history.promises),
        "targets.csv": len(history.volume_promises),
        "volumes.csv": len(history.volumes),
        "capacity.csv": len(history.nameplates),
        "plants.csv": len(history.plant_periods),
    }
    for file, count in loaded.items():
        assert count + aside[file] == len(table(file)), file


def test_the_data_are_read_once_and_known_by_their_name(history: History) -> None:
    """The reference data name no folder of the machine."""
    assert reference_history() is history
    assert history.name == "reference data"
    assert {item.location.file.partition("/")[0] for item in history.promises} == {history.name}


# Days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", WINDOWS)
def test_windows_run_forward_and_for_no_more_than_a_few_years(file: str) -> None:
    """Read anew from the table: every window starts before it ends."""
    start, end = WINDOWS[file]
    for row in table(file):
        first, last = parse_days(row[start]).closed[0], parse_days(row[end]).closed[1]
        assert first <= last, row
        assert (last - first).days <= 366 * 13, row


def test_no_promise_comes_after_its_outcome_or_its_window(
    history: History, cases: tuple[Case, ...]
) -> None:
    """Whatever day it was said on, neither the event nor the end was known before."""
    for promise in history.promises:
        said = promise.said_on.closed[0]
        assert said <= promise.window.closed[1], promise
        came = history.programmes[promise.programme].day_of(promise.event)
        assert came is None or said <= came.closed[1], promise
    for case in cases:
        assert case.ended is None or case.promise.said < case.ended, case
        assert case.promise.said <= case.promise.last, case


def test_nothing_counted_is_later_than_the_data(history: History) -> None:
    """What has come, came by the last day on which anything is known."""
    today = last_known_day(history)
    days: list[DayInterval | None] = [item.period for item in history.volumes]
    days += [item.period for item in history.plant_periods]
    days += [item.opened for item in history.plant_periods]
    for item in history.programmes.values():
        days += [item.sop, item.first_delivery, item.outcome_known]
    assert all(item.closed[1].toordinal() <= today for item in days if item is not None)


def test_outcomes_agree_with_days(history: History) -> None:
    """What was launched has a day, and what failed before has none and says when it failed."""
    for item in history.programmes.values():
        has_come = item.sop is not None or item.first_delivery is not None
        assert has_come == (item.outcome == "launched"), item.id
        if item.outcome not in ("pending", "launched"):
            assert item.outcome_known is not None, item.id


# Nothing twice --------------------------------------------------------------------------------


def shared_days(rows: Iterable[Volume]) -> list[str]:
    """Pairs of rows with a day in common."""
    return [
        f"{one.period} and {other.period}"
        for one, other in combinations(rows, 2)
        if one.period.overlaps(other.period)
    ]


def all_series(history: History) -> list[tuple[Volume, ...]]:
    """The volumes of each series in each measure."""
    names = dict.fromkeys((item.series, item.measure) for item in history.volumes)
    return [series_of(history.volumes, series, measure) for series, measure in names]


def check_no_day_twice(history: History) -> None:
    """What may be summed shares no day, leaves out no series, and keeps rows as they stand."""
    for rows in all_series(history):
        chosen = periods.disjoint(rows)
        assert chosen
        assert set(chosen) <= set(rows)
        assert not shared_days(chosen)
        assert [item.period.closed for item in chosen] == sorted(
            item.period.closed for item in chosen
        )


def test_volumes_that_are_summed_share_no_day(history: History) -> None:
    """The choice among overlapping rows counts each day once, in every series."""
    check_no_day_twice(history)


def test_overlapping_volumes_that_are_summed_are_caught(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the choice the same check fails: the data do overlap."""
    monkeypatch.setattr(periods, "disjoint", lambda rows: tuple(rows))
    with pytest.raises(AssertionError):
        check_no_day_twice(history)


def test_no_finer_sum_exceeds_a_whole(history: History) -> None:
    """Where rows lie within another, they count no more than it, a fiftieth aside."""
    for rows in all_series(history):
        for whole in rows:
            within = [
                item
                for item in rows
                if whole.period.contains(item.period) and item.period != whole.period
            ]
            total = sum(item.units for item in disjoint(within))
            assert total <= 1.02 * whole.units, whole


def test_plants_count_no_day_twice(history: History) -> None:
    """Periods of one plant share no day; who owns it and when it opened is told in one way."""
    groups: dict[str, list[DayInterval]] = {}
    facts = set()
    for item in history.plant_periods:
        groups.setdefault(item.plant, []).append(item.period)
        facts.add((item.plant, item.name, item.maker, item.kind, item.opened))
    assert len(facts) == len(groups)
    for days in groups.values():
        assert not any(one.overlaps(other) for one, other in combinations(days, 2))


@pytest.mark.parametrize("file", [*TABLES, "plants.csv"])
def test_no_row_stands_there_twice(file: str) -> None:
    """Neither a row nor a promise nor a count is told in two rows."""
    keys = {
        "programmes.csv": ("programme_id",),
        "announcements.csv": ("programme_id", "said_on", "event", "window_start", "window_end"),
        "targets.csv": (
            *("programme_id", "said_on", "measure", "period_start", "period_end"),
            "units",
        ),
        "volumes.csv": ("programme_id", "measure", "period_start", "period_end"),
        "capacity.csv": ("plant_id", "phase", "said_on", "nameplate_units_per_year", "counts_as"),
        "plants.csv": ("plant_id", "period_start"),
    }
    counted = Counter(tuple(row[name] for name in keys[file]) for row in table(file))
    assert [key for key, count in counted.items() if count > 1] == []


# Sources --------------------------------------------------------------------------------------


def test_every_row_has_an_address_or_says_that_it_has_none(history: History) -> None:
    """A row without an address is marked as unsourced."""
    assert [source for source, is_sourced in sources_of(history) if is_sourced and not source] == []


def test_addresses_are_addresses(history: History) -> None:
    """Each is a page of the web, and none of a machine."""
    address = re.compile(r"https?://[a-z0-9.-]+\.[a-z0-9]{2,}(:\d+)?([/?]\S*)?", re.IGNORECASE)
    found = [word for source, _ in sources_of(history) for word in source.split()]
    assert len(found) > 1000
    assert [word for word in found if not address.fullmatch(word)] == []


def test_most_rows_are_sourced(history: History) -> None:
    """What is believed without a page is a tenth of all at the most."""
    marks = [is_sourced for _, is_sourced in sources_of(history)]
    assert sum(marks) >= 0.9 * len(marks)


# Remarks --------------------------------------------------------------------------------------

EXPECTED_REMARKS = {
    r"'[^']+' is no programme of programmes\.csv": 40,
    r"\S+: the row counts from \S+ on like others": 20,
    r"\S+: \S+ overlaps \S+ of reference data/volumes\.csv:\d+": 12,
    r"\S+: \S+ lies before the first delivery \(\S+\)": 3,
    r"the first delivery \(\S+\) lies before the SOP \(\S+\)": 3,
}
"""What the remarks may be, and how many of each at the most."""


def test_every_remark_is_of_a_kind_that_is_known(history: History) -> None:
    """Nothing else is odd about the data, and of what is odd there is no flood."""
    for remark in history.remarks:
        kinds = [kind for kind in EXPECTED_REMARKS if re.fullmatch(kind, remark.what)]
        assert len(kinds) == 1, remark
        assert remark.remedy
    for kind, most in EXPECTED_REMARKS.items():
        assert sum(re.fullmatch(kind, item.what) is not None for item in history.remarks) <= most


def test_no_promise_of_the_data_is_set_aside(history: History) -> None:
    """What cannot be judged was left out when the data were made."""
    files = {item.location.file for item in history.remarks if item.remedy.startswith("set aside")}
    assert files <= {"reference data/volumes.csv"}


def test_remarks_are_in_the_order_of_their_places(history: History) -> None:
    """They read from file to file and from line to line."""
    places = [item.location for item in history.remarks]
    assert all(one <= other for one, other in pairwise(places))
