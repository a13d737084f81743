"""Numbers, days and judgements in words, the same in the terminal and in the HTML report.

No false precision: whole percents, units to three digits, multiples to two decimals. What
was counted or promised is shown as it is, by :func:`count`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from jobone.core.days import DayInterval, month_days
from jobone.evidence.judging import RelationKind
from jobone.evidence.records import Claim
from jobone.outlook.bounds import Combination, TargetBounds, Verdict
from jobone.outlook.forecast import Forecast, TargetForecast
from jobone.programme.standing import StandingTarget

__all__ = [
    "NAMEPLATE_NOTE",
    "bound_ends",
    "bound_words",
    "count",
    "day",
    "days",
    "error_points",
    "event_words",
    "multiple",
    "multiple_range",
    "percent",
    "percent_with_error",
    "precedent_words",
    "promise_words",
    "promised_count",
    "relation_words",
    "signed_points",
    "target_sentence",
    "units",
    "units_range",
    "value_words",
    "verdict_words",
    "wait_words",
    "what_binds",
]

NAMEPLATE_NOTE = (
    "A nameplate is a planning figure for stated shifts, not a ceiling: 'above nameplate' says "
    "how many times the nameplate a promise needs, not that it is impossible."
)
"""What every reader of a bound has to know."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_VERDICTS: Mapping[Verdict, str] = MappingProxyType(
    {
        "within_nameplate": "within nameplate",
        "depends": "depends: at best only",
        "above_nameplate": "above nameplate",
        "impossible": "impossible at any rate",
        "within_promise": "every stated day keeps it",
        "outside_promise": "no stated day keeps it",
        "unknown": "unknown",
    }
)

_RELATIONS: Mapping[RelationKind, str] = MappingProxyType(
    {
        "retelling": "retells",
        "retracted": "takes back",
        "denied": "denies",
        "development": "follows, as a later state,",
        "settled": "settles",
        "earlier": "moves earlier",
        "later": "moves later",
        "narrower": "narrows",
        "wider": "softens",
        "higher": "raises",
        "lower": "lowers",
        "changed": "changes",
        "repeated": "repeats",
        "refined": "is more exact than",
        "conflict": "contradicts",
    }
)


def percent(probability: float | None) -> str:
    """Return a probability in whole percents.

    Parameters
    ----------
    probability
        Between 0 and 1; None where it is unknown.

    Returns
    -------
    str
        ``0 %`` and ``100 %`` only where exactly no path or every path keeps it; ``<1 %``
        and ``>99 %`` for anything else nearer to the ends than one percent.

    Examples
    --------
    >>> percent(0.876), percent(0.004), percent(0.9975), percent(0.0)
    ('88 %', '<1 %', '>99 %', '0 %')
    """
    if probability is None:
        return "unknown"
    if probability <= 0.0 or probability >= 1.0:
        return "0 %" if probability <= 0.0 else "100 %"
    if probability < 0.01:
        return "<1 %"
    if probability > 0.99:
        return ">99 %"
    return f"{_half_up(probability * 100.0)} %"


def error_points(standard_error: float | None) -> str:
    """Return a Monte Carlo standard error in percentage points, as short as a table needs it.

    Parameters
    ----------
    standard_error
        Of a probability; None where there is none.

    Returns
    -------
    str
        ``<1`` below one point, else whole points rounded up; empty for None.
    """
    if standard_error is None:
        return ""
    return "<1" if standard_error < 0.01 else str(math.ceil(standard_error * 100.0 - 1e-9))


def percent_with_error(probability: float | None, standard_error: float | None) -> str:
    """Return a probability with its Monte Carlo standard error beside it.

    Parameters
    ----------
    probability
        Between 0 and 1; None where it is unknown.
    standard_error
        Of `probability`; None leaves the error out.

    Examples
    --------
    >>> percent_with_error(0.876, 0.003)
    '88 % (Monte Carlo error below 1 point)'
    """
    points = error_points(standard_error)
    if probability is None or not points:
        return percent(probability)
    said = "below 1 point" if points == "<1" else f"{points} point{'s' * (points != '1')}"
    return f"{percent(probability)} (Monte Carlo error {said})"


