"""Past programmes and the backtest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from jobone.core.days import DayInterval
from jobone.history.backtest import Backtest, Scored
from jobone.history.cases import Case
from jobone.history.date_backtest import METHODS
from jobone.history.frozen import FrozenScore
from jobone.history.outside import Past
from jobone.history.plants import PlantRecord
from jobone.history.ramp_backtest import MonthsBacktest
from jobone.history.ratio_backtest import RATIO_METHODS
from jobone.history.scores import Difference
from jobone.history.summaries import ProgrammeSummary
from jobone.history.volume_targets import VolumeCase
from jobone.outlook.outside import start_promises
from jobone.programme.standing import Standing
from jobone.report.terminal.layout import heading, listing, paragraph, section, table
from jobone.report.wording import percent

__all__ = [
    "backtest_view",
    "frozen_view",
    "outside_section",
    "plants_view",
    "programmes_view",
    "promises_view",
    "volumes_view",
]

METHOD_NAMES = {
    "model": "model",
    "as_promised": "as promised",
    "promise_plus_typical_slip": "promise plus typical slip",
    "empirical": "all past slips",
    "base_rate": "base rate",
    "typical_ratio": "promise times typical ratio",
}

_NEAREST = 4
"""Past promises that are named in the terminal."""

_RATIO_TITLES = {
    "volumes": "Promised volumes: what came over what was said",
    "first_years": "First twelve months over what was promised for them",
    "sustained_rates": "Sustained rates over the nameplate",
}
_RATIO_NAMES = METHOD_NAMES | {"empirical": "all past ratios", "as_promised": "as promised (1)"}


def frozen_view(score: FrozenScore) -> Group:
    """Show how frozen forecasts have fared.

    Parameters
    ----------
    score
        Of all that was frozen.
    """
    made = ", ".join(day.isoformat() for day in score.made)
    lines = [
        f"{score.starts} promised days: {score.judged} are kept or broken, {score.came} came",
        f"{score.volumes} promised volumes: {score.met_judged} have an outcome",
    ]
    if score.crps_months is not None:
        lines.append(
            f"days: CRPS {score.crps_months:.2f} months, as promised "
            f"{_number(score.promised_crps_months)}"
        )
    if score.brier is not None:
        lines.append(f"kept windows: Brier {score.brier:.3f}")
    if score.met_brier is not None:
        lines.append(f"met volumes: Brier {score.met_brier:.3f}")
    return Group(heading(f"Forecasts frozen on {made}"), listing(lines))


def promises_view(cases: Sequence[Case]) -> Group:
    """Show promised days and what became of them.

    Parameters
    ----------
    cases
        In the order in which they are shown.
    """
    rows = [
        (
            case.programme,
            case.promise.kind.replace("_", " "),
            "SOP" if case.promise.event == "sop" else "delivery",
            str(case.source.said_on),
            str(case.source.window),
            _outcome(case),
            "" if case.months_late is None else f"{case.months_late:+.1f}",
        )
        for case in cases
    ]
    columns = ("programme", "kind", "of", "said on", "promised", "came", ">months")
    return Group(paragraph(_promises_summary(cases)), Text(), table(columns, rows))


def _outcome(case: Case) -> str:
    if case.came is not None:
        first, last = (date.fromordinal(day) for day in case.came)
        return (
            first.isoformat()
            if first == last
            else f"{first:%Y-%m}"
            if (last - first).days < 31
            else f"{first:%Y}"
        )
    return "never" if case.ended is not None else "not yet"


def _promises_summary(cases: Sequence[Case]) -> str:
    late = [case.months_late for case in cases if case.months_late is not None]
    judged = [case for case in cases if case.came is not None or case.ended is not None]
    kept = sum(case.came is not None and case.came[1] <= case.promise.last for case in judged)
    text = f"{len(cases)} promises of {len({case.maker for case in cases})} makers."
    if late:
        text += (
            f" {len(judged)} have an outcome, {kept} of them were kept; "
            f"the middle one came {np.median(late):+.1f} months from the middle of its window."
        )
    return text


def programmes_view(summaries: Sequence[ProgrammeSummary]) -> Group:
    """Show whole programmes, from the first word to the first twelve months.

    Parameters
    ----------
    summaries
        In the order in which they are shown.
    """
    rows = [
        (
            f"{item.programme.maker} {item.programme.model or item.programme.id}",
            item.programme.kind.replace("_", " "),
            _month(item.announced),
            _first_promise(item),
            item.moves if item.promises else "",
            _month(item.sop),
            _month(item.first_delivery),
            item.outcome.replace("_", " "),
            _units(item.promised_units),
            _units(item.counted_units),
        )
        for item in summaries
    ]
    columns = (
        "programme",
        "kind",
        "told",
        "first promise",
        ">moved",
        "SOP",
        "delivery",
        "outcome",
        ">promised",
        ">came",
    )
    return Group(paragraph(_programmes_summary(summaries)), Text(), table(columns, rows))


def _month(days: DayInterval | None) -> str:
    """Return the month in which something came, or the year where no more is known."""
    if days is None:
        return ""
    return f"{days.closed[0]:%Y-%m}" if days.day_count <= 31 else str(days)


def _units(units: float | None) -> str:
    return "" if units is None else f"{units:,.0f}"


def _first_promise(item: ProgrammeSummary) -> str:
    first = item.first_promise
    if first is None:
        return ""
    event = "SOP" if first.promise.event == "sop" else "delivery"
    return f"{event} by {first.source.window.closed[1]:%Y-%m}"


def _programmes_summary(summaries: Sequence[ProgrammeSummary]) -> str:
    makers = len({item.programme.maker for item in summaries})
    counts = Counter(item.outcome for item in summaries)
    told = [f"{count} {outcome.replace('_', ' ')}" for outcome, count in counts.most_common()]
    text = f"{len(summaries)} programmes of {makers} makers"
    text += f": {', '.join(told)}." if told else "."
    judged = [item for item in summaries if item.promises]
    if judged:
        moved = sum(item.moves > 0 for item in judged)
        text += f" Of {len(judged)} with a promised day, {moved} moved it to later."
    both = [
        item.counted_units / item.promised_units
        for item in summaries
        if item.promised_units and item.counted_units is not None
    ]
    if both:
        text += (
            f" Promised and came are the first twelve months; of {len(both)} with both, "
            f"the middle one came to {np.median(both):.2f} of its promise."
        )
    return text


def volumes_view(cases: Sequence[VolumeCase]) -> Group:
    """Show promised volumes and what came.

    Parameters
    ----------
    cases
        In the order in which they are shown.
    """
    rows = [
        (
            case.source.series,
            case.question.kind.replace("_", " "),
            str(case.source.said_on),
            str(case.source.period),
            case.source.measure,
            f"{case.source.units:,.0f}",
            f"{case.ratio:.2f}",
        )
        for case in cases
    ]
    columns = ("of", "kind", "said on", "period", "measure", ">promised", ">came / promised")
    summary = f"{len(cases)} promised volumes have an outcome."
    if cases:
        met = sum(case.ratio >= 1.0 for case in cases)
        middle = np.median([case.ratio for case in cases])
        summary += f" {met} were met; the middle one came to {middle:.2f} of what was said."
    return Group(paragraph(summary), Text(), table(columns, rows))


def plants_view(plants: Sequence[PlantRecord]) -> Group:
    """Show what plants built over their nameplates, by age.

    Parameters
    ----------
    plants
        In the order in which they are shown.
    """
    ages = ((0.0, 6.0), (6.0, 12.0), (12.0, 24.0), (24.0, 36.0), (36.0, 999.0))
    rows = [
        (
            plant.name,
            plant.maker,
            str(plant.periods[0].opened),
            *(_multiple(plant, low, high) for low, high in ages),
        )
        for plant in plants
    ]
    columns = (
        "plant",
        "maker",
        "opened",
        ">0-6 months",
        ">6-12",
        ">12-24",
        ">24-36",
        ">later",
    )
    summary = (
        f"{len(plants)} plants: output, taken to a year, over the nameplate in force, "
        "by months since opening."
    )
    return Group(paragraph(summary), Text(), table(columns, rows))


def _multiple(plant: PlantRecord, low: float, high: float) -> str:
    periods = [item for item in plant.periods if low <= plant.months_since_opening(item) < high]
    if not periods:
        return ""
    days = np.array([item.period.day_count for item in periods])
    return f"{np.average([item.multiple for item in periods], weights=days):.2f}"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"


def _number(value: float | None, digits: int = 2) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _gain(item: Difference | None, digits: int = 2) -> str:
    if item is None:
        return ""
    return (
        f"{item.mean:+.{digits}f} ({item.low:+.{digits}f} to {item.high:+.{digits}f}), "
        f"{item.relative:+.0%}"
    )


def backtest_view(backtest: Backtest) -> Group:
    """Show the scores of every mode.

    Parameters
    ----------
    backtest
        What was replayed.
    """
    on = (
        f"on {backtest.holdout}, fitted on {backtest.data}"
        if backtest.holdout
        else (f"on {backtest.data}")
    )
    parts: list[RenderableType] = [
        heading(f"Backtest {on}, known until {date.fromordinal(backtest.last_day)}"),
        paragraph(
            "Smaller scores are better. In brackets the 95 % interval of the difference, "
            "by resampling whole makers."
        ),
    ]
    for scored in backtest.modes:
        parts += _mode(scored)
    return Group(*parts)


_MODES = {
    "causal": "Rolling in time: fitted on what was known on the day of each promise",
    "left-out makers": "Left-out makers: fitted on all other makers",
    "holdout": "Held-out makers: fitted on the other folder",
}


def _mode(scored: Scored) -> list[RenderableType]:
    dates = scored.dates
    rows = []
    for method in METHODS:
        scores = dates.scores[method]
        rows.append(
            (
                METHOD_NAMES[method],
                _number(scores.crps_months),
                _number(scores.brier, 3),
                _number(scores.log_score),
                _percent(scores.coverage50),
                _percent(scores.coverage80),
                _gain(dates.differences.get(f"{method}.crps_months")),
                _gain(dates.differences.get(f"{method}.brier"), 3),
            )
        )
    text = (
        f"{dates.forecasts} promised days of {dates.programmes} programmes by {dates.makers} "
        f"makers, {dates.came} of which came."
    )
    if dates.left_out:
        text += f" {dates.left_out} more were made before enough was known."
    columns = (
        "promised days",
        ">CRPS, months",
        ">Brier",
        ">log score",
        ">in 50 %",
        ">in 80 %",
        ">model less this, CRPS",
        ">model less this, Brier",
    )
    parts: list[RenderableType] = [
        section(_MODES[scored.mode], paragraph(text), Text(), table(columns, rows))
    ]
    for item in scored.ratios:
        ratio_rows = [
            (
                _RATIO_NAMES[method],
                _number(item.scores[method].crps, 3),
                _number(item.scores[method].brier, 3),
                _percent(item.scores[method].coverage50),
                _percent(item.scores[method].coverage80),
                _gain(item.differences.get(f"{method}.crps"), 3),
            )
            for method in RATIO_METHODS
        ]
        ratio_columns = (
            f"{item.forecasts} cases, {item.makers} makers",
            ">CRPS",
            ">Brier",
            ">in 50 %",
            ">in 80 %",
            ">model less this, CRPS",
        )
        parts.append(section(_RATIO_TITLES[item.name], table(ratio_columns, ratio_rows)))
    parts += [_months(found) for found in scored.months]
    return parts


_MONTH_TITLES = {
    "first_twelve_months": "As the months come in: the first twelve months' total",
    "calendar_year": "As the months come in: the calendar year's total",
}
_MONTH_NAMES = {
    "last_month": "last month times months left",
    "last_quarter": "last quarter times the rest",
    "guidance": "the company's guidance",
}


def _months(item: MonthsBacktest) -> RenderableType:
    """Show the replay of months: over all, by months seen, and where guidance was better."""
    text = (
        f"{item.forecasts} forecasts of {item.programmes} programmes by {item.makers} makers, "
        f"0 to 11 months after the first. CRPS of the log of the total, about the relative "
        f"error: {item.crps_log:.2f}; {percent(item.coverage50)} in 50 %, "
        f"{percent(item.coverage80)} in 80 %."
    )
    if item.left_out:
        text += f" {item.left_out} more came before enough was known."
    rows = [
        (
            _MONTH_NAMES[name],
            found.forecasts,
            f"{found.crps_log:.3f}",
            f"{found.model_crps_log:.3f}",
            _gain(found.difference_log, 3),
            f"{found.difference_units.relative:+.0%}",
        )
        for name, found in item.against.items()
    ]
    columns = (
        "where both speak",
        ">forecasts",
        ">CRPS",
        ">model",
        ">model less this",
        ">in vehicles",
    )
    parts: list[RenderableType] = [paragraph(text), Text(), table(columns, rows)]
    by_month = item.by_month.get("guidance", {})
    if by_month:
        gains = ", ".join(
            f"{month}: {found.difference_log.relative:+.0%} ({found.forecasts})"
            for month, found in by_month.items()
        )
        parts += [Text(), paragraph(f"Against guidance, by months seen (forecasts): {gains}.")]
    worse = [
        f"{name} ({row['model']:.2f} against {row['guidance']:.2f})"
        for name, row in item.by_programme.items()
        if row["model"] > row.get("guidance", np.inf)
    ]
    if worse:
        parts.append(paragraph(f"Guidance was better for {', '.join(worse)}."))
    return section(_MONTH_TITLES[item.subject], *parts)


def outside_section(standing: Standing) -> RenderableType | None:
    """Show what the past says of each promised start, with the nearest cases.

    Parameters
    ----------
    standing
        The programme; None comes back where nothing is promised or nobody is asked.
    """
    past = standing.folder.outside
    model = past.date_model(standing.as_of) if isinstance(past, Past) else None
    if not isinstance(past, Past) or model is None:
        return None
    kind = standing.folder.header.maker_type
    lines = []
    for item in standing.models:
        for promise in start_promises(standing, item):
            asked = (kind, promise.said_on, promise.window, promise.moves, standing.as_of)
            forecast = past.promised_start(*asked)
            if forecast is None:
                continue
            near = ", ".join(
                f"{near.case.programme} {_lateness(near.case)}"
                for near in past.nearest_starts(*asked)[:_NEAREST]
            )
            own = model.resolved.get(kind, 0)
            borrowed = "" if own else f", none by a {kind.replace('_', ' ')}: all of it borrowed"
            lines.append(
                f"{item.sop.path}, promised for {promise.window}: kept with "
                f"{percent(forecast.kept)}, never with {percent(forecast.never)}, by "
                f"{sum(model.resolved.values())} past promises of {model.makers} makers"
                f"{borrowed}. Most like it: {near}."
            )
    return section("What the past says", listing(lines)) if lines else None


def _lateness(case: Case) -> str:
    late = case.months_late
    return "(never)" if late is None else f"({late:+.1f} months)"
