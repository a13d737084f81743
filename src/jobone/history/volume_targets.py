"""What became of promised volumes, and what that says of a new one.

Every past promise lends the ratio of what came to what was said, weighted by likeness:
in the months from the day it was said to the end of the period, in the share of the
period that had passed, in the kind of maker, and above all in whether the maker handed
vehicles to customers already. The maker's own past counts four times; a maker with n
promises counts as root n. A kind of maker with few cases borrows from the rest, whose
cases count half. Collapses stay in as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jobone.history.cases import DAYS_PER_MONTH
from jobone.history.makers import maker_of
from jobone.history.periods import known_on, series_of, units_of
from jobone.history.ratios import RatioForecast, maker_votes, weighted_ratios
from jobone.history.records import History, Kind, VolumePromise

__all__ = [
    "LEAST_VOLUMES",
    "VolumeCase",
    "VolumeQuestion",
    "forecast_ratio",
    "likeness_of_volumes",
    "volume_cases",
]

LEAST_VOLUMES = 10
"""Past volume promises that a forecast needs."""

_HORIZON_WIDTH, _ELAPSED_WIDTH = 1.0, 0.5
_OTHER_KIND, _OTHER_STAGE, _OWN_MAKER = 0.5, 0.1, 4.0
_SPREAD = 0.10


@dataclass(frozen=True, slots=True)
class VolumeQuestion:
    """What is known of a volume promise on the day it is made.

    Parameters
    ----------
    maker, kind
        Whose it is.
    said
        Ordinal of the day.
    first, last
        Ordinals of its period.
    delivers
        Whether the maker handed vehicles of this series to customers by then.
    """

    maker: str
    kind: Kind
    said: int
    first: int
    last: int
    delivers: bool

    @property
    def horizon_months(self) -> float:
        """Months from the day it was said to the end of the period, not negative."""
        return max(self.last - self.said, 0) / DAYS_PER_MONTH

    @property
    def elapsed(self) -> float:
        """Share of the period that had passed, 0 to 1."""
        return min(max(self.said - self.first, 0) / (self.last - self.first + 1), 1.0)


@dataclass(frozen=True, slots=True)
class VolumeCase:
    """A volume promise with its outcome.

    Parameters
    ----------
    question
        What was known when it was made.
    ratio
        What came over what was said.
    known
        Ordinal of the day on which that was known.
    source
        Its row.
    """

    question: VolumeQuestion
    ratio: float
    known: int
    source: VolumePromise


def volume_cases(history: History) -> tuple[VolumeCase, ...]:
    """Return the volume promises with an outcome, in the order they were made.

    What a row does not tell is summed from volumes in the same measure, where they
    cover the whole period. Series whose maker is not among the programmes are left out.
    """
    cases = []
    for promise in history.volume_promises:
        owner = maker_of(promise.series, history.programmes)
        actual = promise.actual_units
        if actual is None:
            rows = series_of(history.volumes, promise.series, promise.measure)
            actual = units_of(rows, promise.period)
        if owner is None or actual is None:
            continue
        first, last = (day.toordinal() for day in promise.period.closed)
        earliest, latest = (day.toordinal() for day in promise.said_on.closed)
        # It was said before the period ended, whatever of its day is known.
        said = max(earliest, min(latest, last - 1))
        delivers = owner.delivers_from is not None and owner.delivers_from < said
        question = VolumeQuestion(owner.maker, owner.kind, said, first, last, delivers)
        known = known_on(promise.period).toordinal()
        cases.append(VolumeCase(question, actual / promise.units, known, promise))
    return tuple(sorted(cases, key=lambda case: (case.question.said, case.source.location)))


def likeness_of_volumes(question: VolumeQuestion, cases: Sequence[VolumeCase]) -> list[float]:
    """Return how much each past promise counts for a new one; see the module."""
    votes = maker_votes([case.question.maker for case in cases])
    weights = []
    for case, vote in zip(cases, votes, strict=True):
        other = case.question
        horizon = np.log1p(other.horizon_months) - np.log1p(question.horizon_months)
        elapsed = other.elapsed - question.elapsed
        weight = vote * np.exp(
            -0.5 * (horizon / _HORIZON_WIDTH) ** 2 - 0.5 * (elapsed / _ELAPSED_WIDTH) ** 2
        )
        weight *= 1.0 if other.kind == question.kind else _OTHER_KIND
        weight *= 1.0 if other.delivers == question.delivers else _OTHER_STAGE
        weight *= _OWN_MAKER if other.maker == question.maker else 1.0
        weights.append(float(weight) + 1e-9)
    return weights


def forecast_ratio(question: VolumeQuestion, cases: Sequence[VolumeCase]) -> RatioForecast:
    """Return the distribution of what comes over what is said.

    Parameters
    ----------
    question
        The promise.
    cases
        Past promises whose outcome is known; at least `LEAST_VOLUMES`.

    Raises
    ------
    ValueError
        If there are too few.
    """
    if len(cases) < LEAST_VOLUMES:
        raise ValueError(
            f"{len(cases)} volume promises have an outcome; at least {LEAST_VOLUMES} are needed"
        )
    ratios = np.array([case.ratio for case in cases])
    weights = np.array(likeness_of_volumes(question, cases))
    return weighted_ratios(ratios, weights, _SPREAD)
