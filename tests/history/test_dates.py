"""The model of promised days: its posterior, what it recovers, what it forecasts, what it knows."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import minimize

from jobone.core.days import DayInterval
from jobone.history import dates
from jobone.history.backtest import last_known_day
from jobone.history.cases import DAYS_PER_MONTH, Case, DatePromise, date_cases, fate_on
from jobone.history.dates import (
    LEAST_CASES,
    LEAST_MAKERS,
    NEVER,
    DateForecast,
    DateModel,
    fit_dates,
    likeness,
    too_few,
)
from jobone.history.loading import reference_history
from jobone.history.records import KINDS, History, PastProgramme
from tests.history.build import case, date_promise, ordinal
from tests.history.dates_twin import (
    Parameters,
    log_posterior,
    middle_of_log_months_late,
    slope,
    values_of,
)
from tests.history.simulated import BEGIN, END, TRUE, chance, other_future, simulated_cases

TODAY = last_known_day(reference_history())
REFERENCE = date_cases(reference_history())
SMALL = simulated_cases(160, 5, makers=9)


def fails(check: Callable[[], None]) -> None:
    """Fail unless the check does."""
    with pytest.raises(AssertionError):
        check()


@pytest.fixture(scope="module")
def model() -> DateModel:
    """The fit to the reference data."""
    return fit_dates(REFERENCE, TODAY)


# The posterior --------------------------------------------------------------------------------


@dataclass
class Climb:
    """What the product minimises, and where it ended."""

    loss: Callable[[Any], tuple[float, Any]]
    start: Any
    model: DateModel


def climb(cases: Sequence[Case], day: int) -> Climb:
    """Fit, and keep the function that was minimised."""
    seen: dict[str, Any] = {}

    def spy(loss: Any, start: Any, **options: Any) -> Any:
        seen.update(loss=loss, start=start)
        return minimize(loss, start, **options)

    with pytest.MonkeyPatch.context() as watched:
        watched.setattr("scipy.optimize.minimize", spy)
        fitted = fit_dates(cases, day)
    return Climb(seen["loss"], seen["start"], fitted)


def check_posterior(cases: Sequence[Case], day: int) -> None:
    """What is minimised is minus the twin's posterior, up to a constant; so is its gradient."""
    found = climb(cases, day)
    random = np.random.default_rng(17)
    origin = np.zeros(24)
    offset = found.loss(origin)[0] + log_posterior(origin, cases, day)
    for _ in range(6):
        values = values_of(found.model) + random.normal(0.0, 0.4, 24)
        loss, gradient = found.loss(values)
        assert loss == pytest.approx(offset - log_posterior(values, cases, day), rel=1e-9)
        assert np.allclose(
            gradient, [-item for item in slope(values, cases, day)], atol=2e-6, rtol=1e-6
        )


DAYS = {"today": TODAY, "three years before": TODAY - 1096, "long before": TODAY - 2557}


@pytest.mark.parametrize("when", DAYS)
def test_value_and_gradient_are_those_of_the_twin(when: str) -> None:
    """The fast posterior equals the slow one, and its gradient the slow one's differences."""
    check_posterior(REFERENCE, DAYS[when])


def test_value_and_gradient_are_those_of_the_twin_on_drawn_cases() -> None:
    """Half of the promises are open, and most of these overdue."""
    day = BEGIN + 1600
    cases = simulated_cases(200, 3)
    fates = [fate_on(item, day) for item in cases if item.promise.said <= day]
    assert {"kept", "late", "never", "open"} == set(fates)
    check_posterior(cases, day)


def test_a_promise_is_overdue_from_the_day_after_its_window() -> None:
    """On its last day an open promise says nothing yet; the day after, it does."""
    waiting = next(item for item in SMALL if item.ended and item.promise.last > BEGIN + 2600)
    check_posterior(SMALL, waiting.promise.last)
    check_posterior(SMALL, waiting.promise.last + 1)


def check_optimum(cases: Sequence[Case], day: int) -> None:
    """The fit is flat in the twin, and nothing around it is better."""
    best = values_of(fit_dates(cases, day))
    assert np.linalg.norm(slope(best, cases, day)) < 2e-3
    height = log_posterior(best, cases, day)
    random = np.random.default_rng(23)
    for size in (0.003, 0.03, 0.3):
        for _ in range(25):
            moved = best + random.normal(0.0, size, len(best))
            assert log_posterior(moved, cases, day) < height + 1e-9


