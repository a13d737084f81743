"""Numbers, days and judgements in words."""

import doctest
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobone.core.days import DayInterval, parse_days
from jobone.core.problems import Location
from jobone.evidence.judging import Judgement, RelationKind
from jobone.outlook.bounds import Combination, Extreme, TargetBounds, Verdict
from jobone.outlook.forecast import EventForecast, TargetForecast
from jobone.programme.fields import EventReference
from jobone.programme.resolving import Option, Resolution
from jobone.programme.standing import StandingTarget
from jobone.report import wording
from jobone.report.wording import (
    bound_words,
    count,
    day,
    days,
    error_points,
    multiple,
    multiple_range,
    percent,
    percent_with_error,
    relation_words,
    signed_points,
    target_sentence,
    units,
    units_range,
    verdict_words,
    what_binds,
)


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(wording).failed == 0


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.0, "0 %"),
        (1e-9, "<1 %"),
        (0.0099, "<1 %"),
        (0.01, "1 %"),
        (0.125, "13 %"),
        (0.99, "99 %"),
        (0.9901, ">99 %"),
        (1.0, "100 %"),
        (None, "unknown"),
    ],
)
def test_percents_are_whole_and_certain_only_at_the_very_ends(probability, words):
    assert percent(probability) == words


@given(st.floats(0.0, 1.0))
def test_a_percent_never_claims_more_than_it_knows(probability):
    assert (percent(probability) == "0 %") == (probability == 0.0)
    assert (percent(probability) == "100 %") == (probability == 1.0)


def test_the_error_stands_beside_the_probability():
    assert percent_with_error(0.876, 0.0033) == "88 % (Monte Carlo error below 1 point)"
    assert percent_with_error(0.5, 0.01) == "50 % (Monte Carlo error 1 point)"
    assert percent_with_error(0.5, 0.0151) == "50 % (Monte Carlo error 2 points)"
    assert percent_with_error(None, 0.0151) == "unknown"
    assert percent_with_error(0.5, None) == "50 %"
    assert (error_points(0.0099), error_points(0.02), error_points(None)) == ("<1", "2", "")


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (0.12, "+12 points"),
        (-0.034, "-3 points"),
        (0.01, "+1 point"),
        (-0.0001, "-<1 point"),
        (0.0, "0 points"),
    ],
)
def test_differences_carry_their_sign(difference, words):
    assert signed_points(difference) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0.0, "0"),
        (-0.2, "0"),
        (512.5, "513"),
        (999.6, "1,000"),
        (1004.9, "1,000"),
        (1005.0, "1,010"),
        (27825.5, "27,800"),
        (823764.9, "824,000"),
        (-823764.9, "-824,000"),
        (999_600.0, "1,000,000"),
        (None, "not reached"),
    ],
)
def test_estimated_units_have_three_digits(number, words):
    assert units(number) == words


@given(st.floats(1.0, 1e9))
def test_three_digits_are_within_half_a_percent_from_a_hundred_on(number):
    shown = float(units(number).replace(",", ""))
    assert abs(shown - number) <= max(0.5, 0.005 * number) + 1e-6


def test_what_was_counted_keeps_every_digit():
    assert count(136854.0) == "136,854"


def test_ranges_that_round_to_one_number_are_one_number():
    assert units_range(600410.9, 823764.9) == "600,000 to 824,000"
    assert units_range(149655.3, 150065.1) == "150,000"


def test_days_need_no_locale():
    assert day(date(2024, 4, 5)) == "5 Apr 2024"
    assert day(None) == "not reached"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2024-04-05", "5 Apr 2024"),
        ("2024-02", "Feb 2024"),
        ("2024-Q1", "2024-Q1"),
        ("2024", "2024"),
        ("2024-03-05..2024-03-31", "5 to 31 Mar 2024"),
        ("2024-03-30..2024-04-02", "30 Mar 2024 to 2 Apr 2024"),
        ("2023-12..2024-03", "1 Dec 2023 to 31 Mar 2024"),
        ("..2025", "until 31 Dec 2025"),
        ("2024..", "from 1 Jan 2024"),
    ],
)
def test_intervals_are_as_short_as_they_can_be(written, words):
    assert days(parse_days(written)) == words


def test_multiples():
    assert multiple(1.0925) == "1.09 times"
    assert multiple(None) == "no multiple"
    assert multiple_range(1.0925, 1.499) == "1.09 to 1.50 times"
    assert multiple_range(0.6664, 0.6682) == "0.67 times"
    assert multiple_range(1.0925, None) == "at least 1.09 times"
    assert multiple_range(None, None) == "no multiple"


@pytest.mark.parametrize("verdict", get_args(Verdict))
def test_every_verdict_has_words(verdict):
    words = verdict_words(verdict)
    assert words
    assert ("impossible" in words) == (verdict == "impossible")


