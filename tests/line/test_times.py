"""Times: their grammar, their moments, and the tables that the kernels draw them from."""

from __future__ import annotations

import math

import numpy as np
import pytest

from jobone.line import draw_kernels, twin
from jobone.line.draw_kernels import LOGARITHM, OCTAVES, STEPS
from jobone.line.plan import make_plan
from jobone.line.streams import stream_key
from jobone.line.times import Times, parse_times
from tests.line.build import serial

WRITTEN = [
    ("76 s", 76.0, 0.0),
    ("0.5 h", 1800.0, 0.0),
    ("exponential(8 h)", 28800.0, 28800.0),
    ("erlang(4, 76 s)", 76.0, 38.0),
    ("gamma(76 s, cv 0.2)", 76.0, 15.2),
    ("lognormal(76 s, cv 0.3)", 76.0, 22.8),
    ("weibull(10 min, shape 1)", 600.0, 600.0),
    ("triangular(60 s, 70 s, 100 s)", 230.0 / 3.0, math.sqrt(1300.0 / 18.0)),
    ("uniform(60 s, 90 s)", 75.0, 30.0 / math.sqrt(12.0)),
    ("geometric(100 s)", 100.0, math.sqrt(100.0 * 99.0)),
    ("geometric(100 s, step 10 s)", 100.0, math.sqrt(100.0 * 90.0)),
]


@pytest.mark.parametrize(("text", "mean", "deviation"), WRITTEN)
def test_what_is_written_has_the_moments_it_says(text: str, mean: float, deviation: float) -> None:
    times = parse_times(text)
    assert times.mean == pytest.approx(mean)
    assert times.standard_deviation == pytest.approx(deviation)
    assert times.scaled(2.0).mean == pytest.approx(2.0 * mean)
    assert times.scaled(2.0).standard_deviation == pytest.approx(2.0 * deviation)
    # By quadrature of the quantile function, which nothing above uses.
    grid = (np.arange(400_000) + 0.5) / 400_000
    values = times.quantile(grid)
    assert values.mean() == pytest.approx(mean, rel=2e-4)
    assert values.std() == pytest.approx(deviation, rel=2e-3, abs=1e-9)


SHAPES = [
    "erlang(4, 76 s)",
    "gamma(76 s, cv 0.2)",
    "gamma(76 s, cv 1.5)",
    "lognormal(76 s, cv 1.2)",
    "weibull(76 s, shape 0.7)",
    "triangular(60 s, 70 s, 100 s)",
    "uniform(60 s, 90 s)",
]


@pytest.mark.parametrize("text", SHAPES)
def test_tables_follow_the_quantiles(text: str) -> None:
    line = serial([text], [])
    plan = make_plan(line)
    times = line.stations[0].cycle
    # Both tails down to 2**-30, and the middle.
    tail = 2.0 ** -np.linspace(1.0, 30.0, 500)
    for u in np.concatenate([tail, 1.0 - tail, np.linspace(0.001, 0.999, 501)]):
        bits = min(int(u * 2.0**52), 2**52 - 1) << 12
        drawn = twin._draw(plan, 0, 0, bits)
        meant = float(times.quantile(np.array([((bits >> 12) + 0.5) * 2.0**-52]))[0])
        # The kink of a triangle falls inside a cell.
        assert drawn == pytest.approx(meant, rel=1e-4 if "tri" in text else 3e-6)
    assert plan.tables.size == len(LOGARITHM) + 2 * OCTAVES * STEPS * 4


def test_logarithms_are_right_to_ten_digits() -> None:
    for power in range(33):
        for extra in (-1, 0, 1, 12345):
            upper = min(max((1 << power) + extra, 0), 2**32 - 1)
            exact = (
                -math.log((upper + 0.5) / 2**32)
                if upper < 2**31
                else -math.log1p((upper - 2**32 + 0.5) / 2**32)
            )
            found = twin._exponential(upper << 32)
            assert found == pytest.approx(exact, rel=1.1e-10, abs=0.0)
            assert draw_kernels.exponential(np.uint64(upper << 32)) == found


def test_bits_are_those_of_splitmix64() -> None:
    # The first outputs of the published generator from state 0 and from state 1234567.
    assert [twin._bits(0, place) for place in (1, 2, 3)] == [
        0xE220A8397B1DCDAF,
        0x6E789E6AA1B965F4,
        0x06C45D188009454F,
    ]
    assert [twin._bits(1234567, place) for place in (1, 2)] == [
        6457827717110365317,
        3203168211198807973,
    ]


def test_streams_are_uniform_and_apart() -> None:
    count = 20_000
    drawn = [
        np.array([twin._uniform(twin._bits(key, place)) for place in range(count)])
        for key in (stream_key(1, 0, 0, 0), stream_key(1, 0, 1, 0), stream_key(2, 0, 0, 0))
    ]
    for values in drawn:
        # Kolmogorov: beyond 1.95 / sqrt(n) once in a thousand.
        gap = np.abs(np.sort(values) - (np.arange(count) + 0.5) / count).max()
        assert gap < 1.95 / math.sqrt(count)
    for one, other in ((0, 1), (0, 2), (1, 2)):
        # Three pairs, two sides, a thousandth in all.
        assert abs(np.corrcoef(drawn[one], drawn[other])[0, 1]) < 3.6 / math.sqrt(count)
    assert abs(np.corrcoef(drawn[0][1:], drawn[0][:-1])[0, 1]) < 3.3 / math.sqrt(count)


def test_keys_tell_every_purpose_apart() -> None:
    keys = {
        stream_key(seed, replication, station, purpose, machine)
        for seed in (0, 1, 2**64 - 1)
        for replication in range(3)
        for station in range(3)
        for purpose in range(5)
        for machine in range(2)
    }
    assert len(keys) == 3 * 3 * 3 * 5 * 2
    with pytest.raises(ValueError, match="seed"):
        stream_key(2**64, 0, 0, 0)


def test_times_say_what_they_are() -> None:
    assert str(Times("gamma", (76.0, 0.2))) == "gamma(76 s, cv 0.2)"
    assert str(Times("fixed", (76.0,))) == "76 s"
    for text, *_ in WRITTEN:
        assert parse_times(str(parse_times(text))) == parse_times(text)
