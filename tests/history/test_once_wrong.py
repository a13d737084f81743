"""Cases of the past that were once wrong."""

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest

from jobone.core.problems import InputError
from jobone.history.backtest import last_known_day, run_backtest
from jobone.history.cases import date_cases, fate_on
from jobone.history.dates import fit_dates
from jobone.history.first_years import first_years
from jobone.history.loading import load_history, reference_history
from jobone.history.periods import known_on, series_of
from jobone.history.plants import past_ramps, ramp_records
from jobone.history.volume_targets import volume_cases
from tests.history.build import (
    ROWS,
    changed,
    history,
    ordinal,
    programme,
    promise,
    target,
    volume,
    with_rows,
    write_folder,
)
from tests.history.simulated import END, simulated_cases, told


def twenty_of_five_makers():
    makers = [(f"m{place % 5}", f"m{place % 5}-p{place}") for place in range(20)]
    programmes = [
        programme(name, maker=maker, sop=f"2031-{1 + place % 12:02d}-10")
        for place, (maker, name) in enumerate(makers)
    ]
    promises = [
        promise(
            f"2030-{1 + place % 12:02d}-05",
            f"2031-{1 + (place + place % 3) % 12:02d}",
            name=name,
            line=place + 2,
        )
        for place, (_, name) in enumerate(makers)
    ]
    late = programme("m0-late", maker="m0", sop="2034-01-10")
    return history(
        [*programmes, late], [*promises, promise("2033-01-01", "2034-01", name="m0-late", line=90)]
    )


# (backtest.py / date_backtest.py): leaving one of exactly five makers out leaves four, and
# fit_dates' ValueError escapes from run_backtest, whose docstring promises InputError.
def test_five_makers_are_enough_or_an_input_error():
    with contextlib.suppress(InputError):
        run_backtest(twenty_of_five_makers(), 1)


# Same in holdout mode, where held-out makers are shared.
def test_holdout_with_shared_makers_is_scored_or_an_input_error():
    with contextlib.suppress(InputError):
        run_backtest(twenty_of_five_makers(), 1, twenty_of_five_makers())


# (backtest.py last_known_day): tables with headings alone load fine, then max() of nothing is a
# ValueError.
def test_an_empty_history_is_too_few_and_no_crash():
    with pytest.raises(InputError, match="at least 20"):
        run_backtest(history(), 1)


# The same for an empty held-out folder.
def test_an_empty_holdout_is_an_input_error():
    with pytest.raises(InputError):
        run_backtest(told(simulated_cases(100, 13, makers=10)), 1, history())


# (volume_targets.py volume_cases): a row that reaches beyond the promised period is cut to its
# share of days and taken for the outcome, known before the row is: a look ahead, and an
# invented number (a week out of a year).
def test_what_came_of_a_week_is_not_a_share_of_its_year():
    data = history(
        [programme(first_delivery="2030-05")],
        (),
        [target("2031-01-05", "2031-01-08..2031-01-14", 100)],
        [volume("2031", 3650)],
    )
    for case in volume_cases(data):
        assert case.known >= known_on(volume("2031", 0).period).toordinal()


# In the reference data: eight such rows, six of them known too early, among them the first
# quarter of 2009 from a row that runs to January 2012.
def test_no_outcome_of_the_reference_data_rests_on_what_was_counted_later():
    data = reference_history()
    wrong = []
    for case in volume_cases(data):
        source = case.source
        if source.actual_units is None:
            inside = [
                row
                for row in series_of(data.volumes, source.series, source.measure)
                if source.period.contains(row.period)
            ]
            if not inside:
                wrong.append((source.series, str(source.period), round(case.ratio, 3)))
    assert wrong == []


# (periods.py disjoint + volume_targets.py): one month beside a year makes the year useless,
# though a row covers exactly the promised period.
def test_a_single_month_does_not_hide_the_year():
    data = history(
        [programme(first_delivery="2030-05")],
        (),
        [target("2030-12", "2031", 100)],
        [volume("2031", 90), volume("2031-03", 5)],
    )
    assert [case.ratio for case in volume_cases(data)] == [0.9]


