"""The outlook and the bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.text import Text

from jobone.evidence.records import Assumption
from jobone.outlook.bounds import Extreme, Rescue, TargetBounds
from jobone.outlook.forecast import (
    ConflictEffect,
    EventForecast,
    Forecast,
    SideEffect,
    TargetForecast,
)
from jobone.outlook.last_rows import LastRows
from jobone.outlook.learning import Learning
from jobone.outlook.schedule import PartsForecast
from jobone.report.learned import (
    NUMBER_COLUMNS,
    fit_words,
    last_words,
    narrow_words,
    number_rows,
    probability_rows,
)
from jobone.report.terminal.layout import heading, listing, paragraph, section, table
from jobone.report.terminal.past import outside_section
from jobone.report.wording import (
    NAMEPLATE_NOTE,
    bound_ends,
    bound_words,
    count,
    day,
    error_points,
    event_words,
    multiple_range,
    percent,
    precedent_words,
    promised_count,
    signed_points,
    target_sentence,
    units,
    value_words,
    verdict_words,
    wait_words,
    what_binds,
)

__all__ = ["answer_view", "assumption_value", "bounds_view", "outlook_view"]

_NEEDS_NOTE = ("above_nameplate", "depends")


# --- Bounds ----------------------------------------------------------------------------


def bounds_view(bounds: Sequence[TargetBounds], as_of: date | None = None) -> Group:
    """Show what arithmetic alone says of each target.

    Parameters
    ----------
    bounds
        In the order of the targets.
    as_of
        The day of the answer, for the title; left out where it is not known.
    """
    if not bounds:
        return Group(paragraph("There is no target to judge on this day."))
    when = "" if as_of is None else f" as of {day(as_of)}"
    parts: list[RenderableType] = [
        heading(f"What arithmetic says{when}"),
        paragraph(
            "Every plant at its nameplate from the day it opens, no ramp, no outage; "
            "units to three digits. Times: the multiple of the own nameplate that is needed."
        ),
        Text(),
        _bounds_table(bounds),
    ]
    for item in bounds:
        details = tuple(_bounds_details(item))
        parts += [section(item.name, *details)] if details else []
    unknown = [f"{item.name}: {item.reason}" for item in bounds if item.verdict == "unknown"]
    if unknown:
        parts.append(section("Cannot be judged", listing(unknown)))
    if any(item.units is not None and item.combinations for item in bounds):
        parts += [Text(), paragraph(NAMEPLATE_NOTE)]
    return Group(*parts)


def _bounds_table(bounds: Sequence[TargetBounds]) -> RenderableType:
    rows = []
    for item in bounds:
        promised = day(item.by) if item.by is not None else promised_count(item) or "unknown"
        needed = multiple_range(*item.needed_multiple).removesuffix(" times")
        shown = needed if item.units is not None and item.combinations else ""
        low, high = bound_ends(item.combinations) if item.combinations else ("", "")
        rows.append((item.name, promised, low, high, shown, verdict_words(item.verdict)))
    return table(("target", ">promised", ">lowest", ">highest", ">times", "verdict"), rows)


def _bounds_details(bounds: TargetBounds) -> Iterator[RenderableType]:
    if bounds.by is not None and not any(item.sides for item in bounds.combinations):
        return  # the table has both days already
    for item in bounds.combinations:
        if item.sides:
            sides = ", ".join(f"{path} {value}" for path, value in item.sides.items())
            yield paragraph(f"With {sides}:")
        yield listing(
            (
                f"lowest {_extreme_words(item.lowest)}",
                f"highest {_extreme_words(item.highest)}",
            )
        )
    reached = precedent_words(bounds)
    if reached:
        names = ", ".join(
            f"{plant.maker} {plant.name} ({plant.multiple:.2f})"
            for plant in bounds.precedents or ()
        )
        yield paragraph(f"{reached}{f': {names}' if names else ''}.")
    if bounds.rescues:
        yield paragraph("Each of these alone brings it within nameplate:")
        yield listing(_rescue_words(item) for item in bounds.rescues)
    elif bounds.verdict in ("above_nameplate", "depends") and bounds.units is not None:
        yield paragraph("No single lever within its range brings it surely within nameplate.")


def _extreme_words(extreme: Extreme) -> str:
    days = ", ".join(f"{path} {day(when)}" for path, when in extreme.dates.items())
    if extreme.units is None:
        return days
    contract = (
        f", {units(extreme.contract_units)} of them under contract"
        if extreme.contract_units > 0.0
        else ""
    )
    return f"{units(extreme.units)}{contract}" + (f" with {days}" if days else "")


def _rescue_words(rescue: Rescue) -> str:
    if rescue.unit == "day":
        return f"{rescue.lever}: {rescue.path} by {day(date.fromisoformat(rescue.to))}"
    return f"{rescue.lever}: {rescue.path} of {count(float(rescue.to))} {rescue.unit} or more"


# --- Outlook ---------------------------------------------------------------------------


def answer_view(forecast: Forecast, bounds: Sequence[TargetBounds]) -> Group:
    """Show the answer alone: a sentence a target, and what to know in reading it.

    Parameters
    ----------
    forecast
        What the paths say.
    bounds
        What arithmetic says, as of the same day and with the same changes.
    """
    folder = forecast.standing.folder
    parts: list[RenderableType] = [
        heading(f"{folder.header.maker} as of {day(forecast.as_of)}"),
        paragraph(f"{forecast.paths:,} paths, seed {forecast.seed}"),
        Text(),
        _sentences(forecast, bounds),
    ]
    if any(item.verdict in _NEEDS_NOTE and item.units is not None for item in bounds):
        parts += [Text(), paragraph(NAMEPLATE_NOTE)]
    parts += [Text(), paragraph(_view_note(forecast.inside_weight))]
    return Group(*parts)


def outlook_view(forecast: Forecast, bounds: Sequence[TargetBounds]) -> Group:
    """Show an outlook: the answer, then what stands behind its sentences.

    Parameters
    ----------
    forecast
        What the paths say.
    bounds
        What arithmetic says, as of the same day and with the same changes.
    """
    parts: list[RenderableType] = [answer_view(forecast, bounds)]
    if forecast.standing.changes:
        changes = [f"{change.path} = {change.value}" for change in forecast.standing.changes]
        parts.append(section("Changed for this outlook", listing(changes)))
    if forecast.events:
        parts.append(_events(forecast))
    outside = outside_section(forecast.standing)
    if outside is not None:
        parts.append(outside)
    if forecast.targets:
        parts.append(_targets(forecast.targets))
    if forecast.parts:
        parts.append(_parts(forecast.parts))
    if forecast.learning is not None:
        parts.append(_learning(forecast.learning))
    if forecast.last_rows is not None:
        parts.append(_last_rows(forecast.last_rows))
    if forecast.conflicts:
        parts.append(_conflicts(forecast.conflicts))
    parts.append(_waterfall(forecast))
    if forecast.waits:
        parts.append(_waits(forecast))
    if forecast.assumptions:
        parts.append(_assumptions(forecast.assumptions, forecast.as_of))
    if forecast.unargued:
        paths = ", ".join(forecast.unargued)
        parts.append(
            section(
                "Written without an argument",
                paragraph(f"Numbers that stand in programme.toml itself: {paths}."),
            )
        )
    return Group(*parts)


def _parts(forecasts: Sequence[PartsForecast]) -> RenderableType:
    rows = [
        (
            item.name.removeprefix("part."),
            *(count(value) for value in item.needed),
            day(item.peak_weeks[0]),
            day(item.peak_weeks[2]),
        )
        for item in forecasts
    ]
    heads = ("part", ">10 %", ">50 %", ">90 %", ">not before", ">not after")
    return section(
        "Parts in the highest week that is left",
        table(heads, rows),
        paragraph("The week that is highest lies between the last two days with 80 %."),
    )


def _sentences(forecast: Forecast, bounds: Sequence[TargetBounds]) -> RenderableType:
    claims = {claim.id: claim for claim in forecast.standing.folder.evidence.claims}
    by_name = {item.name: item for item in bounds}
    sentences: list[Text] = []
    for item in forecast.targets:
        bound = by_name.pop(item.target.name, None)
        if bound is not None:
            said = claims.get(item.target.said)
            binds = what_binds(forecast, item)
            sentences.append(_bold_name(target_sentence(bound, item, claim=said, binds=binds)))
    for bound in by_name.values():
        asked = "" if bound.units is None else f"{count(bound.units)} vehicles together; "
        sentences.append(_bold_name(f"{bound.name}: {asked}{bound_words(bound)}."))
    if not sentences:
        return paragraph("There is no target to judge on this day.")
    return listing(sentences)


def _bold_name(sentence: str) -> Text:
    text = paragraph(sentence)
    text.stylize("bold", 0, text.plain.find(":"))
    return text


def _view_note(inside_weight: float) -> str:
    if inside_weight >= 1.0:
        return (
            "Inside view only (weight 1): starts come from the programme's own gates. There is "
            "no open promise of a start to ask the past about."
        )
    if inside_weight <= 0.0:
        return "Starts come from what happened to promises like these: no gates tell a day."
    return (
        f"Inside view with weight {percent(inside_weight)}: the other paths take the start of "
        "production from what happened to promises like it."
    )


def _events(forecast: Forecast) -> RenderableType:
    rows = [_event_row(event, forecast.as_of) for event in forecast.events if not event.reason]
    unknown = [
        f"{event_words(event.name)}: {event.reason}" for event in forecast.events if event.reason
    ]
    last = forecast.standing.folder.horizon.closed[1]
    parts: list[RenderableType] = []
    if rows:
        parts += [
            table(("event", ">10 %", ">50 %", ">90 %", ">never"), rows),
            paragraph(
                "Days by which so many paths have seen it; 10 % to 90 % is the 80 % interval. "
                f"Never: not by {day(last)}."
            ),
        ]
    if unknown:
        parts += [paragraph("Not known:"), listing(unknown)]
    return section("When things happen", *parts)


def _event_row(event: EventForecast, as_of: date) -> tuple[str, ...]:
    done = event.p95 is not None and event.p95 <= as_of and not event.never
    name = f"{event.name} (done)" if done else event.name
    # A status says that something is done and not when: such paths have it today.
    shown = ("done" if when == as_of else day(when) for when in (event.p10, event.p50, event.p90))
    return (name, *shown, percent(event.never))


def _targets(targets: Sequence[TargetForecast]) -> RenderableType:
    rows = []
    for item in targets:
        promised = (
            day(item.promised_day)
            if item.promised_day is not None
            else "unknown"
            if item.promised_units is None
            else count(item.promised_units)
        )
        known = item.probability is not None
        rows.append(
            (
                item.target.name,
                promised,
                percent(item.probability),
                error_points(item.standard_error),
                value_words(item.p10) if known else "",
                value_words(item.p50) if known else "",
                value_words(item.p90) if known else "",
            )
        )
    parts: list[RenderableType] = [
        table(("target", ">promised", ">kept", ">error", ">10 %", ">50 %", ">90 %"), rows),
        paragraph(
            "Kept: share of paths; error: its Monte Carlo standard error in points. 10 % to "
            "90 %: 80 % interval of the vehicles or the day."
        ),
    ]
    denied = [item.target.name for item in targets if item.target.denied_by]
    if denied:
        parts.append(paragraph(f"Since denied, judged all the same: {', '.join(denied)}."))
    return section("Will the promises be kept?", *parts)


def _learning(learning: Learning) -> RenderableType:
    columns = [name if place == 0 else f">{name}" for place, name in enumerate(NUMBER_COLUMNS)]
    return section(
        "What the counted months taught",
        paragraph(fit_words(learning)),
        *(listing([Text(line, style="bold")]) for line in narrow_words(learning)),
        table(columns, number_rows(learning.learned)),
    )


def _last_rows(last: LastRows) -> RenderableType:
    columns = [name if place == 0 else f">{name}" for place, name in enumerate(NUMBER_COLUMNS)]
    parts: list[RenderableType] = [
        paragraph(last_words(last)),
        table(columns, number_rows(last.learned)),
    ]
    moved = probability_rows(last)
    if moved:
        parts.append(table(("target", ">without", ">with", ">points"), moved))
    return section("What the rows published last changed", *parts)


def _conflicts(conflicts: Sequence[ConflictEffect]) -> RenderableType:
    rows: list[tuple[object, ...]] = []
    for conflict in conflicts:
        for index, side in enumerate(conflict.sides):
            about = conflict.about if index == 0 else ""
            said = f" ({', '.join(side.claims)})" if side.claims else ""
            rows.append((about, f"{side.value}{said}", percent(side.weight), _effects(side)))
    return section(
        "What the sources disagree on",
        table(("about", "side", ">paths", "if it were true, against now"), rows),
    )


def _effects(side: SideEffect) -> str:
    moved = {name: effect for name, effect in side.effect.items() if effect != 0.0}
    if not moved:
        return "no target moves"
    return ", ".join(f"{name} {signed_points(effect)}" for name, effect in moved.items())


def _waterfall(forecast: Forecast) -> RenderableType:
    first, last = forecast.standing.folder.horizon.closed
    title = f"Where vehicles are lost, {day(first)} to {day(last)}"
    if not forecast.potential and not forecast.outcome:
        return section(title, paragraph("No capacity is known yet."))
    rows = [("nameplate from the promised days", count(forecast.potential))]
    rows += [
        (f"{'less' if lost >= 0 else 'plus'} {_cause(cause, lost)}", f"{-lost:+,}" if lost else "0")
        for cause, lost in forecast.lost_units
    ]
    rows.append(("as it comes", count(forecast.outcome)))
    return section(
        title,
        table(("cause", ">vehicles"), rows),
        paragraph("Mean of all paths, in whole vehicles so that the sum is exact."),
    )


_WAITS_AFTER_WEEKS = (0, 4, 13, 26, 39, 52, 78, 104, 156)
"""Weeks from the day of the outlook on that the terminal shows; the JSON has all of them."""


def _waits(forecast: Forecast) -> RenderableType:
    rows = []
    for of in dict.fromkeys(item.of for item in forecast.waits):
        ahead = [item for item in forecast.waits if item.of == of and item.monday > forecast.as_of]
        for place in _WAITS_AFTER_WEEKS:
            for item in ahead[place : place + 1]:
                waits = (wait_words(days) for days in (item.p10, item.p50, item.p90))
                rows.append((of.removeprefix("model."), day(item.monday), *waits))
    if not rows:
        return section("How long an order waits", paragraph("No orders are open by then."))
    return section(
        "How long an order waits",
        table(("model", ">ordered on", ">10 %", ">50 %", ">90 %"), rows),
        paragraph("From order to delivery, for those who do not cancel; 80 % interval."),
    )


def _cause(cause: str, lost: int) -> str:
    return "earlier start" if cause == "late start" and lost < 0 else cause


def assumption_value(assumption: Assumption) -> str:
    """Return what an assumption puts in: its value, or the weights of its pool."""
    if assumption.pool:
        return ", ".join(f"{key} {percent(share)}" for key, share in assumption.pool.items())
    return str(assumption.raw)


def _assumptions(assumptions: Sequence[Assumption], as_of: date) -> RenderableType:
    rows = [
        (
            item.id,
            item.about,
            assumption_value(item),
            "hindsight" if item.is_hindsight(as_of) else "",
        )
        for item in assumptions
    ]
    parts: list[RenderableType] = [table(("assumption", "about", "value", "written"), rows)]
    if any(item.is_hindsight(as_of) for item in assumptions):
        parts.append(
            paragraph(
                "Hindsight: written after this day, argued from what was known on it. "
                "'jobone why' gives who and why."
            )
        )
    if any("*" in item.about for item in assumptions):
        parts.append(
            paragraph(
                "About a pattern with *: Jobone's own, where the programme gives nothing better."
            )
        )
    return section("What was assumed", *parts)
