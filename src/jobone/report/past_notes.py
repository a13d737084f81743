"""What the past says, and how earlier outlooks fared: sentences and tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jobone.core.days import DayInterval
from jobone.history.cases import DAYS_PER_MONTH, Case
from jobone.outlook.bounds import TargetBounds
from jobone.outlook.forecast import EventForecast, TargetForecast
from jobone.outlook.looking_back import CameEvent, CameTarget
from jobone.report import wording
from jobone.report.content import ReportContent
from jobone.report.labels import day_range
from jobone.report.past import Interval, StartPast
from jobone.report.phrases import Cell, Phrase, Table, anchor, link, plain

__all__ = [
    "HappenedNote",
    "StartNote",
    "happened_notes",
    "precedent_table",
    "start_notes",
    "volume_table",
]

_MOST_NAMED = 4
_KINDS = {"startup": "startups", "incumbent": "incumbents", "tech_entrant": "tech entrants"}


@dataclass(frozen=True)
class StartNote:
    """What the past says of one promised start.

    Parameters
    ----------
    text
        In sentences.
    table
        The past promises most like it.
    """

    text: Cell
    table: Table


@dataclass(frozen=True)
class HappenedNote:
    """One thing that is settled, and what was forecast of it.

    Parameters
    ----------
    text
        In sentences, the wrong ones too.
    table
        Every earlier outlook of it.
    """

    text: Cell
    table: Table


def _span(interval: Interval) -> str:
    if interval.low is None or interval.middle is None:
        return "not within any day that can be told"
    middle = wording.day(interval.middle)
    if interval.high is None:
        return f"{wording.day(interval.low)} to never, middle {middle}"
    return f"{day_range(interval.low, interval.high)}, middle {middle}"


def start_notes(content: ReportContent) -> tuple[StartNote, ...]:
    """Return what the past says of each promised start of production.

    Parameters
    ----------
    content
        What the report is made of.
    """
    return tuple(_start_note(content, item) for item in content.starts_past)


def _start_note(content: ReportContent, item: StartPast) -> StartNote:
    kind = content.folder.header.maker_type
    counts = ", ".join(f"{number} by {_KINDS[name]}" for name, number in item.resolved.items())
    borrowed = (
        f" No {_KINDS[kind][:-1]} was among them yet, so that all of this is borrowed."
        if item.resolved.get(kind, 0) == 0
        else ""
    )
    moved = {0: "not moved before", 1: "moved to later once before"}.get(
        item.promise.moves, f"moved to later {item.promise.moves} times before"
    )
    weight = wording.percent(content.forecast.inside_weight)
    gates = (
        f"By its own gates: {_span(item.inside)}. {weight} of the paths take the gates, the "
        "others the past."
        if item.has_gates
        else "Its own gates tell no day, so that every path takes the past."
    )
    text = (
        link(item.event, anchor("field", item.event)),
        Phrase(f" was promised for {wording.days(item.promise.window)}, said "),
        *_claims(item.promise.claims, item.promise.said_on),
        Phrase(
            f" and {moved}. By {sum(item.resolved.values())} past promises ({counts}) of "
            f"{item.makers} makers it is kept with a chance of {wording.percent(item.kept)} "
            f"and never comes with {wording.percent(item.never)}; 80 % interval "
            f"{_span(item.outside)}.{borrowed} {gates}"
        ),
    )
    rows = tuple(_nearest_row(near.case) for near in item.nearest)
    columns = ("Most like it", "Kind of maker", "Said on", "Promised for", "Came", "Months late")
    return StartNote(text, Table(columns, rows, frozenset({5})))


def _claims(ids: tuple[str, ...], said_on: date) -> Cell:
    day = wording.day(said_on)
    return (link(f"on {day}", anchor("claim", ids[-1])),) if ids else (Phrase(f"on {day}"),)


def _nearest_row(case: Case) -> tuple[Cell, ...]:
    if case.came is not None:
        came = wording.days(DayInterval(*(date.fromordinal(day) for day in case.came)))
    else:
        came = "never"
    late = "–" if case.months_late is None else f"{case.months_late:+.1f}"
    event = "" if case.promise.event == "sop" else ", first delivery"
    return (
        plain(f"{case.programme}{event}"),
        plain(case.promise.kind.replace("_", " ")),
        plain(wording.days(case.source.said_on)),
        plain(wording.days(case.source.window)),
        plain(came),
        plain(late),
    )


def volume_table(content: ReportContent) -> Table:
    """Return what the past says of each promised volume whose window is open.

    Parameters
    ----------
    content
        What the report is made of.
    """
    settled = {item.target.name for item in content.looking_back.targets}
    rows = []
    for item in content.volumes_past:
        if item.target in settled:
            continue
        names = dict.fromkeys(case.source.series for case, _ in item.nearest)
        rows.append(
            (
                (link(item.target, anchor("target", item.target)),),
                plain(wording.percent(item.met)),
                plain(f"{item.low:.2f} to {item.high:.2f} times, middle {item.middle:.2f}"),
                plain(str(item.cases)),
                plain(", ".join(names)),
            )
        )
    columns = (
        "Promise",
        "Met, by the past",
        "What comes over what is said",
        "Cases",
        "Most like it",
    )
    return Table(columns, tuple(rows), frozenset({1, 3}))


def precedent_table(content: ReportContent) -> Table:
    """Return which past plants reached the multiple that each volume needs.

    Parameters
    ----------
    content
        What the report is made of.
    """
    settled = {item.target.name for item in content.looking_back.targets}
    rows = [
        _precedent_row(item)
        for item in content.bounds
        if item.precedents is not None and item.name not in settled
    ]
    columns = (
        "Target",
        "Nameplate needed",
        "By month",
        "Reached by",
        "Followed in vain",
        "Which plants",
    )
    return Table(columns, tuple(rows), frozenset({2, 4}))


def _precedent_row(item: TargetBounds) -> tuple[Cell, ...]:
    reached = item.precedents or ()
    named = [f"{plant.maker} {plant.name} ({plant.multiple:.2f})" for plant in reached]
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    names = ", ".join(named[:_MOST_NAMED]) + more
    summed = " + " in item.name
    return (
        plain(item.name) if summed else (link(item.name, anchor("target", item.name)),),
        plain(wording.multiple_range(*item.needed_multiple)),
        plain("–" if item.age_months is None else f"{item.age_months:.0f}"),
        plain(f"{len(reached)} of {len(item.plants)}"),
        plain(str(item.followed_in_vain)),
        plain(names or "none"),
    )


def happened_notes(content: ReportContent) -> tuple[HappenedNote, ...]:
    """Return how earlier outlooks fared, by what is settled.

    Parameters
    ----------
    content
        What the report is made of.
    """
    back = content.looking_back
    notes = []
    for event in back.events:
        looks = [
            (item.day, item.events[event.name])
            for item in back.outlooks
            if event.name in item.events and item.events[event.name].p50 is not None
        ]
        if looks:
            notes.append(_event_note(event, looks))
    for target in back.targets:
        name = target.target.name
        found = [(item.day, item.targets[name]) for item in back.outlooks if name in item.targets]
        if found:
            notes.append(_target_note(content, target, found))
    return tuple(notes)


def _event_note(event: CameEvent, looks: list[tuple[date, EventForecast]]) -> HappenedNote:
    middle = (event.first.toordinal() + event.last.toordinal()) / 2.0
    held = 0
    errors = []
    rows = []
    for day, item in looks:
        inside = (item.p10 or date.max) <= event.last and (item.p90 or date.max) >= event.first
        held += inside
        error = ((item.p50 or date.max).toordinal() - middle) / DAYS_PER_MONTH
        errors.append(error)
        rows.append(
            (
                plain(wording.day(day)),
                plain(_span(Interval(item.p10, item.p50, item.p90))),
                plain(f"{error:+.1f}"),
                plain("yes" if inside else "no"),
            )
        )
    came = wording.days(DayInterval(event.first, event.last))
    late = (
        f"its middle lay between {min(errors):+.1f} and {max(errors):+.1f} months from what came"
        if len(errors) > 1
        else f"its middle lay {errors[0]:+.1f} months from what came"
    )
    text = (
        link(event.name, anchor("field", event.name)),
        Phrase(f" came in {came}. {_of(held, len(looks))} held it in the 80 % interval; {late}."),
    )
    columns = ("As of", "80 % interval", "Months off", "Held it")
    return HappenedNote(text, Table(columns, tuple(rows), frozenset({2})))


def _of(number: int, count: int) -> str:
    return (
        f"{number} of {count} earlier outlooks"
        if count > 1
        else ("The one earlier outlook" if number else "The one earlier outlook did not, which")
    )


def _target_note(
    content: ReportContent, came: CameTarget, looks: list[tuple[date, TargetForecast]]
) -> HappenedNote:
    rows = []
    wrong = held = counted = 0
    score = 0.0
    for day, item in looks:
        chance = item.probability or 0.0
        wrong += (chance >= 0.5) != came.kept
        score += (chance - came.kept) ** 2 / len(looks)
        inside = ""
        interval = "–"
        if came.units is not None:
            low = item.p10 if isinstance(item.p10, float) else 0.0
            high = item.p90 if isinstance(item.p90, float) else 0.0
            counted += 1
            is_held = low <= came.units <= high
            held += is_held
            inside = "yes" if is_held else "no"
            interval = wording.units_range(low, high)
        rows.append(
            (
                plain(wording.day(day)),
                plain(wording.percent(chance)),
                plain(interval),
                plain(inside),
            )
        )
    name = came.target.name
    units = "" if came.units is None else f" with {wording.units(came.units)} vehicles"
    outcome = "kept" if came.kept else "broken"
    verdict = (
        f"{wrong} of {len(looks)} earlier outlooks leaned the wrong way"
        if wrong
        else "no earlier outlook leaned the wrong way"
    )
    interval_words = (
        f", and the 80 % interval of {held} of {counted} held what came" if counted else ""
    )
    text = (
        link(name, anchor("target", name)),
        Phrase(
            f" was {outcome}{units}: {verdict}{interval_words}; mean squared error of the "
            f"chance {score:.2f}, where always saying one half scores 0.25."
        ),
    )
    columns = ("As of", "Chance", "80 % interval, vehicles", "Held it")
    shown = len(columns) if counted else 2
    table = Table(columns[:shown], tuple(row[:shown] for row in rows), frozenset({1}))
    return HappenedNote(text, table)