# The same for first years.
def test_a_single_month_does_not_hide_a_first_year():
    data = history(
        [programme(first_delivery="2031-01-01")],
        (),
        [target("2030-12", "2031", 100)],
        [volume("2031", 90), volume("2031-03", 5)],
    )
    assert [round(item.actual) for item in first_years(data)] == [90]


# (first_years.py): the outcome is dated a month after the year, though a row used for it ends
# later (look ahead).
def test_a_first_year_is_known_no_earlier_than_what_it_is_summed_from():
    rows = [volume("2031-Q2", 300), volume("2031-Q3", 600), volume("2031-10..2032-05", 2000)]
    (found,) = first_years(
        history(
            [programme(first_delivery="2031-04-01")],
            (),
            [target("2031-01", "2031-04..2032-03", 2000)],
            rows,
        )
    )
    assert found.known >= known_on(rows[-1].period).toordinal()


# (plants.py ramp_records): the measure is chosen by all rows, later ones too; so what was known
# on a day changes.
def test_later_volumes_in_another_measure_change_no_ramp_as_it_was_known():
    own = [programme(first_delivery="2031-01-01")]
    months = [f"2031-{place:02d}" for place in range(1, 13)] + ["2032-01", "2032-02"]
    early = [volume(month, 100 + 10 * place) for place, month in enumerate(months)]
    later = [
        volume(f"203{3 + place // 12}-{1 + place % 12:02d}", 500, measure="production")
        for place in range(-12, 12)
    ]
    day = ordinal("2032-04-15")
    later = [row for row in later if known_on(row.period).toordinal() > day]
    before = past_ramps(ramp_records(history(own, volumes=early)), day)
    assert before
    assert past_ramps(ramp_records(history(own, volumes=[*early, *later])), day) == before


# And the rows are made disjoint before those known later are taken out.
def test_a_later_crossing_row_changes_no_ramp_as_it_was_known():
    own = [programme(first_delivery="2031-01-01")]
    quarters = [f"203{year}-Q{part}" for year in (1, 2) for part in (1, 2, 3, 4)]
    early = [volume(period, 100 * place + 100) for place, period in enumerate(quarters[:-1])] + [
        volume(quarters[-1], 5000)
    ]
    crossing = volume("2032-12-10..2033-01-31", 500)
    day = ordinal("2033-02-05")
    before = past_ramps(ramp_records(history(own, volumes=early)), day)
    assert before
    assert past_ramps(ramp_records(history(own, volumes=[*early, crossing])), day) == before


# (loading.py _judgeable): a promise made after its programme was known to be cancelled passes
# without remark and is scored as a broken promise (fate "never" on the day it is made).
def test_a_promise_after_the_end_of_its_programme_is_set_aside(tmp_path: Path):
    row = changed(
        "announcements.csv",
        programme_id="borealis-two",
        said_on="2033-01-10",
        window_start="2034",
        window_end="2034",
    )
    data = load_history(write_folder(tmp_path, with_rows("announcements.csv", row)))
    assert len(data.promises) == 2
    assert len(data.remarks) == 1


# (loading.py _countable): only neighbours are compared, so a crossing behind a contained row
# goes untold.
def test_crossing_rows_are_told_of_whatever_lies_between(tmp_path: Path):
    cuts = [
        ("2032-01-01", "2032-03-31"),
        ("2032-02-01", "2032-02-29"),
        ("2032-03-15", "2032-04-15"),
    ]
    rows = [changed("volumes.csv", period_start=first, period_end=last) for first, last in cuts]
    data = load_history(write_folder(tmp_path, ROWS | {"volumes.csv": rows}))
    assert len(data.remarks) == 1


# (loading.py _counted_twice): the same for plants; the docstring promises every row that is
# wrong.
def test_every_plant_period_that_shares_days_is_reported(tmp_path: Path):
    rows = [
        changed("plants.csv", period_start=first, period_end=last)
        for first, last in (("2031-05", "2031-05"), ("2031-07", "2031-07"))
    ]
    with pytest.raises(InputError) as caught:
        load_history(write_folder(tmp_path, with_rows("plants.csv", *rows)))
    assert len(caught.value.problems) == 2


