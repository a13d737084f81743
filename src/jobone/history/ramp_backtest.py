"""Replaying the months: how good forecasts of totals would have been as months came in.

Of every programme with counted months or quarters the first twelve months' total and the
calendar year's are forecast as of each month after the first delivery. Scores are the
CRPS of the log of the total, which is about the relative error (Bosse et al.,
doi:10.1371/journal.pcbi.1011393), and the CRPS in vehicles. What cannot speak is not
compared: before the first month is known there is no last one, and not every company
tells a target; each comparison is on the forecasts that both made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from jobone.core.days import DayInterval, add_months
from jobone.history.cases import DAYS_PER_MONTH
from jobone.history.periods import series_of, units_within
from jobone.history.promise_errors import fit_promise_errors
from jobone.history.ramp_series import RampSeries, first_twelve_months, ramp_series
from jobone.history.ramps import RampModel, fit_ramps, too_few_ramps
from jobone.history.records import MEASURES, History, Measure
from jobone.history.scores import Difference, crps, resampled_difference
from jobone.history.volume_targets import VolumeCase, volume_cases

__all__ = [
    "BASELINES",
    "SUBJECTS",
    "MonthComparison",
    "MonthQuestion",
    "MonthsBacktest",
    "month_questions",
    "replay_months",
]

Numbers = NDArray[np.float64]

SUBJECTS = ("first_twelve_months", "calendar_year")
"""Whose totals are forecast."""

BASELINES = ("last_month", "last_quarter", "guidance")
"""What the model is held against: the rate of the last row, or of the last rows of a
quarter, kept up; and the company's targets standing that day."""

_MONTHS_SEEN = 12
_LEAST_COVERED = 0.95
_LONGEST_MONTH_DAYS, _LONGEST_QUARTER_DAYS = 31, 95
_LAST_MONTH_DAYS, _LAST_QUARTER_DAYS = 28, 85
_LEAST_PROMISED = 5.0 / 12.0
_MEMBERS = 500


@dataclass(frozen=True)
class MonthQuestion:
    """One total to be forecast as of one day.

    Parameters
    ----------
    subject
        One of `SUBJECTS`.
    series
        The programme.
    months
        Whole months of which the figures are out on that day, 0 to 11, were every month
        told; of quarters fewer are.
    day
        Ordinal.
    days
        The window.
    total
        What came.
    """

    subject: str
    series: RampSeries
    months: int
    day: int
    days: DayInterval
    total: float


def month_questions(history: History) -> tuple[MonthQuestion, ...]:
    """Return what can be asked and judged, by programme and day.

    A total is known where the rows of one measure cover 95 % of the window, the series'
    own first. A first year whose ends cut longer rows than months is taken from
    ``programmes.csv``, where it is told there.
    """
    found = []
    for series in ramp_series(history):
        begins = series.grid.begins
        year = first_twelve_months(series)
        first = _first_year(history, series, year)
        totals: dict[int, float | None] = {}
        for months in range(_MONTHS_SEEN):
            day = add_months(begins, months + 1)
            if first is not None:
                found.append(
                    MonthQuestion(SUBJECTS[0], series, months, day.toordinal(), year, first)
                )
            window = DayInterval(max(begins, date(day.year, 1, 1)), date(day.year, 12, 31))
            if day.year not in totals:
                totals[day.year] = _total(history, series, window)
            total = totals[day.year]
            if total is not None:
                found.append(
                    MonthQuestion(SUBJECTS[1], series, months, day.toordinal(), window, total)
                )
    return tuple(found)


def _first_year(history: History, series: RampSeries, window: DayInterval) -> float | None:
    told = history.programmes[series.programme].first_year_units
    last = [row for row in series.rows if row.period.overlaps(DayInterval(*[window.closed[1]] * 2))]
    is_cut = any(
        row.period.day_count > _LONGEST_MONTH_DAYS and row.period.closed[1] > window.closed[1]
        for row in last
    )
    counted = _total(history, series, window)
    return told if told is not None and (counted is None or is_cut) else counted


def _total(history: History, series: RampSeries, window: DayInterval) -> float | None:
    """Return what was counted in a window, by the first measure that covers it."""
    begins = series.grid.begins
    measures: list[Measure] = sorted(MEASURES, key=lambda item: item != series.measure)
    for measure in measures:
        # What was counted of a longer period was all made after the first delivery.
        rows = [
            replace(
                row, period=DayInterval(max(row.period.closed[0], begins), row.period.closed[1])
            )
            for row in series_of(history.volumes, series.programme, measure)
            if row.period.closed[1] >= begins
        ]
        short = [row for row in rows if row.period.day_count <= _LONGEST_QUARTER_DAYS]
        inside = [row for row in rows if window.contains(row.period)]
        for group in (short, inside):
            counted = units_within(group, window)
            if counted.covered >= _LEAST_COVERED:
                return counted.units / counted.covered
    return None


