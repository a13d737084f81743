"""Learning from counted months, held to closed forms, to brute force, and to its own promise."""

import math
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri
from scipy.stats import chisquare, multivariate_normal

from jobone.core.problems import InputError
from jobone.core.streams import Purpose
from jobone.outlook.conditioning import PARTICLES, Posterior
from jobone.outlook.counted import counted_rows
from jobone.outlook.last_rows import last_rows
from jobone.outlook.learning import learning_of
from jobone.outlook.levers import lever_worths
from jobone.outlook.pace import MonthNoise, cell_covariance, likelihood_of, triangle_of
from jobone.outlook.simulation import simulate
from jobone.programme.standing import Standing
from tests.outlook.build import Tables, assumption, happened, phase, plant, standing, tables

SUSTAINED = Purpose("phase", "sustained", 0)
A_MONTH = 73_000 / 12
"""Vehicles of a middling month at nameplate."""


def row(month: str, units: float, of: str = "maker", published: str = "") -> str:
    first = date.fromisoformat(f"{month}-01")
    last = date(first.year + first.month // 12, first.month % 12 + 1, 1).toordinal() - 1
    return f"{of},production,{first},{date.fromordinal(last)},{units:.0f},{published},"


def running(*units: float, noise: object = 0.2, memory: float = 0.5, **fields: object) -> Tables:
    """A plant at an unknown rate since January 2023, and its months of that year."""
    one: Any = {"sustained": "0.6 to 1.4"} | fields
    made = tables(
        horizon="2023..2025",
        country="US",
        model=[{"name": "a1"}],
        claim=[happened("a1", "2023-01-01")],
        plant=[plant("north", phase(**one))],
        observed=[row(f"2023-{month:02}", value) for month, value in enumerate(units, 1)],
        target=[{"name": "u", "measure": "production", "units": 60_000, "period": "2024"}],
    )
    made["programme"] |= {
        "month_noise": noise,
        "month_memory": memory,
        "counting_error": 0.05,
    }
    return made


def fitted(data: Tables, as_of: str = "2024-03-31", seed: int = 7) -> Posterior:
    found = simulate(standing(data, as_of), 2001, seed).posterior
    assert found is not None
    return found


# --- closed forms --------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(
    st.floats(0.0, 0.6),
    st.floats(0.0, 0.95),
    st.floats(0.01, 0.3),
    st.lists(st.floats(5.0, 50_000.0), min_size=1, max_size=5),
    st.integers(1, 2),
    st.integers(0, 2**32 - 1),
)
def test_rows_and_months_are_one_normal_distribution(
    deviation: float, memory: float, error: float, units: list[float], models: int, seed: int
) -> None:
    """Likelihood and months to come, from the joint distribution written out plainly."""
    generator = np.random.default_rng(seed)
    months, rows = 6, len(units)
    weights = generator.dirichlet(np.ones(models * months), rows)
    noise = MonthNoise(deviation, memory, error)
    found = likelihood_of(np.array(units), weights, models, noise)
    covariance = np.zeros((models * months, models * months))
    for one in range(models * months):
        for other in range(models * months):
            if one // months == other // months:
                covariance[one, other] = deviation**2 * memory ** abs(one - other)
    np.testing.assert_allclose(cell_covariance(models, months, noise), covariance, atol=1e-15)
    of_rows = weights @ covariance @ weights.T + np.diag([error**2 + 1 / value for value in units])
    expected = generator.uniform(10.0, 40_000.0, (4, rows))
    residuals = np.log(units) - np.log(expected) + deviation**2 / 2
    density = multivariate_normal(np.zeros(rows), of_rows).logpdf(residuals)
    constant = rows / 2 * math.log(2 * math.pi)
    np.testing.assert_allclose(
        found.log_density(expected), density + constant, rtol=1e-7, atol=1e-7
    )
    across = covariance @ weights.T
    mean = -(deviation**2) / 2 + (across @ np.linalg.solve(of_rows, residuals.T)).T
    np.testing.assert_allclose(found.straying(expected), mean, rtol=1e-7, atol=1e-9)
    left = covariance - across @ np.linalg.solve(of_rows, across.T)
    np.testing.assert_allclose(found.left, left, rtol=1e-6, atol=1e-9)
    triangle = triangle_of(found.left)
    np.testing.assert_allclose(triangle @ triangle.T, left, rtol=1e-5, atol=1e-8)


