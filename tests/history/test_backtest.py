"""Replaying history: nothing is known too early, scores add up, figures stay where they were."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from jobone.cli import app
from jobone.core.problems import InputError
from jobone.history import date_backtest, ratio_backtest
from jobone.history.backtest import Backtest, last_known_day, run_backtest
from jobone.history.baselines import as_promised, base_rate, empirical, promise_plus_typical_slip
from jobone.history.cases import DAYS_PER_MONTH, Case, date_cases, fate_on
from jobone.history.date_backtest import (
    METHODS,
    DateBacktest,
    Replayed,
    replay_causal,
    replay_holdout,
    replay_left_out,
    score_dates,
)
from jobone.history.dates import DateForecast, fit_dates
from jobone.history.loading import reference_history
from jobone.history.ramp_backtest import BASELINES
from jobone.history.ratio_backtest import RATIO_METHODS, Question, RatioBacktest, score_ratios
from jobone.history.ratios import RatioForecast, weighted_ratios
from jobone.history.records import History
from tests.history.build import (
    case,
    date_promise,
    history,
    ordinal,
    programme,
    promise,
    target,
)
from tests.history.simulated import BEGIN, END, other_future, simulated_cases, told

CASES = simulated_cases(100, 13, makers=10)
LEARNED_BY = BEGIN + 3700


def fails(check: Callable[[], None]) -> None:
    """Fail unless the check does."""
    with pytest.raises(AssertionError):
        check()


def bits(item: Replayed) -> tuple[Any, ...]:
    """Everything that was forecast of a promise, for comparison bit by bit."""
    return (
        item.base_rate,
        *(
            (name, found.days.tobytes(), found.weights.tobytes(), found.kept, found.never)
            for name, found in sorted(item.forecasts.items())
        ),
    )


# Baselines ------------------------------------------------------------------------------------

PAST = [
    case(date_promise(BEGIN, BEGIN + 100, BEGIN + 109), (BEGIN + 104, BEGIN + 105)),
    case(date_promise(BEGIN, BEGIN + 200, BEGIN + 209), (BEGIN + 300, BEGIN + 309)),
    case(date_promise(BEGIN, BEGIN + 200, BEGIN + 209), (BEGIN + 224, BEGIN + 225)),
    case(date_promise(BEGIN, BEGIN + 200, BEGIN + 209), ended=BEGIN + 400),
    case(date_promise(BEGIN, BEGIN + 200, BEGIN + 209)),
]
"""Slips of 0, 100 and 20 days, one that never comes, one that stays open."""

NEXT = date_promise(BEGIN + 500, BEGIN + 601, BEGIN + 610)


def test_as_promised_takes_the_window_at_its_word() -> None:
    """Every day of it alike, and nothing after."""
    found = as_promised(NEXT)
    assert found.days.tolist() == [float(BEGIN + day) for day in range(601, 611)]
    assert found.weights.tolist() == [0.1] * 10
    assert (found.kept, found.never) == (1.0, 0.0)


def test_a_typical_slip_moves_the_window_by_the_median() -> None:
    """The whole window, by twenty days; by none as long as only the first was known."""
    found = promise_plus_typical_slip(NEXT, PAST, BEGIN + 500)
    assert found.days.tolist() == [float(BEGIN + 20 + day) for day in range(601, 611)]
    assert (found.kept, found.never) == (0.0, 0.0)
    early = promise_plus_typical_slip(NEXT, PAST, BEGIN + 105)
    assert early.days.tolist() == as_promised(NEXT).days.tolist()
    assert early.kept == 1.0


def test_the_empirical_forecast_adds_every_slip_to_the_middle() -> None:
    """Each past slip is as likely as the others."""
    found = empirical(NEXT, PAST, BEGIN + 500)
    assert found.days.tolist() == [NEXT.middle, NEXT.middle + 20.0, NEXT.middle + 100.0]
    assert found.weights.tolist() == pytest.approx([1 / 3] * 3)
    assert found.kept == pytest.approx(1 / 3)
    assert empirical(NEXT, PAST, BEGIN + 308).days.tolist() == [NEXT.middle, NEXT.middle + 20.0]


def test_the_empirical_forecast_keeps_what_comes_on_the_last_day() -> None:
    """The last day of the window belongs to it, the day after does not."""
    to_the_day = date_promise(BEGIN + 500, BEGIN + 600, BEGIN + 640)
    assert empirical(to_the_day, PAST, BEGIN + 500).kept == pytest.approx(2 / 3)
    short_of_it = date_promise(BEGIN + 500, BEGIN + 601, BEGIN + 639)
    assert empirical(short_of_it, PAST, BEGIN + 500).kept == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("day", "rate"), [(150, 1.0), (209, 1.0), (210, 0.25), (400, 0.25), (250, 0.25)]
)
def test_the_base_rate_counts_what_is_kept_or_broken(day: int, rate: float) -> None:
    """On its first day past a window an open promise is broken, though it may still come."""
    kept_only = [item for item in PAST if item is not PAST[4]]
    assert base_rate(kept_only, BEGIN + day) == rate
    if day >= 210:
        assert base_rate(PAST, BEGIN + day) == pytest.approx(1 / 5)


# Nothing is known too early -------------------------------------------------------------------


def check_causal(seed: int) -> None:
    """Forecasts of promises made by a day are the same whatever comes after it."""
    known = [item for item in CASES if item.promise.said <= LEARNED_BY]
    replayed, _ = replay_causal(known, END)
    before = {item.case.programme: item for item in replayed}
    changed, _ = replay_causal(other_future(CASES, LEARNED_BY, Random(seed)), END)
    compared = 0
    for item in changed:
        if item.case.promise.said <= LEARNED_BY and item.case.programme in before:
            assert bits(item) == bits(before[item.case.programme])
            compared += 1
    assert compared >= 25


@pytest.mark.parametrize("seed", [1, 2])
def test_forecasts_know_nothing_of_the_future(seed: int) -> None:
    """Other outcomes and other promises after a day leave all forecasts before it as they were."""
    check_causal(seed)


def look_ahead(name: str) -> Callable[..., Any]:
    """The same function, asked as of the end of all days."""
    true = getattr(date_backtest, name)
    return lambda *arguments: true(*arguments[:-1], END)


@pytest.mark.parametrize(
    "name", ["fit_dates", "base_rate", "empirical", "promise_plus_typical_slip"]
)
def test_a_replay_that_knows_outcomes_too_early_is_caught(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Whichever of the forecasts looks ahead."""
    monkeypatch.setattr(date_backtest, name, look_ahead(name))
    fails(lambda: check_causal(1))


