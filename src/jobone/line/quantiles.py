"""Quantiles of Student's t, the normal and the gamma distribution.

SciPy has them too, and takes longer to load than many a line takes to run; the tests hold
one against the other.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["gamma_quantile", "normal_quantile", "student_quantile"]

Floats = NDArray[np.float64]

_LARGE_FORM: Final = 1e5
"""From here on the cube root of a gamma variable is normal enough."""
_ENOUGH: Final = 1e-6
"""Newton's steps double their digits: after one as small as this the next is below rounding."""


def _within(value: float, freedom: int) -> float:
    """Return the chance that Student's t lies between minus and plus a value."""
    angle = math.atan(value / math.sqrt(freedom))
    cosine, odd = math.cos(angle), freedom % 2
    total, term = 0.0, cosine if odd else 1.0
    for factor in range(2 + odd, freedom + 1, 2):
        total += term
        term *= (factor - 1) / factor * cosine**2
    within = math.sin(angle) * total
    return (angle + within) * 2.0 / math.pi if odd else within


@lru_cache(maxsize=64)
def student_quantile(freedom: int, probability: float) -> float:
    """Return a quantile of Student's t.

    Parameters
    ----------
    freedom
        Degrees of freedom, a whole number from 1.
    probability
        From 0.5 to below 1.

    Notes
    -----
    Newton's method on the finite sum that the distribution function is where the degrees of
    freedom are a whole number (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4). It is concave
    above the median and the normal quantile lies below, so that the steps only go up.
    """
    scale = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)
    scale -= 0.5 * math.log(freedom * math.pi)
    value = NormalDist().inv_cdf(probability)
    while True:
        power = 0.5 * (freedom + 1) * math.log1p(value**2 / freedom)
        missing = probability - 0.5 - 0.5 * _within(value, freedom)
        step = missing / math.exp(scale - power)
        value += step
        if step <= _ENOUGH * value:
            return value


def normal_quantile(probability: Floats) -> Floats:
    """Return quantiles of the normal distribution (Wichura 1988, doi:10.2307/2347330).

    Parameters
    ----------
    probability
        Numbers strictly between 0 and 1, any shape.
    """
    inverse = NormalDist().inv_cdf
    found = np.fromiter(map(inverse, probability.ravel().tolist()), np.float64, probability.size)
    return found.reshape(probability.shape)


def gamma_quantile(form: float, probability: Floats) -> Floats:
    """Return quantiles of the gamma distribution of scale 1.

    Parameters
    ----------
    form
        Its shape parameter, above 0.
    probability
        Numbers strictly between 0 and 1, any shape.

    Notes
    -----
    Newton's method in the logarithm of the value, on the logarithm of the nearer tail, which
    is concave. It starts from the cube of Wilson and Hilferty (1931,
    doi:10.1073/pnas.17.12.684), which is right to 1e-7 by itself where the form is large.
    """
    normal = normal_quantile(probability)
    cube = 1.0 - 1.0 / (9.0 * form) + normal / (3.0 * math.sqrt(form))
    if form >= _LARGE_FORM:
        return np.asarray(form * cube**3, dtype=np.float64)
    # Below every quantile: the density without its falling exponential.
    value = (np.log(probability) + math.lgamma(form + 1.0)) / form
    sure = np.maximum(cube, 0.1)
    value = np.where(cube > 0.1, np.maximum(value, np.log(form * sure**3)), value)
    low, high = probability <= 0.5, probability > 0.5
    value[low] = _newton(form, value[low], np.log(probability[low]), _log_below)
    value[high] = _newton(form, value[high], np.log1p(-probability[high]), _log_above)
    return np.asarray(np.exp(value), dtype=np.float64)


def _newton(
    form: float, value: Floats, goal: Floats, tail: Callable[[float, Floats], tuple[Floats, Floats]]
) -> Floats:
    """Return where the logarithm of a tail is `goal`."""
    step = np.full(value.shape, np.inf)
    while np.abs(step).max(initial=0.0) > _ENOUGH:
        height, slope = tail(form, value)
        step = np.clip((goal - height) / slope, -1.0, 1.0)
        value = value + step
    return value


def _log_below(form: float, value: Floats) -> tuple[Floats, Floats]:
    """Return the logarithm of the chance to be below the exponential of a value; its slope."""
    total, term, number = np.ones(value.shape), np.ones(value.shape), form
    while (term > 1e-17 * total).any():
        number += 1.0
        term = term * (np.exp(value) / number)
        total += term
    height = form * value - np.exp(value) - math.lgamma(form + 1.0) + np.log(total)
    return height, form / total


def _log_above(form: float, value: Floats) -> tuple[Floats, Floats]:
    """Return the logarithm of the chance to be above the exponential of a value; its slope."""
    height, slope = np.empty(value.shape), np.empty(value.shape)
    near = value < math.log(form + 1.0)
    below, rise = _log_below(form, value[near])
    height[near] = np.log1p(-np.exp(below))
    slope[near] = -rise * np.exp(below) / -np.expm1(below)
    # Legendre's continued fraction, from its front (Lentz 1976, doi:10.1364/AO.15.000668).
    far = value[~near]
    odd = np.exp(far) + 1.0 - form
    front, back = np.full(far.shape, 1e300), 1.0 / odd
    fraction, number, factor = back, 0.0, np.full(far.shape, np.inf)
    while (np.abs(factor - 1.0) > 2e-15).any():
        number += 1.0
        odd = odd + 2.0
        over = number * (form - number)
        back = 1.0 / (odd + over * back)
        front = odd + over / front
        factor = back * front
        fraction = fraction * factor
    height[~near] = form * far - np.exp(far) - math.lgamma(form) + np.log(fraction)
    slope[~near] = -1.0 / fraction
    return height, slope
