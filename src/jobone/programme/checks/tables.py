"""Checks of whole tables: gates, plants, targets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from jobone.core.calendars import FIRST_YEAR, LAST_YEAR, WorkingCalendar, countries
from jobone.core.days import EXPECTED, add_months, parse_days
from jobone.core.problems import Problem
from jobone.core.quantity import parse_quantity
from jobone.core.validation import nearest
from jobone.programme.checks.context import Context
from jobone.programme.fields import expected_of, parse_event, parse_season, parse_window
from jobone.programme.folder import Folder
from jobone.programme.schema import OutageRow, Pin, TargetRow

__all__ = [
    "check_calendars",
    "check_gates",
    "check_parts",
    "check_plants",
    "check_shocks",
    "check_targets",
]


def check_gates(context: Context) -> list[Problem]:
    """Say which gates have no duration, or no real season."""
    problems: list[Problem] = []
    for gate in context.folder.gates:
        base = f"gate.{gate.name}"
        if gate.season is not None:
            problems += _season(context, base, gate.season)
        paths = [f"{base}.{key}" for key in ("takes", "work", "end", "status")]
        if not gate.any_of and not context.may_be_spoken(paths):
            problems.append(
                Problem(
                    context.at(base),
                    f"{base} has no duration",
                    "takes = … or work = …, or claims or an assumption about its takes, work, "
                    "end or status",
                )
            )
    return problems


def _season(context: Context, base: str, text: str) -> list[Problem]:
    """Say if a season cannot be read."""
    try:
        parse_season(text)
    except ValueError as failure:
        return [Problem(context.at(f"{base}.season"), f"{base}: {failure}", "such as Dec..Mar")]
    return []


def short_seasons(folder: Folder) -> list[tuple[str, str]]:
    """Return the gates whose season has no room for them in any year, and why."""
    found = []
    for gate in folder.gates:
        takes = folder.literals.get(f"gate.{gate.name}.takes")
        if gate.season is None or takes is None or isinstance(takes, Pin):
            continue
        season = parse_season(gate.season)
        shortest = parse_quantity(takes, "duration").amount.support[0]
        months = (season.last_month - season.first_month) % 12 + 1
        if shortest > months * 31:
            path = f"gate.{gate.name}"
            found.append(
                (path, f"{path} takes {takes}, longer than its season {season}: it never comes")
            )
    return found


def check_shocks(context: Context) -> list[Problem]:
    """Say which shocks have no chance or add no time."""
    problems: list[Problem] = []
    for shock in context.folder.shocks:
        for key in ("chance", "adds"):
            path = f"shock.{shock.name}.{key}"
            if not context.may_be_spoken([path]):
                what = f"shock.{shock.name} has no {key}"
                problems.append(Problem(context.at(path), what, f"{key} = …, or an assumption"))
    return problems


def check_calendars(context: Context) -> list[Problem]:
    """Say which countries have no working calendar for the whole horizon."""
    folder = context.folder
    codes = {"programme.country": folder.header.country}
    codes |= {f"plant.{plant.name}": plant.country for plant in folder.plants if plant.country}
    if not context.header_read:
        return []
    first, last = folder.horizon.closed
    longest = max((_months(target) for target in folder.targets), default=0)
    problems: list[Problem] = []
    years = f"years from {FIRST_YEAR + 1} to {LAST_YEAR - 1}"
    if first.year <= FIRST_YEAR or last.year >= LAST_YEAR:
        what = f"the horizon {folder.horizon} is too long, or out of reach"
        return [Problem(context.at("programme.horizon"), what, years)]
    for target in folder.targets:
        if target.period is not None and _out_of_reach(target.period):
            what = f"the period {target.period} is out of reach"
            problems.append(Problem(context.at(f"target.{target.name}.period"), what, years))
    for path, code in codes.items():
        if code not in countries():
            what, known = f"there is no working calendar for {code!r}", ", ".join(countries())
            problems.append(Problem(context.at(path), what, f"one of {known}"))
            continue
        try:
            WorkingCalendar(code, first).open_days(first, add_months(last, longest))
        except (ValueError, OverflowError) as failure:
            what = f"the horizon {folder.horizon}, with the longest window, is too long: {failure}"
            problems.append(Problem(context.at("programme.horizon"), what))
    return problems


def _out_of_reach(period: str | date | int) -> bool:
    try:
        days = parse_days(period)
    except ValueError:
        return False  # told elsewhere
    ends = [day for day in (days.first, days.last) if day is not None]
    return any(not FIRST_YEAR < day.year < LAST_YEAR for day in ends)


def _months(target: TargetRow) -> int:
    try:
        return parse_window(target.within)[0] if target.within else 0
    except ValueError:
        return 0


def check_plants(context: Context) -> list[Problem]:
    """Say which outages cannot be read."""
    problems: list[Problem] = []
    for plant in context.folder.plants:
        for outage in plant.outage:
            problems += _outage(context, f"plant.{plant.name}.outage.{outage.name}", outage)
    return problems


def _outage(context: Context, path: str, outage: OutageRow) -> list[Problem]:
    at = context.at(path)
    problems: list[Problem] = []
    try:
        parse_quantity(outage.takes, "duration")
    except ValueError as failure:
        at_takes = context.at(f"{path}.takes")
        problems.append(Problem(at_takes, f"takes: {failure}", expected_of("duration")))
    if (outage.window is None) == (outage.per_year is None):
        problems.append(Problem(at, "an outage has a window or per_year, and only one"))
    if outage.window is not None:
        problems += _closed_days(context, f"{path}.window", outage.window, "the window")
    return problems


def _closed_days(context: Context, path: str, value: str | date | int, what: str) -> list[Problem]:
    try:
        days = parse_days(value)
    except ValueError as failure:
        return [Problem(context.at(path), f"{what}: {failure}", EXPECTED)]
    if days.is_open:
        shown = f"{what} {value} is open"
        return [Problem(context.at(path), shown, "both ends of the interval")]
    return []


_FORMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"event": ("by",), "measure": ("units", "within", "period")}
)


def check_targets(context: Context) -> list[Problem]:
    """Say which promises promise nothing that can be judged."""
    problems: list[Problem] = []
    for target in context.folder.targets:
        base = f"target.{target.name}"
        at = context.at(base)
        if (target.event is None) == (target.measure is None):
            problems.append(
                Problem(
                    at,
                    f"{base} promises neither a day nor a volume, or both",
                    "either event and by, or measure, units and a window",
                )
            )
            continue
        form, other = ("event", "measure") if target.event is not None else ("measure", "event")
        for key in _FORMS[other]:
            if getattr(target, key) is not None:
                what = f"{base} has {key}, which goes with {other} and not with {form}"
                problems.append(Problem(at, what, f"one of {', '.join(_FORMS[form])}"))
        problems += (_day_target if form == "event" else _volume_target)(context, base, target)
    return problems


def _day_target(context: Context, base: str, target: TargetRow) -> list[Problem]:
    problems = []
    event = parse_event(target.event or "")
    if event is None or not context.event_exists(event):
        what = f"{base} is about the unknown event {target.event!r}"
        problems.append(Problem(context.at(f"{base}.event"), what, "sop.MODEL or gate.NAME"))
    if not context.may_be_spoken([f"{base}.by"]):
        what = f"{base} has no day"
        problems.append(Problem(context.at(base), what, "by = …, or claims about it"))
    return problems


def _volume_target(context: Context, base: str, target: TargetRow) -> list[Problem]:
    at = context.at(base)
    models = context.names("model")
    problems = []
    if not context.may_be_spoken([f"{base}.units"]):
        expected = f"units = …, or claims about {base}.units"
        problems.append(Problem(at, f"{base} has no units", expected))
    name = target.of.removeprefix("model.")
    if target.of != "maker" and (not target.of.startswith("model.") or name not in models):
        what = f"{base} is of {target.of!r}"
        hint = nearest(name, models)
        problems.append(Problem(context.at(f"{base}.of"), what, "maker, or model.NAME", hint))
    if (target.within is None) == (target.period is None):
        problems.append(Problem(at, f"{base} needs within or period, and only one"))
    if target.within is not None:
        try:
            _, event = parse_window(target.within)
            if not context.event_exists(event):
                at_within = context.at(f"{base}.within")
                problems.append(Problem(at_within, f"{base} is within the unknown event {event}"))
        except ValueError as failure:
            at_within = context.at(f"{base}.within")
            problems.append(
                Problem(at_within, f"{base}: {failure}", "such as '36 months of sop.a1'")
            )
    if target.period is not None:
        problems += _closed_days(context, f"{base}.period", target.period, "the period")
    return problems


def check_parts(context: Context) -> list[Problem]:
    """Say which parts go into a variant whose share of the model nothing tells."""
    if "letter.csv" in context.unread:
        return []
    problems = []
    for part in context.folder.parts:
        if part.variant is None or part.take_rate is not None:
            continue
        told = {
            line.variant
            for line in context.folder.letters
            if line.variant and part.model in (None, line.model)
        }
        if part.variant not in told:
            problems.append(
                Problem(
                    context.at(f"part.{part.name}.variant"),
                    f"part.{part.name} goes into the variant {part.variant!r}, whose share of "
                    "the vehicles is not told",
                    f"a variant of letter.csv ({', '.join(sorted(told))})"
                    if told
                    else "take_rate = …, or a letter.csv with that variant",
                    nearest(part.variant, sorted(told)),
                )
            )
    return problems
