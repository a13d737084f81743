"""Distributions: quantile and cumulative against each other and against scipy.stats."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from scipy import stats

from jobone.core.distribution import (
    Distribution,
    constant,
    lognormal_interval,
    normal,
    one_of,
    triangular,
    uniform,
)

PROBABILITIES = np.concatenate(
    [np.linspace(0.0, 1.0, 203)[1:-1], [2.0**-53, 1e-9, 1e-4, 1 - 1e-4, 1 - 1e-9, 1 - 2.0**-53]]
)
NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
POSITIVE = st.floats(1e-3, 1e6).map(lambda number: round(number, 3))


@st.composite
def lognormals(draw: st.DrawFn) -> Distribution:
    low = draw(POSITIVE)
    return lognormal_interval(low, low * draw(st.floats(1.01, 20.0)))


@st.composite
def uniforms(draw: st.DrawFn) -> Distribution:
    low = draw(NUMBERS)
    return uniform(low, low + draw(POSITIVE))


@st.composite
def triangulars(draw: st.DrawFn) -> Distribution:
    low, width = draw(NUMBERS), draw(POSITIVE)
    share = draw(st.sampled_from([0.0, 1.0]) | st.floats(0.0, 1.0))
    return triangular(low, min(low + share * width, low + width), low + width)


@st.composite
def normals(draw: st.DrawFn) -> Distribution:
    return normal(draw(NUMBERS), draw(POSITIVE))


def choices() -> st.SearchStrategy[Distribution]:
    several = st.lists(NUMBERS, min_size=2, max_size=6, unique=True)
    return several.map(lambda values: one_of(*values))


def smooth() -> st.SearchStrategy[Distribution]:
    return st.one_of(lognormals(), uniforms(), triangulars(), normals())


def every_shape() -> st.SearchStrategy[Distribution]:
    return smooth() | choices() | NUMBERS.map(constant)


def scipy_twin(distribution: Distribution) -> Any:
    """The same distribution as scipy has it."""
    if distribution.shape == "lognormal":
        p10, p90 = distribution.parameters
        spread = math.log(p90 / p10) / (stats.norm.ppf(0.9) - stats.norm.ppf(0.1))
        return stats.lognorm(s=spread, scale=math.sqrt(p10 * p90))
    if distribution.shape == "uniform":
        low, high = distribution.parameters
        return stats.uniform(low, high - low)
    if distribution.shape == "triangular":
        low, mode, high = distribution.parameters
        return stats.triang(min((mode - low) / (high - low), 1.0), low, high - low)
    assert distribution.shape == "normal"
    return stats.norm(*distribution.parameters)


def scale_of(distribution: Distribution) -> float:
    """A size against which an error of rounding is small."""
    return max(abs(value) for value in distribution.parameters)


# Against scipy --------------------------------------------------------------------------------


@given(smooth())
def test_quantiles_are_those_of_scipy(distribution: Distribution) -> None:
    assert_allclose(
        distribution.quantile(PROBABILITIES),
        scipy_twin(distribution).ppf(PROBABILITIES),
        rtol=1e-9,
        atol=1e-9 * scale_of(distribution),
    )


@given(smooth())
def test_cumulatives_are_those_of_scipy(distribution: Distribution) -> None:
    twin = scipy_twin(distribution)
    low, high = twin.ppf([1e-9, 1 - 1e-9])
    values = np.linspace(low - (high - low) / 3, high + (high - low) / 3, 301)
    assert_allclose(distribution.cumulative(values), twin.cdf(values), rtol=0, atol=2e-7)


@given(lognormals())
def test_a_to_b_is_the_80_percent_interval(distribution: Distribution) -> None:
    ends = np.array(distribution.parameters)
    assert_allclose(distribution.quantile(np.array([0.1, 0.9])), ends, rtol=1e-12)
    assert_allclose(distribution.cumulative(ends), [0.1, 0.9], rtol=1e-10)
    assert distribution.support == distribution.parameters
    median = float(distribution.quantile(np.array([0.5]))[0])
    assert math.isclose(median, math.sqrt(ends[0] * ends[1]), rel_tol=1e-12)


def test_a_lognormal_worked_by_hand() -> None:
    # ln 4 lies two times 1.28155 spreads above ln 1, and the mean is exp(centre + spread² / 2).
    distribution = lognormal_interval(1.0, 4.0)
    spread = math.log(4.0) / (2 * 1.2815515655446004)
    draws = distribution.quantile((np.arange(200_000) + 0.5) / 200_000)
    assert math.isclose(draws.mean(), 2.0 * math.exp(spread**2 / 2), rel_tol=1e-4)
    assert math.isclose(float(distribution.cumulative(np.array([1.0]))[0]), 0.1, rel_tol=1e-12)
    assert distribution.cumulative(np.array([-1.0, 0.0])).tolist() == [0.0, 0.0]


# Quantile and cumulative ----------------------------------------------------------------------


@given(smooth())
def test_cumulative_undoes_quantile(distribution: Distribution) -> None:
    probabilities = np.linspace(0.001, 0.999, 97)
    back = distribution.cumulative(distribution.quantile(probabilities))
    # Where the parameters are huge against the width, a value itself is rounded.
    low, high = distribution.quantile(np.array([0.001, 0.999]))
    assume(high - low > 1e-9 * scale_of(distribution))
    slack = 1e-9 + 1e-14 * scale_of(distribution) / (high - low) * 1e3
    assert_allclose(back, probabilities, rtol=0, atol=slack)


@given(every_shape())
def test_a_quantile_is_the_least_value_with_that_cumulative(distribution: Distribution) -> None:
    probabilities = np.linspace(0.0005, 0.9995, 211)
    drawn = distribution.quantile(probabilities)
    assert (distribution.cumulative(drawn) >= probabilities - 1e-6).all()
    width = max(float(drawn[-1] - drawn[0]), 1e-12 * scale_of(distribution))
    below = drawn - 1e-5 * width - 1e-9 * scale_of(distribution) - 1e-12
    assert (distribution.cumulative(below) <= probabilities + 1e-6).all()


@given(every_shape())
def test_quantiles_and_cumulatives_rise(distribution: Distribution) -> None:
    probabilities = np.sort(PROBABILITIES)
    drawn = distribution.quantile(probabilities)
    assert (np.diff(drawn) >= 0).all()
    values = np.linspace(drawn[5] - 1.0, drawn[-5] + 1.0, 301)
    cumulative = distribution.cumulative(values)
    assert (np.diff(cumulative) >= 0).all()
    assert ((cumulative >= 0) & (cumulative <= 1)).all()


@given(every_shape())
def test_shapes_of_arrays_are_kept(distribution: Distribution) -> None:
    probabilities = np.full((2, 3), 0.25)
    assert distribution.quantile(probabilities).shape == (2, 3)
    assert distribution.cumulative(probabilities).shape == (2, 3)
    assert distribution.quantile_beyond(probabilities, probabilities).shape == (2, 3)


@given(every_shape())
def test_the_support_holds_hard_shapes_and_80_percent_of_soft_ones(
    distribution: Distribution,
) -> None:
    low, high = distribution.support
    if distribution.shape in ("lognormal", "normal"):
        ends = distribution.quantile(np.array([0.1, 0.9]))
        assert_allclose((low, high), ends, rtol=1e-9, atol=1e-9 * scale_of(distribution))
    else:
        drawn = distribution.quantile(PROBABILITIES)
        slack = 1e-12 * scale_of(distribution)
        assert low - slack <= drawn.min() <= drawn.max() <= high + slack
    low, high = distribution.support
    assert (low == high) == (distribution.shape == "constant")


@given(choices(), st.integers(1, 50))
def test_one_of_takes_each_value_equally_often(distribution: Distribution, times: int) -> None:
    values = distribution.parameters
    assert list(values) == sorted(values)
    count = len(values) * times
    drawn = distribution.quantile((np.arange(count) + 0.5) / count)
    assert [int((drawn == value).sum()) for value in values] == [times] * len(values)
    for place, value in enumerate(values):
        share = float(distribution.cumulative(np.array([value]))[0])
        assert math.isclose(share, (place + 1) / len(values))


def test_a_value_named_twice_counts_twice() -> None:
    drawn = one_of(3.0, 1.0, 3.0).quantile((np.arange(300) + 0.5) / 300)
    assert [int((drawn == value).sum()) for value in (1.0, 3.0)] == [100, 200]


# Beyond a floor -------------------------------------------------------------------------------

Conditional = Callable[[Distribution, float, NDArray[np.float64]], NDArray[np.float64]]


def truncated_by_scipy(
    distribution: Distribution, floor: float, probabilities: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Quantiles beyond a floor as scipy has them, by its own truncated distributions."""
    if distribution.shape == "normal":
        mean, deviation = distribution.parameters
        beyond = stats.truncnorm((floor - mean) / deviation, math.inf, mean, deviation)
        return np.asarray(beyond.ppf(probabilities))
    if distribution.shape == "lognormal":
        logarithm = scipy_twin(distribution)
        centre, spread = math.log(logarithm.kwds["scale"]), logarithm.kwds["s"]
        if floor <= 0:
            return np.asarray(logarithm.ppf(probabilities))
        beyond = stats.truncnorm((math.log(floor) - centre) / spread, math.inf, centre, spread)
        return np.asarray(np.exp(beyond.ppf(probabilities)))
    if distribution.shape == "uniform":
        low, high = distribution.parameters
        start = max(low, floor)
        return np.asarray(stats.uniform(start, high - start).ppf(probabilities))
    low, mode, high = distribution.parameters
    if floor < mode:
        twin = scipy_twin(distribution)
        return np.asarray(twin.isf((1 - probabilities) * twin.sf(floor)))
    # What lies beyond the mode is a triangle again, whose mode is its low end.
    return np.asarray(stats.triang(0.0, floor, high - floor).ppf(probabilities))


