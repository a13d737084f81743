"""One sentence a target, with a link behind every number."""

from __future__ import annotations

from dataclasses import dataclass

from jobone.core.days import DayInterval, add_months
from jobone.evidence.records import Assumption
from jobone.outlook.bounds import TargetBounds
from jobone.outlook.forecast import TargetForecast
from jobone.programme.resolving import Resolution
from jobone.programme.standing import Standing, StandingTarget
from jobone.report import wording
from jobone.report.content import ReportContent
from jobone.report.labels import day_range
from jobone.report.phrases import Cell, Phrase, anchor, joined, link, plain

__all__ = ["TargetLine", "standing_rate", "target_lines", "verdict_label"]

_TONES = {
    "within_nameplate": "good",
    "within_promise": "good",
    "above_nameplate": "warning",
    "outside_promise": "warning",
    "impossible": "warning",
}


@dataclass(frozen=True)
class TargetLine:
    """A target as it is answered first.

    Parameters
    ----------
    name
        Its name in the folder.
    head
        What it promises.
    said
        Who promised it, and who denied it.
    percent
        Its probability in words.
    share
        Its probability, None where unknown.
    verdict, tone
        What arithmetic says, as the sentence begins, and whether that is ``good``,
        ``warning`` or neither.
    sentence
        Its rest: bound, multiple needed, probability, interval, what binds.
    """

    name: str
    head: Cell
    said: Cell
    percent: str
    share: float | None
    verdict: str
    tone: str
    sentence: Cell


def verdict_label(bounds: TargetBounds) -> str:
    """Return the verdict of arithmetic in two or three words."""
    if bounds.verdict != "depends":
        return {
            "within_nameplate": "within nameplate",
            "above_nameplate": "above nameplate",
            "impossible": "impossible at any rate",
            "within_promise": "within the promise",
            "outside_promise": "outside the promise",
        }.get(bounds.verdict, "unknown")
    sides = any(item.sides for item in bounds.combinations)
    if bounds.by is not None:
        return "depends on day and side" if sides else "depends on the day"
    return "depends on dates and sides" if sides else "depends on the dates"


def standing_rate(standing: Standing) -> Assumption | None:
    """Return the product's own assumption on the sustained rate, where it stands in."""
    for plant in standing.plants:
        for phase in plant.phases:
            if phase.sustained.origin == "standing assumption" and not plant.contract:
                return phase.sustained.assumption
    return None


def _field_link(text: str, resolution: Resolution | None) -> Phrase:
    return Phrase(text) if resolution is None else link(text, anchor("field", resolution.path))


def _head(content: ReportContent, target: StandingTarget, bounds: TargetBounds) -> Cell:
    words = wording.promise_words(target, bounds)
    words = words[0].upper() + words[1:]
    resolution = target.by if target.event is not None else target.units
    number = wording.day(bounds.by) if target.event is not None else words.split(" ", 1)[0]
    before, found, after = words.partition(number)
    if not found or resolution is None or bounds.verdict == "unknown":
        return (_field_link(words, resolution),)
    return (Phrase(before), _field_link(number, resolution), Phrase(after))


def _said(content: ReportContent, target: StandingTarget) -> Cell:
    claims = {claim.id: claim for claim in content.claims}
    cells: list[Cell] = []
    promise = claims.get(target.said)
    if promise is None and target.units is not None and target.units.options:
        ids = target.units.options[0].claims
        promise = claims.get(ids[0]) if ids else None
    if promise is not None:
        words = f"{promise.said_by}, {wording.days(promise.said_on)}"
        verb = "promise reported of " if promise.hedge == "reported" else "promised by "
        cells.append((Phrase(verb), link(words, anchor("claim", promise.id))))
    for name in target.denied_by:
        denial = claims[name]
        words = f"{denial.said_by}, {wording.days(denial.said_on)}"
        cells.append(
            (
                Phrase("denied by "),
                link(words, anchor("claim", name)),
                Phrase(", judged all the same"),
            )
        )
    return joined(cells, "; ")


def _chance(content: ReportContent, target: TargetForecast) -> Cell:
    error = wording.error_points(target.standard_error)
    said = "below 1 point" if error == "<1" else f"{error} point{'s' * (error != '1')}"
    return (
        link(wording.percent(target.probability), anchor("inputs", target.target.name)),
        Phrase(f" of the paths keep it (Monte Carlo error {said})"),
    )


def _outcome(content: ReportContent, target: TargetForecast) -> Cell:
    """Return what became of a promise whose day has passed."""
    kept = target.probability or 0.0
    if 0.0 < kept < 1.0:
        return (*_chance(content, target), Phrase("."))
    to = anchor("inputs", target.target.name)
    return (link("a promise kept" if kept else "a promise broken", to), Phrase("."))


