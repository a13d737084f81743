"""The log posterior of the model of promised days, case by case, in plain Python.

Written from the words of :mod:`jobone.history.dates`, to be slow and easy to read. Up to
a constant it has to be what the product climbs.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jobone.history.cases import Case, DatePromise
from jobone.history.dates import DateModel

MONTH = 30.4375
KINDS = ("startup", "incumbent", "tech_entrant")


@dataclass(frozen=True)
class Parameters:
    """The twenty-four numbers, by name."""

    kept_base: float
    kept_lead: float
    kept_kinds: Sequence[float]
    late_base: float
    late_lead: float
    late_width: float
    late_moves: float
    late_startup_lead: float
    late_kinds: Sequence[float]
    log_spread: float
    early_base: float
    early_lead: float
    early_kinds: Sequence[float]
    never_base: float
    never_kinds: Sequence[float]
    log_ending: float

    @classmethod
    def of(cls, values: Any) -> Parameters:
        """Take them from one row: keeping, lateness, spread, ending early, never, its time."""
        row = [float(value) for value in values]
        return cls(
            kept_base=row[0],
            kept_lead=row[1],
            kept_kinds=row[2:5],
            late_base=row[5],
            late_lead=row[6],
            late_width=row[7],
            late_moves=row[8],
            late_startup_lead=row[9],
            late_kinds=row[10:13],
            log_spread=row[13],
            early_base=row[14],
            early_lead=row[15],
            early_kinds=row[16:19],
            never_base=row[19],
            never_kinds=row[20:23],
            log_ending=row[23],
        )


def values_of(model: DateModel) -> list[float]:
    """The parameters of a fit as one row, in the order of `Parameters.of`."""
    return [
        *model.kept_coefficients,
        *model.late_coefficients,
        math.log(model.spread),
        *model.early_coefficients,
        *model.never_coefficients,
        math.log(model.ending_months),
    ]


def log_chance(logit: float) -> float:
    """The log of the chance that has a logit."""
    return -math.log1p(math.exp(-logit)) if logit > 0.0 else logit - math.log1p(math.exp(logit))


def log_normal_below(deviations: float) -> float:
    """The log of the share of a normal distribution below so many deviations."""
    return math.log(0.5 * math.erfc(-deviations / math.sqrt(2.0)))


def log_normal_density(value: float, deviation: float) -> float:
    """The log density of a normal distribution around 0, without its constant."""
    return -0.5 * (value / deviation) ** 2


def lead_term(promise: DatePromise) -> float:
    """The root of the months of lead, brought to the order of one."""
    months = max(promise.last - promise.said, 0) / MONTH
    return (math.sqrt(months) - 3.0) / 2.0


def logit_kept(parameters: Parameters, promise: DatePromise) -> float:
    """The logit of keeping a promise."""
    kind = KINDS.index(promise.kind)
    own = parameters.kept_kinds[kind]
    return parameters.kept_base + parameters.kept_lead * lead_term(promise) + own


def logit_early(parameters: Parameters, promise: DatePromise) -> float:
    """The logit of having ended by the end of the window, once the promise is broken."""
    own = parameters.early_kinds[KINDS.index(promise.kind)]
    return parameters.early_base + parameters.early_lead * lead_term(promise) + own


def logit_never(parameters: Parameters, promise: DatePromise) -> float:
    """The logit of never coming, once the window is over and the programme goes on."""
    return parameters.never_base + parameters.never_kinds[KINDS.index(promise.kind)]


def middle_of_log_months_late(parameters: Parameters, promise: DatePromise) -> float:
    """The mean of the log of the months after the window, if it comes late."""
    lead = lead_term(promise)
    width = (promise.last - promise.first + 1) / MONTH
    slope = parameters.late_lead
    if promise.kind == "startup":
        slope += parameters.late_startup_lead
    return (
        parameters.late_base
        + slope * lead
        + parameters.late_width * (math.log(width + 0.5) - 1.0)
        + parameters.late_moves * min(promise.moves, 2)
        + parameters.late_kinds[KINDS.index(promise.kind)]
    )


def log_months(days: float) -> float:
    """The log of months after a window; less than a week counts as a week."""
    return math.log(max(days / MONTH, 0.25))


def log_likelihood(parameters: Parameters, case: Case, day: int) -> float:
    """What one promise says of the parameters, by what was known of it on a day."""
    promise = case.promise
    if promise.said > day:
        return 0.0
    kept, never = logit_kept(parameters, promise), logit_never(parameters, promise)
    early = logit_early(parameters, promise)
    over = log_chance(-kept) + log_chance(-early)
    ending = math.exp(parameters.log_ending)
    centre = middle_of_log_months_late(parameters, promise)
    spread = math.exp(parameters.log_spread)
    if case.came is not None and case.came[1] <= day:
        if case.came[1] <= promise.last:
            return log_chance(kept)
        middle = (case.came[0] + case.came[1]) / 2.0
        months = log_months(middle - promise.last)
        lateness = log_normal_density(months - centre, spread) - parameters.log_spread
        return over + log_chance(-never) + lateness
    if case.ended is not None and case.ended <= day:
        if case.ended <= promise.last:
            return log_chance(-kept) + log_chance(early)
        waited = (case.ended - promise.last) / MONTH
        return over + log_chance(never) - parameters.log_ending - waited / ending
    if case.untold is not None and case.untold <= day:
        return 0.0
    if promise.last < day:
        beyond = log_normal_below((centre - log_months(day - promise.last)) / spread)
        comes_later = math.exp(log_chance(-never) + beyond)
        waited = (day - promise.last) / MONTH
        return over + math.log(math.exp(log_chance(never) - waited / ending) + comes_later)
    return 0.0


def log_prior(parameters: Parameters) -> float:
    """What is believed of the parameters before any case."""
    free = 1e4
    total = log_normal_density(parameters.kept_base, free)
    total += log_normal_density(parameters.late_base, free)
    slopes = (
        parameters.kept_lead,
        parameters.late_lead,
        parameters.late_width,
        parameters.late_moves,
        parameters.late_startup_lead,
        parameters.early_lead,
    )
    total += sum(log_normal_density(slope, 1.0) for slope in slopes)
    total += sum(log_normal_density(own, 0.5) for own in parameters.kept_kinds)
    total += sum(log_normal_density(own, 0.4) for own in parameters.late_kinds)
    total += sum(log_normal_density(own, 0.5) for own in parameters.early_kinds)
    total += log_normal_density(parameters.early_base + 1.0, 1.0)
    total += log_normal_density(parameters.log_ending - math.log(18.0), 0.7)
    total += sum(log_normal_density(own, 0.5) for own in parameters.never_kinds)
    total += log_normal_density(parameters.log_spread - 0.2, 0.3)
    return total + log_normal_density(parameters.never_base + 1.0, 1.0)


def log_posterior(values: Any, cases: Sequence[Case], day: int) -> float:
    """The log posterior density, without its constant."""
    parameters = Parameters.of(values)
    told = [case for case in cases if case.promise.said <= day]
    promises = Counter(case.programme for case in told)
    return log_prior(parameters) + math.fsum(
        log_likelihood(parameters, case, day) / math.sqrt(promises[case.programme]) for case in told
    )


def slope(values: Any, cases: Sequence[Case], day: int) -> list[float]:
    """The numeric gradient of the log posterior, by central differences."""
    step = 1e-5
    gradient = []
    for place in range(len(values)):
        ends = []
        for sign in (1.0, -1.0):
            moved = list(values)
            moved[place] += sign * step
            ends.append(log_posterior(moved, cases, day))
        gradient.append((ends[0] - ends[1]) / (2.0 * step))
    return gradient