def signed_points(difference: float) -> str:
    """Return a difference of probabilities in whole percentage points.

    Parameters
    ----------
    difference
        Between -1 and 1.

    Returns
    -------
    str
        With its sign; ``0 points`` only where it is exactly nothing.

    Examples
    --------
    >>> signed_points(0.12), signed_points(-0.01), signed_points(0.002), signed_points(0.0)
    ('+12 points', '-1 point', '+<1 point', '0 points')
    """
    if difference == 0.0:
        return "0 points"
    sign = "+" if difference > 0.0 else "-"
    if abs(difference) < 0.01:
        return f"{sign}<1 point"
    points = _half_up(abs(difference) * 100.0)
    return f"{sign}{points} point{'s' * (points != 1)}"


def units(number: float | None) -> str:
    """Return an estimated number of vehicles to three digits, thousands separated.

    Parameters
    ----------
    number
        Vehicles; None where the window of the target is not reached.

    Examples
    --------
    >>> units(823764.9), units(27825.5), units(512.4)
    ('824,000', '27,800', '512')
    """
    if number is None:
        return "not reached"
    size = abs(number)
    step = 1 if size < 1000.0 else 10 ** (math.floor(math.log10(size)) - 2)
    rounded = _half_up(size / step) * step
    return f"{rounded if number > 0.0 else -rounded:,}"


def units_range(low: float | None, high: float | None) -> str:
    """Return two numbers of vehicles as ``600,000 to 824,000``, or once where they agree."""
    first, last = units(low), units(high)
    return first if first == last else f"{first} to {last}"


def wait_words(days: float | None) -> str:
    """Return how long an order waits: in weeks, or in days where these are few.

    Parameters
    ----------
    days
        None where it ends more than a year after the horizon.
    """
    if days is None:
        return "longer"
    if days < 13.5:
        return f"{round(days)} day{'' if round(days) == 1 else 's'}"
    return f"{round(days / 7.0)} weeks"


def count(number: float) -> str:
    """Return a number of vehicles that was counted or promised, to the last one.

    Examples
    --------
    >>> count(136854.0)
    '136,854'
    """
    return f"{number:,.0f}"


def day(value: date | None) -> str:
    """Return a day, such as ``5 Apr 2031``; None is ``not reached``."""
    if value is None:
        return "not reached"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def days(value: DayInterval) -> str:
    """Return an interval of days in as few words as it takes.

    Examples
    --------
    >>> days(DayInterval(date(2031, 3, 1), date(2031, 3, 31)))
    'Mar 2031'
    >>> days(DayInterval(date(2031, 3, 5), date(2031, 3, 31)))
    '5 to 31 Mar 2031'
    """
    if value.first is None or value.last is None:
        return f"until {day(value.last)}" if value.first is None else f"from {day(value.first)}"
    first, last = value.closed
    if first == last:
        return day(first)
    if value == month_days(first.year, first.month):
        return f"{_MONTHS[first.month - 1]} {first.year}"
    if ".." not in str(value):
        return str(value)  # a year, a half or a quarter
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def value_words(value: float | date | None) -> str:
    """Return what a target came to: vehicles or a day."""
    return day(value) if isinstance(value, date) else units(value)


def multiple(number: float | None) -> str:
    """Return a multiple of the nameplate, such as ``1.09 times``.

    Parameters
    ----------
    number
        None where there is no own capacity to multiply.
    """
    return "no multiple" if number is None else f"{number:.2f} times"


def multiple_range(low: float | None, high: float | None) -> str:
    """Return the least and the most multiple needed, such as ``1.09 to 1.50 times``."""
    if low is None:
        return multiple(None)
    if high is None:
        return f"at least {multiple(low)}"
    least, most = f"{low:.2f}", multiple(high)
    return most if most.startswith(f"{least} ") else f"{least} to {most}"