def exact_rate(data: Tables, noise: MonthNoise) -> tuple[float, float]:
    """Mean and deviation of the standard normal behind the rate: both are Gaussian, in logs."""
    programme = standing(data, "2024-03-31")
    rows = counted_rows(programme)
    spread = math.log(1.4 / 0.6) / 2 / ndtri(0.9)
    middle = math.sqrt(0.6 * 1.4)
    lag = np.abs(np.subtract.outer(np.arange(len(rows)), np.arange(len(rows))))
    units = np.array([item.row.units for item in rows])
    covariance = noise.deviation**2 * noise.memory**lag
    covariance = covariance + np.diag(noise.error**2 + 1 / units)
    smooth = np.array([73_000 * item.row.days.day_count / 365 for item in rows])
    open_share = expected_share(programme)
    residual = np.log(units) - np.log(smooth * open_share * middle) + noise.deviation**2 / 2
    ones = np.linalg.solve(covariance, np.full(len(rows), spread))
    precision = 1.0 + spread * float(ones.sum())
    return float(ones @ residual) / precision, precision**-0.5


def expected_share(programme: Standing) -> np.ndarray:
    """Share of the open days of each counted month."""
    from jobone.core.calendars import WorkingCalendar

    calendar = WorkingCalendar("US", programme.as_of)
    return np.array(
        [calendar.open_days(*item.row.days.closed).mean() for item in counted_rows(programme)]
    )


@pytest.mark.parametrize(
    ("units", "seed"),
    [
        ([A_MONTH * 0.9] * 2, 3),  # plain weights are nearly enough
        ([A_MONTH * 1.5] * 6, 4),
        ([A_MONTH * value for value in (0.3, 0.35, 0.5, 0.3, 0.4, 0.45, 0.5, 0.3)], 5),
    ],
)
def test_the_sampler_finds_what_the_closed_form_says(units: list[float], seed: int) -> None:
    data = running(*units)
    mean, deviation = exact_rate(data, MonthNoise(0.2, 0.5, 0.05))
    found = fitted(data, seed=seed)
    normal = ndtri(found.held[SUSTAINED])
    # Six standard errors of a thousand particles, half of which differ.
    assert normal.mean() == pytest.approx(mean, abs=6 * deviation / math.sqrt(PARTICLES / 2))
    assert normal.std() == pytest.approx(deviation, rel=0.2)


def test_months_to_come_are_drawn_around_what_was_counted() -> None:
    data = running(*([A_MONTH * 1.3] * 10))
    programme = standing(data, "2023-12-10")
    run = simulate(programme, 4000, 3)
    place = next(p for item, p in run.frame.shown if item.of == "model.a1")
    november = run.months[place, 10]
    middle = float(np.median(november))
    assert 1.1 * A_MONTH < middle < 1.5 * A_MONTH
    spread = float(np.std(np.log(november)))
    assert 0.1 < spread < 0.35  # more than the rate's, because the month strays itself
    free = simulate(standing(running(), "2023-12-10"), 4000, 3)
    assert spread < float(np.std(np.log(free.months[place, 10])))


def test_a_run_of_good_months_carries_into_the_next_and_fades() -> None:
    """With a rate that is known, only the straying of the months is learned."""
    months = [A_MONTH] * 8 + [A_MONTH * 1.5] * 2
    data = running(*months, noise=0.3, memory=0.7, sustained=1.0)
    run = simulate(standing(data, "2023-12-10"), 2000, 3)
    middles = np.median(run.months[0, 10:20], axis=1) / A_MONTH
    assert middles[0] > 1.15
    assert middles[0] > middles[3] > 0.9
    assert abs(middles[9] - 1.0) < 0.15


# --- what fits, and what does not ----------------------------------------------------------------


def refusal(data: Tables, as_of: str = "2024-03-31") -> str:
    with pytest.raises(InputError) as refused:
        simulate(standing(data, as_of), 10, 7)
    return str(refused.value)


def test_what_was_ruled_out_is_refused_with_the_input_that_is_too_narrow() -> None:
    told = refusal(running(*([A_MONTH * 1.9] * 12), sustained="0.95 to 1.05"))
    assert "plant.north.one.sustained stands at its upper end" in told
    assert "programme.toml" in told
    assert "outside what was thought possible" in told
    # Wider, as the past has it, it fits.
    assert fitted(running(*([A_MONTH * 1.9] * 12), sustained="0.5 to 1.5")).effective > 100


def test_an_assumption_that_is_too_narrow_is_named_where_it_stands() -> None:
    data = running(*([A_MONTH * 0.2] * 12), sustained=None)
    data["assumption"] = [assumption("planned", "plant.north.one.sustained", "0.9 to 1.1")]
    told = refusal(data)
    assert "assumptions.toml:" in told
    assert "lower end" in told


def test_numbers_that_leave_no_room_are_refused_at_the_row() -> None:
    told = refusal(running(*([A_MONTH * 3] * 12), sustained=1.0, noise=0.05))
    assert "observed.csv:13" in told
    assert "vehicles" in told


@pytest.mark.parametrize(
    "observed",
    [
        [],
        [row("2023-05", 0)],  # nothing says when, not how fast
        [row("2022-12", 40)],  # before the start
        [row("2024-05", 900)],  # not published yet
    ],
)
def test_where_nothing_tells_of_a_rate_nothing_is_learned(observed: list[str]) -> None:
    data = running()
    data["observed"] = observed
    assert simulate(standing(data, "2024-03-31"), 10, 7).posterior is None


