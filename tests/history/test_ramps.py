"""Months after the first delivery: their grid, the closed form, and the fit."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import logsumexp
from scipy.stats import multivariate_normal

from jobone.core.days import DayInterval, add_months, month_days, parse_days
from jobone.history import ramp_fit
from jobone.history.cases import DAYS_PER_MONTH
from jobone.history.promise_errors import PromiseErrors, fit_promise_errors
from jobone.history.ramp_fit import NOISE_SCALES, RampCurve, fit_curve
from jobone.history.ramp_series import (
    MONTHS,
    MonthGrid,
    RampSeries,
    first_twelve_months,
    ramp_series,
)
from jobone.history.ramps import (
    LEAST_SERIES,
    RampModel,
    fit_ramps,
    too_few_ramps,
)
from jobone.history.records import Volume, VolumePromise
from jobone.history.volume_targets import VolumeCase, VolumeQuestion
from tests.history.build import NOWHERE, history, ordinal, programme, target, volume

CURVE = RampCurve(
    levels={"startup": 7.0, "incumbent": 8.0, "tech_entrant": 9.0},
    months_to_level=3.0,
    growth=0.2,
    ageing=-0.1,
    level_spread=1.0,
    time_spread=0.5,
    drift=0.1,
    noise=0.2,
    correlation=0.4,
)
ERRORS = PromiseErrors(((0.6, 0.05, 0.3), (0.4, 1.2, 0.9)), 0, 0)
MODEL = RampModel(CURVE, ERRORS, 9, 5)


def a_series(
    rows: tuple[Volume, ...] = (),
    promises: tuple[VolumePromise, ...] = (),
    begins: str = "2031-01-01",
    maker: str = "Aurora",
    name: str = "aurora-one",
) -> RampSeries:
    """A startup's programme."""
    grid = MonthGrid(date.fromisoformat(begins))
    return RampSeries(name, maker, "startup", grid, "deliveries", rows, promises)


def months(*units: float, begins: str = "2031-01") -> tuple[Volume, ...]:
    """Counted months in a row."""
    first = date.fromisoformat(f"{begins}-01")
    return tuple(
        volume(f"{add_months(first, place):%Y-%m}", item) for place, item in enumerate(units)
    )


# The grid -------------------------------------------------------------------------------------


def test_a_first_month_counts_as_long_as_it_lasted() -> None:
    grid = MonthGrid(date(2031, 4, 16))
    weights = grid.weights(parse_days("2031-Q2"))
    assert weights[:4] == pytest.approx([15 / 30, 1.0, 1.0, 0.0])
    assert grid.weights(parse_days("2031-03")).sum() == 0.0
    assert grid.weights(parse_days("2031-05-01..2031-05-10"))[1] == pytest.approx(10 / 31)
    assert grid.ages[0] == pytest.approx(7.5 / DAYS_PER_MONTH)
    assert grid.ages[1] == pytest.approx(30.5 / DAYS_PER_MONTH)
    assert grid.month(2) == month_days(2031, 6)
    assert grid.end == date(2036, 3, 31)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(0, 1500), st.integers(0, 400))
def test_weights_times_lengths_are_days(begins: date, after: int, length: int) -> None:
    grid = MonthGrid(begins)
    first = date.fromordinal(begins.toordinal() + after)
    window = DayInterval(
        first, date.fromordinal(min(first.toordinal() + length, grid.end.toordinal()))
    )
    lengths = np.array([grid.month(place).day_count for place in range(MONTHS)])
    assert grid.weights(window) @ lengths == pytest.approx(window.day_count)


def test_the_measure_with_the_most_days_counts_and_nothing_before_the_start() -> None:
    past = history(
        [programme(first_delivery="2031-02-10")],
        volumes=[
            volume("2031-01", 5.0),
            volume("2031-02", 50.0),
            volume("2031-Q2", 900.0, measure="production"),
            volume("2031", 5000.0, measure="production"),
            volume("2031-04-01..2031-04-07", 70.0),
            volume("2032-01", 50.0, series="somebody-else"),
        ],
    )
    (found,) = ramp_series(past)
    assert found.measure == "production"
    assert [str(row.period) for row in found.rows] == ["2031-Q2"]
    assert first_twelve_months(found) == DayInterval(date(2031, 2, 10), date(2032, 2, 9))
    assert not ramp_series(history([programme()], volumes=[volume("2031-02", 50.0)]))