# (tables.py _promise, _volume, _volume_promise, _plant_period): after a wrong window the event
# and the id are not looked at any more.
def test_all_faults_of_a_row_are_reported_together(tmp_path: Path):
    row = changed(
        "announcements.csv",
        event="SOP",
        programme_id="",
        window_start="2031-05",
        window_end="2031-04",
    )
    with pytest.raises(InputError) as caught:
        load_history(write_folder(tmp_path, with_rows("announcements.csv", row)))
    assert len(caught.value.problems) == 3


# (periods.py known_on): a period up to 9999-12 loads without problem, then crashes with "year
# 10000 is out of range".
def test_a_period_without_end_in_sight_is_a_problem_or_a_case(tmp_path: Path):
    row = changed("targets.csv", period_end="9999-12-31")
    with contextlib.suppress(InputError):
        volume_cases(load_history(write_folder(tmp_path, with_rows("targets.csv", row))))


# (dates.py forecast / cases.py): a promise made on the last day of its window has chance 0 of
# being kept, though such promises are kept in the data (one is, that very day); it then scores
# as a certain miss.
def test_a_promise_of_today_can_be_kept():
    model = fit_dates(date_cases(reference_history()), last_known_day(reference_history()))
    (item,) = date_cases(
        history([programme(sop="2031-03-10")], [promise("2031-03-10", "2031-03-10")])
    )
    assert fate_on(item, END) == "kept"
    assert model.forecast(item.promise).kept > 0.0


# (outside.py Past.date_model; frozen.py freeze has the same lines): too_few counts promises
# that were not yet said on the day (said in a year, so on 31 December, and come in June),
# fit_dates does not; at the threshold its ValueError escapes.
def test_a_past_that_is_too_little_has_no_model():
    from datetime import date

    from jobone.history.outside import Past

    makers = [(f"m{place % 6}", f"m{place % 6}-p{place}") for place in range(24)]
    data = history(
        [programme(name, maker=maker, sop="2031-06-10") for maker, name in makers],
        [
            promise("2031", "2032", name=name, line=place + 2)
            for place, (_, name) in enumerate(makers)
        ],
    )
    assert Past(data).date_model(date(2031, 8, 1)) is None


# (first_years.py _promised): a target said on an unknown day of a year stands from the first of
# January; everywhere else what is said is known on the last day it can have been said.
def test_a_target_said_some_day_of_the_year_does_not_stand_at_its_start():
    own = [programme(first_delivery="2031-01-20", first_year_units=500.0)]
    assert first_years(history(own, (), [target("2031", "2031", 1000)])) == ()


def with_targets(last_actual):
    from tests.history.simulated import BEGIN, day_of

    data = told(simulated_cases(100, 13, makers=10))
    names = [name for name, item in data.programmes.items() if item.sop][:13]
    early = [
        target(
            str(day_of(BEGIN + 400)),
            f"{day_of(BEGIN + 410)}..{day_of(BEGIN + 600)}",
            100,
            50 + place,
            name,
            line=place + 2,
        )
        for place, name in enumerate(names)
    ]
    asked = target(
        str(day_of(BEGIN + 3000)),
        f"{day_of(BEGIN + 3100)}..{day_of(BEGIN + 3400)}",
        100,
        last_actual,
        names[0],
        line=90,
    )
    return replace(data, volume_promises=(*early, asked))


# (frozen.py _open_volumes): asked as of a past day, volumes whose outcome became known later
# are left out: what is frozen depends on the future.
def test_what_came_later_changes_nothing_that_is_frozen():
    from datetime import date

    from jobone.history.frozen import freeze
    from tests.history.simulated import BEGIN

    as_of = date.fromordinal(BEGIN + 3200)
    open_still = freeze(with_targets(None), as_of, "x", 1)["volumes"]
    assert len(open_still) == 1
    assert freeze(with_targets(80), as_of, "x", 1)["volumes"] == open_still
