"""Random streams: against a twin written from the paper, in slices, and against each other."""

import itertools
from hashlib import blake2b

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from jobone.core.streams import MAXIMUM_SEED, Purpose, uniforms

SEEDS = st.integers(0, MAXIMUM_SEED)
PURPOSES = st.builds(
    Purpose,
    st.sampled_from(["gate", "shock", "plant"]),
    st.sampled_from(["takes", "chance"]),
    st.integers(0, 40),
    st.integers(0, 3),
)
WORD = 2**64


# The twin: Philox4x64-10 as in section 3.2 and table 2 of Salmon, Moraes, Dror and Shaw,
# "Parallel random numbers: as easy as 1, 2, 3" (2011), doi:10.1145/2063384.2063405.


def philox_4x64_10(counter: list[int], key: list[int]) -> list[int]:
    """Four outputs of one counter: ten rounds of two multiplications, key bumped in between."""
    right_0, left_0, right_1, left_1 = counter
    key_0, key_1 = key
    for _ in range(10):
        product_0 = 0xD2E7470EE14C6C93 * right_0
        product_1 = 0xCA5A826395121157 * right_1
        high_0, low_0 = divmod(product_0, WORD)
        high_1, low_1 = divmod(product_1, WORD)
        right_0, left_0, right_1, left_1 = (
            high_1 ^ left_0 ^ key_0,
            low_1,
            high_0 ^ left_1 ^ key_1,
            low_0,
        )
        key_0 = (key_0 + 0x9E3779B97F4A7C15) % WORD  # the golden ratio
        key_1 = (key_1 + 0xBB67AE8584CAA73B) % WORD  # the square root of three less one
    return [right_0, left_0, right_1, left_1]


def twin(seed: int, purpose: Purpose, path: int) -> float:
    """The uniform number of one path: the top 52 bits, in the middle of their step."""
    text = f"{purpose.kind}/{purpose.quantity}/{purpose.place}/{purpose.draw}"
    key = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")
    block, lane = divmod(path, 4)
    # NumPy counts up before it draws.
    raw = philox_4x64_10([block + 1, 0, 0, 0], [seed, key])[lane]
    return ((raw >> 12) + 0.5) * 2.0**-52


PI = (
    [0x243F6A8885A308D3, 0x13198A2E03707344, 0xA4093822299F31D0, 0x082EFA98EC4E6C89],
    [0x452821E638D01377, 0xBE5466CF34E90C6C],
)


@pytest.mark.parametrize(
    ("counter", "key", "output"),
    [
        (
            [0] * 4,
            [0] * 2,
            [0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B],
        ),
        (
            [WORD - 1] * 4,
            [WORD - 1] * 2,
            [0x87B092C3013FE90B, 0x438C3C67BE8D0224, 0x9CC7D7C69CD777B6, 0xA09CAEBF594F0BA0],
        ),
        (
            *PI,
            [0xA528F45403E61D95, 0x38C72DBD566E9788, 0xA5A1610E72FD18B5, 0x57BD43B5E52B7FE6],
        ),
    ],
)
def test_the_twin_gives_the_known_answers(
    counter: list[int], key: list[int], output: list[int]
) -> None:
    # From the authors' own test vectors (Random123, kat_vectors).
    assert philox_4x64_10(counter, key) == output


@given(SEEDS, PURPOSES, st.integers(0, 10**9), st.integers(1, 9))
@example(0, Purpose("gate", "takes", 0), 0, 9)
@example(MAXIMUM_SEED, Purpose("gate", "takes", 0), 3, 2)
def test_every_number_is_that_of_the_twin(
    seed: int, purpose: Purpose, first: int, count: int
) -> None:
    wanted = [twin(seed, purpose, path) for path in range(first, first + count)]
    assert uniforms(seed, purpose, first, count).tolist() == wanted


@given(SEEDS, PURPOSES, st.integers(0, 300), st.integers(0, 300))
def test_a_slice_is_that_slice_of_the_whole(
    seed: int, purpose: Purpose, one: int, other: int
) -> None:
    first, last = sorted((one, other))
    whole = uniforms(seed, purpose, 0, 300)
    assert uniforms(seed, purpose, first, last - first).tolist() == whole[first:last].tolist()


def test_numbers_lie_strictly_inside() -> None:
    drawn = uniforms(11, Purpose("gate", "takes", 0), 0, 500_000)
    assert 0.0 < drawn.min() < 1e-5
    assert 1.0 - 1e-5 < drawn.max() < 1.0
    assert len(np.unique(drawn)) == len(drawn)


def dependence(one: np.ndarray, other: np.ndarray) -> float:
    """The p-value of a chi-squared test of independence in a table of ten by ten."""
    table = np.histogram2d(one, other, bins=10, range=[[0, 1], [0, 1]])[0]
    return float(stats.chi2_contingency(table).pvalue)


def test_numbers_are_uniform() -> None:
    for seed in (0, 1, MAXIMUM_SEED):
        drawn = uniforms(seed, Purpose("plant", "ramp", 2), 0, 50_000)
        assert stats.chisquare(np.histogram(drawn, 100, (0, 1))[0]).pvalue > 0.001
        assert stats.kstest(drawn, "uniform").pvalue > 0.001


def test_purposes_are_independent_of_each_other() -> None:
    purposes = [
        Purpose("gate", "takes", 0),
        Purpose("gate", "takes", 1),
        Purpose("gate", "chance", 0),
        Purpose("shock", "takes", 0),
        Purpose("gate", "takes", 0, 1),
        Purpose("gate", "takes", 10),
    ]
    streams = [uniforms(7, purpose, 0, 20_000) for purpose in purposes]
    for one, other in itertools.combinations(streams, 2):
        assert dependence(one, other) > 0.001


def test_seeds_and_paths_are_independent_of_each_other() -> None:
    purpose = Purpose("gate", "takes", 0)
    streams = [uniforms(seed, purpose, 0, 20_001) for seed in (0, 1, 2, 2**32, 2**63)]
    for one, other in itertools.combinations(streams, 2):
        assert dependence(one, other) > 0.001
    for stream in streams:
        for lag in (1, 2, 3, 4, 5):
            assert dependence(stream[:-lag], stream[lag:]) > 0.001


def test_the_test_of_independence_finds_a_shared_key() -> None:
    drawn = uniforms(7, Purpose("gate", "takes", 0), 0, 20_000)
    nearly = (drawn + 0.05 * uniforms(7, Purpose("gate", "takes", 1), 0, 20_000)) % 1.0
    assert dependence(drawn, nearly) < 1e-6


def test_every_part_of_a_purpose_makes_another_key() -> None:
    keys = {
        Purpose(kind, quantity, place, draw).key
        for kind in ("gate", "shock", "plant", "phase")
        for quantity in ("takes", "chance", "side")
        for place in range(60)
        for draw in range(3)
    }
    assert len(keys) == 4 * 3 * 60 * 3
    assert all(0 <= key < WORD for key in keys)


def test_keys_are_the_same_on_every_machine() -> None:
    assert Purpose("gate", "takes", 0).key == int.from_bytes(
        blake2b(b"gate/takes/0/0", digest_size=8).digest(), "little"
    )
    assert Purpose("gate", "takes", 0) == Purpose("gate", "takes", 0, 0)


@pytest.mark.parametrize("seed", [-1, 2**64, 10**30])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(ValueError, match="whole number from 0 to 18446744073709551615"):
        uniforms(seed, Purpose("gate", "takes", 0), 0, 1)


def test_no_paths_are_no_numbers() -> None:
    assert uniforms(1, Purpose("gate", "takes", 0), 5, 0).shape == (0,)
