"""Scores against closed forms, slow twins and each other; how sure a difference is."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from jobone.history import scores
from jobone.history.scores import Difference, brier, crps, log_score, resampled_difference

NUMBERS = st.floats(-1e3, 1e3, allow_nan=False).map(lambda value: round(value, 6))


def fails(check: Callable[[], None]) -> None:
    """Fail unless the check does."""
    with pytest.raises(AssertionError):
        check()


# Continuous ranked probability score ----------------------------------------------------------


def slow_crps(observed: float, members: Sequence[float]) -> float:
    """The fair score member by member: distance to what came, less half the mean distance."""
    count = len(members)
    away = sum(abs(member - observed) for member in members) / count
    apart = sum(abs(one - other) for one in members for other in members)
    return away - apart / (2 * count * (count - 1))


def crps_of(observed: float, members: Sequence[float]) -> float:
    """The score of one forecast."""
    return float(crps(np.array([observed]), np.array([members]))[0])


@given(NUMBERS, st.lists(NUMBERS, min_size=2, max_size=12))
def test_crps_is_that_of_the_slow_twin(observed: float, members: list[float]) -> None:
    """For any members in any order."""
    assert crps_of(observed, members) == pytest.approx(slow_crps(observed, members), abs=1e-8)


@given(NUMBERS, st.lists(NUMBERS, min_size=2, max_size=8), NUMBERS, st.randoms())
def test_crps_does_not_mind_order_or_origin(
    observed: float, members: list[float], shift: float, random: np.random.Generator
) -> None:
    """Members are drawn in any order, and time has no origin."""
    score = crps_of(observed, members)
    shuffled = list(members)
    random.shuffle(shuffled)
    assert crps_of(observed, shuffled) == pytest.approx(score, abs=1e-8)
    moved = [member + shift for member in members]
    assert crps_of(observed + shift, moved) == pytest.approx(score, abs=1e-8)


def test_crps_of_one_certain_day_is_its_distance() -> None:
    """Members that agree score how far off they are; a hit scores nothing."""
    assert crps_of(3.0, [5.0] * 9) == 2.0
    assert crps_of(5.0, [5.0] * 9) == 0.0


def test_crps_comes_for_each_forecast() -> None:
    """One score a row, each of its own members."""
    found = crps(np.array([0.0, 4.0]), np.array([[1.0, 1.0, 3.0], [4.0, 4.0, 4.0]]))
    assert found.tolist() == pytest.approx([slow_crps(0.0, [1.0, 1.0, 3.0]), 0.0])


def normal_crps(observed: float) -> float:
    """The score of the standard normal distribution in closed form (Gneiting 2005)."""
    below, density = stats.norm.cdf(observed), stats.norm.pdf(observed)
    return float(observed * (2.0 * below - 1.0) + 2.0 * density - 1.0 / math.sqrt(math.pi))


def check_unbiased() -> None:
    """The mean over many small ensembles is the score of the distribution they come from."""
    count = 40_000
    members = np.random.default_rng(61).normal(size=(count, 5))
    sigmas = float(stats.norm.isf(0.001 / 2 / 3))
    for observed in (0.0, 0.7, -2.0):
        found = scores.crps(np.full(count, observed), members)
        error = float(found.std()) / math.sqrt(count)
        assert abs(found.mean() - normal_crps(observed)) < sigmas * error
    assert error < 0.01


def test_five_members_score_as_well_as_infinitely_many() -> None:
    """The estimate is fair: its mean does not depend on the number of members."""
    check_unbiased()


def test_the_biased_estimate_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dividing by the square of the number of members punishes few of them."""

    def biased(observed: np.ndarray, members: np.ndarray) -> np.ndarray:
        away = np.abs(members - observed[:, None]).mean(axis=1)
        apart = np.abs(members[:, :, None] - members[:, None, :]).mean(axis=(1, 2))
        return np.asarray(away - apart / 2.0)

    monkeypatch.setattr(scores, "crps", biased)
    fails(check_unbiased)


def test_crps_favours_the_truth() -> None:
    """Against forecasts that are shifted, too narrow or too wide, the true one scores best."""
    random = np.random.default_rng(67)
    observed = random.normal(size=4000)
    members = random.normal(size=(4000, 60))
    honest = crps(observed, members)
    for wrong in (members + 0.5, 0.5 * members, 2.0 * members):
        worse = crps(observed, wrong) - honest
        assert worse.mean() > 4.0 * worse.std() / math.sqrt(len(worse))


# Scores of chances ----------------------------------------------------------------------------


def test_brier_and_log_score_by_hand() -> None:
    """The square of the miss, and minus the log of the chance given to what happened."""
    happened = np.array([True, False, True, False])
    chance = np.array([0.8, 0.8, 0.5, 0.0])
    assert brier(happened, chance).tolist() == pytest.approx([0.04, 0.64, 0.25, 0.0])
    wanted = [-math.log(0.8), -math.log(0.2), -math.log(0.5), -math.log(0.99)]
    assert log_score(happened, chance).tolist() == pytest.approx(wanted)


def test_certainty_that_fails_costs_no_more_than_a_hundredth() -> None:
    """The log score holds chances a hundredth from certainty, at both ends."""
    happened = np.array([False, True, True, False])
    found = log_score(happened, np.array([1.0, 0.0, 0.004, 0.996]))
    assert found.tolist() == pytest.approx([-math.log(0.01)] * 4)
    assert log_score(np.array([True]), np.array([1.0])).tolist() == pytest.approx([-math.log(0.99)])


