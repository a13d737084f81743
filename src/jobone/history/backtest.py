"""The backtest as a whole: days, volumes, first years, rates and months, in every mode."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from jobone.core.problems import InputError, Location, Problem
from jobone.history.cases import date_cases
from jobone.history.date_backtest import (
    DateBacktest,
    Replayed,
    replay_causal,
    replay_holdout,
    replay_left_out,
    score_dates,
)
from jobone.history.dates import too_few
from jobone.history.first_years import (
    LEAST_FIRST_YEARS,
    FirstYear,
    first_years,
    forecast_first_year,
)
from jobone.history.plants import (
    LEAST_PLANTS,
    PlantRecord,
    forecast_sustained,
    plant_records,
    plate_known_on,
)
from jobone.history.ramp_backtest import MonthsBacktest, replay_months
from jobone.history.ratio_backtest import Question, RatioBacktest, score_ratios
from jobone.history.records import History
from jobone.history.volume_targets import (
    LEAST_VOLUMES,
    VolumeCase,
    forecast_ratio,
    volume_cases,
)

__all__ = ["Backtest", "Scored", "last_known_day", "run_backtest"]

FIRST_YEARS = Question[FirstYear](
    "first_years",
    lambda case: case.maker,
    lambda case: case.begins,
    lambda case: case.known,
    lambda case: case.ratio,
    lambda case, past: forecast_first_year(past),
    LEAST_FIRST_YEARS,
)

VOLUMES = Question[VolumeCase](
    "volumes",
    lambda case: case.question.maker,
    lambda case: case.question.said,
    lambda case: case.known,
    lambda case: case.ratio,
    lambda case, past: forecast_ratio(case.question, past),
    LEAST_VOLUMES,
)


def _sustained(record: PlantRecord) -> float:
    rate = record.sustained()
    if rate is None:
        raise ValueError(f"{record.plant} has not run for a year")
    return rate


RATES = Question[PlantRecord](
    "sustained_rates",
    lambda record: record.maker,
    lambda record: int(record.opened),
    lambda record: max(plate_known_on(item).toordinal() for item in record.periods),
    _sustained,
    lambda record, past: forecast_sustained(record.kind, past),
    LEAST_PLANTS,
)


@dataclass(frozen=True)
class Scored:
    """One mode of a backtest."""

    mode: str
    dates: DateBacktest
    ratios: tuple[RatioBacktest, ...]
    months: tuple[MonthsBacktest, ...]


@dataclass(frozen=True)
class Backtest:
    """What history says of the forecasts.

    Parameters
    ----------
    data, holdout
        Names of the folders; `holdout` is empty where one folder serves both.
    seed
        For members and resampling.
    last_day
        Ordinal of the last day on which anything is known.
    modes
        ``causal`` and ``left-out makers``, or ``holdout``.
    """

    data: str
    holdout: str
    seed: int
    last_day: int
    modes: tuple[Scored, ...]


def last_known_day(history: History) -> int:
    """Return the ordinal of the last day on which a history tells anything.

    A day known to its year alone counts from the first of January: it was told then or
    later in the year, which may not be over.
    """
    told = [promise.said_on for promise in history.promises]
    told += [promise.said_on for promise in history.volume_promises]
    for programme in history.programmes.values():
        known = (programme.sop, programme.first_delivery, programme.outcome_known)
        told += [item for item in known if item is not None]
    days = [item.closed[item.day_count <= 31] for item in told]
    days += [volume.period.closed[1] for volume in history.volumes]
    return max((day.toordinal() for day in days), default=date.min.toordinal())


def run_backtest(
    history: History,
    seed: int,
    holdout: History | None = None,
    progress: Callable[[str], None] | None = None,
) -> Backtest:
    """Replay a history.

    Parameters
    ----------
    history
        What is fitted on.
    seed
        From 0 to 2**64 - 1.
    holdout
        What is forecast; left out, the history replays itself in two modes.
    progress
        Called with what is being done.

    Raises
    ------
    InputError
        If there are too few cases, with the number needed.
    """
    tell = progress or (lambda text: None)
    cases = date_cases(history)
    last_day = last_known_day(history)
    missing = too_few(cases, last_day)
    if missing:
        raise InputError([Problem(Location(f"{history.name}/announcements.csv"), missing)])
    modes: list[Scored] = []
    if holdout is not None:
        tell("forecasting the held-out promises")
        held_out = date_cases(holdout)
        judged_by = last_known_day(holdout)
        replayed, skipped = replay_holdout(cases, last_day, held_out, judged_by)
        dates = _scored_dates("holdout", replayed, judged_by, seed, skipped, holdout)
        ratios = _ratios("holdout", history, last_day, seed, holdout)
        months = replay_months(history, "holdout", last_day, seed, holdout)
        modes.append(Scored("holdout", dates, ratios, months))
        return Backtest(history.name, holdout.name, seed, last_day, tuple(modes))
    tell("replaying promises in the order they were made")
    causal, skipped = replay_causal(cases, last_day)
    dates = _scored_dates("causal", causal, last_day, seed, skipped, history)
    ratios = _ratios("causal", history, last_day, seed)
    tell("replaying the months as they came in")
    months = replay_months(history, "causal", last_day, seed)
    modes.append(Scored("causal", dates, ratios, months))
    tell("leaving out one maker after the other")
    left_out, skipped = replay_left_out(cases, last_day)
    dates = _scored_dates("left-out makers", left_out, last_day, seed, skipped, history)
    ratios = _ratios("left-out makers", history, last_day, seed)
    months = replay_months(history, "left-out makers", last_day, seed)
    modes.append(Scored("left-out makers", dates, ratios, months))
    return Backtest(history.name, "", seed, last_day, tuple(modes))


def _scored_dates(
    mode: str, replayed: Sequence[Replayed], last_day: int, seed: int, skipped: int, scored: History
) -> DateBacktest:
    try:
        return score_dates(mode, replayed, last_day, seed, skipped)
    except ValueError as failure:
        raise InputError(
            [Problem(Location(f"{scored.name}/announcements.csv"), str(failure))]
        ) from None


def _ratios(
    mode: str, history: History, last_day: int, seed: int, holdout: History | None = None
) -> tuple[RatioBacktest, ...]:
    rated = [item for item in plant_records(history, last_day) if item.sustained() is not None]
    found = [
        score_ratios(
            VOLUMES,
            mode,
            volume_cases(history),
            last_day,
            seed,
            None if holdout is None else volume_cases(holdout),
        ),
        score_ratios(
            FIRST_YEARS,
            mode,
            first_years(history),
            last_day,
            seed,
            None if holdout is None else first_years(holdout),
        ),
        score_ratios(
            RATES,
            mode,
            rated,
            last_day,
            seed,
            None
            if holdout is None
            else [
                item
                for item in plant_records(holdout, last_known_day(holdout))
                if item.sustained() is not None
            ],
        ),
    ]
    return tuple(item for item in found if item is not None)
