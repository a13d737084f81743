"""Rows of observed.csv that cannot all be what they say, and honest ones that look odd."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobone.core.days import add_months
from jobone.core.problems import InputError
from jobone.programme.loading import load_folder
from tests.outlook.build import day, happened, load, phase, plant, tables

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def rows_of(*units: float, of: str = "model.a1", measure: str = "deliveries") -> list[str]:
    """Months from April 2024 on."""
    rows = []
    for number, count in enumerate(units):
        start = add_months(day("2024-04-01"), number)
        end = add_months(start, 1).toordinal() - 1
        rows.append(f"{of},{measure},{start},{type(start).fromordinal(end)},{count:g},,")
    return rows


def check(*rows: str) -> tuple[list[str], list[str]]:
    """Problems and notices of a folder with these rows, by line and text."""
    data = tables(
        model=[{"name": "a1"}, {"name": "b1"}],
        plant=[plant("north", phase(nameplate="300000 / year"))],
        claim=[happened("a1", "2024-03-15"), happened("b1", "2025-01-10")],
        observed=rows,
    )
    try:
        folder = load(data)
    except InputError as failure:
        return [str(item).partition("observed.csv:")[2] for item in failure.problems], []
    return [], [f"{item.location.line}: {item.text}" for item in folder.notices]


@pytest.mark.parametrize("name", ["xiaomi", "lucid"])
def test_the_examples_pass_unchanged(name: str) -> None:
    folder = load_folder(EXAMPLES / name)
    assert len(folder.observed) > 30
    assert not [item for item in folder.notices if "observed.csv" in item.location.file]


HONEST = {
    "months": rows_of(7058, 8646, 11603, 13120, 13111),
    "a ramp that only rises": rows_of(6042, 16548, 22376, 33662, 33729, 39089, 41000, 45000),
    "a first month of five": rows_of(5, 8200, 9100),
    "an end at almost nothing": rows_of(9100, 8000, 9),
    "months and their quarter, to a few": [
        *rows_of(700, 800, 1100),
        "model.a1,deliveries,2024-04-01,2024-06-30,2610,,",
    ],
    "a month and the quarter it is in": [
        *rows_of(700),
        "model.a1,deliveries,2024-04-01,2024-06-30,2610,,",
    ],
    "year to date beside the months": [
        *rows_of(700, 800, 1100, 1200),
        *(
            f"model.a1,deliveries,2024-04-01,{end},{units},,"
            for end, units in (("2024-05-31", 1500), ("2024-06-30", 2600), ("2024-07-31", 3800))
        ),
    ],
    "rolling quarters beside the months": [
        *rows_of(700, 800, 1100, 1200),
        "model.a1,deliveries,2024-04-01,2024-06-30,2600,,",
        "model.a1,deliveries,2024-05-01,2024-07-31,3100,,",
    ],
    "a revised month": [
        "model.a1,deliveries,2024-04-01,2024-04-30,700,2024-05-02,",
        "model.a1,deliveries,2024-04-01,2024-04-30,740,2024-06-02,",
    ],
    "nothing before the start": [
        "model.a1,deliveries,2024-01-01,2024-01-31,0,,",
        *rows_of(5),
    ],
    "models that add to a little more than the maker": [
        "maker,deliveries,2025-02-01,2025-02-28,1000,,",
        "model.a1,deliveries,2025-02-01,2025-02-28,700,,",
        "model.b1,deliveries,2025-02-01,2025-02-28,310,,",
    ],
    "a shared month": ["model.a1,production,2024-04-01,2024-04-30,12.5,,"],
}


@pytest.mark.parametrize("rows", HONEST.values(), ids=HONEST)
def test_honest_counts_pass(rows: list[str]) -> None:
    assert check(*rows) == ([], [])


FAULTS = {
    "overlap in part": (
        [
            "model.a1,deliveries,2024-04-01,2024-06-30,900,,",
            "model.a1,deliveries,2024-06-15,2024-07-31,700,,",
        ],
        "3: 2024-06-15..2024-07-31 overlaps 2024-Q2 of line 2 in part",
    ),
    "a running total by period": (
        [
            "model.a1,deliveries,2024-04-01,2024-04-30,700,,",
            "model.a1,deliveries,2024-04-01,2024-05-31,1500,,",
            "model.a1,deliveries,2024-04-01,2024-06-30,2600,,",
        ],
        "3: 3 rows of model.a1 all start on 2024-04-01: a running total",
    ),
    "a running total in months, told by its quarter": (
        [*rows_of(700, 1500, 2600), "model.a1,deliveries,2024-04-01,2024-06-30,2600,,"],
        "the parts look like a running total",
    ),
    "thousands throughout": (
        rows_of(7.06, 8.65, 11.6),
        "2: every count of model.a1 deliveries is below 100 and some have decimals",
    ),
    "one month in thousands": (
        rows_of(7058, 8.646, 11603),
        "3: units is 8.646, about a thousandth of the rows before and after",
    ),
    "before the first start": (
        ["model.a1,deliveries,2023-04-01,2023-04-30,700,,"],
        "2: 700 deliveries of model.a1 in 2023-04, before its first start of production",
    ),
    "the maker before any start": (
        ["maker,deliveries,2024-02-01,2024-02-29,700,,"],
        "before its first start of production (2024-03-15)",
    ),
    "two models under one name": (
        [
            "model.a1,deliveries,2025-02-01,2025-02-28,700,2025-03-02,",
            "model.a1,deliveries,2025-02-01,2025-02-28,310,2025-03-02,",
        ],
        "3: model.a1 has 310 deliveries in 2025-02, and 700 in line 2, published on the same day",
    ),
    "the maker under a model's name": (
        [
            "maker,deliveries,2025-02-01,2025-02-28,1000,,",
            "model.a1,deliveries,2025-02-01,2025-02-28,1000,,",
            "model.b1,deliveries,2025-02-01,2025-02-28,310,,",
        ],
        "3: the models have 1310 deliveries in 2025-02, and the maker of line 2 1000",
    ),
}


@pytest.mark.parametrize(("rows", "said"), FAULTS.values(), ids=FAULTS)
def test_what_no_honest_table_holds_is_refused(rows: list[str], said: str) -> None:
    problems, _ = check(*rows)
    assert len(problems) == 1, problems
    assert said in problems[0]


def test_what_may_be_right_is_seen() -> None:
    assert check(*rows_of(7058, 9, 11603))[1] == [
        "3: units is 9, about a thousandth of the rows before and after: is it in thousands?"
    ]
    built = "model.a1,production,2024-02-01,2024-02-29,20,,"
    assert check(built)[1] == ["2: 20 vehicles were built before 2024-03-15, the first start"]
    running = rows_of(*range(100, 1000, 100), *range(100, 1300, 100))
    assert "is it a running total?" in check(*running)[1][0]
    climbing = rows_of(*(20_000 * month for month in range(1, 9)))
    assert check(*climbing)[1] == [
        "9: the months of model.a1 never fall, and 160000 in 2024-11 is 6 times what all plants "
        "together are said to build: is it a running total?"
    ]
    assert check(*rows_of(*(10_000 * month for month in range(1, 9))))[1] == []


@given(st.lists(st.integers(1, 90_000), min_size=1, max_size=14))
@settings(max_examples=25, deadline=None)
def test_whole_vehicles_of_months_that_lie_apart_are_never_refused(units: list[int]) -> None:
    assert check(*rows_of(*units))[0] == []