def _baselines(question: MonthQuestion) -> dict[str, float]:
    """Return what each baseline says, of those that can speak on the day."""
    series, day = question.series, question.day
    counted, left = series.counted(question.days, day)
    said = {}
    for name, days in (("last_month", _LAST_MONTH_DAYS), ("last_quarter", _LAST_QUARTER_DAYS)):
        rate = _last_rate(series, day, days)
        if rate is not None:
            said[name] = counted + rate * float(left.sum())
    path = series.promised(day)
    told = np.minimum(left, path.told)
    if left.sum() > 0.0 and told.sum() >= _LEAST_PROMISED * left.sum():
        said["guidance"] = counted + float(path.rates @ told) * float(left.sum() / told.sum())
    return said


def _last_rate(series: RampSeries, day: int, least_days: int) -> float | None:
    """Return the vehicles a month of the last rows that make up so many days."""
    units, days = 0.0, 0
    for row in reversed(series.known_on(day)):
        units += row.units
        days += (row.period.closed[1] - max(row.period.closed[0], series.grid.begins)).days + 1
        if days >= least_days:
            break
    return units / days * DAYS_PER_MONTH if days else None


@dataclass(frozen=True)
class MonthComparison:
    """The model and a baseline, on the forecasts that both made.

    Parameters
    ----------
    forecasts, makers
        How many, and of how many makers.
    crps_log, crps_units
        Mean scores of the baseline.
    model_crps_log, model_crps_units
        And of the model.
    difference_log, difference_units
        Model less baseline.
    """

    forecasts: int
    makers: int
    crps_log: float
    crps_units: float
    model_crps_log: float
    model_crps_units: float
    difference_log: Difference
    difference_units: Difference


@dataclass(frozen=True)
class MonthsBacktest:
    """Scores of one subject in one mode.

    Parameters
    ----------
    subject, mode
        What was replayed, and how.
    forecasts, programmes, makers, left_out
        Forecasts scored, of how many, and those before enough was known.
    crps_log, crps_units, coverage50, coverage80
        Of the model over all.
    against
        By baseline, over all months.
    by_month
        The same by months seen, from 0 on; without those where nothing was compared.
    by_programme
        Mean CRPS of the log by programme: the model's and each baseline's.
    """

    subject: str
    mode: str
    forecasts: int
    programmes: int
    makers: int
    left_out: int
    crps_log: float
    crps_units: float
    coverage50: float
    coverage80: float
    against: dict[str, MonthComparison]
    by_month: dict[str, dict[int, MonthComparison]]
    by_programme: dict[str, dict[str, float]]


@dataclass(frozen=True)
class _Scored:
    question: MonthQuestion
    crps_log: float
    crps_units: float
    level: float
    baselines: dict[str, float]


Fit = Callable[[MonthQuestion], RampModel | None]


def replay_months(
    history: History,
    mode: str,
    last_day: int,
    seed: int,
    holdout: History | None = None,
) -> tuple[MonthsBacktest, ...]:
    """Replay the months of every ramp.

    Parameters
    ----------
    history
        What is fitted on.
    mode
        ``causal``: fitted on what was known when the year of the forecast began.
        Otherwise on all other makers, as known on `last_day`.
    last_day
        Ordinal.
    seed
        For members and resampling.
    holdout
        What is forecast; left out, the same history.

    Returns
    -------
    tuple of MonthsBacktest
        Of each subject of which anything could be scored.
    """
    series, cases = ramp_series(history), volume_cases(history)
    questions = month_questions(history if holdout is None else holdout)
    fit = _causal(series, cases) if mode == "causal" else _left_out(series, cases, last_day)
    asked: list[MonthQuestion] = []
    members: list[Numbers] = []
    skipped = dict.fromkeys(SUBJECTS, 0)
    for place, question in enumerate(questions):
        model = fit(question)
        if model is None:
            skipped[question.subject] += 1
        else:
            asked.append(question)
            members.append(_members(question, model, seed, place))
    scored = _scored(asked, np.array(members)) if asked else []
    found = []
    for subject in SUBJECTS:
        own = [item for item in scored if item.question.subject == subject]
        if own:
            found.append(_summary(subject, mode, own, skipped[subject], seed))
    return tuple(found)