@pytest.mark.parametrize("kind", get_args(RelationKind))
def test_every_relation_has_its_own_words(kind):
    assert relation_words(kind)
    assert len({relation_words(other) for other in get_args(RelationKind)}) == len(
        get_args(RelationKind)
    )


# --- The sentence ----------------------------------------------------------------------


def a_resolution(path: str, value: DayInterval | None = None) -> Resolution:
    options = () if value is None else (Option(value, 1.0, False, str(value)),)
    return Resolution(
        path,
        "days",
        "literal",
        options,
        "",
        Judgement(path, (), (), (), frozenset()),
        None,
        False,
        Location("programme.toml", 1),
    )


def a_volume(**changes) -> StandingTarget:
    target = StandingTarget(
        name="first-two-years",
        event=None,
        by=None,
        measure="deliveries",
        of="maker",
        model=None,
        units=a_resolution("target.first-two-years.units"),
        months=24,
        window_event=EventReference("sop", "a1"),
        period=None,
        window_text="24 months of sop.a1",
        said="goal",
        denied_by=(),
    )
    return replace(target, **changes)


def a_day() -> StandingTarget:
    by = a_resolution("target.start.by", parse_days("2031-06-30"))
    return a_volume(
        name="start", event=EventReference("sop", "a1"), by=by, measure="", units=None, months=0
    )


def an_extreme(number: float | None, when: str, contract: float = 0.0) -> Extreme:
    return Extreme(number, contract, {"sop.a1": date.fromisoformat(when)})


def volume_bounds(verdict: Verdict, multiples=(1.0925, 1.499), **changes) -> TargetBounds:
    combination = Combination(
        {},
        (900000.0, 900000.0),
        an_extreme(600410.9, "2031-01-01"),
        an_extreme(823764.9, "2031-06-30"),
    )
    bounds = TargetBounds(
        "first-two-years", 900000.0, None, verdict, multiples, (combination,), (), ""
    )
    return replace(bounds, **changes)


def day_bounds(verdict: Verdict) -> TargetBounds:
    by = date(2031, 6, 30)
    combination = Combination(
        {},
        (by.toordinal(), by.toordinal()),
        an_extreme(None, "2031-01-01"),
        an_extreme(None, "2031-08-31"),
    )
    return TargetBounds("start", None, by, verdict, (None, None), (combination,))


def volume_forecast(target: StandingTarget | None = None) -> TargetForecast:
    return TargetForecast(
        target or a_volume(), 0.0765, 0.0042, 274844.2, 476925.3, 839763.3, 900000.0, None
    )


def unknown_forecast(target: StandingTarget, reason: str) -> TargetForecast:
    return TargetForecast(target, None, None, None, None, None, None, None, reason)


def test_a_sentence_names_promise_bound_multiple_probability_and_interval():
    sentence = target_sentence(volume_bounds("above_nameplate"), volume_forecast())
    assert sentence == (
        "first-two-years: 900,000 vehicles delivered within 24 months of the start of "
        "production of a1; above nameplate: nameplate without ramp or outage gives 600,000 to "
        "824,000, so it takes 1.09 to 1.50 times the nameplate, which is a planning figure and "
        "not a ceiling; probability 8 % (Monte Carlo error below 1 point), 80 % interval "
        "275,000 to 840,000 vehicles."
    )
    assert "impossible" not in sentence


@pytest.mark.parametrize("verdict", ["above_nameplate", "depends"])
def test_a_promise_above_nameplate_never_reads_as_impossible(verdict):
    words = bound_words(volume_bounds(verdict))
    assert "1.09 to 1.50 times the nameplate" in words
    assert "planning figure and not a ceiling" in words
    assert "impossible" not in words


def test_within_nameplate_says_what_it_leaves_out():
    words = bound_words(volume_bounds("within_nameplate", (0.45, 0.67)))
    assert words.startswith("within nameplate")
    assert "without ramp or outage" in words
    assert "0.45 to 0.67 times" in words


def test_only_a_window_that_ends_too_early_is_impossible():
    words = bound_words(volume_bounds("impossible", (None, None)))
    assert "ends before the earliest start" in words


def test_contract_capacity_is_named():
    combination = Combination(
        {},
        (900000.0, 900000.0),
        an_extreme(700000.0, "2031-01-01", 100000.0),
        an_extreme(900000.0, "2031-06-30", 100000.0),
    )
    words = bound_words(volume_bounds("depends", combinations=(combination,)))
    assert "up to 100,000 of them under contract" in words


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("within_promise", "every day stated for it keeps it"),
        ("depends", "some of the days stated for it keep it and some do not"),
        ("outside_promise", "no day that can still be meant keeps it"),
    ],
)
def test_a_promised_day_is_judged_by_its_stated_days(verdict, words):
    forecast = TargetForecast(
        a_day(),
        0.876,
        0.005,
        date(2031, 1, 30),
        date(2031, 4, 4),
        None,
        None,
        date(2031, 6, 30),
    )
    sentence = target_sentence(day_bounds(verdict), forecast)
    assert sentence.startswith("start: start of production of a1 by 30 Jun 2031; ")
    assert f"{words} (1 Jan 2031 to 31 Aug 2031)" in sentence
    assert "88 %" in sentence
    assert "80 % interval 30 Jan 2031 to not reached." in sentence


