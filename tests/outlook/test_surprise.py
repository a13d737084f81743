"""Months that contradict what was said are told, and a fair programme is left alone."""

import numpy as np
import pytest
from scipy.stats import kstest

from jobone.outlook.forecast import make_forecast
from jobone.outlook.learning import learning_of
from jobone.outlook.pace import MonthNoise, likelihood_of
from jobone.outlook.shapes import outlook_shape
from jobone.outlook.simulation import simulate
from jobone.outlook.surprise import SURPRISING, level_chance
from jobone.report.learned import fit_words, narrow_words
from tests.outlook.build import Tables, standing
from tests.outlook.test_conditioning import A_MONTH, running

WIDE = "0.2 to 0.9, middle 0.45"
SCATTER = (1.0, 1.3, 0.8, 1.1, 0.7, 1.4, 1.0, 1.2, 0.9, 0.75, 1.1, 1.0)


def narrow(times: float, **fields: object) -> Tables:
    months = [A_MONTH * times * share for share in SCATTER]
    return running(*months, noise=WIDE, memory=0.3, **fields)


@pytest.mark.parametrize("rows", [1, 2, 6, 14])
def test_the_chance_is_uniform_where_rows_come_about_as_was_said(rows: int) -> None:
    generator = np.random.default_rng(rows)
    noises = [MonthNoise(deviation, 0.4, 0.05) for deviation in (0.15, 0.4, 1.0)]
    weights = np.eye(rows)
    expected = np.exp(generator.normal(8.0, 0.5, (400, 1)) + np.linspace(-1.0, 0.0, rows))
    level = generator.integers(0, len(noises), 400)
    chances = []
    for seed in range(80):
        path = generator.integers(400)
        noise = noises[level[path]]
        lag = np.abs(np.subtract.outer(np.arange(rows), np.arange(rows)))
        covariance = noise.deviation**2 * noise.memory**lag + noise.error**2 * np.eye(rows)
        straying = generator.multivariate_normal(np.zeros(rows), covariance)
        units = expected[path] * np.exp(straying - noise.deviation**2 / 2)
        found = [likelihood_of(units, weights, 1, item) for item in noises]
        chances.append(level_chance(expected, level, found, seed))
    assert kstest(chances, "uniform").pvalue > 1e-3


def test_a_rate_that_is_contradicted_is_told_where_it_stands() -> None:
    data = narrow(0.4, sustained="0.9 to 1.1")
    programme = standing(data, "2024-03-31")
    forecast = make_forecast(programme, 300, 7)
    learning = forecast.learning
    assert learning is not None
    assert learning.level_chance < SURPRISING
    told = narrow_words(learning)[0]
    assert "programme.toml:" in told.split(" ")[0]
    assert "plant.north.one.sustained leans to its lower end" in told
    assert "it was said to be 0.9 to 1.1 times nameplate, and the months ask for 0.4" in told
    assert "put down to straying months" in told
    shape = outlook_shape(forecast)["learning"]
    assert shape["too_narrow"] == list(narrow_words(learning))
    assert "had a chance of <1 %" in fit_words(learning)


@pytest.mark.parametrize("data", [narrow(0.4), narrow(1.05, sustained="0.9 to 1.1")])
def test_a_rate_with_room_or_months_that_keep_to_it_are_not_told(data: Tables) -> None:
    programme = standing(data, "2024-03-31")
    learning = learning_of(programme, simulate(programme, 300, 7), 7)
    assert learning is not None
    assert learning.level_chance > 0.02
    assert narrow_words(learning) == ()
