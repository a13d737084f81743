"""The outside view: a history asked as of a day."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Any, TypeVar, cast

import numpy as np

from jobone.core.days import DayInterval, add_months
from jobone.history.ageing import Decline, MonthNoise, decline, month_noise
from jobone.history.cases import Case, DatePromise, date_cases
from jobone.history.dates import DateForecast, DateModel, Likeness, fit_dates, likeness, too_few
from jobone.history.loading import reference_history
from jobone.history.plants import (
    LEAST_PLANTS,
    PastRamp,
    PlantBest,
    PlantRecord,
    forecast_ramp,
    forecast_sustained,
    past_ramps,
    plant_records,
    plants_by_age,
    ramp_records,
)
from jobone.history.promise_errors import fit_promise_errors
from jobone.history.ramp_series import RampSeries, ramp_series
from jobone.history.ramps import RampModel, fit_ramps, too_few_ramps
from jobone.history.ratios import RatioForecast
from jobone.history.records import History, Kind
from jobone.history.volume_targets import (
    LEAST_VOLUMES,
    VolumeCase,
    VolumeQuestion,
    forecast_ratio,
    likeness_of_volumes,
    volume_cases,
)

__all__ = ["Past", "Prior", "reference_past"]

_LEAST_MULTIPLE = 0.1
"""Tenth percentiles below this are taken for this: a lognormal has no place for zero."""

_MOST_ANSWERS = 512
"""How many answers, most of them to one day each, are remembered."""

Answer = TypeVar("Answer")

_LEAST_MONTHS = 1.0
_FIRST_YEAR = 2005


@dataclass(frozen=True, slots=True)
class Prior:
    """What the past says of a number that a programme leaves out, from a day on.

    Parameters
    ----------
    quantity
        ``ramp`` or ``sustained``.
    since
        The first day it holds.
    low, middle, high
        Ends of its 80 % interval and its median: months, or multiples of the nameplate.
    cases, own_kind
        Past cases it rests on, and how many of them by makers of the same kind.
    """

    quantity: str
    since: date
    low: float
    middle: float
    high: float
    cases: int
    own_kind: int


@dataclass(frozen=True)
class Past:
    """A history that can be asked as of any day.

    Parameters
    ----------
    history
        Past programmes.
    """

    history: History

    @cached_property
    def date_cases(self) -> tuple[Case, ...]:
        """Promised days that can be judged."""
        return date_cases(self.history)

    @cached_property
    def volume_cases(self) -> tuple[VolumeCase, ...]:
        """Promised volumes with an outcome."""
        return volume_cases(self.history)

    @cached_property
    def ramps(self) -> tuple[RampSeries, ...]:
        """Programmes with counted months or quarters."""
        return ramp_series(self.history)

    def ramp_model(self, as_of: date) -> RampModel | None:
        """Return what past ramps said by a day; None where that was too little."""
        day = as_of.toordinal()
        if too_few_ramps(self.ramps, day):
            return None
        errors = fit_promise_errors([case for case in self.volume_cases if case.known <= day])
        return fit_ramps(self.ramps, errors, day)

    def month_noise(self, maker_type: str, as_of: date) -> MonthNoise | None:
        """Return how the months of past programmes scatter around their smooth course.

        Parameters
        ----------
        maker_type
            Kind of maker; programmes of other kinds count half.
        as_of
            Nothing known later counts.

        Returns
        -------
        MonthNoise or None
            Standard deviation of the log of a month by three percentiles over programmes,
            the correlation of neighbouring months, and the nearest programmes; None
            where too few were known.
        """
        model = self.ramp_model(as_of)
        if model is None:
            return None
        return month_noise(cast(Kind, maker_type), self.ramps, model, as_of.toordinal())

    def decline(self, maker_type: str, as_of: date) -> Decline | None:
        """Return how past models aged: the yearly factor, and the age at which it sets in.

        Parameters
        ----------
        maker_type
            Kind of maker; programmes of other kinds count half.
        as_of
            Nothing known later counts.

        Returns
        -------
        Decline or None
            None where fewer than `LEAST_AGED` models had declined by then.
        """
        return decline(cast(Kind, maker_type), self.ramps, as_of.toordinal())

    @cached_property
    def _answers(self) -> dict[Hashable, Any]:
        """What many runs ask for again, by what it depends on."""
        return {}

    def _once(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return an answer, found once as long as it is among those asked for lately."""
        answers = self._answers
        if key not in answers:
            answer = make()
            while len(answers) >= _MOST_ANSWERS:
                answers.pop(next(iter(answers)), None)
            answers[key] = answer
        found: Answer = answers[key]
        return found

    def date_model(self, as_of: date) -> DateModel | None:
        """Return the fit to what was known on a day; None where that was too little."""
        day = as_of.toordinal()
        return self._once(
            ("dates", as_of),
            lambda: None if too_few(self.date_cases, day) else fit_dates(self.date_cases, day),
        )

    def promised_start(
        self, maker_type: str, said_on: date, window: DayInterval, moves: int, as_of: date
    ) -> DateForecast | None:
        """Say when a promised start of production comes; None where too little was known.

        See :class:`jobone.programme.outside.OutsideView`, which this satisfies.
        """
        model = self.date_model(as_of)
        if model is None:
            return None
        promise = _promise(maker_type, said_on, window, moves)
        return model.forecast(promise, as_of.toordinal())

    def nearest_starts(
        self, maker_type: str, said_on: date, window: DayInterval, moves: int, as_of: date
    ) -> tuple[Likeness, ...]:
        """Return the most similar promises with an outcome by a day, one a programme."""
        promise = _promise(maker_type, said_on, window, moves)
        nearest: dict[str, Likeness] = {}
        for item in likeness(promise, self.date_cases, as_of.toordinal()):
            nearest.setdefault(item.case.programme, item)
        return tuple(nearest.values())

    def volumes(
        self,
        maker: str,
        maker_type: str,
        said_on: date,
        period: DayInterval,
        delivers: bool,
        as_of: date,
    ) -> tuple[RatioForecast, tuple[tuple[VolumeCase, float], ...]] | None:
        """Say what comes over what is promised, and from which cases.

        Parameters
        ----------
        maker, maker_type
            Whose promise it is; the maker's own past counts more.
        said_on, period
            The promise; the period is closed.
        delivers
            Whether the maker delivered when it was made.
        as_of
            Nothing known later counts.

        Returns
        -------
        RatioForecast and pairs of VolumeCase and weight, or None
            The cases in falling weight; None where too little was known.
        """
        day = as_of.toordinal()
        known = [case for case in self.volume_cases if case.known <= day]
        if len(known) < LEAST_VOLUMES:
            return None
        first, last = (item.toordinal() for item in period.closed)
        question = VolumeQuestion(
            maker, cast(Kind, maker_type), said_on.toordinal(), first, last, delivers
        )
        weights = likeness_of_volumes(question, known)
        ordered = sorted(
            zip(known, weights, strict=True), key=lambda item: (-item[1], item[0].source.location)
        )
        return forecast_ratio(question, known), tuple(ordered)

    def plants(self, as_of: date) -> tuple[PlantRecord, ...]:
        """Return the past plants with a counted period known on a day."""
        return self._once(("plants", as_of), lambda: plant_records(self.history, as_of.toordinal()))

    def plants_by_age(self, months: float, as_of: date) -> tuple[PlantBest, ...]:
        """Return the past plants counted by an age, the highest multiple first.

        See :class:`jobone.programme.outside.OutsideView`.
        """
        return plants_by_age(self.plants(as_of), months)

    def priors(self, maker_type: str, until: date) -> tuple[Prior, ...]:
        """Return what stands in for ramps and sustained rates, quarter by quarter.

        Parameters
        ----------
        maker_type
            Kind of maker.
        until
            The last day that is asked for.

        Returns
        -------
        tuple of Prior
            The latest first; one holds from the first day of the quarter in which the
            cases behind it were known. None of a time when too few were.
        """
        kind = cast(Kind, maker_type)
        return self._once(("priors", kind, until), lambda: self._find_priors(kind, until))

    def _find_priors(self, kind: Kind, until: date) -> tuple[Prior, ...]:
        records = ramp_records(self.history)
        latest: dict[str, Prior] = {}
        priors: list[Prior] = []
        since = date(_FIRST_YEAR, 1, 1)
        while since <= until:
            day = since.toordinal()
            for prior in self._priors_on(kind, since, past_ramps(records, day)):
                before = latest.get(prior.quantity)
                if before is None or before != replace(prior, since=before.since):
                    latest[prior.quantity] = prior
                    priors.append(prior)
            since = add_months(since, 3)
        return tuple(reversed(priors))

    def _priors_on(self, kind: Kind, since: date, ramps: Sequence[PastRamp]) -> list[Prior]:
        """Return the priors of one day, of what has cases enough."""
        found: list[Prior] = []
        if len(ramps) >= LEAST_PLANTS:
            kinds = [ramp.kind for ramp in ramps]
            forecast = forecast_ramp(kind, ramps)
            found.append(_prior("ramp", since, forecast, kinds, kind, _LEAST_MONTHS, 0))
        plants = [plant for plant in self.plants(since) if plant.sustained() is not None]
        if len(plants) >= LEAST_PLANTS:
            kinds = [plant.kind for plant in plants]
            forecast = forecast_sustained(kind, plants)
            found.append(_prior("sustained", since, forecast, kinds, kind, _LEAST_MULTIPLE, 2))
        return found


@cache
def reference_past() -> Past:
    """Return the reference data of the package, ready to be asked."""
    return Past(reference_history())


def _prior(
    quantity: str,
    since: date,
    forecast: RatioForecast,
    kinds: Sequence[Kind],
    kind: Kind,
    least: float,
    digits: int,
) -> Prior:
    """Return a prior by three quantiles, rounded, that rise as a lognormal needs them to."""
    low, middle, high = (
        round(float(item), digits) for item in forecast.quantile(np.array([0.1, 0.5, 0.9]))
    )
    low = max(low, least)
    middle = max(middle, 1.2 * low)
    high = max(high, 1.2 * middle)
    return Prior(quantity, since, low, middle, high, len(kinds), kinds.count(kind))


def _promise(maker_type: str, said_on: date, window: DayInterval, moves: int) -> DatePromise:
    first, last = (day.toordinal() for day in window.closed)
    return DatePromise(cast(Kind, maker_type), "sop", said_on.toordinal(), first, last, moves)