@given(st.floats(0.02, 0.98), st.floats(0.0, 1.0))
def test_scores_of_chances_are_proper(truth: float, stated: float) -> None:
    """Nobody gains on the average by stating another chance than the one believed."""
    for score in (brier, log_score):

        def expected(chance: float, score: Callable[..., np.ndarray] = score) -> float:
            both = score(np.array([True, False]), np.array([chance, chance]))
            return float(truth * both[0] + (1.0 - truth) * both[1])

        assert expected(truth) <= expected(stated) + 1e-12


# Differences ----------------------------------------------------------------------------------


def test_equal_scores_differ_by_nothing() -> None:
    """No difference, no interval, whatever the makers."""
    same = np.random.default_rng(71).uniform(size=30)
    makers = [f"maker-{place % 7}" for place in range(30)]
    assert resampled_difference(same, same, makers, 5) == Difference(0.0, 0.0, 0.0, 0.0)


def test_a_constant_difference_is_sure() -> None:
    """Where one is better by the same everywhere, every resample says so."""
    other = np.random.default_rng(73).uniform(1.0, 2.0, size=30)
    makers = [f"maker-{place % 7}" for place in range(30)]
    found = resampled_difference(other - 0.25, other, makers, 5)
    assert [found.mean, found.low, found.high] == pytest.approx([-0.25] * 3)
    assert found.relative == pytest.approx(-0.25 / other.mean())


def test_a_difference_from_nothing_has_no_ratio() -> None:
    """Where the second scores nothing at all, the relative difference is told as none."""
    found = resampled_difference(np.array([1.0, 3.0]), np.zeros(2), ["a", "b"], 5)
    assert (found.mean, found.relative) == (2.0, 0.0)


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(2, 12), st.integers(0, 2**64 - 1))
def test_turning_a_difference_round_turns_its_interval(seed: int, names: int, by: int) -> None:
    """One less other is minus other less one; the interval holds the mean; seeds repeat."""
    random = np.random.default_rng(seed)
    one, other = random.uniform(size=(2, 40))
    makers = [f"maker-{random.integers(names)}" for _ in range(40)]
    found, turned = (
        resampled_difference(one, other, makers, by),
        resampled_difference(other, one, makers, by),
    )
    assert found.mean == pytest.approx(-turned.mean)
    assert found.low == pytest.approx(-turned.high)
    assert found.high == pytest.approx(-turned.low)
    assert found.low <= found.mean + 1e-12
    assert found.mean <= found.high + 1e-12
    assert found.mean == pytest.approx(float((one - other).mean()))
    assert resampled_difference(one, other, makers, by) == found


def test_neither_names_nor_the_order_of_rows_matter() -> None:
    """Makers are told apart, not read; rows may come in any order."""
    random = np.random.default_rng(79)
    one, other = random.uniform(size=(2, 24))
    makers = [f"maker-{place % 5}" for place in range(24)]
    found = resampled_difference(one, other, makers, 9)
    order = random.permutation(24)
    mixed = resampled_difference(one[order], other[order], [makers[place] for place in order], 9)
    assert [mixed.low, mixed.high] == pytest.approx([found.low, found.high])
    renamed = resampled_difference(one, other, [f"x{maker}" for maker in makers], 9)
    assert renamed == found


def check_whole_makers() -> None:
    """Where one maker has nearly all the weight, the same rows are far less sure."""
    random = np.random.default_rng(83)
    other = np.ones(120)
    one = other + np.where(np.arange(120) < 100, -0.5, 0.5) + random.normal(0.0, 0.01, 120)
    heavy = ["heavy"] * 100 + [f"light-{place}" for place in range(20)]
    alone = [f"maker-{place}" for place in range(120)]
    by_maker = scores.resampled_difference(one, other, heavy, 7)
    by_row = scores.resampled_difference(one, other, alone, 7)
    assert by_row.high < -0.15
    assert by_maker.high > 0.2
    assert by_maker.high - by_maker.low > 3.0 * (by_row.high - by_row.low)
    assert by_maker.mean == by_row.mean


def test_a_maker_with_all_the_weight_makes_the_interval_wide() -> None:
    """Promises of one maker share their fate: they are drawn together or not at all."""
    check_whole_makers()


def test_resampling_of_single_rows_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interval that forgets who promised is far too narrow."""
    true = resampled_difference

    def by_rows(one: np.ndarray, other: np.ndarray, makers: Sequence[str], seed: int) -> Difference:
        return true(one, other, [str(place) for place in range(len(makers))], seed)

    monkeypatch.setattr(scores, "resampled_difference", by_rows)
    fails(check_whole_makers)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Over many drawn histories of makers who share their fates, about 95 of 100."""
    random = np.random.default_rng(89)
    held = []
    for seed in range(300):
        sizes = random.integers(1, 9, size=40)
        makers = [f"maker-{name}" for name, size in enumerate(sizes) for _ in range(size)]
        fates = np.repeat(random.normal(size=40), sizes)
        one = fates + random.normal(0.0, 0.5, len(makers))
        found = resampled_difference(one, np.zeros(len(makers)), makers, seed)
        held.append(found.low <= 0.0 <= found.high)
    assert 0.88 < np.mean(held) < 0.99
