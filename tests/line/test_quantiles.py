"""Quantiles of our own, held against SciPy's."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import gammaincinv, ndtri, stdtrit

from jobone.line.quantiles import gamma_quantile, normal_quantile, student_quantile

TAIL = (2.0 ** -(np.arange(33)[:, None] + 1.0) * (1.0 + np.arange(8) / 8.0)).ravel()[8:]
GRID = np.concatenate([TAIL, 1.0 - TAIL])
"""What tables of quantiles are made from, more coarsely."""


@pytest.mark.parametrize("probability", [0.5, 0.9, 0.975, 0.9995])
@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 9, 19, 199, 1000, 9999])
def test_student(freedom: int, probability: float) -> None:
    expected = float(stdtrit(freedom, probability))
    assert student_quantile(freedom, probability) == pytest.approx(expected, rel=1e-11, abs=1e-11)


def test_normal() -> None:
    assert normal_quantile(GRID) == pytest.approx(ndtri(GRID), rel=1e-13)
    assert normal_quantile(GRID.reshape(-1, 4)).shape == (GRID.size // 4, 4)


@pytest.mark.parametrize(
    "variation", [100.0, 30.0, 10.0, 3.0, 2.0, 1.2, 1.0, 0.9, 0.5, 0.3, 0.1, 0.03, 0.01]
)
def test_gamma(variation: float) -> None:
    form = variation**-2
    assert gamma_quantile(form, GRID) == pytest.approx(gammaincinv(form, GRID), rel=1e-10)


def test_gamma_of_hardly_any_variation() -> None:
    for form in (99_999.0, 100_001.0, 1e6):
        missed = gamma_quantile(form, GRID) - gammaincinv(form, GRID)
        assert np.abs(missed).max() < 3e-5 * np.sqrt(form)
