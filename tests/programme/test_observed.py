"""Rows of observed.csv: what they say, what is wrong with them, and which of them count."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobone.core.days import DayInterval
from jobone.core.problems import InputError, Location, Problem
from jobone.programme.folder import Observation
from jobone.programme.observed import finest_rows
from tests.folders import OBSERVED, load

HEAD = "of,measure,start,end,units,published,source\n"


def rows(place: Path, text: str) -> tuple[Observation, ...]:
    return load(place, observed=text).observed


def faults(place: Path, text: str) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        rows(place, text)
    return list(caught.value.problems)


# Reading --------------------------------------------------------------------------------------


def test_rows_are_read_with_their_lines(tmp_path: Path) -> None:
    first, second = rows(tmp_path, OBSERVED)
    assert (first.of, first.measure, first.units) == ("model.a1", "deliveries", 1200.0)
    assert first.days == DayInterval(date(2033, 4, 1), date(2033, 4, 30))
    assert (first.published, first.source) == (date(2033, 5, 10), "")
    assert first.location == Location(str(tmp_path / "observed.csv"), 2)
    assert (second.of, second.source) == ("maker", "gazette")


@pytest.mark.parametrize(
    ("end", "published"),
    [("2033-05-31", "2033-06-30"), ("2033-01-31", "2033-02-28"), ("2033-12-31", "2034-01-31")],
)
def test_published_unknown_is_a_month_after_the_end(
    tmp_path: Path, end: str, published: str
) -> None:
    (row,) = rows(tmp_path, f"{HEAD}maker,production,2033-01-01,{end},5,,\n")
    assert row.published == date.fromisoformat(published)


def test_columns_may_stand_in_any_order_and_rows_may_be_blank(tmp_path: Path) -> None:
    text = (
        "source,units,of,measure,end,start,published\n"
        ",,,,,,\n\n"
        "gazette, 5 ,maker,deliveries,2033-01-31,2033-01-01,\n"
    )
    (row,) = rows(tmp_path, text)
    assert (row.units, row.location.line) == (5.0, 4)


def test_a_file_of_headings_alone_says_nothing(tmp_path: Path) -> None:
    assert rows(tmp_path, HEAD) == ()


# Faults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "what", "expected"),
    [
        ("maker,production,2033-01-01,2033-01-31,many,,", "units is 'many'", "number of vehicles"),
        ("maker,production,2033-01-01,2033-01-31,-5,,", "units is '-5'", "number of vehicles"),
        ('maker,production,2033-01-01,2033-01-31,"1,200",,', "units is '1,200'", "separators"),
        ("maker,production,2033-01-01,2033-01-31,5 cars,,", "units is '5 cars'", "number"),
        ("maker,production,2033-01-01,2033-01-31,nan,,", "units is 'nan'", "number"),
        ("maker,production,2033-01-01,2033-01-31,inf,,", "units is 'inf'", "number"),
        ("maker,production,2033-01-01,2033-01-31,1e3,,", "units is '1e3'", "number"),
        (f"maker,production,2033-01-01,2033-01-31,{'9' * 400},,", "units is '999", "number"),
        ("maker,production,2033-01-01,2033-01-31,,,", "units is ''", "number"),
        ("maker,production,2033-02-01,2033-01-31,5,,", "ends on 2033-01-31, before", ""),
        ("maker,production,2033-02-30,2033-03-31,5,,", "start:", "a day such as"),
        ("maker,production,2033-02,2033-03-31,5,,", "start: 2033-02 is more than one day", "a day"),
        ("maker,production,2033-02-01,soon,5,,", "end:", "a day such as"),
        ("maker,production,,2033-03-31,5,,", "start:", "a day such as"),
        ("maker,production,2033-01-01,9999-12-31,5,,", "9999-12-31", ""),
        ("maker,production,2033-01-01,2033-01-31,5,later,", "published:", "a day such as"),
        ("maker,production,2033-02-01,2033-02-28,5,2033-01-31,", "published on 2033-01-31", ""),
        ("maker,production,2033-02-01,2033-02-28,5,2033-02-27,", "before its last day", "2033-02"),
        ("maker,sales,2033-01-01,2033-01-31,5,,", "measure is 'sales'", "deliveries or production"),
        ("maker,delivery,2033-01-01,2033-01-31,5,,", "measure is 'delivery'", "or production"),
        ("us,production,2033-01-01,2033-01-31,5,,", "of is 'us'", "maker, or model.NAME"),
        ("model.A1,production,2033-01-01,2033-01-31,5,,", "of is 'model.A1'", "model.NAME"),
        ("model.a9,production,2033-01-01,2033-01-31,5,,", "unknown model 'a9'", "one of a1, a2"),
        ("maker,production,2033-01-01,2033-01-31,5,,nowhere", "source is 'nowhere'", "[[source]]"),
        ("maker,production,2033-01-01,2033-01-31,5,", "too few cells (6)", "7"),
        ("maker,production,2033-01-01,2033-01-31,1,200,,", "too many cells (8)", "7"),
    ],
)
def test_each_fault_has_its_line(tmp_path: Path, row: str, what: str, expected: str) -> None:
    good = "maker,deliveries,2033-01-01,2033-01-31,5,,\n"
    (fault,) = faults(tmp_path, f"{HEAD}{good}{row}\n{good}")
    assert fault.location == Location(str(tmp_path / "observed.csv"), 3)
    assert what in fault.what
    assert expected in fault.expected


def test_hints(tmp_path: Path) -> None:
    text = (
        "maker,delivries,2033-01-01,2033-01-31,5,,\n"
        "maker,deliveries,2033-01-01,2033-01-31,5,,gazete\n"
    )
    found = [fault.remedy for fault in faults(tmp_path, HEAD + text)]
    assert found == ["did you mean 'deliveries'?", "did you mean 'gazette'?"]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "of,measure\n", "of;measure;start;end;units;published;source\n", '"of']
)
def test_a_file_without_its_columns(tmp_path: Path, text: str) -> None:
    found = faults(tmp_path, text)
    assert all(fault.location.file.endswith("observed.csv") for fault in found)


def test_all_faults_of_all_rows_come_together(tmp_path: Path) -> None:
    found = faults(tmp_path, f"{HEAD}us,sales,2033-13-01,x,many,y,z\nmaker,production,a,b,c,,\n")
    assert [fault.location.line for fault in found] == [2] * 7 + [3] * 3


# Which rows count -----------------------------------------------------------------------------


def row(start: str, end: str, units: float, published: str, of: str = "maker") -> Observation:
    days = DayInterval(date.fromisoformat(start), date.fromisoformat(end))
    known = date.fromisoformat(published)
    return Observation(of, "deliveries", days, units, known, "", Location("observed.csv", 2))


QUARTER = row("2033-01-01", "2033-03-31", 900, "2033-04-05")
JANUARY = row("2033-01-01", "2033-01-31", 250, "2033-02-05")
REVISED = row("2033-01-01", "2033-01-31", 260, "2033-06-01")
MAY = row("2033-05-01", "2033-05-31", 400, "2033-06-05")


def test_the_finer_of_overlapping_rows_count() -> None:
    late = date(2034, 1, 1)
    assert finest_rows([QUARTER, MAY, JANUARY], "maker", "deliveries", late) == (JANUARY, MAY)
    assert finest_rows([QUARTER, MAY], "maker", "deliveries", late) == (QUARTER, MAY)


def test_the_latest_version_that_was_published_counts() -> None:
    all_rows = [REVISED, JANUARY]
    assert finest_rows(all_rows, "maker", "deliveries", date(2033, 2, 4)) == ()
    assert finest_rows(all_rows, "maker", "deliveries", date(2033, 5, 31)) == (JANUARY,)
    assert finest_rows(all_rows, "maker", "deliveries", date(2033, 6, 1)) == (REVISED,)


def test_other_series_are_left_out() -> None:
    late = date(2034, 1, 1)
    other = row("2033-01-01", "2033-01-31", 99, "2033-02-05", "model.a1")
    assert finest_rows([other, JANUARY], "maker", "deliveries", late) == (JANUARY,)
    assert finest_rows([other, JANUARY], "maker", "production", late) == ()


@st.composite
def some_rows(draw: st.DrawFn) -> list[Observation]:
    made = []
    for number in range(draw(st.integers(0, 7))):
        first = draw(st.integers(1, 25))
        last = draw(st.integers(first, 28))
        known = draw(st.integers(1, 9))
        made.append(row(f"2033-01-{first:02d}", f"2033-01-{last:02d}", number, f"2033-0{known}-28"))
    return made


@given(some_rows(), st.integers(1, 9))
def test_rows_that_count_are_disjoint_published_and_in_order(
    made: list[Observation], month: int
) -> None:
    as_of = date(2033, month, 28)
    chosen = finest_rows(made, "maker", "deliveries", as_of)
    assert all(item.published <= as_of for item in chosen)
    assert all(one.days.closed[1] < other.days.closed[0] for one, other in pairwise(chosen))
    later = [item for item in made if item.published <= as_of]
    assert chosen == finest_rows(later, "maker", "deliveries", as_of)
    for item in later:  # whatever is left out overlaps something at least as fine
        assert any(
            other.days.overlaps(item.days) and other.days.day_count <= item.days.day_count
            for other in chosen
        )