def test_each_promise_is_forecast_from_earlier_ones_alone() -> None:
    """The forecast is that of a fit to what was said before, known on the day it was said."""
    replayed, skipped = replay_causal(CASES, END)
    judged = [item for item in CASES if fate_on(item, END) != "open" or item.promise.last < END]
    assert len(replayed) + skipped == len(judged)
    assert skipped >= 20
    for item in replayed[:: len(replayed) // 5]:
        day = item.case.promise.said
        earlier = [other for other in CASES if other.promise.said < day]
        model = fit_dates(earlier, day)
        again = Replayed(
            item.case,
            {
                "model": model.forecast(item.case.promise),
                "as_promised": as_promised(item.case.promise),
                "promise_plus_typical_slip": promise_plus_typical_slip(
                    item.case.promise, earlier, day
                ),
                "empirical": empirical(item.case.promise, earlier, day),
            },
            base_rate(earlier, day),
        )
        assert bits(again) == bits(item)


def test_promises_of_one_day_do_not_know_of_each_other() -> None:
    """Two promises of one day are forecast from the same fit."""
    day = CASES[-1].promise.said + 4000
    twins = [
        case(date_promise(day, day + 100, day + 190), (day + 150, day + 150), maker="Cassini"),
        case(date_promise(day, day + 100, day + 190), (day + 900, day + 900), maker="Delos"),
    ]
    replayed, _ = replay_causal([*CASES, *twins], END)
    assert bits(replayed[-1]) == bits(replayed[-2])


def test_open_promises_within_their_window_are_not_judged() -> None:
    """Only what is kept, broken or overdue is replayed."""
    day = BEGIN + 4600
    replayed, skipped = replay_causal(CASES, day)
    waiting = [item for item in CASES if fate_on(item, day) == "open" and item.promise.last >= day]
    assert waiting
    assert len(replayed) + skipped == len(CASES) - len(waiting)
    assert not {item.programme for item in waiting} & {item.case.programme for item in replayed}


# Makers left out ------------------------------------------------------------------------------

MAKER = "maker-4"


def altered(cases: Sequence[Case], maker: str) -> list[Case]:
    """The same cases, in which all of one maker came years later."""
    return [
        replace(item, came=(item.promise.last + 900, item.promise.last + 930), ended=None)
        if item.maker == maker
        else item
        for item in cases
    ]


def check_left_out() -> None:
    """What became of a maker's promises is no part of the forecasts of its promises."""
    before, _ = replay_left_out(CASES, END)
    after, _ = replay_left_out(altered(CASES, MAKER), END)
    assert [item.case for item in before] == CASES
    own = others = 0
    for one, other in zip(before, after, strict=True):
        if one.case.maker == MAKER:
            assert bits(one) == bits(other)
            own += 1
        else:
            assert bits(one) != bits(other)
            others += 1
    assert own >= 5
    assert others >= 50


def test_a_maker_that_is_left_out_is_never_seen() -> None:
    """Neither by the model nor by any baseline; the other makers' forecasts do change."""
    check_left_out()


def test_a_model_that_has_seen_the_maker_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fit to all makers, in which one is meant to be left out, fails the same check."""
    true = date_backtest._held_out

    def seen(cases: Sequence[Case], held_out: Any, day: int) -> Any:
        for item in true(cases, held_out, day):
            model = fit_dates(cases, day)
            forecasts = item.forecasts | {"model": model.forecast(item.case.promise)}
            yield replace(item, forecasts=forecasts)

    monkeypatch.setattr(date_backtest, "_held_out", seen)
    fails(check_left_out)


def test_held_out_promises_of_shared_makers_are_forecast_without_them() -> None:
    """Makers of both histories are left out of the fit; strangers get all of it."""
    strangers = [
        replace(item, maker=f"stranger-{item.maker}") for item in simulated_cases(9, 31, makers=9)
    ]
    shared = [item for item in CASES if item.maker == MAKER]
    for fitted_on in (CASES, altered(CASES, MAKER)):
        found, skipped = replay_holdout(fitted_on, END, [*strangers, *shared], END)
        assert skipped == 0
        assert len(found) == len(strangers) + len(shared)
        for item in found:
            others = [other for other in fitted_on if other.maker != item.case.maker]
            model = fit_dates(others, END).forecast(item.case.promise)
            assert item.forecasts["model"].weights.tobytes() == model.weights.tobytes()
            assert item.forecasts["model"].days.tobytes() == model.days.tobytes()
            assert item.base_rate == base_rate(others, END)
    own = [bits(item) for item in replay_left_out(CASES, END)[0] if item.case.maker == MAKER]
    assert [bits(item) for item in found[len(strangers) :]] == own


def test_held_out_promises_are_judged_by_the_end_of_their_own_history() -> None:
    """The fit knows its history to its end, the held-out one is judged by another day."""
    strangers = [replace(item, maker="stranger") for item in CASES[:40]]
    day = sorted(item.promise.last for item in strangers)[20]
    found, _ = replay_holdout(CASES, END, strangers, day)
    waiting = [item for item in strangers if fate_on(item, day) == "open"]
    judged = [item for item in strangers if item not in waiting or item.promise.last < day]
    assert [item.case.programme for item in found] == [item.programme for item in judged]
    assert 0 < len(judged) < len(strangers)


def test_a_maker_without_whom_too_little_is_left_is_not_forecast() -> None:
    """Of five makers none can be left out; of six, each; what is not forecast is counted."""
    makers = sorted({item.maker for item in CASES})
    five = [item for item in CASES if item.maker in makers[:5]]
    six = [item for item in CASES if item.maker in makers[:6]]
    assert replay_left_out(five, END) == ((), len(five))
    replayed, skipped = replay_left_out(six, END)
    assert (len(replayed), skipped) == (len(six), 0)
    stranger = replace(CASES[0], maker="stranger")
    replayed, skipped = replay_holdout(five, END, [*five, stranger], END)
    assert [item.case for item in replayed] == [stranger]
    assert skipped == len(five)


# Scores ---------------------------------------------------------------------------------------


def one_day(day: float, kept: float = 1.0) -> DateForecast:
    """A forecast that is sure of a day."""
    return DateForecast(np.array([day]), np.array([1.0]), kept, 0.0)


def replayed(item: Case, rate: float = 0.5, **forecasts: DateForecast) -> Replayed:
    """A promise with forecasts; those not given are of the promised window."""
    names = ("model", "as_promised", "promise_plus_typical_slip", "empirical")
    return Replayed(
        item, {name: forecasts.get(name, as_promised(item.promise)) for name in names}, rate
    )


def scored(*items: Replayed, last_day: int = END, seed: int = 3) -> DateBacktest:
    return score_dates("causal", items, last_day, seed)


def late_by(months: float, maker: str = "Aurora") -> Case:
    """A promise of one day that came some months after it."""
    day = BEGIN + 200
    came = day + round(months * DAYS_PER_MONTH)
    return case(date_promise(BEGIN, day, day), (came, came), maker=maker)


def test_months_are_scored_between_the_middle_and_the_day() -> None:
    """A sure forecast scores how far off it is, in months."""
    item = late_by(10)
    assert item.day is not None
    exact = round(10 * DAYS_PER_MONTH) / DAYS_PER_MONTH
    found = scored(replayed(item, model=one_day(item.day)))
    assert found.scores["model"].crps_months == 0.0
    assert found.scores["as_promised"].crps_months == pytest.approx(exact)
    assert found.differences["as_promised.crps_months"].mean == pytest.approx(-exact)
    assert found.differences["as_promised.crps_months"].relative == pytest.approx(-1.0)


def test_lateness_counts_up_to_sixty_months() -> None:
    """Of what came later, and of forecasts beyond, sixty months count."""
    item = late_by(100)
    far = one_day(item.promise.middle + 200 * DAYS_PER_MONTH)
    near = one_day(item.promise.middle + 59 * DAYS_PER_MONTH)
    found = scored(replayed(item, model=far, empirical=near))
    assert found.scores["as_promised"].crps_months == pytest.approx(60.0)
    assert found.scores["model"].crps_months == 0.0
    assert found.scores["empirical"].crps_months == pytest.approx(1.0)


def test_chances_are_scored_over_all_and_days_over_what_came() -> None:
    """What never came, and what is overdue, counts as not kept and has no day."""
    gone = case(date_promise(BEGIN, BEGIN + 200, BEGIN + 200), ended=BEGIN + 300, maker="Borealis")
    overdue = case(date_promise(BEGIN, BEGIN + 200, BEGIN + 200), maker="Cassini")
    sure = one_day(BEGIN + 200.0, kept=0.75)
    found = scored(*(replayed(item, 0.6, model=sure) for item in (late_by(0), gone, overdue)))
    assert (found.forecasts, found.came, found.makers, found.left_out) == (3, 1, 3, 0)
    assert found.kept.tolist() == [True, False, False]
    assert found.chances.tolist() == [0.75] * 3
    assert found.scores["model"].brier == pytest.approx((0.0625 + 2 * 0.5625) / 3)
    assert found.scores["as_promised"].brier == pytest.approx(2 / 3)
    assert found.scores["base_rate"].brier == pytest.approx((0.16 + 2 * 0.36) / 3)
    logs = -(math.log(0.75) + 2 * math.log(0.25)) / 3
    assert found.scores["model"].log_score == pytest.approx(logs)
    rate = found.scores["base_rate"]
    assert (rate.crps_months, rate.coverage50, rate.coverage80) == (None, None, None)
    assert found.scores["model"].crps_months == 0.0


def test_levels_count_half_of_what_ties() -> None:
    """A day that is the second of four alike lies at three eighths."""
    item = late_by(2)
    assert item.day is not None
    days = item.day + np.array([-10.0, 0.0, 10.0, 20.0])
    even = DateForecast(days, np.full(4, 0.25), 0.5, 0.0)
    found = scored(replayed(item, model=even))
    assert found.levels.tolist() == [0.375]
    assert found.scores["model"].coverage50 == 1.0
    edge = DateForecast(days + 20.0, np.array([0.2, 0.3, 0.3, 0.2]), 0.5, 0.0)
    outside = scored(replayed(item, model=edge))
    assert outside.levels.tolist() == [0.0]
    assert (outside.scores["model"].coverage50, outside.scores["model"].coverage80) == (0.0, 0.0)


def test_days_are_scored_given_that_they_come() -> None:
    """A chance of never lowers no day: only what comes is spread over days."""
    item = late_by(3)
    assert item.day is not None
    doubtful = DateForecast(np.array([item.day]), np.array([0.1]), 0.0, 0.9)
    assert scored(replayed(item, model=doubtful)).scores["model"].crps_months == 0.0


def test_a_cap_of_another_length_would_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a cap the check of sixty months fails."""
    monkeypatch.setattr(date_backtest, "CAP_MONTHS", 1e9)
    fails(test_lateness_counts_up_to_sixty_months)


def test_nothing_that_came_is_nothing_to_score() -> None:
    """Without one event that came there is no score, but an error that says so."""
    gone = case(date_promise(BEGIN, BEGIN + 200, BEGIN + 200), ended=BEGIN + 300)
    with pytest.raises(ValueError, match="no promise whose event came is left to score"):
        scored(replayed(gone))
    with pytest.raises(ValueError, match="no promise whose event came is left to score"):
        scored()


def test_a_seed_gives_the_same_numbers_and_another_nearly_the_same() -> None:
    """Members are drawn by the seed alone, and a thousand of them suffice."""
    items, _ = replay_left_out(CASES, END)
    one, again, other = (scored(*items, seed=seed) for seed in (3, 3, 2**64 - 1))
    assert one.scores == again.scores
    assert one.differences == again.differences
    assert one.scores["model"].crps_months != other.scores["model"].crps_months
    for method in METHODS[:-1]:
        first, second = (item.scores[method].crps_months for item in (one, other))
        assert first == pytest.approx(second, rel=0.02)
    assert one.scores["model"].brier == other.scores["model"].brier
    assert one.levels.tolist() == other.levels.tolist()


def test_every_method_is_compared_with_the_model() -> None:
    """By every score that it has."""
    found = scored(*replay_left_out(CASES, END)[0])
    assert tuple(found.scores) == METHODS
    wanted = {
        f"{method}.{score}"
        for method in METHODS[1:]
        for score in ("brier", "log_score", "crps_months")
    }
    assert set(found.differences) == wanted - {"base_rate.crps_months"}
    for name, difference in found.differences.items():
        method, score = name.split(".")
        gap = getattr(found.scores["model"], score) - getattr(found.scores[method], score)
        assert difference.mean == pytest.approx(gap)


def test_the_model_wins_where_it_is_true() -> None:
    """On promises drawn from it, it scores better than every baseline, and covers its intervals."""
    cases = simulated_cases(900, 37, makers=30)
    found = score_dates("left-out makers", replay_left_out(cases, END)[0], END, 3)
    for name, difference in found.differences.items():
        assert difference.high < 0.0, name
    room = 0.03 + 4.0 * math.sqrt(0.25 / found.came)
    assert abs((found.scores["model"].coverage50 or 0.0) - 0.5) < room
    assert abs((found.scores["model"].coverage80 or 0.0) - 0.8) < room


# Ratios ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A case of a made-up ratio."""

    maker: str
    asked: int
    known: int
    ratio: float


SEEN: list[tuple[Asked, tuple[Asked, ...]]] = []


def mean_ratio(item: Asked, past: Sequence[Asked]) -> RatioForecast:
    """A forecast that keeps what it was made from."""
    SEEN.append((item, tuple(past)))
    return weighted_ratios(np.array([other.ratio for other in past]), np.ones(len(past)), 0.2)


QUESTION = Question[Asked](
    "made-up",
    lambda item: item.maker,
    lambda item: item.asked,
    lambda item: item.known,
    lambda item: item.ratio,
    mean_ratio,
    4,
)

RATIOS = [
    Asked(f"maker-{place % 5}", 100 * place, 100 * place + 250, 0.4 + 0.07 * (place % 9))
    for place in range(20)
]


def ratio_scores(mode: str, cases: Sequence[Asked] = RATIOS, **keys: Any) -> RatioBacktest:
    SEEN.clear()
    found = score_ratios(QUESTION, mode, cases, keys.pop("last_day", 10**6), 5, **keys)
    assert found is not None
    return found


def check_known_on() -> None:
    """A causal forecast is made from exactly what was known on the day it was asked."""
    found = ratio_scores("causal")
    assert (found.forecasts, found.left_out) == (len(SEEN), len(RATIOS) - len(SEEN))
    assert found.left_out == 6
    for item, past in SEEN:
        assert past == tuple(other for other in RATIOS if other.known <= item.asked)


def test_ratios_are_forecast_from_what_was_known() -> None:
    """What became of a case is known later than it was asked."""
    check_known_on()


def test_ratios_known_too_early_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """A replay by the day on which cases were asked fails the same check."""
    early = replace(QUESTION, known=lambda item: item.asked)
    monkeypatch.setitem(globals(), "QUESTION", early)
    fails(check_known_on)


def test_ratios_of_a_maker_that_is_left_out_are_never_seen() -> None:
    """All cases of others that are known by the last day, and none of its own."""
    found = ratio_scores("left-out makers", last_day=1500)
    assert found.left_out == 0
    assert len(SEEN) == len(RATIOS)
    for item, past in SEEN:
        assert past == tuple(
            other for other in RATIOS if other.known <= 1500 and other.maker != item.maker
        )


def test_held_out_ratios_are_forecast_from_other_makers() -> None:
    """Shared makers are excluded, strangers get all."""
    held_out = [Asked("maker-1", 0, 10, 0.9), Asked("stranger", 0, 10, 0.9)]
    found = ratio_scores("holdout", held_out=held_out)
    assert (found.forecasts, found.makers) == (2, 2)
    assert [len(past) for _, past in SEEN] == [16, 20]
    assert all(other.maker != "maker-1" for other in SEEN[0][1])


def test_too_few_ratios_are_left_out_or_nothing_is_scored() -> None:
    """Fewer than a forecast needs give none; if that is so for all, there is no result."""
    assert score_ratios(QUESTION, "causal", RATIOS[:4], 10**6, 5) is None
    assert score_ratios(QUESTION, "left-out makers", RATIOS[:5], 10**6, 5) is not None
    assert score_ratios(QUESTION, "left-out makers", [], 10**6, 5) is None


def check_cap() -> None:
    """A ratio beyond three counts as three, in what came and in what was forecast."""
    high = [replace(item, ratio=9.0) for item in RATIOS]
    found = ratio_scores("left-out makers", [*high, Asked("single", 0, 10, 7.0)])
    assert found.scores["as_promised"].crps == pytest.approx(2.0)
    assert found.scores["typical_ratio"].crps == 0.0
    assert found.scores["model"].crps == 0.0


def test_ratios_count_up_to_three(monkeypatch: pytest.MonkeyPatch) -> None:
    """A single wonder does not decide a mean; without the cap the same check fails."""
    check_cap()
    monkeypatch.setattr(ratio_backtest, "CAP_RATIO", 1e9)
    fails(check_cap)


def test_scores_of_ratios_by_hand() -> None:
    """Brier asks for at least what was promised; a sure ratio scores its distance."""
    cases = [Asked(f"maker-{place}", 0, 10, ratio) for place, ratio in enumerate([0.5] * 5)]
    cases.append(Asked("lucky", 0, 10, 1.0))
    found = ratio_scores("left-out makers", cases)
    assert tuple(found.scores) == RATIO_METHODS
    assert found.scores["as_promised"].crps == pytest.approx(5 * 0.5 / 6)
    assert found.scores["as_promised"].brier == pytest.approx(5 / 6)
    assert found.scores["typical_ratio"].crps == pytest.approx(0.5 / 6)
    assert found.scores["typical_ratio"].brier == pytest.approx(1 / 6)
    assert found.scores["empirical"].brier == pytest.approx((5 * 0.04 + 1.0) / 6)
    assert found.scores["typical_ratio"].coverage80 == pytest.approx(5 / 6)


@settings(max_examples=20)
@given(st.integers(0, 2**64 - 1))
def test_ratio_scores_depend_on_the_seed_alone(seed: int) -> None:
    """The same seed gives the same numbers."""
    first, second = (score_ratios(QUESTION, "causal", RATIOS, 10**6, seed) for _ in range(2))
    assert first == second


# Whole backtests ------------------------------------------------------------------------------


def test_cases_are_read_back_from_a_history() -> None:
    """The little histories of these tests hold the cases they are made of."""
    found = {item.programme: item for item in date_cases(told(CASES))}
    for item in CASES:
        again = found[item.programme]
        assert (again.came, again.ended, again.maker) == (item.came, item.ended, item.maker)
        assert again.promise == replace(item.promise, moves=0)
    assert last_known_day(told(CASES)) == max(
        max(item.promise.said, item.ended or 0, item.came[1] if item.came else 0) for item in CASES
    )


def test_a_backtest_replays_in_two_modes_and_says_so() -> None:
    """In order of speech, and maker by maker; the same seed gives the same numbers."""
    data, said = told(CASES), list[str]()
    found = run_backtest(data, 7, progress=said.append)
    again = run_backtest(data, 7)
    assert [mode.mode for mode in found.modes] == ["causal", "left-out makers"]
    assert len(said) == 3
    assert (found.data, found.holdout, found.seed) == ("little history", "", 7)
    assert found.last_day == last_known_day(data)
    for one, other in zip(found.modes, again.modes, strict=True):
        assert one.dates.scores == other.dates.scores
        assert one.dates.differences == other.dates.differences
        assert one.ratios == other.ratios == ()
    cases = date_cases(data)
    again_left_out, _ = replay_left_out(cases, found.last_day)
    by_hand = score_dates("x", again_left_out, found.last_day, 7)
    assert found.modes[1].dates.scores == by_hand.scores
    assert found.modes[0].dates.forecasts + found.modes[0].dates.left_out == len(CASES)


def test_a_held_out_history_is_forecast_from_the_other() -> None:
    """One mode, in which the held-out history is scored by its own last day."""
    strangers = [
        replace(item, maker=f"stranger-{item.maker}") for item in simulated_cases(30, 59, makers=6)
    ]
    # The held-out history knows more days than the other: what was overdue by its end is judged.
    day = last_known_day(told([*CASES, *strangers])) + 10
    later = date_promise(day, day + 100, day + 190)
    strangers.append(case(later, (day + 400, day + 400), maker="late", name="late-1"))
    strangers.append(case(later, maker="late", name="late-2"))
    other = replace(told(strangers), name="held-out history")
    said: list[str] = []
    found = run_backtest(told(CASES), 7, other, said.append)
    assert (found.data, found.holdout) == ("little history", "held-out history")
    assert [mode.mode for mode in found.modes] == ["holdout"]
    assert len(said) == 1
    dates = found.modes[0].dates
    assert (dates.forecasts, dates.programmes, dates.left_out) == (32, 32, 0)
    assert dates.kept[-2:].tolist() == [False, False]


def test_a_backtest_of_too_little_says_how_much_it_needs() -> None:
    """With the table that lacks it, what there is, and what is needed."""
    with pytest.raises(InputError) as caught:
        run_backtest(told(CASES[:12]), 7)
    (problem,) = caught.value.problems
    assert str(problem.location) == "little history/announcements.csv"
    assert "at least 20 of 5 makers are needed" in problem.what


@pytest.mark.parametrize("holdout", [None, history(), told(CASES)])
def test_a_backtest_of_nothing_says_how_much_it_needs(holdout: History | None) -> None:
    """Tables without rows are too little, and no crash."""
    with pytest.raises(InputError, match="at least 20 of 5 makers are needed"):
        run_backtest(history(), 7, holdout)


def test_a_backtest_on_nothing_or_on_the_only_makers_says_so() -> None:
    """Nothing held out is nothing to score; neither is what leaves too few makers to fit on."""
    few = [item for item in CASES if item.maker in {f"maker-{place}" for place in range(5)}]
    for holdout in (history(), told(few)):
        with pytest.raises(InputError, match="no promise whose event came is left to score"):
            run_backtest(told(few), 7, holdout)


def test_a_backtest_without_anything_to_score_says_so() -> None:
    """Promises that were all made on one day cannot be replayed in order."""
    together = [
        case(
            date_promise(BEGIN, BEGIN + 100, BEGIN + 200),
            (BEGIN + 150, BEGIN + 150),
            maker=f"maker-{place % 8}",
            name=f"maker-{place % 8}-{place}",
        )
        for place in range(24)
    ]
    with pytest.raises(InputError, match="no promise whose event came is left to score"):
        run_backtest(told(together), 7)


def test_the_last_day_is_the_last_that_tells_anything() -> None:
    """A day of speech, a count, an outcome; a year that may not be over counts from its start."""
    base = [programme(sop="2031-03-10", outcome_known="2031-03-12")]
    assert last_known_day(history(base)) == ordinal("2031-03-12")
    later = promise("2031-05", "2032")
    assert last_known_day(history(base, [later])) == ordinal("2031-05-31")
    vague = promise("2033", "2034")
    assert last_known_day(history(base, [later, vague])) == ordinal("2033-01-01")
    spoken = target("2032-02-03", "2032", 100)
    assert last_known_day(history(base, [later], [spoken])) == ordinal("2032-02-03")


# The reference data ---------------------------------------------------------------------------


def check_the_model_beats_the_baselines_on_makers_it_has_not_seen(reference: Backtest) -> None:
    """By margins that leave room for new data, and none for a model that is broken."""
    dates = reference.modes[1].dates
    relative = {name: item.relative for name, item in dates.differences.items()}
    assert relative["as_promised.crps_months"] <= -0.28
    assert relative["empirical.crps_months"] <= -0.20
    assert relative["promise_plus_typical_slip.crps_months"] <= -0.25
    assert relative["as_promised.brier"] <= -0.40
    assert relative["empirical.brier"] <= -0.20
    assert relative["base_rate.brier"] <= -0.03
    assert relative["base_rate.log_score"] <= -0.02
    assert dates.differences["as_promised.crps_months"].high < 0.0
    assert dates.differences["empirical.crps_months"].high < 0.0
    model = dates.scores["model"]
    assert model.coverage80 is not None
    assert model.coverage50 is not None
    assert 0.70 <= model.coverage80 <= 0.90
    assert 0.38 <= model.coverage50 <= 0.62
    assert 2.0 <= (model.crps_months or 0.0) <= 3.2


def check_the_model_beats_the_baselines_as_history_went(reference: Backtest) -> None:
    """From what was known on the day of each promise, too."""
    dates = reference.modes[0].dates
    relative = {name: item.relative for name, item in dates.differences.items()}
    assert relative["as_promised.crps_months"] <= -0.20
    assert relative["empirical.crps_months"] <= -0.15
    assert relative["as_promised.brier"] <= -0.40
    assert relative["base_rate.brier"] <= 0.0
    coverage = dates.scores["model"].coverage80
    assert coverage is not None
    assert 0.68 <= coverage <= 0.90


def check_the_chances_of_the_model_are_calibrated(reference: Backtest) -> None:
    """Where it gives a better chance more is kept, and on the whole as much as it says."""
    for mode in reference.modes:
        chances, kept = mode.dates.chances, mode.dates.kept
        error = math.sqrt((chances * (1.0 - chances)).sum())
        assert abs(kept.sum() - chances.sum()) < 4.0 * error
        better = chances > np.median(chances)
        assert kept[better].mean() > kept[~better].mean() + 0.1


def check_the_backtest_scores_all_that_can_be_judged(reference: Backtest) -> None:
    """Nothing is lost on the way, and the counts are those of the data."""
    cases, day = date_cases(reference_history()), reference.last_day
    judged = [
        item
        for item in cases
        if (fate := fate_on(item, day)) in ("kept", "late", "never")
        or (fate == "open" and item.promise.last < day)
    ]
    for mode in reference.modes:
        assert mode.dates.forecasts + mode.dates.left_out == len(judged)
        assert len(mode.dates.levels) == mode.dates.came
        assert mode.dates.came >= 140
        assert tuple(mode.dates.scores) == METHODS
    assert reference.modes[1].dates.left_out == 0
    assert [item.name for item in reference.modes[1].ratios] == [
        "volumes",
        "first_years",
        "sustained_rates",
    ]


def check_ratios_of_the_reference_data_beat_what_was_promised(reference: Backtest) -> None:
    """Volumes, first years and rates alike; the intervals of volumes hold what they say."""
    for item in reference.modes[1].ratios:
        assert item.differences["as_promised.crps"].relative <= -0.20, item.name
        assert item.differences["typical_ratio.crps"].relative <= -0.15, item.name
        assert item.scores["model"].crps <= 1.08 * item.scores["empirical"].crps, item.name
        assert 0.60 <= item.scores["model"].coverage80 <= 0.95, item.name
    volumes = reference.modes[1].ratios[0]
    assert volumes.forecasts >= 120
    assert 0.70 <= volumes.scores["model"].coverage80 <= 0.90
    assert volumes.scores["model"].crps < volumes.scores["empirical"].crps


def check_months_of_the_reference_data_beat_what_is_simple(reference: Backtest) -> None:
    """By a fifth at least, and guidance in each of the first six months."""
    causal, left_out = (mode.months for mode in reference.modes)
    for item in left_out:
        for name in BASELINES:
            assert item.against[name].difference_log.relative <= -0.25, name
            assert item.against[name].difference_log.high < 0.1, name
            assert item.against[name].difference_units.relative <= -0.20, name
        for months in range(6):
            assert item.by_month["guidance"][months].difference_log.mean < 0.0
        assert item.programmes >= 16
    for item in (*left_out, *causal):
        assert item.against["guidance"].difference_log.relative <= -0.25
        assert 0.70 <= item.coverage80 <= 0.92
        assert 0.40 <= item.coverage50 <= 0.65


def check_the_chance_of_never_is_no_cure(reference: Backtest) -> None:
    """It does not grow without end as time passes, and stays near what came of such promises."""
    overdue = {item.months: item for item in reference.modes[1].overdue}
    assert set(overdue) == {1, 3, 8, 15}
    assert overdue[1].judged > overdue[15].judged > 5
    for item in overdue.values():
        assert item.stated < 0.45
        assert item.brier < item.share_brier + 0.12
    assert abs(overdue[1].stated - overdue[1].ended) < 0.15


def check_the_page_shows_it(reference: Backtest) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("jobone.history.backtest.run_backtest", lambda *_: reference)
        printed = CliRunner().invoke(
            app, ["backtest", "--quiet"], env={"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
        )
    lines = "\n".join(line.rstrip() for line in printed.stdout.rstrip().splitlines())
    page = Path(__file__).parents[2] / "docs" / "backtest.md"
    block = f"```console\n$ jobone backtest --quiet\n{lines}\n```"
    assert block in page.read_text("utf-8"), "run `make docs`"


def test_the_backtest_of_the_reference_data() -> None:
    """All of it in one test: the replay is made once, whoever runs it."""
    reference = run_backtest(reference_history(), 1)
    check_the_page_shows_it(reference)
    check_the_model_beats_the_baselines_on_makers_it_has_not_seen(reference)
    check_the_model_beats_the_baselines_as_history_went(reference)
    check_the_chances_of_the_model_are_calibrated(reference)
    check_the_backtest_scores_all_that_can_be_judged(reference)
    check_ratios_of_the_reference_data_beat_what_was_promised(reference)
    check_months_of_the_reference_data_beat_what_is_simple(reference)
    check_the_chance_of_never_is_no_cure(reference)