@pytest.mark.parametrize("when", DAYS)
def test_the_fit_is_a_summit_of_the_twin(when: str) -> None:
    """No step away from it gains anything."""
    check_optimum(REFERENCE, DAYS[when])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("_POOLED_KEPT", 1.5),
        ("_POOLED_LATE", 0.2),
        ("_ENDING_MONTHS", 30.0),
        ("_votes", lambda cases: np.ones(len(cases))),
        ("_POOLED_NEVER", 0.1),
        ("_MOST_MOVES", 1),
        ("_LEAST_LATE_MONTHS", 1.0),
        ("_CENTRE_LOG_WIDTH", 0.5),
        ("log_ndtr", np.zeros_like),
        ("fate_on", lambda item, day: fate_on(item, 10**6)),
    ],
)
def test_a_posterior_that_is_slightly_wrong_is_caught(
    monkeypatch: pytest.MonkeyPatch, name: str, value: Any
) -> None:
    """Other priors, other terms, a blind eye to the overdue or a look ahead fail the check."""
    day = DAYS["long before"]
    check_posterior(REFERENCE, day)
    monkeypatch.setattr(dates, name, value)
    fails(lambda: check_posterior(REFERENCE, day))


def contrasts() -> tuple[Any, Any, list[str]]:
    """What can be told from data: slopes, and the level of each kind; with the true values."""
    true = np.array(
        [
            *(TRUE.kept_base, TRUE.kept_lead, *TRUE.kept_kinds),
            *(TRUE.late_base, TRUE.late_lead, TRUE.late_width, TRUE.late_moves),
            *(TRUE.late_startup_lead, *TRUE.late_kinds),
            *(TRUE.log_spread, TRUE.early_base, TRUE.early_lead, *TRUE.early_kinds),
            *(TRUE.never_base, *TRUE.never_kinds, TRUE.log_ending),
        ]
    )
    rows, names = [], []
    single = {1: "kept lead", 6: "late lead", 7: "width", 8: "moves", 9: "startups", 13: "spread"}
    single |= {15: "early lead", 23: "time to the end"}
    for place, name in single.items():
        rows.append(np.eye(24)[place])
        names.append(name)
    for base, first, name in (
        (0, 2, "kept"),
        (5, 10, "late"),
        (14, 16, "early"),
        (19, 20, "never"),
    ):
        for kind in range(3):
            rows.append(np.eye(24)[base] + np.eye(24)[first + kind])
            names.append(f"{name} {KINDS[kind]}")
    return np.array(rows), np.array(rows) @ true, names


def check_recovery(cases: Sequence[Case], day: int) -> None:
    """Estimates lie as near the truth as the curvature of the posterior says."""
    found = climb(cases, day)
    best = np.array(values_of(found.model))
    step = 1e-4
    curvature = np.array(
        [
            (found.loss(best + step * row)[1] - found.loss(best - step * row)[1]) / (2.0 * step)
            for row in np.eye(len(best))
        ]
    )
    covariance = np.linalg.inv((curvature + curvature.T) / 2.0)
    rows, true, names = contrasts()
    errors = np.sqrt(np.einsum("ij,jk,ik->i", rows, covariance, rows))
    assert errors.max() < 0.2
    away = (rows @ best - true) / errors
    sigmas = float(stats.norm.isf(0.001 / 2 / len(names)))
    assert np.abs(away).max() < sigmas, dict(zip(names, away.round(1), strict=True))


def test_the_parameters_of_drawn_promises_are_found_again() -> None:
    """Where every outcome is known."""
    check_recovery(simulated_cases(8000, 41), END)


def test_the_parameters_are_found_where_many_promises_are_still_open() -> None:
    """Many are overdue, and of these some never come: competing ends tell one from the other."""
    day = BEGIN + int(5 * 365.25)
    cases = [item for item in simulated_cases(30000, 43, years=5.0) if item.promise.last < day]
    overdue = sum(fate_on(item, day) == "open" for item in cases)
    assert 0.05 < overdue / len(cases) < 0.5
    check_recovery(cases, day)