def test_the_finer_row_and_the_model_teach_once() -> None:
    data = running(4000, 4100)
    data["observed"] += [
        row("2023-01", 4000, of="model.a1"),
        "maker,deliveries,2023-01-01,2023-01-31,3900,,",
        "maker,production,2023-01-01,2023-12-31,50000,,",
    ]
    rows = counted_rows(standing(data, "2024-03-31"))
    assert [(item.row.of, str(item.row.days)) for item in rows] == [
        ("model.a1", "2023-01"),
        ("maker", "2023-02"),
    ]


# --- what an outlook does with it ----------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes_however_it_is_cut() -> None:
    programme = standing(running(*([5000.0] * 6)), "2023-09-30")
    one = simulate(programme, 2500, 11, chunk=2500)
    two = simulate(programme, 2500, 11, chunk=333, threads=2)
    np.testing.assert_array_equal(one.months, two.months)
    again = simulate(programme, 2500, 11, posterior=one.posterior)
    np.testing.assert_array_equal(one.months, again.months)
    other = simulate(programme, 2500, 12)
    assert not np.array_equal(one.months, other.months)


def test_a_lever_is_pulled_on_the_draws_that_fit() -> None:
    data = running(*([5000.0] * 6))
    path = "plant.north.one.nameplate"
    lever = {"changes": path, "range": "50000 / year..90000 / year"}
    data["lever"] = [
        {"name": "same", "to": "73000 / year", **lever},
        {"name": "more", "to": "90000 / year", **lever},
    ]
    same, more = lever_worths(standing(data, "2023-09-30"), 500, 7)
    assert same.effects["u"].difference == 0.0
    assert more.effects["u"].difference > 0.1


def test_what_was_learned_is_said() -> None:
    data = running(*([A_MONTH * 1.3] * 6))
    data["target"][0]["units"] = 92_000
    programme = standing(data, "2023-09-30")
    run = simulate(programme, 500, 7)
    learning = learning_of(programme, run, 7)
    assert learning is not None
    assert (learning.rows, str(learning.until)) == (6, "2023-06-30")
    rate = next(item for item in learning.learned if item.path.endswith("sustained"))
    assert rate.before[0] == pytest.approx(0.6, rel=0.1)
    assert rate.before[1] < 1.0 < rate.after[1]
    assert rate.after[2] - rate.after[0] < rate.before[2] - rate.before[0]
    last = last_rows(programme, run, 7)
    assert last is not None
    assert last.says == (("maker", "2023-06", round(A_MONTH * 1.3)),)
    before, after = last.probabilities["u"]
    assert 0.0 < before < 1.0
    assert 0.0 < after < 1.0
    first = standing(running(A_MONTH), "2023-03-31")
    assert last_rows(first, simulate(first, 50, 7), 7) is None


def draw_of(data: Tables, generator: np.random.Generator) -> tuple[float, Tables]:
    """A rate from the prior, and months as such a plant would run."""
    normal = generator.standard_normal()
    spread = math.log(1.4 / 0.6) / 2 / ndtri(0.9)
    rate = math.sqrt(0.6 * 1.4) * math.exp(spread * normal)
    straying = 0.2 * generator.standard_normal()
    lines = []
    programme = standing(running(*([9000.0] * 4)), "2024-03-31")
    share = expected_share(programme)
    for place, item in enumerate(counted_rows(programme)):
        if place:
            straying = 0.5 * straying + math.sqrt(0.75) * 0.2 * generator.standard_normal()
        error = 0.05 * generator.standard_normal()
        smooth = 73_000 * item.row.days.day_count / 365 * share[place] * rate
        units = smooth * math.exp(straying - 0.02 + error)
        lines.append(row(f"2023-{place + 1:02}", units))
    return normal, data | {"observed": lines}


def test_the_truth_lies_anywhere_among_what_fits() -> None:
    """Simulation-based calibration: Talts et al. 2018, arXiv:1804.06788."""
    generator = np.random.default_rng(20)
    ranks = []
    for seed in range(30):
        truth, data = draw_of(running(), generator)
        normal = ndtri(fitted(data, seed=seed).held[SUSTAINED])
        ranks.append(float((normal < truth).mean()))
    counts, _ = np.histogram(ranks, bins=4, range=(0.0, 1.0))
    assert chisquare(counts).pvalue > 1e-3


def test_a_leaning_likelihood_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The closed form notices a likelihood that takes its rows for a tenth too high."""
    from jobone.outlook import pace

    true = pace.Likelihood.residuals

    def leaning(self: Any, expected: np.ndarray) -> np.ndarray:
        return np.asarray(true(self, expected) + 0.1)

    monkeypatch.setattr(pace.Likelihood, "residuals", leaning)
    with pytest.raises(AssertionError):
        test_the_sampler_finds_what_the_closed_form_says([A_MONTH * 1.5] * 6, 4)