def test_what_was_counted_and_what_is_left_of_a_window() -> None:
    series = a_series(months(100.0, 200.0, 300.0), begins="2031-01-11")
    window = first_twelve_months(series)
    units, left = series.counted(window, ordinal("2031-03-28"))
    assert units == 300.0
    assert left[:3] == pytest.approx([0.0, 0.0, 1.0])
    assert left[12] == pytest.approx(10 / 31)
    units, left = series.counted(parse_days("2031-02-15..2031-03-31"), ordinal("2031-06-01"))
    assert units == pytest.approx(300.0 + 200.0 * 14 / 28)
    assert left.sum() == 0.0


def test_promises_lose_what_is_counted_and_the_last_word_counts() -> None:
    promises = (
        target("2030-11-01", "2031", 12000.0),
        target("2031-02-20", "2031-Q2", 6000.0, line=3),
    )
    series = a_series(months(1000.0), promises)
    before = series.promised(ordinal("2031-01-15"))
    assert before.rates[0] == pytest.approx(1000.0)
    assert before.weights.sum() == pytest.approx(12.0)
    after = series.promised(ordinal("2031-03-15"))
    assert after.rates[:7] == pytest.approx([0, 1000, 1000, 2000, 2000, 2000, 1000])
    assert after.weights[0] == 0.0
    kept = a_series(months(13000.0), promises[:1]).promised(ordinal("2031-03-15"))
    assert kept.weights.sum() == 0.0
    assert kept.told.sum() == pytest.approx(11.0)


# The closed form ------------------------------------------------------------------------------


def test_months_that_are_seen_condition_the_others_as_normals_do() -> None:
    """Against the mixture worked out by hand from scipy's densities."""
    rows = months(300.0, 700.0, 650.0)
    series = a_series(rows)
    found = MODEL.forecast(series, ordinal("2031-06-01"), 6)
    logs = np.log([row.units for row in rows])
    evidence = []
    for place, scale in enumerate(NOISE_SCALES):
        mean, covariance = CURVE.prior(series.grid.ages[:6], "startup", scale)
        seen = covariance[:3, :3] + ramp_fit.OBSERVATION_SPREAD**2 * np.eye(3)
        gain = covariance[:, :3] @ np.linalg.inv(seen)
        assert found.means[place] == pytest.approx(mean + gain @ (logs - mean[:3]), abs=1e-6)
        assert found.covariances[place] == pytest.approx(
            covariance - gain @ covariance[:3], abs=1e-9
        )
        evidence.append(multivariate_normal(mean[:3], seen).logpdf(logs))
    weights = np.log(ramp_fit.SCALE_CHANCES) + evidence
    assert found.weights == pytest.approx(np.exp(weights - logsumexp(weights)))


def test_a_quarter_conditions_its_months_as_importance_sampling_says() -> None:
    """The sum of logs is no linear observation: Gauss and Newton's answer against draws."""
    series = a_series((volume("2031-Q2", 6000.0),))
    found = MODEL.forecast(series, ordinal("2031-09-01"), 8)
    generator = np.random.default_rng(5)
    levels, chances = [], []
    for scale, chance in zip(NOISE_SCALES, ramp_fit.SCALE_CHANCES, strict=True):
        mean, covariance = CURVE.prior(series.grid.ages[:8], "startup", scale)
        drawn = generator.multivariate_normal(mean, covariance, 200_000)
        residual = np.log(6000.0) - np.log(np.exp(drawn[:, 3:6]).sum(axis=1))
        weights = chance * np.exp(-0.5 * (residual / ramp_fit.OBSERVATION_SPREAD) ** 2)
        levels.append(drawn[:, 7])
        chances.append(weights)
    level, weight = np.concatenate(levels), np.concatenate(chances)
    weight /= weight.sum()
    exact = float(weight @ level)
    spread = math.sqrt(float(weight @ (level - exact) ** 2))
    centre = float(found.weights @ found.means[:, 7])
    second = found.weights @ (found.covariances[:, 7, 7] + found.means[:, 7] ** 2)
    assert centre == pytest.approx(exact, abs=0.05)
    assert math.sqrt(second - centre**2) == pytest.approx(spread, rel=0.08)