def verdict_words(verdict: Verdict) -> str:
    """Return a verdict in a few words."""
    return _VERDICTS[verdict]


def relation_words(kind: RelationKind) -> str:
    """Return how one claim stands to another, as the verb between the two."""
    return _RELATIONS[kind]


def event_words(event: object) -> str:
    """Return an event reference such as ``sop.a1`` in words."""
    kind, _, name = str(event).partition(".")
    return f"start of production of {name}" if kind == "sop" else f"{kind} {name}"


def promise_words(target: StandingTarget, bounds: TargetBounds) -> str:
    """Return what a target promises, and by or within which days.

    Parameters
    ----------
    target
        The promise.
    bounds
        What arithmetic says of it; names the day or the units.
    """
    if target.event is not None:
        by = day(bounds.by or _promised_day(target))
        return f"{event_words(target.event)} by {by}"
    built = "delivered" if target.measure == "deliveries" else "built"
    of = "" if target.of == "maker" else f" of {target.of.removeprefix('model.')}"
    if target.window_event is not None:
        months = f"{target.months} month{'s' * (target.months != 1)}"
        window = f"within {months} of the {event_words(target.window_event)}"
    else:
        window = "in no stated window" if target.period is None else f"in {days(target.period)}"
    return f"{_promised_units(bounds)} vehicles{of} {built} {window}"


def _promised_day(target: StandingTarget) -> date | None:
    if target.by is None or not target.by.options:
        return None
    value = target.by.options[0].value
    return value.last if isinstance(value, DayInterval) else None


def _promised_units(bounds: TargetBounds) -> str:
    return promised_count(bounds) or "an unknown number of"


def promised_count(bounds: TargetBounds) -> str:
    """Return the vehicles promised, as a range where they are uncertain; empty if unknown."""
    if bounds.combinations:
        low = min(item.needed[0] for item in bounds.combinations)
        high = max(item.needed[1] for item in bounds.combinations)
        if low != high:
            return f"{count(low)} to {count(high)}"
    return "" if bounds.units is None else count(bounds.units)


def bound_ends(combinations: Sequence[Combination]) -> tuple[str, str]:
    """Return the lowest and the highest over all combinations: vehicles, or days.

    Parameters
    ----------
    combinations
        At least one.
    """
    lowest = [item.lowest for item in combinations]
    highest = [item.highest for item in combinations]
    if lowest[0].units is None:
        return (
            day(min(min(item.dates.values()) for item in lowest)),
            day(max(max(item.dates.values()) for item in highest)),
        )
    return (
        units(min(item.units or 0.0 for item in lowest)),
        units(max(item.units or 0.0 for item in highest)),
    )


def bound_words(bounds: TargetBounds) -> str:
    """Return what arithmetic alone says of a target, as one clause without a full stop.

    Parameters
    ----------
    bounds
        Its bounds.
    """
    if bounds.verdict == "unknown" or not bounds.combinations:
        return f"cannot be judged by arithmetic ({bounds.reason})"
    first, last = bound_ends(bounds.combinations)
    span = first if first == last else f"{first} to {last}"
    if bounds.by is not None:
        if bounds.verdict == "within_promise":
            return f"every day stated for it keeps it ({span})"
        if bounds.verdict == "outside_promise":
            return f"no day that can still be meant keeps it ({span})"
        return f"some of the days stated for it keep it and some do not ({span})"
    if bounds.verdict == "impossible":
        return "impossible at any rate, as its window ends before the earliest start"
    contract = max(item.highest.contract_units for item in bounds.combinations)
    with_contract = f", up to {units(contract)} of them under contract" if contract > 0.0 else ""
    needed = f"takes {multiple_range(*bounds.needed_multiple)} the nameplate"
    if bounds.needed_multiple[0] is None:
        needed = "has no nameplate of its own to be multiplied"
    arithmetic = f"nameplate without ramp or outage gives {span}{with_contract}"
    if bounds.verdict == "within_nameplate":
        return f"within nameplate: {arithmetic}, and it {needed}"
    above = bounds.verdict == "above_nameplate"
    verdict = "above nameplate" if above else "within nameplate at best only"
    reached = precedent_words(bounds)
    return (
        f"{verdict}: {arithmetic}, so it {needed}, which is a planning figure and not a ceiling"
        f"{f' ({reached})' if reached else ''}"
    )


