"""When a promised event comes: the outside view.

A promise is *kept*, comes *late*, or *never* comes. The chance that it is kept falls
with the square root of its lead time and differs by kind of maker. If it is not
kept, the chance that it never comes differs by kind; otherwise the months by which
it comes after the window are lognormal, their middle rising with the lead time (for
startups at a rate of its own), with the width of the window, and with how often the
date had moved. Kept promises come where kept promises with windows of such a width
came. All coefficients of kinds are deviations from a common one, drawn towards it
(partial pooling): a kind with few cases borrows from the rest. What has not come yet
counts as such: an open promise whose window has passed was not kept, and comes never
or later than today (a cure model, Boag 1949, doi:10.1111/j.2517-6161.1949.tb00020.x).
The fit is the maximum of likelihood times prior.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, log_expit, log_ndtr, ndtr, ndtri

from jobone.history.cases import DAYS_PER_MONTH, Case, DatePromise, fate_on
from jobone.history.records import KINDS

__all__ = [
    "LEAST_CASES",
    "LEAST_MAKERS",
    "NEVER",
    "DateForecast",
    "DateModel",
    "Likeness",
    "fit_dates",
    "likeness",
    "too_few",
]

Numbers = NDArray[np.float64]

NEVER = np.inf
"""Day of what does not come."""

LEAST_CASES, LEAST_MAKERS = 20, 5
"""What a fit needs: promises whose event came, and makers among them."""

_CENTRE_ROOT_LEAD, _CENTRE_LOG_WIDTH = 3.0, 1.0
"""Middle of the roots of lead months, and of the logs of window months plus a half."""

_MOST_MOVES = 2
_LEAST_LATE_MONTHS = 0.25
_PARTS = 400
"""Equal parts into which the lateness of a forecast is cut."""

_POOLED_KEPT, _POOLED_LATE, _POOLED_NEVER = 0.5, 0.7, 0.5
"""Standard deviations of what a kind may differ by, on the scales of the model."""

_LOG_ROOT_TAU = 0.5 * np.log(2.0 * np.pi)
_FREE = 1e4
_MOST_ITERATIONS = 500


@dataclass(frozen=True)
class DateForecast:
    """The distribution of the day on which a promised event comes.

    Parameters
    ----------
    days
        Ordinals in rising order, shape (n,).
    weights
        Their probabilities, shape (n,); with `never` they add to one.
    kept
        Probability that it comes by the end of the window.
    never
        Probability that it does not come at all.
    """

    days: Numbers
    weights: Numbers
    kept: float
    never: float

    def quantile(self, probability: Numbers) -> Numbers:
        """Return the day by which it has come with a probability.

        Parameters
        ----------
        probability
            Numbers in (0, 1), any shape.

        Returns
        -------
        ndarray
            Same shape; ordinals, `NEVER` beyond the chance that it comes.
        """
        reached = np.cumsum(self.weights)
        index = np.searchsorted(reached, probability, side="left")
        days = np.append(self.days, NEVER)
        return np.asarray(days[np.minimum(index, len(self.days))])

    def given_it_comes(self) -> DateForecast:
        """Return the distribution on the condition that it comes at all."""
        comes = self.weights.sum()
        if comes <= 0.0:
            return self
        return DateForecast(self.days, self.weights / comes, self.kept / comes, 0.0)


@dataclass(frozen=True)
class _Kept:
    """Where kept promises came: before their window (negative) or in it (0 to 1)."""

    place: Numbers
    width_months: Numbers
    kind: NDArray[np.int64]


@dataclass(frozen=True)
class DateModel:
    """A fit of past promises.

    Parameters
    ----------
    kept_coefficients
        Logit of keeping: intercept, root of lead, one deviation a kind.
    late_coefficients
        Mean log of months late: intercept, root of lead, log width, moves, root of
        lead for startups, one deviation a kind.
    spread
        Standard deviation of the log of months late.
    never_intercept, never_kinds
        Logit of never coming if not kept, with one deviation a kind.
    kept
        Where kept promises came.
    resolved
        How many promises of each kind had an outcome.
    makers
        Of how many makers.
    """

    kept_coefficients: Numbers
    late_coefficients: Numbers
    spread: float
    never_intercept: float
    never_kinds: Numbers
    kept: _Kept
    resolved: dict[str, int]
    makers: int

    def forecast(self, promise: DatePromise, after: int | None = None) -> DateForecast:
        """Return when a promise is kept.

        Parameters
        ----------
        promise
            The promise.
        after
            Ordinal of a day on which it had not come yet; left out, the day it was made.

        Returns
        -------
        DateForecast
            On the condition that it comes after that day, or never.
        """
        after = max(promise.said if after is None else after, promise.said)
        kept = float(expit(_kept_terms([promise])[0] @ self.kept_coefficients))
        kind = KINDS.index(promise.kind)
        never = float(expit(self.never_intercept + self.never_kinds[kind]))
        kept_days, kept_weights = self._kept_days(promise)
        # What lies ahead begins tomorrow, but a promise of today may be kept today.
        today = after == promise.said >= promise.last
        ahead = kept_days >= (after if today else after + 1)
        kept_weights = np.where(ahead, kept_weights, 0.0) * kept
        # Lateness beyond what has passed already, cut into equal parts.
        centre = float(_late_terms([promise])[0] @ self.late_coefficients)
        passed = max(after - promise.last, 0) / DAYS_PER_MONTH
        below = float(ndtr((np.log(passed) - centre) / self.spread)) if passed > 0.0 else 0.0
        parts = below + (1.0 - below) * (np.arange(_PARTS) + 0.5) / _PARTS
        # Beyond twelve deviations the quantile is infinite; two centuries are late enough.
        late = np.exp(centre + self.spread * np.minimum(ndtri(parts), 12.0))
        late_days = promise.last + np.minimum(late, 2400.0) * DAYS_PER_MONTH
        comes_late = (1.0 - kept) * (1.0 - never) * (1.0 - below)
        weights = np.concatenate([kept_weights, np.full(_PARTS, comes_late / _PARTS)])
        days = np.concatenate([kept_days, np.maximum(late_days, after + 1.0)])
        total = weights.sum() + (1.0 - kept) * never
        order = np.argsort(days, kind="stable")
        return DateForecast(
            days[order],
            weights[order] / total,
            float(kept_weights.sum() / total),
            float((1.0 - kept) * never / total),
        )

    def _kept_days(self, promise: DatePromise) -> tuple[Numbers, Numbers]:
        """Return the days on which kept promises like this one would have come."""
        # Of a window that has begun only what is left of it counts.
        place = self.kept.place
        first = max(promise.first, promise.said + 1)
        span = np.where(place >= 0.0, max(promise.last - first, 0), first - promise.said - 1)
        days = np.minimum(first + place * span, promise.last)
        weights = _width_likeness(self.kept.width_months, promise.width_months)
        weights = weights * np.where(self.kept.kind == KINDS.index(promise.kind), 1.0, 0.3)
        weights = weights + 1e-9
        return days, weights / weights.sum()


def _width_likeness(one: Numbers, other: float) -> Numbers:
    difference = np.log(one + 0.5) - np.log(other + 0.5)
    return np.asarray(np.exp(-0.5 * (difference / 0.6) ** 2))


def _kinds(promises: Sequence[DatePromise]) -> Numbers:
    return np.array([[promise.kind == kind for kind in KINDS] for promise in promises], dtype=float)


def _root_lead(promises: Sequence[DatePromise]) -> Numbers:
    leads = np.array([promise.lead_months for promise in promises])
    return np.asarray((np.sqrt(leads) - _CENTRE_ROOT_LEAD) / 2.0)


def _kept_terms(promises: Sequence[DatePromise]) -> Numbers:
    ones = np.ones((len(promises), 1))
    return np.hstack([ones, _root_lead(promises)[:, None], _kinds(promises)])


def _late_terms(promises: Sequence[DatePromise]) -> Numbers:
    lead = _root_lead(promises)
    width = np.array([np.log(promise.width_months + 0.5) for promise in promises])
    moves = np.array([min(promise.moves, _MOST_MOVES) for promise in promises], dtype=float)
    kinds = _kinds(promises)
    startup = kinds[:, KINDS.index("startup")]
    columns = [np.ones(len(promises)), lead, width - _CENTRE_LOG_WIDTH, moves, startup * lead]
    return np.hstack([np.column_stack(columns), kinds])


def too_few(cases: Sequence[Case], day: int) -> str:
    """Say what is missing for a fit on what was known on a day; empty if nothing is.

    Parameters
    ----------
    cases
        Past promises.
    day
        Ordinal.
    """
    came = [
        case
        for case in cases
        if case.promise.said <= day and fate_on(case, day) in ("kept", "late")
    ]
    makers = len({case.maker for case in came})
    if len(came) >= LEAST_CASES and makers >= LEAST_MAKERS:
        return ""
    return (
        f"{len(came)} promises of {makers} makers came to pass; "
        f"at least {LEAST_CASES} of {LEAST_MAKERS} makers are needed"
    )


def fit_dates(cases: Sequence[Case], day: int) -> DateModel:
    """Fit the model to what was known on a day.

    Parameters
    ----------
    cases
        Past promises; those made after the day count for nothing.
    day
        Ordinal.

    Returns
    -------
    DateModel
        The maximum of the posterior.

    Raises
    ------
    ValueError
        If there are too few cases.
    """
    cases = [case for case in cases if case.promise.said <= day]
    missing = too_few(cases, day)
    if missing:
        raise ValueError(missing)
    fates = np.array([fate_on(case, day) for case in cases])
    promises = [case.promise for case in cases]
    last = np.array([promise.last for promise in promises])
    kept, late, never = fates == "kept", fates == "late", fates == "never"
    overdue = (fates == "open") & (last < day)
    came = np.array([0.0 if case.day is None else case.day for case in cases])
    parameters = _posterior_mode(
        _kept_terms(promises),
        _late_terms(promises),
        _kinds(promises),
        kept=kept,
        late=late,
        never=never,
        overdue=overdue,
        log_late=_log_months(came - last),
        log_passed=_log_months((day - last).astype(float)),
    )
    came_in = [case for case, is_kept in zip(cases, kept, strict=True) if is_kept]
    told = [case for case, is_told in zip(cases, kept | late | never, strict=True) if is_told]
    resolved = Counter(case.promise.kind for case in told)
    return DateModel(
        *parameters,
        kept=_Kept(
            np.array([_place(case) for case in came_in]),
            np.array([case.promise.width_months for case in came_in]),
            np.array([KINDS.index(case.promise.kind) for case in came_in], dtype=np.int64),
        ),
        resolved={kind: resolved[kind] for kind in KINDS},
        makers=len({case.maker for case in told}),
    )


def _log_months(days: Numbers) -> Numbers:
    return np.asarray(np.log(np.maximum(days / DAYS_PER_MONTH, _LEAST_LATE_MONTHS)))


def _place(case: Case) -> float:
    """Return where in its window a promise came, or how far before it (negative)."""
    promise = case.promise
    day = case.day if case.day is not None else promise.last
    if day >= promise.first:
        return min((day - promise.first) / max(promise.last - promise.first, 1), 1.0)
    return max((day - promise.first) / max(promise.first - promise.said, 15), -1.0)


def _posterior_mode(
    kept_terms: Numbers,
    late_terms: Numbers,
    kinds: Numbers,
    *,
    kept: NDArray[np.bool_],
    late: NDArray[np.bool_],
    never: NDArray[np.bool_],
    overdue: NDArray[np.bool_],
    log_late: Numbers,
    log_passed: Numbers,
) -> tuple[Numbers, Numbers, float, float, Numbers]:
    """Return the parameters of greatest posterior density."""
    count_kept, count_late = kept_terms.shape[1], late_terms.shape[1]
    kind_count = kinds.shape[1]
    cuts = np.cumsum([count_kept, count_late, 1, 1])
    # Standard deviations of the priors: the intercepts are free, slopes of the order
    # of one, deviations of kinds drawn towards none.
    deviations = np.concatenate(
        [
            [_FREE],
            np.ones(count_kept - 1 - kind_count),
            np.full(kind_count, _POOLED_KEPT),
            [_FREE],
            np.ones(count_late - 1 - kind_count),
            np.full(kind_count, _POOLED_LATE),
            [0.3, 1.0],
            np.full(kind_count, _POOLED_NEVER),
        ]
    )
    centres = np.zeros(len(deviations))
    centres[cuts[1]], centres[cuts[2]] = 0.2, -1.0
    missed = late | never | overdue

    def loss(values: Numbers) -> tuple[float, Numbers]:
        keeping, lateness, log_spread, never_intercept, never_kinds = np.split(values, cuts)
        chance_kept = kept_terms @ keeping
        centre = late_terms @ lateness
        chance_never = never_intercept[0] + kinds @ never_kinds
        spread = np.exp(log_spread[0])
        residual = (log_late[late] - centre[late]) / spread
        margin = (centre[overdue] - log_passed[overdue]) / spread
        beyond = log_ndtr(margin)
        is_never = log_expit(chance_never[overdue])
        still_open = np.logaddexp(is_never, log_expit(-chance_never[overdue]) + beyond)
        likelihood = (
            log_expit(chance_kept[kept]).sum()
            + log_expit(-chance_kept[missed]).sum()
            + (-0.5 * residual**2 - log_spread[0] + log_expit(-chance_never[late])).sum()
            + log_expit(chance_never[never]).sum()
            + still_open.sum()
        )
        prior = -0.5 * (((values - centres) / deviations) ** 2).sum()
        # Its gradient, part by part.
        on_kept = np.where(kept | missed, kept - expit(chance_kept), 0.0)
        share_never = np.exp(is_never - still_open)
        hazard = (1.0 - share_never) * np.exp(-0.5 * margin**2 - _LOG_ROOT_TAU - beyond)
        on_centre, on_never = np.zeros(len(kept)), np.zeros(len(kept))
        on_centre[late], on_centre[overdue] = residual / spread, hazard / spread
        on_never[late] = -expit(chance_never[late])
        on_never[never] = expit(-chance_never[never])
        on_never[overdue] = share_never - expit(chance_never[overdue])
        gradient = np.concatenate(
            [
                kept_terms.T @ on_kept,
                late_terms.T @ on_centre,
                [(residual**2 - 1.0).sum() - (hazard * margin).sum(), on_never.sum()],
                kinds.T @ on_never,
            ]
        )
        gradient -= (values - centres) / deviations**2
        return -float(likelihood + prior), -gradient

    start = centres.copy()
    start[cuts[0]] = 1.0
    options = {"maxiter": _MOST_ITERATIONS, "ftol": 1e-12, "gtol": 1e-7}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    keeping, lateness, log_spread, never_intercept, never_kinds = np.split(found.x, cuts)
    return keeping, lateness, float(np.exp(log_spread[0])), float(never_intercept[0]), never_kinds


@dataclass(frozen=True)
class Likeness:
    """A past promise and how much it resembles another."""

    case: Case
    weight: float


def likeness(promise: DatePromise, cases: Sequence[Case], day: int) -> tuple[Likeness, ...]:
    """Return the past promises with an outcome on a day, the most alike first.

    Parameters
    ----------
    promise
        The promise to compare with.
    cases
        Past promises.
    day
        Ordinal.

    Returns
    -------
    tuple of Likeness
        Weights between 0 and 1: 1 for the same lead, width, kind and moves. They
        serve to name the nearest cases; the model does not use them.
    """
    found = []
    for case in cases:
        if case.promise.said > day or fate_on(case, day) in ("open", "untold"):
            continue
        other = case.promise
        distance = ((np.log1p(other.lead_months) - np.log1p(promise.lead_months)) / 0.5) ** 2 + (
            np.log(other.width_months + 0.5) - np.log(promise.width_months + 0.5)
        ) ** 2
        weight = float(np.exp(-0.5 * distance))
        weight *= 1.0 if other.kind == promise.kind else 0.3
        weight *= 1.0 if min(other.moves, 2) == min(promise.moves, 2) else 0.6
        weight *= 1.0 if other.event == promise.event else 0.8
        found.append(Likeness(case, weight))
    return tuple(
        sorted(found, key=lambda item: (-item.weight, item.case.programme, item.case.promise.said))
    )
