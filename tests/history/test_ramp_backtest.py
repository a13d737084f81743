"""The replay of months: questions and baselines by hand, and no look ahead."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from jobone.core.days import add_months
from jobone.history import ramp_backtest
from jobone.history.ramp_backtest import (
    BASELINES,
    MonthsBacktest,
    month_questions,
    replay_months,
)
from jobone.history.ramp_series import ramp_series
from jobone.history.records import History, Volume
from jobone.history.volume_targets import volume_cases
from tests.history.build import history, ordinal, programme, target, volume

END = ordinal("2040-01-01")


def ramp(place: int, maker: str, factor: float = 1.0) -> tuple[Volume, ...]:
    """Fifteen months of a programme, one like the other but for a wobble."""
    first = date(2031 + place // 4, 1 + 3 * (place % 4), 1)
    generator = np.random.default_rng(place)
    level = factor * 1000.0 * 2.0 ** (place % 3)
    return tuple(
        volume(
            f"{add_months(first, month):%Y-%m}",
            round(float(level * (1 - 0.6**month) * np.exp(0.15 * generator.standard_normal()))),
            f"{maker}-{place}",
        )
        for month in range(15)
    )


def past(count: int = 12, **changes: float) -> History:
    """A dozen programmes of four makers, each with a target for its first year."""
    programmes, targets = [], []
    volumes: list[Volume] = []
    for place in range(count):
        maker = ("aurora", "borealis", "corona", "draco")[place % 4]
        name, rows = f"{maker}-{place}", ramp(place, maker, changes.get(maker, 1.0))
        begins = rows[0].period.closed[0]
        programmes.append(programme(name, maker=maker, first_delivery=begins.isoformat()))
        volumes += rows
        said = add_months(begins, -1).isoformat()
        window = f"{begins}..{add_months(begins, 12)}"
        targets.append(target(said, window, 14000.0, series=name, line=place + 2))
    return history(programmes, targets=targets, volumes=volumes)


def test_questions_and_their_answers() -> None:
    rows = tuple(volume(f"2031-{month:02d}", 100.0 * month) for month in range(4, 13))
    rows += tuple(volume(f"2032-{month:02d}", 1000.0) for month in range(1, 13))
    questions = month_questions(history([programme(first_delivery="2031-04-01")], volumes=rows))
    first = [item for item in questions if item.subject == "first_twelve_months"]
    assert [item.months for item in first] == list(range(12))
    assert first[0].day == ordinal("2031-05-01")
    assert {item.total for item in first} == {sum(range(4, 13)) * 100.0 + 3000.0}
    years = [item for item in questions if item.subject == "calendar_year"]
    assert [item.total for item in years] == [7200.0] * 8 + [12000.0] * 4
    told = programme(first_delivery="2031-04-01", first_year_units=5.0)
    short = month_questions(history([told], volumes=rows[:3]))
    assert {(item.subject, item.total) for item in short} == {("first_twelve_months", 5.0)}


def test_totals_take_no_row_that_reaches_far_out_of_the_window() -> None:
    """A year with a month missing is told by its own row, not by a share of a longer one."""
    rows = [volume(f"2031-{month:02d}", 100.0) for month in range(1, 13) if month != 6]
    rows += [volume("2031-01..2032-08", 90000.0)]
    one = programme(first_delivery="2031-01-01")
    assert not month_questions(history([one], volumes=rows))
    rows.append(volume("2031", 1250.0, measure="sales"))
    asked = month_questions(history([one], volumes=rows))
    assert {item.total for item in asked if item.day < ordinal("2032-01-01")} == {1250.0}


def test_a_first_year_that_cuts_a_quarter_is_taken_from_its_row() -> None:
    rows = [volume(f"2031-Q{place}", 300.0) for place in (2, 3, 4)]
    rows += [volume("2032-Q1", 300.0), volume("2032-Q2", 900.0)]
    told = programme(first_delivery="2031-04-20", first_year_units=1234.0)
    asked = month_questions(history([told], volumes=rows))
    assert {item.total for item in asked if item.subject == "first_twelve_months"} == {1234.0}


def test_baselines_by_hand() -> None:
    """Three months are known on the first of August, the fourth is not."""
    rows = tuple(volume(f"2031-{month:02d}", 100.0 * month) for month in range(4, 13))
    promise = target("2031-03-01", "2031-04..2031-12", 9000.0)
    one = programme(first_delivery="2031-04-01", first_year_units=9999.0)
    questions = month_questions(history([one], targets=[promise], volumes=rows))
    asked = next(item for item in questions if item.day == ordinal("2031-08-01"))
    assert asked.months == 3
    said = ramp_backtest._baselines(asked)
    assert said["last_month"] == pytest.approx(1500.0 + 9 * 600.0 / 30 * 30.4375)
    assert said["last_quarter"] == pytest.approx(1500.0 + 9 * 1500.0 / 91 * 30.4375)
    assert said["guidance"] == pytest.approx(1500.0 + 9 * 7500.0 / 6)
    nothing = replace(asked, day=ordinal("2031-05-01"))
    assert set(ramp_backtest._baselines(nothing)) == {"guidance"}
    mute = replace(asked, series=replace(asked.series, promises=()))
    assert set(ramp_backtest._baselines(mute)) == {"last_month", "last_quarter"}


def scores(found: tuple[MonthsBacktest, ...]) -> list[tuple[float, float]]:
    """What is compared between replays."""
    return [(item.crps_log, item.crps_units) for item in found]


def test_a_replay_depends_on_the_seed_alone_and_counts_what_it_scores() -> None:
    data = past(8)
    found = replay_months(data, "left-out makers", END, 3)
    assert scores(found) == scores(replay_months(data, "left-out makers", END, 3))
    assert scores(found) != scores(replay_months(data, "left-out makers", END, 4))
    first = found[0]
    assert (first.subject, first.forecasts, first.programmes) == ("first_twelve_months", 96, 8)
    assert set(first.against) == set(BASELINES)
    assert first.against["guidance"].forecasts == 96
    assert sorted(first.by_month["last_month"]) == list(range(1, 12))
    assert len(first.by_programme) == 8
    assert first.against["last_month"].difference_log.mean < 0.0


def test_a_maker_that_is_left_out_and_what_comes_later_are_never_seen() -> None:
    """Tenfold output of one maker changes its own forecasts by its own months alone."""
    base = past()
    loud = past(draco=10.0)
    by_maker = []
    for data in (base, loud):
        fit = ramp_backtest._left_out(ramp_series(data), volume_cases(data), END)
        (asked,) = {
            item.series.maker: item
            for item in month_questions(data)
            if item.series.maker == "draco"
        }.values()
        by_maker.append(fit(asked))
    assert by_maker[0] is not None
    assert by_maker[0] == by_maker[1]
    causal = []
    late = [row for row in base.volumes if row.period.closed[1] < date(2033, 6, 1)]
    for data in (base, replace(base, volumes=tuple(late))):
        fit = ramp_backtest._causal(ramp_series(data), volume_cases(data))
        asked = next(item for item in month_questions(base) if item.day > ordinal("2033-01-01"))
        causal.append(fit(asked))
    assert causal[0] is not None
    assert causal[0] == causal[1]


def test_too_few_ramps_are_left_out() -> None:
    assert replay_months(past(3), "left-out makers", END, 1) == ()
    causal = replay_months(past(), "causal", END, 1)
    assert causal[0].left_out > 0
    assert causal[0].forecasts + causal[0].left_out == 144


def test_a_held_out_history_is_forecast_from_the_other() -> None:
    strangers = past(2)
    found = replay_months(past(8), "holdout", END, 1, strangers)
    assert found[0].forecasts == 24
    alone = replay_months(history(), "holdout", END, 1, strangers)
    assert alone == ()
