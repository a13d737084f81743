"""Cases of letters and decisions that were once wrong."""

import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula
from typer.testing import CliRunner

from jobone.cli import app
from jobone.core.problems import InputError
from jobone.outlook.deciding import Costs, Option, Tripwire, decide
from jobone.outlook.supplying import Part, judge_decision, make_supply
from jobone.outlook.tripwires import EventBy, MonthAtLeast, Observation
from jobone.programme.fields import EventReference
from jobone.programme.letters import read_letter
from jobone.programme.loading import load_folder
from jobone.programme.standing import stand
from tests.outlook.build import day, phase, plant, tables, write

AS_OF = date(2031, 1, 5)
MONDAYS = [date(2031, 1, 6) + timedelta(days=28 * k) for k in range(15)]
HEAD = ["model", "variant", "period", "units", "peak_per_week", "flex_percent", "written_on"]
CELLS = ["a1", "x", "2031-Q1", 13000, 1500, 15, date(2030, 4, 30)]


def chosen(parts, costs, watched=(), rules=()):
    parts = np.asarray(parts, dtype=float)
    return decide(parts, MONDAYS[: len(parts)], costs, watched, AS_OF, rules)


def programme(place, letter="", observed=()):
    write(
        tables(
            horizon="2031..2032",
            country="DE",
            gate=[{"name": "g", "start": "2030-06-01", "takes": "uniform(150 days, 500 days)"}],
            model=[{"name": "a1", "after": ["g"]}],
            plant=[plant("north", phase(sustained="0.5 to 1.2"), builds=["a1"])],
            observed=observed,
        ),
        place,
    )
    if letter:
        (place / "letter.csv").write_text(
            "model,variant,period,units,peak_per_week,written_on\n" + letter
        )
    return place


def supply(place, letter="", observed=(), as_of="2030-06-30"):
    now = stand(load_folder(programme(place, letter, observed)), day(as_of))
    return make_supply(now, Part(), Costs(1.0, 3.0), 60, 3)


# deciding._grid: with more than 120 steps multiples are skipped, so the best multiple is not
# found.
def test_best_multiple_of_a_small_step():
    assert chosen([[5000.0]], Costs(1.0, 3.0, step=1.0)).install_per_week == 5000.0


# deciding._grid + _rule: the same skipping makes `foresight` too dear: a rule has a negative
# regret.
def test_regret_of_a_rule_is_never_negative():
    assert (
        chosen([[5000.0]], Costs(1.0, 3.0, step=1.0), rules=[("m", 5000.0)]).rules[0].regret >= 0.0
    )


# deciding._best_option: without a step, sizes are taken from requirements, not differences: 100
# + 50 is never tried.
def test_free_perfect_option_without_step_costs_nothing():
    parts = [[100, 100]] * 10 + [[100, 150]] * 5
    seen = Observation(
        EventBy(EventReference("gate", "s"), date(2031, 3, 1)), np.array([False, True])
    )
    decision = chosen(parts, Costs(1.0, 3.0, option_price=0.0), [seen])
    assert decision.option is not None and decision.expected_cost == pytest.approx(0.0)


# deciding._best_option: above 24 steps only every n-th capacity and odd-placed sizes are
# paired; docs say "every pair".
def test_option_with_many_steps_is_the_best_pair():
    parts = [[2900, 2900]] * 10 + [[2900, 4900]] * 5  # 29 + 20 steps of 100, price 0.01: costs 20
    seen = Observation(
        EventBy(EventReference("gate", "s"), date(2031, 3, 1)), np.array([False, True])
    )
    decision = chosen(parts, Costs(1.0, 3.0, step=100.0, option_price=0.01), [seen])
    assert decision.expected_cost == pytest.approx(20.0)


# deciding._best_option: float32 cancels: a decision that truly costs 0 is given as about -1,
# regret about -1.
def test_expected_cost_and_regret_are_not_negative():
    high = np.random.default_rng(1).random(4000) < 0.37
    parts = np.ones((15, 1)) * np.where(high, 3000.0, 1000.0)
    parts[:8] = 1000.0
    seen = Observation(EventBy(EventReference("gate", "s"), date(2031, 3, 1)), high)
    decision = chosen(parts, Costs(1.1, 1003.7, 1000.0, 0.0), [seen])
    assert decision.expected_cost == pytest.approx(0.0, abs=0.005) and decision.regret >= -0.005


# letters._overlaps: a line without variant beside lines with variants: 40 % of the vehicles
# vanished.
def test_model_with_and_without_variants_is_told(tmp_path):
    letter = "a1,,2031,40000,,2030-05-31\na1,x,2031,60000,,2030-05-31\n"
    with pytest.raises(InputError, match=r"letter\.csv:3: .* with and without variants"):
        load_folder(programme(tmp_path, letter))


# supplying._letter_peak: periods of the letter that are over still set "what the letter says"
# for the window left.
def test_letter_peak_is_that_of_the_window(tmp_path):
    answer = supply(
        tmp_path, "a1,,2030-Q1,100000,9000,2029-05-31\na1,,2031,36000,1000,2029-05-31\n"
    )
    assert answer.letter_peak == pytest.approx(1000.0)