def precedent_words(bounds: TargetBounds) -> str:
    """Return how many past plants reached the least multiple needed; empty where none is known."""
    if bounds.precedents is None or bounds.age_months is None:
        return ""
    others = len(bounds.plants) - len(bounds.precedents)
    long = f", {bounds.followed_in_vain} of the others were counted that long" if others else ""
    return (
        f"{len(bounds.precedents)} of {len(bounds.plants)} past plants reached that "
        f"within {bounds.age_months:.0f} months{long}"
    )


def target_sentence(
    bounds: TargetBounds,
    forecast: TargetForecast,
    *,
    claim: Claim | None = None,
    binds: str = "",
) -> str:
    """Return one sentence on a target: promise, bound, multiple needed, probability.

    Parameters
    ----------
    bounds
        What arithmetic says of it.
    forecast
        What the paths say of it.
    claim
        The claim that made the promise; names who said it and when.
    binds
        What binds, by :func:`what_binds`; empty leaves it out.

    Returns
    -------
    str
        It names what is unknown and why, and says of a denied promise that it is denied.
    """
    target = forecast.target
    said = [] if claim is None else [f"{claim.said_by}, {days(claim.said_on)}"]
    said += ["since denied, judged all the same"] if target.denied_by else []
    aside = f" ({'; '.join(said)})" if said else ""
    parts = [f"{bounds.name}: {promise_words(target, bounds)}{aside}"]
    if forecast.probability is None:
        same = bounds.verdict == "unknown" and bounds.reason == forecast.reason
        parts += [] if same else [bound_words(bounds)]
        parts.append(f"probability unknown, because {forecast.reason}")
    else:
        chance = percent_with_error(forecast.probability, forecast.standard_error)
        parts += [bound_words(bounds), f"probability {chance}, 80 % interval {_interval(forecast)}"]
    parts += [binds] if binds else []
    return "; ".join(parts) + "."


def _interval(forecast: TargetForecast) -> str:
    low, high = value_words(forecast.p10), value_words(forecast.p90)
    span = low if low == high else f"{low} to {high}"
    counted = forecast.target.event is None and forecast.p90 is not None
    return f"{span} vehicles" if counted else span


def what_binds(forecast: Forecast, target: TargetForecast) -> str:
    """Return what holds a target back most, as a clause; empty where nothing can be named.

    Parameters
    ----------
    forecast
        The outlook.
    target
        One of its targets.

    Returns
    -------
    str
        For a promised start of production the gate before it that is done last on the
        middle path; for a volume the cause that loses most units, over the whole horizon
        and not this target's window alone.
    """
    standing = forecast.standing
    if target.probability is None or target.probability >= 1.0:
        return ""
    if target.target.event is None:
        losses = [item for item in forecast.lost_units if item[0] != "observed" and item[1] > 0]
        cause, _ = max(losses, key=lambda item: item[1], default=("", 0))
        return f"the largest loss is the {cause}" if cause else ""
    place = standing.model_place(target.target.event.name)
    if target.target.event.kind != "sop" or place is None:
        return ""
    named = {f"gate.{standing.gates[gate].name}" for gate in standing.models[place].after}
    waiting = [
        event
        for event in forecast.events
        if event.name in named and (event.p50 is None or event.p50 > standing.as_of)
    ]
    if not waiting:
        return ""
    last = max(waiting, key=lambda event: event.p50 or date.max)
    return f"the {event_words(last.name)} comes last"


def _half_up(number: float) -> int:
    return math.floor(number + 0.5)