def _unknown(bounds: TargetBounds, target: TargetForecast) -> Cell:
    return plain(f", because {target.reason or bounds.reason}.")


def _start_of(content: ReportContent, target: StandingTarget) -> Resolution | None:
    if target.event is None or target.event.kind != "sop":
        return None
    place = content.standing.model_place(target.event.name)
    return None if place is None else content.standing.models[place].sop


def _day_bound(bounds: TargetBounds, start: Resolution | None) -> Cell:
    stated = [] if start is None else [option.label for option in start.options]
    days = _field_link(" or ".join(stated), start) if stated else Phrase("none")
    if bounds.verdict == "unknown":
        return plain(f" to arithmetic, because {bounds.reason}")
    before, after = {
        "within_promise": (": every day now stated for it (", ") keeps it"),
        "outside_promise": (": every day that can still be meant (", ") breaks it"),
    }.get(
        bounds.verdict,
        (": of the days now stated for it (", ") some keep it and some break it"),
    )
    return (Phrase(before), days, Phrase(after))


def _day_sentence(content: ReportContent, bounds: TargetBounds, target: TargetForecast) -> Cell:
    start = _start_of(content, target.target)
    if start is not None and _is_settled(start):
        days = _field_link(" or ".join(_shown(item.value) for item in start.options), start)
        return (Phrase(": the start came in "), days, Phrase(", "), *_outcome(content, target))
    interval = _day_interval(target)
    gate = next(
        (item for item in content.last_gates if item.event == str(target.target.event)), None
    )
    binds: Cell = ()
    if gate is not None and gate.gate:
        share = wording.percent(gate.share)
        often = "on all of them" if gate.share >= 1.0 else f"on {share} of them"
        binds = (
            Phrase("; what binds is "),
            link(gate.gate, _gate_anchor(content, gate.gate)),
            Phrase(f", the last gate to be done {often}"),
        )
    elif gate is not None:
        binds = (Phrase("; every gate is done, so nothing is left to wait for"),)
    return (
        *_day_bound(bounds, start),
        Phrase("; "),
        *_chance(content, target),
        Phrase(f", 80 % interval {interval}"),
        *binds,
        Phrase("."),
    )


def _shown(value: object) -> str:
    return wording.days(value) if isinstance(value, DayInterval) else str(value)


def _day_interval(target: TargetForecast) -> str:
    low = target.p10 if not isinstance(target.p10, float) else None
    high = target.p90 if not isinstance(target.p90, float) else None
    if low is None:
        return "beyond the horizon"
    return f"{wording.day(low)} to beyond the horizon" if high is None else day_range(low, high)


def _gate_anchor(content: ReportContent, gate: str) -> str:
    """Return the anchor of the first field of a gate that has a value."""
    for part in ("takes", "start", "status", "end", "chance"):
        path = f"gate.{gate}.{part}"
        resolution = content.standing.resolutions.get(path)
        if resolution is not None and resolution.options:
            return anchor("field", path)
    return "numbers"


def _ends(bounds: TargetBounds) -> str:
    lowest = min(item.lowest.units or 0.0 for item in bounds.combinations)
    highest = max(item.highest.units or 0.0 for item in bounds.combinations)
    return wording.units_range(lowest, highest)


def _unit_bound(content: ReportContent, bounds: TargetBounds) -> Cell:
    row = "arithmetic"
    if bounds.verdict == "impossible":
        return (
            Phrase(": "),
            link("its window ends before the earliest start", row),
        )
    cell: list[Phrase] = [
        Phrase(": at nameplate, without ramp or outage, "),
        link(f"{_ends(bounds)} vehicles", row),
        Phrase(" are possible, so it takes "),
        link(wording.multiple_range(*bounds.needed_multiple), row),
        Phrase(" the nameplate"),
    ]
    if bounds.verdict in ("above_nameplate", "depends"):
        cell += _planning_figure(content, bounds)
    return tuple(cell)


def _planning_figure(content: ReportContent, bounds: TargetBounds) -> list[Phrase]:
    """Return why a promise above nameplate is not impossible."""
    assumption = standing_rate(content.standing)
    reached = wording.precedent_words(bounds)
    if reached:
        return [
            Phrase(", which is a planning figure and no ceiling: "),
            link(reached, "past"),
        ]
    argument = "plants have run at from a tenth to about twice of theirs"
    shown = (
        Phrase(argument)
        if assumption is None
        else link(argument, anchor("assumption", assumption.id))
    )
    return [Phrase(", which is a planning figure and no ceiling ("), shown, Phrase(")")]