def _causal(series: Sequence[RampSeries], cases: Sequence[VolumeCase]) -> Fit:
    fits: dict[int, RampModel | None] = {}

    def fit(question: MonthQuestion) -> RampModel | None:
        year = date.fromordinal(question.day).year
        if year not in fits:
            fits[year] = _fitted(series, cases, date(year, 1, 1).toordinal())
        return fits[year]

    return fit


def _left_out(series: Sequence[RampSeries], cases: Sequence[VolumeCase], day: int) -> Fit:
    known = {item.maker for item in series} | {case.question.maker for case in cases}
    fits: dict[str, RampModel | None] = {}

    def fit(question: MonthQuestion) -> RampModel | None:
        maker = question.series.maker if question.series.maker in known else ""
        if maker not in fits:
            fits[maker] = _fitted(
                [item for item in series if item.maker != maker],
                [case for case in cases if case.question.maker != maker],
                day,
            )
        return fits[maker]

    return fit


def _fitted(
    series: Sequence[RampSeries], cases: Sequence[VolumeCase], day: int
) -> RampModel | None:
    if too_few_ramps(series, day):
        return None
    return fit_ramps(series, fit_promise_errors([case for case in cases if case.known <= day]), day)


def _members(question: MonthQuestion, model: RampModel, seed: int, place: int) -> Numbers:
    """Return draws of a total, shape (m,)."""
    series = question.series
    windows = [question.days, *(row.period for row in series.known_on(question.day))]
    months = max(int(np.flatnonzero(series.grid.weights(item))[-1]) + 1 for item in windows)
    forecast = model.forecast(series, question.day, months)
    return forecast.totals(question.days, seed, place, _MEMBERS)


def _scored(asked: Sequence[MonthQuestion], members: Numbers) -> list[_Scored]:
    totals = np.array([question.total for question in asked])
    logs = crps(np.log(np.maximum(totals, 1.0)), np.log(np.maximum(members, 1.0)))
    units = crps(totals, members)
    below = np.mean(members < totals[:, None], axis=1)
    levels = (below + np.mean(members <= totals[:, None], axis=1)) / 2.0
    return [
        _Scored(question, float(log), float(unit), float(level), _baselines(question))
        for question, log, unit, level in zip(asked, logs, units, levels, strict=True)
    ]


def _summary(
    subject: str, mode: str, scored: Sequence[_Scored], left_out: int, seed: int
) -> MonthsBacktest:
    levels = np.array([item.level for item in scored])
    by_month: dict[str, dict[int, MonthComparison]] = {}
    against: dict[str, MonthComparison] = {}
    for name in BASELINES:
        both = [item for item in scored if name in item.baselines]
        if not both:
            continue
        against[name] = _compared(name, both, seed)
        by_month[name] = {
            months: _compared(name, own, seed)
            for months in range(_MONTHS_SEEN)
            if (own := [item for item in both if item.question.months == months])
        }
    return MonthsBacktest(
        subject,
        mode,
        len(scored),
        len({item.question.series.programme for item in scored}),
        len({item.question.series.maker for item in scored}),
        left_out,
        float(np.mean([item.crps_log for item in scored])),
        float(np.mean([item.crps_units for item in scored])),
        float(np.mean(np.abs(levels - 0.5) <= 0.25)),
        float(np.mean(np.abs(levels - 0.5) <= 0.40)),
        against,
        by_month,
        _by_programme(scored),
    )


def _errors(name: str, item: _Scored) -> tuple[float, float]:
    """Return the absolute errors of a baseline: of the log, and in vehicles."""
    said, total = item.baselines[name], item.question.total
    return float(abs(np.log(max(said, 1.0)) - np.log(max(total, 1.0)))), abs(said - total)


def _compared(name: str, both: Sequence[_Scored], seed: int) -> MonthComparison:
    makers = [item.question.series.maker for item in both]
    errors = np.array([_errors(name, item) for item in both])
    model = np.array([(item.crps_log, item.crps_units) for item in both])
    log, units = (
        resampled_difference(model[:, column], errors[:, column], makers, seed) for column in (0, 1)
    )
    own, other = model.mean(axis=0), errors.mean(axis=0)
    return MonthComparison(
        len(both),
        len(set(makers)),
        float(other[0]),
        float(other[1]),
        float(own[0]),
        float(own[1]),
        log,
        units,
    )


def _by_programme(scored: Sequence[_Scored]) -> dict[str, dict[str, float]]:
    found = {}
    for name in sorted({item.question.series.programme for item in scored}):
        own = [item for item in scored if item.question.series.programme == name]
        row = {"model": float(np.mean([item.crps_log for item in own]))}
        for baseline in BASELINES:
            errors = [_errors(baseline, item)[0] for item in own if baseline in item.baselines]
            if errors:
                row[baseline] = float(np.mean(errors))
        found[name] = row
    return found
