"""What changed between two days, what levers are worth, and what a target would need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.text import Text

from jobone.outlook.forecast import EventForecast
from jobone.outlook.levers import LeverWorth, Requirement
from jobone.outlook.movement import Difference, DifferenceStep, Moment
from jobone.report.terminal.layout import heading, listing, paragraph, section, table
from jobone.report.wording import day, error_points, percent, signed_points

__all__ = ["diff_view", "levers_view", "requirements_view"]

_VISIBLE = 0.01
"""A smaller change, below one point, is no news."""


def diff_view(difference: Difference) -> Group:
    """Show what changed between two days, and which news changed it.

    Parameters
    ----------
    difference
        Both outlooks and the steps between them.
    """
    before, after = difference.before, difference.after
    parts: list[RenderableType] = [
        heading(f"What changed from {day(before.day)} to {day(after.day)}"),
        Text(),
        _probabilities(before, after),
    ]
    events = _event_rows(before, after)
    if events:
        columns = ("event", f">50 % on {day(before.day)}", f">50 % on {day(after.day)}")
        parts.append(section("Middle days that moved", table(columns, events)))
    visible = [step for step in difference.steps if _is_visible(step)]
    if visible:
        rows = [(day(step.day), _news(step), _moves(step)) for step in visible]
        parts.append(section("What changed it", table(("known", "news", "targets"), rows)))
    quiet = len(difference.steps) - len(visible)
    parts += [Text(), paragraph(_quiet_words(quiet, bool(visible)))]
    return Group(*parts)


def _quiet_words(quiet: int, some_visible: bool) -> str:
    note = "The changes are on common draws, in the order in which things became known."
    if not quiet:
        return note
    steps = f"{quiet}{' other' if some_visible else ''} step{'s' * (quiet != 1)}"
    return f"{steps} moved no target by a whole point. {note}"


def _probabilities(before: Moment, after: Moment) -> RenderableType:
    names = [*before.probabilities, *before.unknown, *after.probabilities, *after.unknown]
    rows = []
    for name in dict.fromkeys(names):
        first, last = before.probabilities.get(name), after.probabilities.get(name)
        change = "" if first is None or last is None else signed_points(last - first)
        rows.append((name, _judged(before, name), _judged(after, name), change))
    if not rows:
        return paragraph("There is no target to judge on either day.")
    return table(("target", f">{day(before.day)}", f">{day(after.day)}", ">change"), rows)


def _judged(moment: Moment, name: str) -> str:
    if name in moment.probabilities:
        return percent(moment.probabilities[name])
    return "unknown" if name in moment.unknown else "not there"


def _event_rows(before: Moment, after: Moment) -> list[tuple[str, str, str]]:
    first = {event.name: event for event in before.events}
    rows = []
    for event in after.events:
        earlier = first.get(event.name)
        was = "not there" if earlier is None else _middle(earlier, before.day)
        now = _middle(event, after.day)
        if was != now:
            rows.append((event.name, was, now))
    return rows


def _middle(event: EventForecast, as_of: date) -> str:
    if event.reason:
        return "unknown"
    # A status says that something is done and not when: such paths have it today.
    return "done" if event.p50 == as_of else day(event.p50)


def _is_visible(step: DifferenceStep) -> bool:
    return bool(step.appeared) or any(abs(change) >= _VISIBLE for change in step.change.values())


def _news(step: DifferenceStep) -> str:
    if step.kind == "days passing":
        return f"days passing until {day(step.day)}"
    return f"{step.kind} {step.name}: {step.says}"


def _moves(step: DifferenceStep) -> str:
    moved = [
        f"{name} {signed_points(change)}"
        for name, change in step.change.items()
        if abs(change) >= _VISIBLE
    ]
    moved += [f"{name} first judged: {percent(share)}" for name, share in step.appeared.items()]
    return ", ".join(moved)


def levers_view(worths: Sequence[LeverWorth]) -> Group:
    """Show what each lever does to each target.

    Parameters
    ----------
    worths
        In the order of the file.
    """
    if not worths:
        return Group(paragraph("There is no lever on this day."))
    parts: list[RenderableType] = [
        heading("What each lever is worth"),
        paragraph("Probability of each target without and with it, on common draws."),
    ]
    for worth in worths:
        rows = [
            (
                name,
                percent(effect.before),
                percent(effect.after),
                signed_points(effect.difference),
                error_points(effect.standard_error),
            )
            for name, effect in worth.effects.items()
            if effect.difference != 0.0
        ]
        title = f"{worth.lever.name}: {worth.lever.path} = {worth.lever.to}"
        body: RenderableType = paragraph("No target moves.")
        if rows:
            body = table(("target", ">without", ">with", ">gain", ">error"), rows)
        parts.append(section(title, body))
    parts += [Text(), paragraph("Error: Monte Carlo standard error of the gain, in points.")]
    return Group(*parts)


def requirements_view(
    target: str, want: float, baseline: float, requirements: Sequence[Requirement]
) -> Group:
    """Show what would have to be true for a target to be kept often enough.

    Parameters
    ----------
    target
        Its name.
    want
        The probability wanted.
    baseline
        The probability as things stand.
    requirements
        A lever each, and all of them together.
    """
    parts: list[RenderableType] = [
        heading(f"What {target} would need to be kept with {percent(want)}"),
        paragraph(f"As things stand it is kept with {percent(baseline)}."),
    ]
    if not requirements and baseline >= want:
        return Group(*parts, paragraph("That is enough: nothing has to change for it."))
    if not requirements:
        return Group(*parts, paragraph("No lever with a range could change that."))
    rows = [
        (
            item.lever,
            item.path,
            "no value in its range is enough" if item.to is None else item.to,
            f"{'at best ' if item.to is None else ''}{percent(item.probability)}",
        )
        for item in requirements
    ]
    parts += [Text(), table(("lever", "field", "would have to be", ">then kept"), rows)]
    enough = _enough(requirements, want)
    return Group(*parts, Text(), listing(enough)) if enough else Group(*parts)


def _enough(requirements: Sequence[Requirement], want: float) -> list[str]:
    single = [item for item in requirements if item.path and item.to is not None]
    together = next((item for item in requirements if not item.path), None)
    if single or together is None:
        return []
    if together.to is not None:
        return ["No lever is enough alone; all together are."]
    return [f"All levers together stay below {percent(want)}."]
