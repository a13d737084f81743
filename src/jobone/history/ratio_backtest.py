"""Replaying history: how good forecasts of volumes and rates would have been."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from jobone.core.streams import Purpose, uniforms
from jobone.history.ratios import RatioForecast, weighted_ratios
from jobone.history.scores import Difference, brier, crps, resampled_difference

__all__ = ["RATIO_METHODS", "Question", "RatioBacktest", "RatioScores", "score_ratios"]

RATIO_METHODS = ("model", "as_promised", "typical_ratio", "empirical")
"""What is scored."""

CAP_RATIO = 3.0
"""Ratios beyond this count as this."""

_MEMBERS = 500

Numbers = NDArray[np.float64]
CaseType = TypeVar("CaseType")


@dataclass(frozen=True)
class Question(Generic[CaseType]):
    """How to replay one kind of case.

    Parameters
    ----------
    name
        ``volumes``, ``first_years`` or ``sustained_rates``.
    maker, asked, known, ratio
        Of a case: whose it is, the ordinal on which it was asked, the one on which the
        answer was known, and the answer.
    forecast
        From a case and past cases to a distribution.
    least
        Past cases that a forecast needs.
    """

    name: str
    maker: Callable[[CaseType], str]
    asked: Callable[[CaseType], int]
    known: Callable[[CaseType], int]
    ratio: Callable[[CaseType], float]
    forecast: Callable[[CaseType, Sequence[CaseType]], RatioForecast]
    least: int


@dataclass(frozen=True)
class RatioScores:
    """Mean scores of one method.

    Parameters
    ----------
    crps
        In units of what was promised.
    brier
        Of "at least what was promised".
    coverage50, coverage80
        Share of the answers inside the central intervals.
    """

    crps: float
    brier: float
    coverage50: float
    coverage80: float


@dataclass(frozen=True)
class RatioBacktest:
    """Scores of all methods on the same cases.

    Parameters
    ----------
    name, mode
        What was replayed, and how.
    forecasts, makers, left_out
        Cases scored, of how many makers, and cases before enough was known.
    scores
        By method.
    differences
        Model less each other, by ``METHOD.SCORE``.
    """

    name: str
    mode: str
    forecasts: int
    makers: int
    left_out: int
    scores: dict[str, RatioScores]
    differences: dict[str, Difference]


def score_ratios(
    question: Question[CaseType],
    mode: str,
    cases: Sequence[CaseType],
    last_day: int,
    seed: int,
    held_out: Sequence[CaseType] | None = None,
) -> RatioBacktest | None:
    """Replay and score one kind of case.

    Parameters
    ----------
    question
        What is asked.
    mode
        ``causal``: from what was known on the day it was asked. Otherwise from all cases
        of other makers known on `last_day`.
    cases
        What is fitted on.
    last_day
        Ordinal.
    seed
        For members and resampling.
    held_out
        What is forecast; left out, the same cases.

    Returns
    -------
    RatioBacktest or None
        None where nothing could be scored.
    """
    forecasts: list[dict[str, RatioForecast]] = []
    answers: list[float] = []
    makers: list[str] = []
    left_out = 0
    for case in cases if held_out is None else held_out:
        day = question.asked(case) if mode == "causal" else last_day
        training = [
            other
            for other in cases
            if question.known(other) <= day
            and (mode == "causal" or question.maker(other) != question.maker(case))
        ]
        if len(training) < question.least:
            left_out += 1
            continue
        past = np.array([question.ratio(other) for other in training])
        forecasts.append(
            {
                "model": question.forecast(case, training),
                "as_promised": _point(1.0),
                "typical_ratio": _point(float(np.median(past))),
                "empirical": weighted_ratios(past, np.ones(len(past)), 0.0),
            }
        )
        answers.append(question.ratio(case))
        makers.append(question.maker(case))
    if not answers:
        return None
    return _scored(question.name, mode, forecasts, np.array(answers), makers, left_out, seed)


def _point(ratio: float) -> RatioForecast:
    return RatioForecast(np.array([ratio]), np.array([1.0]))


def _scored(
    name: str,
    mode: str,
    forecasts: Sequence[dict[str, RatioForecast]],
    answers: Numbers,
    makers: Sequence[str],
    left_out: int,
    seed: int,
) -> RatioBacktest:
    draws = [
        uniforms(seed, Purpose("score", name, place), 0, _MEMBERS) for place in range(len(answers))
    ]
    met = answers >= 1.0
    values: dict[str, dict[str, Numbers]] = {}
    scores: dict[str, RatioScores] = {}
    for method in RATIO_METHODS:
        own = [item[method] for item in forecasts]
        members = np.array(
            [
                np.minimum(item.quantile(drawn), CAP_RATIO)
                for item, drawn in zip(own, draws, strict=True)
            ]
        )
        levels = np.array([item.level(ratio) for item, ratio in zip(own, answers, strict=True)])
        values[method] = {
            "crps": crps(np.minimum(answers, CAP_RATIO), members),
            "brier": brier(met, np.array([item.chance_of(1.0) for item in own])),
        }
        scores[method] = RatioScores(
            float(values[method]["crps"].mean()),
            float(values[method]["brier"].mean()),
            float(np.mean(np.abs(levels - 0.5) <= 0.25)),
            float(np.mean(np.abs(levels - 0.5) <= 0.40)),
        )
    differences = {
        f"{method}.{score}": resampled_difference(
            values["model"][score], values[method][score], makers, seed
        )
        for method in RATIO_METHODS[1:]
        for score in ("crps", "brier")
    }
    return RatioBacktest(name, mode, len(answers), len(set(makers)), left_out, scores, differences)