def test_a_denied_promise_says_so_and_is_judged():
    target = a_volume(denied_by=("denial",))
    sentence = target_sentence(volume_bounds("above_nameplate"), volume_forecast(target))
    assert "since denied, judged all the same" in sentence
    assert "8 %" in sentence


def test_an_unknown_target_gives_its_reason_once():
    reason = "no plant with a stated capacity is known yet"
    bounds = volume_bounds("unknown", (None, None), combinations=(), reason=reason)
    sentence = target_sentence(bounds, unknown_forecast(a_volume(), reason))
    assert sentence.count(reason) == 1
    assert "unknown" in sentence
    assert "900,000 vehicles" in sentence


def test_different_reasons_are_both_given():
    bounds = volume_bounds(
        "unknown", (None, None), units=None, combinations=(), reason="no nameplate"
    )
    sentence = target_sentence(bounds, unknown_forecast(a_volume(), "no gates lead to sop.a1"))
    assert "no nameplate" in sentence
    assert "no gates lead to sop.a1" in sentence
    assert "an unknown number of vehicles" in sentence


def test_an_uncertain_promise_shows_its_range():
    combination = Combination(
        {},
        (80000.0, 120000.0),
        an_extreme(60000.0, "2031-01-01"),
        an_extreme(90000.0, "2031-06-30"),
    )
    bounds = volume_bounds("depends", combinations=(combination,))
    assert "80,000 to 120,000 vehicles" in target_sentence(bounds, volume_forecast())


def test_windows_and_models_are_named():
    target = a_volume(
        of="model.a1", measure="production", window_event=None, period=parse_days("2032")
    )
    sentence = target_sentence(volume_bounds("above_nameplate"), volume_forecast(target))
    assert "900,000 vehicles of a1 built in 2032" in sentence


def test_what_binds_ends_the_sentence():
    sentence = target_sentence(
        volume_bounds("above_nameplate"), volume_forecast(), binds="the largest loss is the ramp"
    )
    assert sentence.endswith("; the largest loss is the ramp.")


def test_without_own_capacity_no_multiple_is_asked_for():
    words = bound_words(volume_bounds("above_nameplate", (None, None)))
    assert "has no nameplate of its own to be multiplied" in words


# --- What binds ------------------------------------------------------------------------


def a_forecast(**changes):
    gates = [SimpleNamespace(name=name) for name in ("winter-test", "permission", "other")]
    standing = SimpleNamespace(
        as_of=date(2030, 6, 1),
        gates=gates,
        models=[SimpleNamespace(name="a1", after=(0, 1))],
        model_place={"a1": 0}.get,
    )
    events = tuple(
        EventForecast(name, None, None, middle, None, None, 0.0)
        for name, middle in (
            ("sop.a1", date(2031, 5, 1)),
            ("gate.winter-test", date(2031, 2, 1)),
            ("gate.permission", date(2031, 4, 1)),
            ("gate.other", date(2032, 1, 1)),
        )
    )
    lost = (("late start", -50), ("ramp", 70), ("rate", 20), ("observed", 900))
    return SimpleNamespace(standing=standing, events=events, lost_units=lost, **changes)


def test_a_volume_is_bound_by_its_largest_loss_and_not_by_what_was_counted():
    assert what_binds(a_forecast(), volume_forecast()) == "the largest loss is the ramp"


def test_gains_bind_nothing():
    forecast = a_forecast()
    forecast.lost_units = (("late start", -50), ("ramp", 0))
    assert what_binds(forecast, volume_forecast()) == ""


def a_day_forecast(probability: float = 0.5) -> TargetForecast:
    return replace(volume_forecast(a_day()), probability=probability)


def test_a_start_is_bound_by_the_last_of_its_own_gates():
    assert what_binds(a_forecast(), a_day_forecast()) == "the gate permission comes last"


def test_a_gate_that_does_not_come_on_the_middle_path_is_the_last():
    forecast = a_forecast()
    forecast.events = tuple(
        replace(event, p50=None) if event.name == "gate.winter-test" else event
        for event in forecast.events
    )
    assert what_binds(forecast, a_day_forecast()) == "the gate winter-test comes last"


def test_gates_that_are_done_and_promises_that_are_kept_bind_nothing():
    forecast = a_forecast()
    forecast.standing.as_of = date(2031, 4, 1)
    assert what_binds(forecast, a_day_forecast()) == ""
    assert what_binds(a_forecast(), a_day_forecast(1.0)) == ""
    assert what_binds(a_forecast(), unknown_forecast(a_day(), "no gates")) == ""