def test_totals_are_what_was_counted_plus_what_is_drawn() -> None:
    series = a_series(months(*[500.0] * 12))
    window = first_twelve_months(series)
    done = MODEL.forecast(series, ordinal("2032-03-01")).totals(window, 1, 0, 50)
    assert done == pytest.approx(np.full(50, 6000.0))
    midway = MODEL.forecast(series, ordinal("2031-08-01"), 12)
    totals = midway.totals(window, 1, 0, 4000)
    assert totals.min() > 3000.0
    assert 5000.0 < np.median(totals) < 8000.0
    assert totals.tolist() == midway.totals(window, 1, 0, 4000).tolist()
    with pytest.raises(ValueError, match="beyond the months"):
        MODEL.forecast(series, ordinal("2031-08-01"), 9).totals(window, 1, 0, 10)


def test_what_is_seen_moves_the_months_to_come_and_what_is_not_known_does_not() -> None:
    """A collapse lowers what comes; a row known tomorrow changes nothing today."""
    steady, fallen = months(*[2000.0] * 6), months(*[2000.0] * 4, 300.0, 100.0)
    day = ordinal("2031-08-01")
    quarter = parse_days("2031-Q4")
    one, other = (
        np.median(MODEL.forecast(a_series(rows), day, 12).totals(quarter, 3, 0, 2000))
        for rows in (steady, fallen)
    )
    assert other < 0.4 * one
    early = ordinal("2031-05-31")
    hidden = MODEL.forecast(a_series(steady), early, 12).totals(quarter, 3, 0, 200)
    cut = MODEL.forecast(a_series(steady[:4]), early, 12).totals(quarter, 3, 0, 200)
    assert hidden.tolist() == cut.tolist()


def test_a_promise_is_believed_until_the_months_deny_it() -> None:
    promises = (target("2030-12-01", "2031", 60000.0),)
    year = parse_days("2031")
    medians = []
    for rows in ((), months(4000.0, 4500.0, 5200.0), months(20.0, 30.0, 25.0)):
        forecast = MODEL.forecast(a_series(rows, promises), ordinal("2031-05-01"), 12)
        medians.append(float(np.median(forecast.totals(year, 3, 0, 4000))))
    assert 25_000 < medians[0] < 60_000
    assert 45_000 < medians[1] < 75_000
    assert medians[2] < 8_000


def test_months_have_quantiles() -> None:
    forecast = MODEL.forecast(a_series(months(500.0, 600.0)), ordinal("2031-04-01"), 5)
    levels = np.array([0.1, 0.5, 0.9])
    found = forecast.month_quantiles(levels, 1)
    assert found.shape == (5, 3)
    assert np.all(np.diff(found, axis=1) > 0.0)
    assert found[1] == pytest.approx([600.0] * 3, rel=0.1)
    assert found[4, 2] / found[4, 0] > found[2, 2] / found[2, 0]


# The fit --------------------------------------------------------------------------------------


def drawn_series(count: int, seed: int) -> list[RampSeries]:
    """Programmes drawn from the curve, two years of months each."""
    generator = np.random.default_rng(seed)
    found = []
    for place in range(count):
        grid = MonthGrid(date(2031, 1 + place % 12, 1))
        scale = generator.choice(NOISE_SCALES, p=ramp_fit.SCALE_CHANCES)
        mean, covariance = CURVE.prior(grid.ages[:24], "startup", float(scale))
        units = np.exp(generator.multivariate_normal(mean, covariance))
        rows = tuple(
            Volume("", grid.month(month), float(item), "deliveries", "", True, NOWHERE)
            for month, item in enumerate(units)
        )
        maker = f"maker-{place % 7}"
        found.append(RampSeries(f"p-{place}", maker, "startup", grid, "deliveries", rows, ()))
    return found


def test_the_gradient_of_the_fit_is_that_of_its_loss() -> None:
    told = [(item, item.rows[: 3 + 5 * place]) for place, item in enumerate(drawn_series(4, 3))]
    batches = [ramp_fit._batch(told[:2]), ramp_fit._batch(told[2:])]
    values = ramp_fit._MEANS + 0.1 * np.random.default_rng(2).standard_normal(12)
    _, gradient = ramp_fit._loss(values, batches)
    for place in range(12):
        step = np.zeros(12)
        step[place] = 1e-5
        high, low = (ramp_fit._loss(values + sign * step, batches)[0] for sign in (1, -1))
        assert gradient[place] == pytest.approx((high - low) / 2e-5, rel=1e-4, abs=1e-3)


