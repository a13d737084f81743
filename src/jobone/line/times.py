"""Distributions of times: of a cycle, between breakdowns, of a repair.

One record serves everybody: the kernels take its quantiles as tables, the readable
twin and the exact solver ask for the shape and its parameters.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jobone.line.quantiles import gamma_quantile, normal_quantile

__all__ = ["EXPECTED_TIMES", "SECONDS", "Shape", "Times", "parse_duration", "parse_times"]

Shape = Literal[
    "fixed",
    "exponential",
    "erlang",
    "gamma",
    "lognormal",
    "weibull",
    "triangular",
    "uniform",
    "geometric",
    "empirical",
]

SECONDS: Mapping[str, float] = MappingProxyType(
    {"ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "day": 86400.0, "days": 86400.0}
)
"""Units of time in a line file."""

EXPECTED_TIMES = (
    "a time such as '76 s' or '8 h', or exponential(MEAN), erlang(PHASES, MEAN), "
    "gamma(MEAN, cv X), lognormal(MEAN, cv X), weibull(MEAN, shape X), "
    "triangular(LOW, MODE, HIGH), uniform(LOW, HIGH), geometric(MEAN) or "
    "empirical(FILE.csv, COLUMN)"
)

MOST_SECONDS = 100 * 365.25 * 86400.0
"""No cycle, repair or time between breakdowns is longer: a hundred years."""

_NUMBER = r"[-+]?(?:\d[\d_]*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?"
_DURATION = re.compile(rf"({_NUMBER})\s*([A-Za-z]*)")
_CALL = re.compile(r"([A-Za-z]+)\s*\((.*)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Times:
    """The distribution of one time, in seconds.

    Parameters
    ----------
    shape
        The family.
    parameters
        ``fixed``: (time,). ``exponential``: (mean,). ``erlang``: (phases, mean), each
        phase exponential with mean ``mean / phases``. ``gamma`` and ``lognormal``:
        (mean, coefficient of variation). ``weibull``: (mean, shape). ``triangular``:
        (low, mode, high). ``uniform``: (low, high). ``geometric``: (mean, step): the
        step times a number on 1, 2, … with success probability ``step / mean``.
        ``empirical``: the observed times, ascending, equally likely.
    """

    shape: Shape
    parameters: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Mean, in seconds."""
        p = self.parameters
        if self.shape == "erlang":
            return p[1]
        if self.shape in ("triangular", "uniform", "empirical"):
            return math.fsum(p) / len(p)
        return p[0]

    @property
    def standard_deviation(self) -> float:
        """Standard deviation, in seconds."""
        p = self.parameters
        if self.shape == "fixed":
            return 0.0
        if self.shape == "exponential":
            return p[0]
        if self.shape == "erlang":
            return p[1] / math.sqrt(p[0])
        if self.shape in ("gamma", "lognormal"):
            return p[0] * p[1]
        if self.shape == "weibull":
            first, second = math.gamma(1.0 + 1.0 / p[1]), math.gamma(1.0 + 2.0 / p[1])
            return p[0] * math.sqrt(max(second / first**2 - 1.0, 0.0))
        if self.shape == "triangular":
            low, mode, high = p
            square = low**2 + mode**2 + high**2 - low * mode - low * high - mode * high
            return math.sqrt(max(square, 0.0) / 18.0)
        if self.shape == "uniform":
            return (p[1] - p[0]) / math.sqrt(12.0)
        if self.shape == "geometric":
            return math.sqrt(p[0] * (p[0] - p[1]))
        return float(np.std(np.asarray(p)))

    def scaled(self, factor: float) -> Times:
        """Return the same distribution with every time multiplied by a factor."""
        p = self.parameters
        kept = {"erlang": (0,), "gamma": (1,), "lognormal": (1,), "weibull": (1,)}.get(
            self.shape, ()
        )
        return Times(
            self.shape,
            tuple(value if place in kept else value * factor for place, value in enumerate(p)),
        )

    def quantile(self, probability: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return quantiles.

        Parameters
        ----------
        probability
            Numbers strictly between 0 and 1, any shape.

        Returns
        -------
        ndarray
            Times in seconds, same shape.
        """
        u = np.asarray(probability, dtype=np.float64)
        p = self.parameters
        if self.shape == "fixed":
            return np.full(u.shape, p[0])
        if self.shape == "exponential":
            return -p[0] * np.log1p(-u)
        if self.shape == "uniform":
            return p[0] + (p[1] - p[0]) * u
        if self.shape == "triangular":
            low, mode, high = p
            rising = low + np.sqrt(u * (high - low) * (mode - low))
            falling = high - np.sqrt((1.0 - u) * (high - low) * (high - mode))
            return np.where(u * (high - low) < mode - low, rising, falling)
        if self.shape == "geometric":
            mean, step = p
            if mean == step:
                return np.full(u.shape, step)
            tries = np.ceil(np.log1p(-u) / math.log1p(-step / mean))
            return step * np.maximum(tries, 1.0)
        if self.shape == "weibull":
            scale = p[0] / math.gamma(1.0 + 1.0 / p[1])
            return np.asarray(scale * (-np.log1p(-u)) ** (1.0 / p[1]), dtype=np.float64)
        if self.shape == "empirical":
            values = np.asarray(p)
            index = np.minimum((u * len(p)).astype(np.int64), len(p) - 1)
            return np.asarray(values[index], dtype=np.float64)
        if self.shape == "lognormal":
            spread = math.sqrt(math.log1p(p[1] ** 2))
            exponent = math.log(p[0]) - spread**2 / 2.0 + spread * normal_quantile(u)
            return np.asarray(np.exp(exponent), dtype=np.float64)
        mean, form = (p[1], p[0]) if self.shape == "erlang" else (p[0], p[1] ** -2)
        return np.asarray(mean / form * gamma_quantile(form, u), dtype=np.float64)

    def __str__(self) -> str:
        p = [f"{value:g}" for value in self.parameters]
        match self.shape:
            case "fixed":
                return f"{p[0]} s"
            case "erlang":
                return f"erlang({p[0]}, {p[1]} s)"
            case "gamma" | "lognormal":
                return f"{self.shape}({p[0]} s, cv {p[1]})"
            case "weibull":
                return f"weibull({p[0]} s, shape {p[1]})"
            case "empirical":
                return f"{len(p)} observed times, mean {self.mean:.4g} s"
            case _:
                return f"{self.shape}({', '.join(f'{value} s' for value in p)})"


def parse_duration(text: str) -> float:
    """Read a time such as ``76 s`` or ``1.5 h``.

    Parameters
    ----------
    text
        A number and a unit: ms, s, min, h or days.

    Returns
    -------
    float
        Seconds; more than 0 and at most a hundred years.

    Raises
    ------
    ValueError
        If it cannot be read or lies outside that range.
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text.strip()!r} is no time")
    if match[2] not in SECONDS:
        named = f"{match[2]!r} is no unit of time here" if match[2] else "it has no unit"
        raise ValueError(f"{named} (ms, s, min, h, days)")
    seconds = float(match[1].replace("_", "")) * SECONDS[match[2]]
    if seconds <= 0.0:
        raise ValueError(f"{text.strip()!r} is not above zero")
    if not seconds <= MOST_SECONDS:
        raise ValueError(f"{text.strip()!r} is longer than a hundred years")
    return seconds