@given(smooth(), st.floats(0.0, 0.999))
def test_beyond_a_floor_the_distribution_is_scipys_truncated_one(
    distribution: Distribution, passed: float
) -> None:
    low, high = distribution.quantile(np.array([0.001, 0.9995]))
    assume(high - low > 1e-6 * scale_of(distribution))
    floor = float(distribution.quantile(np.array([max(passed, 1e-6)]))[0])
    probabilities = np.linspace(0.01, 0.99, 51)
    found = distribution.quantile_beyond(probabilities, np.full(51, floor))
    wanted = truncated_by_scipy(distribution, floor, probabilities)
    assert_allclose(found, wanted, rtol=1e-6, atol=1e-6 * (high - low))


@given(every_shape(), st.floats(0.0, 1.0))
def test_beyond_a_floor_nothing_lies_below_it_and_order_is_kept(
    distribution: Distribution, passed: float
) -> None:
    drawn = distribution.quantile(np.array([0.01, 0.99]))
    floor = float(drawn[0] + (drawn[1] - drawn[0]) * (1.5 * passed - 0.25))
    probabilities = np.sort(PROBABILITIES)
    beyond = distribution.quantile_beyond(probabilities, np.full(probabilities.shape, floor))
    assert (beyond >= floor).all()
    slack = 1e-9 * scale_of(distribution)
    assert (np.diff(beyond) >= -slack).all()
    inner = slice(None, -1)  # in the last step before 1 the shift itself is rounded
    slack = 1e-6 * float(drawn[1] - drawn[0]) + slack
    assert (beyond[inner] >= distribution.quantile(probabilities)[inner] - slack).all()