def test_a_fit_blind_to_the_overdue_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Taking what is overdue for never coming misses the truth by far."""
    monkeypatch.setattr(dates, "log_ndtr", lambda margin: np.full_like(margin, -50.0))
    fails(test_the_parameters_are_found_where_many_promises_are_still_open)


def test_forecasts_of_drawn_promises_are_calibrated() -> None:
    """Chances add up to what happens, and eight days of ten lie in the central four fifths."""
    fitted = fit_dates(simulated_cases(6000, 47), END)
    fresh = simulated_cases(1500, 53)
    forecasts = [fitted.forecast(item.promise) for item in fresh]
    kept = np.array([fate_on(item, END) == "kept" for item in fresh])
    never = np.array([fate_on(item, END) == "never" for item in fresh])
    for happened, chances in (
        (kept, np.array([item.kept for item in forecasts])),
        (never, np.array([item.never for item in forecasts])),
    ):
        # The fit errs, too: an eighth beyond what chance alone would do.
        error = math.sqrt((chances * (1.0 - chances)).sum())
        assert abs(happened.sum() - chances.sum()) < 4.6 * error
    ends = np.array(
        [item.given_it_comes().quantile(np.array([0.1, 0.5, 0.9])) for item in forecasts]
    )
    came = [place for place, item in enumerate(fresh) if item.day is not None]
    day = np.array([fresh[place].day for place in came], dtype=float)
    # Fits err, and days are whole: two parts in a hundred beyond four deviations of chance.
    room = 0.02 + 4.0 * math.sqrt(0.16 / len(came))
    low, middle, high = ends[came].T
    assert abs(np.mean((day >= low) & (day <= high)) - 0.8) < room
    assert abs(np.mean(day <= middle) - 0.5) < 0.02 + 4.0 * math.sqrt(0.25 / len(came))


# Forecasts ------------------------------------------------------------------------------------


@st.composite
def promises(draw: st.DrawFn) -> DatePromise:
    """Any promise: made long before its window, or within it."""
    said = draw(st.integers(ordinal("2005-01-01"), ordinal("2060-01-01")))
    last = said + draw(st.integers(0, 5000))
    first = last - draw(st.integers(0, 2000))
    return DatePromise(
        draw(st.sampled_from(KINDS)),
        draw(st.sampled_from(["sop", "first_delivery"])),
        said,
        first,
        last,
        draw(st.integers(0, 12)),
    )


DELAYS = st.none() | st.integers(-2000, 6000) | st.integers(-10, 80_000)
PROBABILITIES = np.array([1e-9, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0 - 1e-9])


def check_distribution(forecast: DateForecast, promise: DatePromise, after: int) -> None:
    """A proper distribution of days after a day, and of never.

    What lies ahead begins tomorrow, unless a promise of today may still be kept today.
    """
    days, weights = forecast.days, forecast.weights
    assert days.shape == weights.shape
    assert np.isfinite(days).all()
    assert (weights >= 0.0).all()
    assert weights.sum() + forecast.never == pytest.approx(1.0, abs=1e-9)
    assert 0.0 <= forecast.never <= 1.0
    assert 0.0 <= forecast.kept <= 1.0
    assert (np.diff(days) >= 0.0).all()
    is_of_today = max(after, promise.last) <= promise.said
    first = promise.said if is_of_today else max(after, promise.said) + 1
    assert (days[weights > 0.0] >= first).all()
    assert weights[days <= promise.last].sum() == pytest.approx(forecast.kept, abs=1e-9)
    ends = forecast.quantile(PROBABILITIES)
    assert ((ends[1:] >= ends[:-1]) | np.isinf(ends[1:])).all()
    assert not np.isnan(ends).any()
    beyond = forecast.never - 1e-9 > 1.0 - PROBABILITIES
    assert (ends[beyond] == NEVER).all()
    if forecast.weights.sum() > 0.0:
        comes = forecast.given_it_comes()
        assert comes.never == 0.0
        assert comes.weights.sum() == pytest.approx(1.0)


@settings(max_examples=200)
@given(promises(), DELAYS)
def test_any_promise_has_a_proper_distribution(
    model: DateModel, promise: DatePromise, delay: int | None
) -> None:
    """Whatever was promised, and however late it is asked."""
    after = None if delay is None else promise.said + delay
    forecast = model.forecast(promise, after)
    check_distribution(forecast, promise, promise.said if after is None else after)


@given(promises(), st.integers(0, 4000))
def test_the_chance_to_keep_falls_with_the_lead(
    model: DateModel, promise: DatePromise, further: int
) -> None:
    """A window of the same length further away is kept no more often, and comes no sooner."""
    assert model.kept_coefficients[1] < -0.3
    near = replace(promise, last=max(promise.last, promise.said + 1))
    far = replace(near, first=near.first + further, last=near.last + further)
    assert model.forecast(far).kept <= model.forecast(near).kept + 1e-12


@given(promises())
def test_a_promise_made_before_its_last_day_is_kept_with_the_chance_of_its_logit(
    model: DateModel, promise: DatePromise
) -> None:
    """The chances at the start are those of the fit: kept, and never if not kept."""
    promise = replace(promise, last=max(promise.last, promise.said + 1))
    forecast = model.forecast(promise)
    kind = KINDS.index(promise.kind)
    lead = (math.sqrt(promise.lead_months) - 3.0) / 2.0
    logit = model.kept_coefficients[:2] @ [1.0, lead] + model.kept_coefficients[2 + kind]
    assert forecast.kept == pytest.approx(chance(logit))
    early = model.early_coefficients[:2] @ [1.0, lead] + model.early_coefficients[2 + kind]
    never = chance(model.never_coefficients[0] + model.never_coefficients[1 + kind])
    ends = chance(early) + (1.0 - chance(early)) * never
    assert forecast.never == pytest.approx((1.0 - forecast.kept) * ends)


@given(promises(), st.integers(1, 3000), st.integers(0, 3000))
def test_waiting_in_vain_lowers_the_chance_to_keep(
    model: DateModel, promise: DatePromise, delay: int, longer: int
) -> None:
    """After the window nothing is kept, and never competes with later: both fade."""
    after = promise.said + delay
    early = model.forecast(promise, after)
    late = model.forecast(promise, after + longer)
    # Who has not ended yet speaks for keeping, too, but at most as much as may still end.
    slack = 1.0 / (1.0 - early.never) if early.never < 1.0 else math.inf
    assert late.kept <= early.kept * slack + 1e-12
    if after >= promise.last:
        assert early.kept == 0.0
        assert early.never == pytest.approx(never_after(model, promise, after))


def ends(model: DateModel, promise: DatePromise, after: int) -> tuple[float, float, float]:
    """Shares that are kept, and that have not ended by a day: early, and after the window."""
    kind = KINDS.index(promise.kind)
    terms = [1.0, (math.sqrt(promise.lead_months) - 3.0) / 2.0]
    kept = chance(model.kept_coefficients[:2] @ terms + model.kept_coefficients[2 + kind])
    early = chance(model.early_coefficients[:2] @ terms + model.early_coefficients[2 + kind])
    never = chance(model.never_coefficients[0] + model.never_coefficients[1 + kind])
    time = promise.last - promise.said
    early = early if time > 0 else 0.0
    passed = max(after - promise.last, 0) / DAYS_PER_MONTH
    ahead = (1.0 - kept) * early * max(promise.last - after, 0) / max(time, 1)
    behind = (1.0 - kept) * (1.0 - early) * never * math.exp(-passed / model.ending_months)
    return kept, ahead, behind


def never_after(model: DateModel, promise: DatePromise, after: int) -> float:
    """The chance of never once the window is over: who never comes, of all who wait."""
    _, _, behind = ends(model, promise, after)
    _, _, never = ends(model, promise, promise.last)
    kind = KINDS.index(promise.kind)
    odds = math.exp(model.never_coefficients[0] + model.never_coefficients[1 + kind])
    passed = (after - promise.last) / DAYS_PER_MONTH
    if passed > 0.0:
        centre = middle_of_log_months_late(Parameters.of(values_of(model)), promise)
        waiting = float(stats.norm.sf((math.log(passed) - centre) / model.spread))
    else:
        waiting = 1.0
    return behind / (behind + never / odds * waiting)


@given(promises(), st.integers(1, 4000))
def test_a_later_forecast_is_the_earlier_one_given_that_it_has_not_come(
    model: DateModel, promise: DatePromise, delay: int
) -> None:
    """What is left of the first distribution, brought to one, is the second."""
    after = promise.said + delay
    first, second = model.forecast(promise), model.forecast(promise, after)
    # What is kept comes tomorrow or later; what comes late today comes tomorrow.
    still = first.days > np.where(first.days <= promise.last, after + 1 - 1e-9, after)
    _, ahead, behind = ends(model, promise, after)
    left = first.weights[still].sum() + ahead + behind
    # Lateness is cut into 400 parts, so that up to one of them may fall on the wrong side.
    room = 1.0 / 400 / left
    assert second.never == pytest.approx((ahead + behind) / left, abs=room)
    kept = first.weights[still & (first.days <= promise.last)].sum()
    assert second.kept == pytest.approx(kept / left, abs=room)
    for further in (30, 300, 1500):
        upto = still & (first.days <= after + further)
        by_then = second.weights[second.days <= after + further].sum()
        assert by_then == pytest.approx(first.weights[upto].sum() / left, abs=2.0 * room + 1e-9)


def test_quantiles_are_the_days_by_which_it_has_come() -> None:
    """By hand: two days and a chance of never."""
    forecast = DateForecast(np.array([10.0, 20.0]), np.array([0.25, 0.5]), 0.25, 0.25)
    asked = np.array([[0.1, 0.25, 0.26], [0.75, 0.76, 0.99]])
    assert forecast.quantile(asked).tolist() == [[10.0, 10.0, 20.0], [20.0, NEVER, NEVER]]
    comes = forecast.given_it_comes()
    assert comes.weights.tolist() == pytest.approx([1 / 3, 2 / 3])
    assert comes.kept == pytest.approx(1 / 3)
    assert comes.never == 0.0
    assert comes.quantile(np.array([0.34, 0.999])).tolist() == [20.0, 20.0]
    nothing = DateForecast(np.array([10.0]), np.array([0.0]), 0.0, 1.0)
    assert nothing.given_it_comes() is nothing


def kept_at(
    model: DateModel, places: Sequence[float], months: Sequence[float], kinds: Sequence[int]
) -> DateModel:
    """The same fit, in which kept promises came elsewhere."""
    kept = replace(
        model.kept,
        place=np.array(places),
        width_months=np.array(months),
        kind=np.array(kinds, dtype=np.int64),
    )
    return replace(model, kept=kept)


def test_kept_promises_come_where_others_of_their_kind_and_width_came(model: DateModel) -> None:
    """The own kind counts, another three tenths of it; windows of another width hardly."""
    promise = date_promise(BEGIN, BEGIN + 100, BEGIN + 189, "incumbent")
    own, other = KINDS.index("incumbent"), KINDS.index("startup")
    asked = kept_at(model, [0.0, 0.5, 1.0], [promise.width_months] * 3, [own, other, own])
    forecast = asked.forecast(promise)
    early = forecast.days <= promise.last
    assert forecast.days[early].tolist() == [BEGIN + 100, BEGIN + 144.5, BEGIN + 189]
    shares = forecast.weights[early] / forecast.kept
    assert shares.tolist() == pytest.approx([1 / 2.3, 0.3 / 2.3, 1 / 2.3])
    wide = math.exp(0.6) * (promise.width_months + 0.5) - 0.5
    asked = kept_at(model, [0.0, 1.0], [promise.width_months, wide], [own, own])
    forecast = asked.forecast(promise)
    shares = forecast.weights[forecast.days <= promise.last] / forecast.kept
    likeness_of_wide = math.exp(-0.5)
    assert shares.tolist() == pytest.approx(
        [1 / (1 + likeness_of_wide), likeness_of_wide / (1 + likeness_of_wide)]
    )


def test_what_came_before_its_window_is_placed_between_the_word_and_the_window(
    model: DateModel,
) -> None:
    """A place below none is a share of the days from the promise to its window."""
    promise = date_promise(BEGIN, BEGIN + 101, BEGIN + 190)
    forecast = kept_at(model, [-0.25, -1.0], [3.0, 3.0], [0, 0]).forecast(promise)
    early = forecast.days[forecast.days <= promise.last]
    assert early.tolist() == [BEGIN + 1, BEGIN + 76]


def test_of_a_window_that_has_begun_what_is_left_counts(model: DateModel) -> None:
    """Kept days lie between the day after the promise and the end of the window."""
    promise = date_promise(BEGIN, BEGIN - 50, BEGIN + 11)
    forecast = kept_at(model, [0.0, 0.5, 1.0], [2.0] * 3, [0, 0, 0]).forecast(promise)
    early = forecast.days[forecast.days <= promise.last]
    assert early.tolist() == [BEGIN + 1, BEGIN + 6, BEGIN + 11]


def test_places_of_kept_promises_by_hand() -> None:
    """In the window as a share of it, before it as a share of the way from the promise."""
    facts = date_promise(BEGIN, BEGIN + 100, BEGIN + 200)
    days = (BEGIN + 100, BEGIN + 150, BEGIN + 200, BEGIN + 75, BEGIN + 1)
    cases = [
        case(facts, (day, day), maker=f"maker-{place}")
        for place, day in enumerate(days)
        for _ in range(4)
    ]
    single = date_promise(BEGIN, BEGIN + 100, BEGIN + 100)
    cases.append(case(single, (BEGIN + 100, BEGIN + 100), maker="one day"))
    fitted = fit_dates(cases, END)
    assert fitted.kept.place[::4].tolist() == pytest.approx([0.0, 0.5, 1.0, -0.25, -0.99, 0.0])
    assert fitted.kept.width_months[-1] == pytest.approx(1 / 30.4375)


def test_a_promise_of_today_can_be_kept_today(model: DateModel) -> None:
    """One made on the last day of its window comes that day, or late; a day after, late only."""
    promise = date_promise(BEGIN, BEGIN - 9, BEGIN)
    kind = KINDS.index("startup")
    logit = model.kept_coefficients[:2] @ [1.0, -1.5] + model.kept_coefficients[2 + kind]
    forecast = model.forecast(promise)
    assert forecast.kept == pytest.approx(chance(logit))
    assert set(forecast.days[forecast.days <= promise.last]) == {float(BEGIN)}
    assert model.forecast(promise, BEGIN + 1).kept == 0.0


def test_what_moved_before_counts_up_to_twice(model: DateModel) -> None:
    """A third move changes nothing more."""
    asked = [
        model.forecast(date_promise(BEGIN, BEGIN + 200, BEGIN + 290, moves=moves))
        for moves in (0, 1, 2, 3, 9)
    ]
    middles = [float(item.quantile(np.array(0.6))) for item in asked]
    assert len(set(middles[:3])) == 3
    assert middles[2] == middles[3] == middles[4]


# Kinds with few cases -------------------------------------------------------------------------


def test_a_kind_without_cases_borrows_from_the_others() -> None:
    """Its deviations are none, and it is still forecast, between the others."""
    others = [item for item in REFERENCE if item.promise.kind != "tech_entrant"]
    fitted = fit_dates(others, TODAY)
    kind = KINDS.index("tech_entrant")
    assert fitted.resolved["tech_entrant"] == 0
    assert abs(fitted.kept_coefficients[2 + kind]) < 1e-4
    assert abs(fitted.late_coefficients[5 + kind]) < 1e-4
    assert abs(fitted.never_coefficients[1 + kind]) < 1e-4
    facts = {
        name: date_promise(BEGIN, BEGIN + 300, BEGIN + 400, name) for name in (*KINDS, "startup")
    }
    forecasts = {name: fitted.forecast(promise) for name, promise in facts.items()}
    check_distribution(forecasts["tech_entrant"], facts["tech_entrant"], BEGIN)
    kept = {name: item.kept for name, item in forecasts.items()}
    assert kept["startup"] < kept["tech_entrant"] < kept["incumbent"]


def test_a_kind_with_few_cases_is_drawn_towards_the_others() -> None:
    """The same share of kept promises moves a kind further the more cases it rests on."""
    plain = [item for item in SMALL if item.promise.kind != "tech_entrant"]

    def added(count: int) -> list[Case]:
        promise = date_promise(BEGIN, BEGIN + 200, BEGIN + 290, "tech_entrant")
        came = (BEGIN + 250, BEGIN + 250)
        return [*plain, *(case(promise, came, maker="Cassini") for _ in range(count))]

    kind = 2 + KINDS.index("tech_entrant")
    steps = [fit_dates(added(count), END).kept_coefficients[kind] for count in (0, 1, 4, 16, 64)]
    assert abs(steps[0]) < 1e-4
    assert all(one < other for one, other in pairwise(steps))
    assert steps[1] < 0.3


def test_counts_of_what_has_an_outcome() -> None:
    """Open promises and later ones count for no kind and no maker."""
    day = BEGIN + 2500
    fitted = fit_dates(SMALL, day)
    known = [item for item in SMALL if item.promise.said <= day and fate_on(item, day) != "open"]
    assert 0 < len(known) < len(SMALL)
    assert sum(fitted.resolved.values()) == len(known)
    assert fitted.makers == len({item.maker for item in known})
    assert fitted.resolved["incumbent"] == sum(item.promise.kind == "incumbent" for item in known)


# What is known when ---------------------------------------------------------------------------


def parts(model: DateModel) -> list[Any]:
    """Everything in a fit, for comparison bit by bit."""
    arrays = [model.kept_coefficients, model.late_coefficients]
    arrays += [model.early_coefficients, model.never_coefficients]
    kept = (model.kept.place, model.kept.width_months, model.kept.kind)
    found: list[Any] = [item.tobytes() for item in (*arrays, *kept)]
    return [*found, model.spread, model.ending_months, model.resolved, model.makers]


LEARNED_BY = BEGIN + 2600


def check_no_look_ahead(seed: int, day: int) -> None:
    """Whatever comes after a day, the fit of that day is the same to the last bit."""
    random = Random(seed)
    assert parts(fit_dates(SMALL, day)) == parts(fit_dates(other_future(SMALL, day, random), day))


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(0, 2500))
def test_the_future_changes_no_fit(seed: int, later: int) -> None:
    """Promises made later, and outcomes known later, are as if they were not there."""
    check_no_look_ahead(seed, LEARNED_BY + later)


@pytest.mark.parametrize(
    "leak",
    [
        lambda item, day: fate_on(item, END),
        lambda item, day: fate_on(item, day + 30),
        lambda item, day: fate_on(item, day if item.came is None else item.came[0] + 30),
    ],
    ids=["outcomes of any day", "outcomes a month ahead", "outcomes by their first day"],
)
def test_a_fit_that_looks_ahead_is_caught(
    monkeypatch: pytest.MonkeyPatch, leak: Callable[[Case, int], Any]
) -> None:
    """A fit that knows outcomes too early fails the same check, on at least one day."""
    monkeypatch.setattr(dates, "fate_on", leak)

    def check_some() -> None:
        for seed in range(8):
            check_no_look_ahead(seed, LEARNED_BY + 100 * seed)

    fails(check_some)


def later_days(days: DayInterval | None, day: int, random: Random) -> DayInterval | None:
    """Other days that end after a day, or none at all."""
    if days is None or random.random() < 0.3:
        return None
    first = date.fromordinal(day + random.randint(1, 700))
    return DayInterval(first, first + timedelta(days=random.randint(0, 60)))


def other_programme(programme: PastProgramme, day: int, random: Random) -> PastProgramme:
    """The same programme up to a day, with another future."""

    def open_on_day(days: DayInterval | None) -> bool:
        return days is None or days.closed[1].toordinal() > day

    events = [programme.sop, programme.first_delivery]
    launched_without_day = programme.outcome == "launched" and None in events
    if launched_without_day or not any(open_on_day(days) for days in events):
        return programme
    if programme.outcome not in ("pending", "launched") and not open_on_day(
        programme.outcome_known
    ):
        return programme
    soon = DayInterval(date.fromordinal(day + 1), date.fromordinal(day + 400))
    sop, delivery = (
        later_days(soon, day, random) if open_on_day(days) else days for days in events
    )
    launched = sop is not None and delivery is not None
    outcome: Any = "launched" if launched else random.choice(["pending", "cancelled"])
    return replace(
        programme,
        sop=sop,
        first_delivery=delivery,
        outcome=outcome,
        outcome_known=soon if outcome == "cancelled" else None,
    )


def other_history(history: History, day: int, random: Random) -> History:
    """The same history up to a day, with another future."""
    known = {item.source for item in REFERENCE if item.promise.said <= day}
    kept = [
        item
        for item in history.promises
        if item in known or item.said_on.closed[0].toordinal() <= day
    ]
    said = date.fromordinal(day + random.randint(1, 200))
    later = DayInterval(said, said)
    again = [
        replace(item, said_on=later, window=DayInterval(said, said + timedelta(days=400)))
        for item in random.sample(kept, 20)
    ]
    programmes = {
        name: other_programme(item, day, random) for name, item in history.programmes.items()
    }
    return replace(history, programmes=programmes, promises=(*kept, *again))


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.integers(ordinal("2017-01-01"), TODAY - 200))
def test_the_future_of_the_reference_data_changes_no_fit(seed: int, day: int) -> None:
    """Other outcomes of programmes, and other promises, after a day leave its fit as it was."""
    history = other_history(reference_history(), day, Random(seed))
    assert parts(fit_dates(date_cases(history), day)) == parts(fit_dates(REFERENCE, day))


@settings(max_examples=8)
@given(st.randoms(use_true_random=False))
def test_the_order_of_cases_hardly_matters(random: Any) -> None:
    """A shuffled history gives the same fit up to rounding and the patience of the search."""
    shuffled = list(SMALL)
    random.shuffle(shuffled)
    one, other = fit_dates(SMALL, END), fit_dates(shuffled, END)
    assert np.allclose(values_of(one), values_of(other), atol=1e-3)


# Too little -----------------------------------------------------------------------------------


def kept_by(makers: int, each: int) -> list[Case]:
    """Promises that were kept, some by each of several makers."""
    return [
        case(
            date_promise(BEGIN + place, BEGIN + 100, BEGIN + 200),
            (BEGIN + 150, BEGIN + 150),
            maker=f"maker-{maker}",
        )
        for maker in range(makers)
        for place in range(each)
    ]


@pytest.mark.parametrize(
    ("makers", "each", "missing"),
    [
        (LEAST_MAKERS, 4, None),
        (LEAST_MAKERS + 1, 3, "18 promises of 6 makers"),
        (LEAST_MAKERS - 1, 10, "40 promises of 4 makers"),
        (0, 0, "0 promises of 0 makers"),
    ],
)
def test_too_little_is_refused_with_what_is_needed(
    makers: int, each: int, missing: str | None
) -> None:
    """Twenty promises that came, of five makers: with fewer there is no fit."""
    cases = kept_by(makers, each)
    if missing is None:
        assert too_few(cases, END) == ""
        check_distribution(fit_dates(cases, END).forecast(SMALL[0].promise), SMALL[0].promise, 0)
        return
    assert too_few(cases, END).startswith(missing)
    with pytest.raises(ValueError, match=f"at least {LEAST_CASES} of {LEAST_MAKERS} makers are"):
        fit_dates(cases, END)


def test_only_what_had_come_by_the_day_counts_as_enough() -> None:
    """The same promises are too few on the day before they came."""
    cases = kept_by(LEAST_MAKERS, 4)
    assert too_few(cases, BEGIN + 150) == ""
    assert too_few(cases, BEGIN + 149).startswith("0 promises of 0 makers came to pass")
    with pytest.raises(ValueError, match="0 promises of 0 makers"):
        fit_dates(cases, BEGIN + 149)


def test_what_never_came_does_not_count_as_enough() -> None:
    """A promise that ended has no day to learn from."""
    ended = [replace(item, came=None, ended=BEGIN + 300) for item in kept_by(9, 9)]
    assert too_few(ended, END).startswith("0 promises of 0 makers")


def test_promises_that_were_all_late_still_give_forecasts() -> None:
    """Without one kept promise there is a forecast, in which keeping has no day."""
    late = [replace(item, came=(BEGIN + 400, BEGIN + 400)) for item in kept_by(6, 5)]
    promise = date_promise(BEGIN, BEGIN + 100, BEGIN + 200)
    check_distribution(fit_dates(late, END).forecast(promise), promise, BEGIN)


# Likeness -------------------------------------------------------------------------------------


def test_the_same_promise_is_the_most_alike() -> None:
    """A past promise with the same facts weighs one, and comes first."""
    (first, *rest) = likeness(SMALL[7].promise, SMALL, END)
    assert first.weight == 1.0
    assert first.case.promise == SMALL[7].promise
    assert all(0.0 < item.weight <= 1.0 for item in rest)


@given(promises(), st.integers(0, 3000))
def test_likeness_names_what_had_an_outcome_by_the_day(promise: DatePromise, days: int) -> None:
    """The most alike come first; nothing open or said later is named."""
    day = BEGIN + days
    found = likeness(promise, SMALL, day)
    weights = [item.weight for item in found]
    assert weights == sorted(weights, reverse=True)
    known = [item for item in SMALL if item.promise.said <= day and fate_on(item, day) != "open"]
    assert len(found) == len(known)
    assert {item.case.programme for item in found} == {item.programme for item in known}


def test_two_moves_are_as_alike_as_many() -> None:
    """Beyond the second a move makes no difference, as in the model."""
    moved = [date_promise(BEGIN, BEGIN + 300, BEGIN + 390, moves=moves) for moves in (1, 2, 3, 9)]
    cases = [case(promise, (BEGIN + 350, BEGIN + 350)) for promise in moved]
    weights = {item.case.promise.moves: item.weight for item in likeness(moved[1], cases, END)}
    assert weights == {1: pytest.approx(0.6), 2: 1.0, 3: 1.0, 9: 1.0}


def test_each_difference_makes_a_promise_less_alike() -> None:
    """Another kind, event, number of moves, lead or width: each lowers the weight."""
    promise = date_promise(BEGIN, BEGIN + 300, BEGIN + 390, moves=1)
    others = [
        replace(promise, kind="incumbent"),
        replace(promise, event="first_delivery"),
        replace(promise, moves=0),
        replace(promise, first=BEGIN + 200),
        replace(promise, said=BEGIN - 300),
    ]
    cases = [case(other, (BEGIN + 350, BEGIN + 350)) for other in others]
    weights = {item.case.promise: item.weight for item in likeness(promise, cases, END)}
    assert all(0.0 < weights[other] < 1.0 for other in others)
    assert [round(weights[other], 9) for other in others[:3]] == [0.3, 0.8, 0.6]