# supplying._letter_peak: variants of overlapping but unequal periods are not added (x all year
# 300 + y in H1 500 = 800).
def test_letter_peak_adds_variants_of_overlapping_periods(tmp_path):
    answer = supply(tmp_path, "a1,x,2031,10000,300,2029-05-31\na1,y,2031-H1,10000,500,2029-05-31\n")
    assert answer.letter_peak == pytest.approx(800.0)


# supplying._was_seen: says True/False by a simulated majority for a day that has not come;
# promised is None.
def test_what_cannot_be_told_yet_is_none(tmp_path):
    rows = ["model.a1,production,2031-01-01,2031-01-31,310,2031-02-10,"]
    answer = supply(tmp_path, "a1,,2031,36000,1000,2030-05-31\n", rows)
    end = date(2031, 12, 31)
    wire = Tripwire(MonthAtLeast("a1", date(2031, 11, 1), 9000.0), 0.5, 0.0)
    option = Option(100.0, end, end, 10.0, (wire,))
    answer = replace(answer, decision=replace(answer.decision, option=option))
    assert judge_decision(answer, date(2031, 2, 28)).ordered is None


def save(place, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(place)
    return place


# letters._read_workbook: only load_workbook is guarded, but read_only reads late: broken sheets
# raise (exit 70).
@pytest.mark.parametrize("how", ["cut", "number", "missing"])
def test_workbook_with_a_broken_sheet_is_told(tmp_path, how):
    archive = zipfile.ZipFile(io.BytesIO(save(tmp_path / "l.xlsx", HEAD, CELLS).read_bytes()))
    with zipfile.ZipFile(tmp_path / "l.xlsx", "w") as out:
        for name in archive.namelist():
            data = archive.read(name)
            if "sheet1" in name:
                if how == "missing":
                    continue
                data = (
                    data[: len(data) // 2]
                    if how == "cut"
                    else data.replace(b"<v>13000</v>", b"<v>abc</v>")
                )
            out.writestr(name, data)
    lines, problems = read_letter(tmp_path / "l.xlsx", "l.xlsx", ["a1"])
    assert lines == () and problems


# letters._read_workbook: unlike CSV, a column that stands there twice is silent and the last
# wins.
def test_workbook_with_a_column_twice_is_told(tmp_path):
    assert read_letter(
        save(tmp_path / "l.xlsx", [*HEAD, "units"], [*CELLS, 777]), "l.xlsx", ["a1"]
    )[1]


# letters._read_workbook: unlike CSV, cells beyond the heading, or under a column without a
# name, are silent.
def test_workbook_with_cells_beyond_the_heading_is_told(tmp_path):
    assert read_letter(save(tmp_path / "l.xlsx", HEAD, [*CELLS, 777]), "l.xlsx", ["a1"])[1]


# letters._read_workbook: unlike CSV, only the first missing column is told, and no unknown one
# with it.
def test_workbook_tells_all_missing_columns(tmp_path):
    problems = read_letter(
        save(tmp_path / "l.xlsx", ["model", "colour"], ["a1", "red"]), "l.xlsx", ["a1"]
    )[1]
    text = " ".join(map(str, problems))
    assert all(
        f"column {name} " in text
        for name in ("period is", "units is", "written_on is", "colour is")
    )


# letters._cell: an array formula is shown as "<openpyxl.worksheet.formula.ArrayFormul…" and not
# told as a formula.
def test_array_formula_is_told_as_a_formula(tmp_path):
    book = openpyxl.Workbook()
    for row in (HEAD, CELLS):
        book.active.append(row)
    book.active["D2"] = ArrayFormula("D2", "=SUM(1,2)")
    book.save(tmp_path / "l.xlsx")
    (fault,) = read_letter(tmp_path / "l.xlsx", "l.xlsx", ["a1"])[1]
    assert "formula (=SUM(1,2))" in fault.what


# Costs / part_uses take nan and inf (and absurd magnitudes): exit 70 with --json, nonsense in
# words; should be exit 2.
@pytest.mark.parametrize(
    "flags",
    [
        ("--too-much", "inf"),
        ("--step", "inf"),
        ("--step", "nan"),
        ("--step", "1e-300"),
        ("--per-vehicle", "nan"),
        ("--per-vehicle", "inf"),
        ("--per-vehicle", "1e308"),
        ("--option-price", "nan"),
        ("--option-price", "inf"),
        ("--too-few", "1e308"),
    ],
)
def test_numbers_that_are_none_are_usage_errors(tmp_path, flags):
    programme(tmp_path)
    given = {"--too-few": "3", "--too-much": "1"} | {flags[0]: flags[1]}
    more = [text for pair in given.items() for text in pair]
    result = CliRunner().invoke(
        app, ["decide", str(tmp_path), "--as-of", "2030-06-30", "--paths", "20", "--json", *more]
    )
    assert result.exit_code == 2, result.output[-200:]
