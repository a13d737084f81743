"""When a promised event comes: the outside view.

A promise is *kept*, comes *late*, or *never* comes. The chance that it is kept falls
with the square root of its lead time and differs by kind of maker. If it is not kept,
the programme may have ended by the end of the window, the more often the longer the
lead. If it has not, most come late: the months after the window are lognormal, their
middle rising with the lead time (for startups at a rate of its own), with the width of
the window, and falling with how often the date had moved. The others never come; that
is told after a time with the same chance each month, so that who is still open long
after the window is not held for dead because of it (two competing ends, Prentice et al.
1978, doi:10.2307/2530374). Kept promises come where kept promises with windows of such
a width came. All coefficients of kinds are deviations from a common one, drawn towards
it (partial pooling): a kind with few cases borrows from the rest. What has not come yet
counts as such: an open promise whose window has passed was not kept, and comes later
than today or never. Promises of one programme share its fate: n of them count as root n.
The fit is the maximum of likelihood times prior.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
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

_POOLED_KEPT, _POOLED_LATE, _POOLED_NEVER = 0.5, 0.4, 0.5
"""Standard deviations of what a kind may differ by, on the scales of the model."""

_LOG_ROOT_TAU = 0.5 * np.log(2.0 * np.pi)
_FREE = 1e4
_MOST_ITERATIONS = 500
_ENDING_MONTHS = 18.0


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
    early_coefficients
        Logit of ending by the end of the window if not kept: intercept, root of lead, one
        deviation a kind.
    never_coefficients
        Logit of never coming if open at the end of the window: intercept, one deviation a
        kind.
    ending_months
        Mean time after the window until what never comes is told to have ended.
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
    early_coefficients: Numbers
    never_coefficients: Numbers
    ending_months: float
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
        # Without a day between saying it and the end of the window nothing can end in between.
        time = promise.last - promise.said
        early = float(expit(_kept_terms([promise])[0] @ self.early_coefficients)) * (time > 0)
        never = float(expit(_never_terms([promise])[0] @ self.never_coefficients))
        kept_days, kept_weights = self._kept_days(promise)
        # What lies ahead begins tomorrow, but a promise of today may be kept today.
        today = after == promise.said >= promise.last
        ahead = kept_days >= (after if today else after + 1)
        kept_weights = np.where(ahead, kept_weights, 0.0) * kept
        # What has not ended early by now may still, as long as the window lasts.
        ends_early = (1.0 - kept) * early * max(promise.last - after, 0) / max(time, 1)
        # Lateness beyond what has passed already, cut into equal parts.
        centre = float(_late_terms([promise])[0] @ self.late_coefficients)
        passed = max(after - promise.last, 0) / DAYS_PER_MONTH
        below = float(ndtr((np.log(passed) - centre) / self.spread)) if passed > 0.0 else 0.0
        parts = below + (1.0 - below) * (np.arange(_PARTS) + 0.5) / _PARTS
        # Beyond twelve deviations the quantile is infinite; two centuries are late enough.
        late = np.exp(centre + self.spread * np.minimum(ndtri(parts), 12.0))
        late_days = promise.last + np.minimum(late, 2400.0) * DAYS_PER_MONTH
        missed = (1.0 - kept) * (1.0 - early)
        comes_late = missed * (1.0 - never) * (1.0 - below)
        ends_late = missed * never * np.exp(-passed / self.ending_months)
        weights = np.concatenate([kept_weights, np.full(_PARTS, comes_late / _PARTS)])
        days = np.concatenate([kept_days, np.maximum(late_days, after + 1.0)])
        total = weights.sum() + ends_early + ends_late
        order = np.argsort(days, kind="stable")
        return DateForecast(
            days[order],
            weights[order] / total,
            float(kept_weights.sum() / total),
            float((ends_early + ends_late) / total),
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


def _never_terms(promises: Sequence[DatePromise]) -> Numbers:
    return np.hstack([np.ones((len(promises), 1)), _kinds(promises)])


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
    ended = np.array([0.0 if case.ended is None else case.ended for case in cases])
    overdue = (fates == "open") & (last < day)
    came = np.array([0.0 if case.day is None else case.day for case in cases])
    parameters = _posterior_mode(
        _kept_terms(promises),
        _late_terms(promises),
        _never_terms(promises),
        votes=_votes(cases),
        kept=kept,
        late=late,
        early=never & (ended <= last),
        never=never & (ended > last),
        overdue=overdue,
        ended_months=np.maximum(ended - last, 0.0) / DAYS_PER_MONTH,
        passed_months=np.maximum(day - last, 0.0) / DAYS_PER_MONTH,
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


def _votes(cases: Sequence[Case]) -> Numbers:
    """Return what each promise counts: n of one programme share its fate, and count root n."""
    counts = Counter(case.programme for case in cases)
    return np.array([counts[case.programme] ** -0.5 for case in cases])


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
    never_terms: Numbers,
    *,
    votes: Numbers,
    kept: NDArray[np.bool_],
    late: NDArray[np.bool_],
    early: NDArray[np.bool_],
    never: NDArray[np.bool_],
    overdue: NDArray[np.bool_],
    ended_months: Numbers,
    passed_months: Numbers,
    log_late: Numbers,
    log_passed: Numbers,
) -> tuple[Numbers, Numbers, float, Numbers, Numbers, float]:
    """Return the parameters of greatest posterior density."""
    count_kept, count_late, count_never = (
        terms.shape[1] for terms in (kept_terms, late_terms, never_terms)
    )
    kind_count = count_never - 1
    cuts = np.cumsum([count_kept, count_late, 1, count_kept, count_never])
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
            np.ones(count_kept - 1 - kind_count),
            np.full(kind_count, _POOLED_NEVER),
            [1.0],
            np.full(kind_count, _POOLED_NEVER),
            [0.7],
        ]
    )
    centres = np.zeros(len(deviations))
    centres[cuts[1]], centres[cuts[2]], centres[cuts[3]] = 0.2, -1.0, -1.0
    centres[-1] = np.log(_ENDING_MONTHS)
    missed = late | never | early | overdue
    past_window = late | never | overdue

    def loss(values: Numbers) -> tuple[float, Numbers]:
        keeping, lateness, log_spread, ending, coming, log_time = np.split(values, cuts)
        chance_kept = kept_terms @ keeping
        centre = late_terms @ lateness
        chance_early = kept_terms @ ending
        chance_never = never_terms @ coming
        spread, time = np.exp(log_spread[0]), np.exp(log_time[0])
        residual = (log_late[late] - centre[late]) / spread
        margin = (centre[overdue] - log_passed[overdue]) / spread
        beyond = log_ndtr(margin)
        waited = passed_months[overdue] / time
        is_never = log_expit(chance_never[overdue]) - waited
        still_open = np.logaddexp(is_never, log_expit(-chance_never[overdue]) + beyond)
        took = ended_months[never] / time
        likelihood = (
            votes[kept] @ log_expit(chance_kept[kept])
            + votes[missed] @ log_expit(-chance_kept[missed])
            + votes[early] @ log_expit(chance_early[early])
            + votes[past_window] @ log_expit(-chance_early[past_window])
            + votes[late] @ (-0.5 * residual**2 - log_spread[0] + log_expit(-chance_never[late]))
            + votes[never] @ (log_expit(chance_never[never]) - log_time[0] - took)
            + votes[overdue] @ still_open
        )
        prior = -0.5 * (((values - centres) / deviations) ** 2).sum()
        # Its gradient, part by part.
        on_kept = np.where(kept | missed, kept - expit(chance_kept), 0.0)
        on_early = np.where(early | past_window, early - expit(chance_early), 0.0)
        share_never = np.exp(is_never - still_open)
        hazard = (1.0 - share_never) * np.exp(-0.5 * margin**2 - _LOG_ROOT_TAU - beyond)
        on_centre, on_never = np.zeros(len(kept)), np.zeros(len(kept))
        on_centre[late], on_centre[overdue] = residual / spread, hazard / spread
        on_never[late] = -expit(chance_never[late])
        on_never[never] = expit(-chance_never[never])
        on_never[overdue] = share_never - expit(chance_never[overdue])
        gradient = np.concatenate(
            [
                kept_terms.T @ (votes * on_kept),
                late_terms.T @ (votes * on_centre),
                [votes[late] @ (residual**2 - 1.0) - votes[overdue] @ (hazard * margin)],
                kept_terms.T @ (votes * on_early),
                never_terms.T @ (votes * on_never),
                [votes[never] @ (took - 1.0) + votes[overdue] @ (share_never * waited)],
            ]
        )
        gradient -= (values - centres) / deviations**2
        return -float(likelihood + prior), -gradient

    start = centres.copy()
    start[cuts[0]] = 1.0
    from scipy.optimize import minimize  # here: it takes a while to load

    options = {"maxiter": _MOST_ITERATIONS, "ftol": 1e-12, "gtol": 1e-7}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    keeping, lateness, log_spread, ending, coming, log_time = np.split(found.x, cuts)
    return (
        keeping,
        lateness,
        float(np.exp(log_spread[0])),
        ending,
        coming,
        float(np.exp(log_time[0])),
    )


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