def test_series_fitted_together_or_apart_have_the_same_likelihood() -> None:
    told = [(item, item.rows[: 3 + 5 * place]) for place, item in enumerate(drawn_series(4, 3))]
    together, _ = ramp_fit._loss(ramp_fit._MEANS, [ramp_fit._batch(told)])
    apart, _ = ramp_fit._loss(ramp_fit._MEANS, [ramp_fit._batch([item]) for item in told])
    assert together == pytest.approx(apart)


def test_a_fit_finds_what_ramps_were_drawn_from() -> None:
    found = fit_curve([(item, item.rows) for item in drawn_series(60, 11)])
    assert found.levels["startup"] == pytest.approx(7.0, abs=0.5)
    assert found.months_to_level == pytest.approx(3.0, rel=0.35)
    assert found.growth == pytest.approx(0.2, abs=0.2)
    assert found.level_spread == pytest.approx(1.0, rel=0.3)
    assert found.time_spread == pytest.approx(0.5, rel=0.4)
    assert found.drift == pytest.approx(0.1, rel=0.3)
    assert found.noise == pytest.approx(0.2, rel=0.2)
    assert found.correlation == pytest.approx(0.4, abs=0.12)


def test_intervals_hold_what_they_say_where_the_model_is_true() -> None:
    """80 % of first years drawn from the curve lie in their 80 % intervals."""
    series = drawn_series(250, 17)
    inside = 0
    for place, item in enumerate(series):
        day = add_months(item.grid.begins, 5).toordinal()
        window = first_twelve_months(item)
        total, _ = item.counted(window, ordinal("2099-01-01"))
        totals = MODEL.forecast(item, day, 13).totals(window, 1, place, 400)
        low, high = np.quantile(totals, (0.1, 0.9))
        inside += low <= total <= high
    assert abs(inside / 250 - 0.8) < 3.3 * math.sqrt(0.8 * 0.2 / 250) + 0.01


def test_too_few_ramps_are_refused_with_the_number_needed() -> None:
    series = drawn_series(4, 5)
    day = ordinal("2040-01-01")
    assert f"at least {LEAST_SERIES} of 3 makers" in too_few_ramps(series, day)
    with pytest.raises(ValueError, match=f"4 programmes of 4 makers.*at least {LEAST_SERIES}"):
        fit_ramps(series, ERRORS, day)
    assert too_few_ramps(drawn_series(5, 5), day) == ""
    assert "0 programmes of 0 makers" in too_few_ramps(drawn_series(5, 5), ordinal("2031-01-01"))


# Promises -------------------------------------------------------------------------------------


def volume_case(ratio: float, place: int = 0, days: int = 365, maker: str = "") -> VolumeCase:
    """A promise of a year, made when it began."""
    first = ordinal("2031-01-01")
    asked = VolumeQuestion(
        maker or f"maker-{place}", "startup", first, first, first + days - 1, True
    )
    return VolumeCase(asked, ratio, first + days, target("2031-01-01", "2031", 100.0))


def test_errors_of_promises_are_those_they_were_drawn_from() -> None:
    generator = np.random.default_rng(7)
    right = generator.random(4000) < 0.7
    excess = np.where(right, generator.normal(0.0, 0.2, 4000), generator.normal(1.5, 0.8, 4000))
    cases = [volume_case(float(np.exp(-item)), place) for place, item in enumerate(excess)]
    found = fit_promise_errors(cases)
    assert (found.cases, found.makers) == (4000, 4000)
    for part, wanted in zip(found.parts, ((0.7, 0.0, 0.2), (0.3, 1.5, 0.8)), strict=True):
        assert part == pytest.approx(wanted, abs=0.06)


def test_errors_of_nothing_are_the_prior_and_short_promises_do_not_count() -> None:
    prior = fit_promise_errors([])
    assert np.array(prior.parts) == pytest.approx(np.array([[0.6, 0.05, 0.3], [0.4, 1.2, 0.9]]))
    short = fit_promise_errors([volume_case(0.1, place, days=60) for place in range(50)])
    assert (short.parts, short.cases) == (prior.parts, 0)
    zero = fit_promise_errors([volume_case(0.0, place) for place in range(50)])
    assert all(math.isfinite(item) for part in zero.parts for item in part)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0.0, 50.0), min_size=1, max_size=30))
def test_chances_of_errors_add_to_one(ratios: list[float]) -> None:
    found = fit_promise_errors([volume_case(item, place) for place, item in enumerate(ratios)])
    assert sum(part[0] for part in found.parts) == pytest.approx(1.0)
    assert all(part[2] > 0.0 for part in found.parts)
