"""How far promises of volume are off: some are about right, the others far too high.

The log of promised over counted vehicles is a mixture of two normals, fitted to past
promises by expectation and maximisation with a prior worth a few cases; a maker with n
of them counts as root n.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from jobone.history.ratios import maker_votes
from jobone.history.volume_targets import VolumeCase

__all__ = ["PromiseErrors", "fit_promise_errors"]

Numbers = NDArray[np.float64]

_SHORTEST_DAYS, _SHORTEST_HORIZON_MONTHS = 85, 3.0
_LEAST_RATIO = 0.01
_STEPS = 200

_CHANCES = np.array([0.6, 0.4])
_EXCESS = np.array([0.05, 1.2])
_SPREADS = np.array([0.3, 0.9])
_PRIOR_CASES, _PRIOR_CASES_EACH = 10.0, 4.0


@dataclass(frozen=True)
class PromiseErrors:
    """The mixture.

    Parameters
    ----------
    parts
        Chance, mean and standard deviation of the log of promised over counted, of
        promises that are about right and of the others.
    cases, makers
        Past promises it rests on.
    """

    parts: tuple[tuple[float, float, float], ...]
    cases: int
    makers: int


def fit_promise_errors(cases: Sequence[VolumeCase]) -> PromiseErrors:
    """Fit the mixture to past promises whose outcome is known.

    Parameters
    ----------
    cases
        Those for a quarter or longer, said three months or more before its end, count.
        Without any the prior stands.
    """
    used = [
        case
        for case in cases
        if case.question.last - case.question.first >= _SHORTEST_DAYS
        and case.question.horizon_months >= _SHORTEST_HORIZON_MONTHS
    ]
    logs = -np.log(np.maximum([case.ratio for case in used], _LEAST_RATIO))
    votes = maker_votes([case.question.maker for case in used])
    chances, excess, spreads = _CHANCES, _EXCESS, _SPREADS
    for _ in range(_STEPS):
        distance = (logs - excess[:, None]) / spreads[:, None]
        density = np.log(chances / spreads)[:, None] - 0.5 * distance**2
        shares = softmax(density, axis=0) * votes
        sizes = shares.sum(axis=1)
        chances = (sizes + _PRIOR_CASES * _CHANCES) / (sizes.sum() + _PRIOR_CASES)
        excess = (shares @ logs + _PRIOR_CASES_EACH * _EXCESS) / (sizes + _PRIOR_CASES_EACH)
        squares = (shares * (logs - excess[:, None]) ** 2).sum(axis=1)
        spreads = np.sqrt((squares + _PRIOR_CASES_EACH * _SPREADS**2) / (sizes + _PRIOR_CASES_EACH))
    parts = tuple(
        (float(chance), float(mean), float(spread))
        for chance, mean, spread in zip(chances, excess, spreads, strict=True)
    )
    return PromiseErrors(parts, len(used), len({case.question.maker for case in used}))