@given(every_shape())
def test_a_floor_below_everything_changes_nothing(distribution: Distribution) -> None:
    probabilities = np.linspace(0.01, 0.99, 99)
    floor = np.full(99, distribution.quantile(np.array([2.0**-53]))[0] - 1e3)
    if distribution.shape in ("lognormal",):
        floor[:] = -1.0
    if distribution.shape == "normal":
        floor[:] = distribution.parameters[0] - 40 * distribution.parameters[1]
    assert_allclose(
        distribution.quantile_beyond(probabilities, floor),
        distribution.quantile(probabilities),
        rtol=1e-12,
        atol=1e-12 * scale_of(distribution),
    )


@given(st.one_of(uniforms(), triangulars(), choices(), NUMBERS.map(constant)))
def test_what_is_overdue_comes_at_the_floor(distribution: Distribution) -> None:
    for floor in (distribution.support[1], distribution.support[1] + 5.0):
        beyond = distribution.quantile_beyond(PROBABILITIES, np.full(PROBABILITIES.shape, floor))
        assert (beyond == floor).all()


@given(choices(), st.data())
def test_beyond_a_floor_one_of_keeps_the_greater_values_equally(
    distribution: Distribution, data: st.DataObject
) -> None:
    values = distribution.parameters
    place = data.draw(st.integers(0, len(values) - 2))
    left = values[place + 1 :]
    probabilities = (np.arange(60) + 0.5) / 60  # divisible by every number of values left
    beyond = distribution.quantile_beyond(probabilities, np.full(60, values[place]))
    assert [int((beyond == value).sum()) for value in left] == [60 // len(left)] * len(left)


@given(smooth(), st.floats(0.01, 0.9), st.floats(0.01, 0.9))
def test_a_later_floor_never_makes_it_earlier(
    distribution: Distribution, one: float, other: float
) -> None:
    floors = np.sort(distribution.quantile(np.array([one, other])))
    probabilities = np.linspace(0.01, 0.99, 33)
    early, late = (
        distribution.quantile_beyond(probabilities, np.full(33, floor)) for floor in floors
    )
    assert (late >= early - 1e-9 * scale_of(distribution)).all()


# Making them ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: lognormal_interval(0.0, 5.0), "positive"),
        (lambda: lognormal_interval(-1.0, 5.0), "positive"),
        (lambda: lognormal_interval(5.0, 1.0), "backwards"),
        (lambda: uniform(2.0, 1.0), "backwards"),
        (lambda: triangular(1.0, 5.0, 4.0), "ascending"),
        (lambda: triangular(2.0, 1.0, 4.0), "ascending"),
        (lambda: normal(1.0, -1.0), "negative"),
        (lambda: one_of(), "at least one"),
        (lambda: constant(math.nan), "not finite"),
        (lambda: constant(math.inf), "not finite"),
        (lambda: lognormal_interval(1.0, math.inf), "not finite"),
        (lambda: uniform(-math.inf, 0.0), "not finite"),
        (lambda: triangular(0.0, math.nan, 1.0), "not finite"),
        (lambda: normal(0.0, math.inf), "not finite"),
        (lambda: one_of(1.0, math.nan), "not finite"),
    ],
)
def test_what_is_no_distribution_is_refused(make: Callable[[], Distribution], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


@given(POSITIVE)
@example(3.0)
def test_no_width_is_a_certain_number(value: float) -> None:
    certain = constant(value)
    assert lognormal_interval(value, value) == certain
    assert uniform(value, value) == certain
    assert triangular(value, value, value) == certain
    assert normal(value, 0.0) == certain
    assert one_of(value, value) == certain
    assert certain.support[0] == certain.support[1]
    assert (certain.quantile(PROBABILITIES) == value).all()
    assert certain.cumulative(np.array([value - 1, value, value + 1])).tolist() == [0.0, 1.0, 1.0]


def test_texts() -> None:
    assert str(lognormal_interval(12.0, 18.0)) == "12 to 18"
    assert str(constant(2.5)) == "2.5"
    assert str(uniform(1.0, 2.0)) == "uniform(1, 2)"
    assert str(one_of(3.0, 1.0)) == "one of(1, 3)"