def _keyword(word: str, text: str) -> float:
    match = re.fullmatch(rf"{word}\s*=?\s*({_NUMBER})", text.strip())
    if match is None:
        raise ValueError(f"{text.strip()!r} is not '{word} X'")
    value = float(match[1].replace("_", ""))
    if not 0.0 < value <= 100.0:
        raise ValueError(f"{word} {match[1]} is not above 0 and at most 100")
    return value


def _whole(text: str, most: int) -> int:
    if not re.fullmatch(r"\d{1,6}", text.strip()) or not 1 <= int(text) <= most:
        raise ValueError(f"{text.strip()!r} is no whole number from 1 to {most}")
    return int(text)


def _need(name: str, arguments: list[str], *counts: int) -> None:
    if len(arguments) not in counts:
        wanted = " or ".join(str(count) for count in counts)
        raise ValueError(f"{name}(…) takes {wanted} arguments, not {len(arguments)}")


def parse_times(text: str) -> Times:
    """Read a distribution of times; ``empirical`` is read where its file is known.

    Parameters
    ----------
    text
        As :data:`EXPECTED_TIMES` says.

    Returns
    -------
    Times
        In seconds.

    Raises
    ------
    ValueError
        If it cannot be read or means no positive time.
    """
    call = _CALL.fullmatch(text.strip())
    if call is None:
        return Times("fixed", (parse_duration(text),))
    name, arguments = call[1].lower(), [part for part in call[2].split(",") if part.strip()]
    match name:
        case "fixed" | "exponential":
            _need(name, arguments, 1)
            return Times(name, (parse_duration(arguments[0]),))
        case "erlang":
            _need(name, arguments, 2)
            return Times(name, (float(_whole(arguments[0], 1000)), parse_duration(arguments[1])))
        case "gamma" | "lognormal":
            _need(name, arguments, 2)
            return Times(name, (parse_duration(arguments[0]), _keyword("cv", arguments[1])))
        case "weibull":
            _need(name, arguments, 2)
            form = _keyword("shape", arguments[1])
            if form < 0.1:
                raise ValueError(f"shape {form:g} is below 0.1")
            return Times(name, (parse_duration(arguments[0]), form))
        case "triangular":
            _need(name, arguments, 3)
            low, mode, high = (parse_duration(argument) for argument in arguments)
            if not low <= mode <= high or low == high:
                raise ValueError("low, mode and high do not ascend")
            return Times(name, (low, mode, high))
        case "uniform":
            _need(name, arguments, 2)
            low, high = (parse_duration(argument) for argument in arguments)
            if not low < high:
                raise ValueError("low is not below high")
            return Times(name, (low, high))
        case "geometric":
            _need(name, arguments, 1, 2)
            mean = parse_duration(arguments[0])
            step = parse_duration(re.sub(r"^\s*step\b", "", arguments[1])) if arguments[1:] else 1.0
            if mean < step:
                raise ValueError(f"the mean is below one step of {step:g} s")
            return Times(name, (mean, step))
        case _:
            raise ValueError(f"{call[1]!r} is no distribution")