def _unit_interval(target: TargetForecast) -> str:
    low = target.p10 if isinstance(target.p10, float) else None
    high = target.p90 if isinstance(target.p90, float) else None
    if high is None:
        return "not reached within the horizon"
    return f"{wording.units_range(low or 0.0, high)} vehicles"


def _window_has_passed(content: ReportContent, target: StandingTarget) -> bool:
    """Whether nothing that is still to come can change what was built in the window."""
    if target.period is not None:
        return target.period.closed[1] <= content.as_of
    if target.window_event is None:
        return False
    place = content.standing.model_place(target.window_event.name)
    start = None if place is None else content.standing.models[place].sop
    if start is None or not _is_settled(start):
        return False
    lasts = [item.value.closed[1] for item in start.options if isinstance(item.value, DayInterval)]
    return all(add_months(last, target.months) <= content.as_of for last in lasts)


def _unit_sentence(content: ReportContent, bounds: TargetBounds, target: TargetForecast) -> Cell:
    if _window_has_passed(content, target.target):
        return (
            Phrase(f": its window has passed with {_unit_interval(target)} (80 % interval); "),
            link(wording.multiple_range(*bounds.needed_multiple), "arithmetic"),
            Phrase(" the nameplate was needed: "),
            *_outcome(content, target),
        )
    lost = [item for item in content.forecast.lost_units if item[0] != "observed"]
    cause, most = max(lost, key=lambda item: item[1], default=("", 0))
    binds: Cell = ()
    if most > 0 and (target.probability or 0.0) < 1.0:
        words = {
            "late start": "the late start",
            "rate": "a rate below nameplate",
            "calendar": "the calendar",
            "supply": "what is supplied",
            "demand": "what is ordered",
        }.get(cause, f"the {cause}")
        binds = (Phrase("; what binds most is "), link(words, "lost"))
    return (
        *_unit_bound(content, bounds),
        Phrase("; "),
        *_rate_clause(content),
        *_chance(content, target),
        Phrase(f", 80 % interval {_unit_interval(target)}"),
        *binds,
        Phrase("."),
    )


def _rate_clause(content: ReportContent) -> Cell:
    """Return at which sustained rate the paths run, where all own phases share it."""
    own = [
        phase.sustained
        for plant in content.standing.plants
        if not plant.contract
        for phase in plant.phases
        if phase.sustained.options
    ]
    labels = {option.label for resolution in own for option in resolution.options}
    if len(labels) != 1:
        return ()
    verb = "assumed" if own[0].assumption is not None else "stated"
    return (
        Phrase(f"at the sustained rate {verb} ("),
        _field_link(f"{labels.pop()} times nameplate", own[0]),
        Phrase(") "),
    )


def _opening(content: ReportContent, bounds: TargetBounds, target: TargetForecast) -> str:
    """Return the first words of the sentence: the verdict, or that the day is known."""
    settled = _is_settled(_start_of(content, target.target)) or _window_has_passed(
        content, target.target
    )
    if settled and target.probability is not None:
        return "Settled"
    label = verdict_label(bounds)
    return f"{label[0].upper()}{label[1:]}"


def _tone(opening: str, bounds: TargetBounds, target: TargetForecast) -> str:
    if opening == "Settled":
        return {0.0: "warning", 1.0: "good"}.get(target.probability or 0.0, "")
    return _TONES.get(bounds.verdict, "")


def _is_settled(start: Resolution | None) -> bool:
    return (
        start is not None
        and bool(start.options)
        and all(option.happened for option in start.options)
    )


def target_lines(content: ReportContent) -> tuple[TargetLine, ...]:
    """Return every target with its one sentence.

    Parameters
    ----------
    content
        What the report is made of.
    """
    lines = []
    for target in content.forecast.targets:
        bounds = content.bound(target.target.name)
        if target.probability is None:
            sentence = _unknown(bounds, target)
        elif target.target.event is not None:
            sentence = _day_sentence(content, bounds, target)
        elif bounds.verdict == "unknown":
            sentence = (
                Phrase(f" to arithmetic, because {bounds.reason}; "),
                *_chance(content, target),
                Phrase(f", 80 % interval {_unit_interval(target)}."),
            )
        else:
            sentence = _unit_sentence(content, bounds, target)
        opening = _opening(content, bounds, target)
        lines.append(
            TargetLine(
                name=target.target.name,
                head=_head(content, target.target, bounds),
                said=_said(content, target.target),
                percent=wording.percent(target.probability),
                share=target.probability,
                verdict=opening,
                tone=_tone(opening, bounds, target),
                sentence=sentence,
            )
        )
    return tuple(lines)
