"""What a production line can do, which station binds, and what an improvement brings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from jobone.line.description import Line
from jobone.line.statistics import Answer, Estimate
from jobone.line.worth import Improvement
from jobone.report.terminal.layout import heading, listing, paragraph, section, table

if TYPE_CHECKING:
    from jobone.line.exact import ExactAnswer

__all__ = ["exact_view", "line_view"]

_MOST_IMPROVEMENTS = 10
_MOST_WEEKS = 12


def _digits(value: float, digits: int = 3) -> str:
    """Return a number with so many significant digits and no exponent."""
    if not math.isfinite(value):
        return "–"
    if value == 0.0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:,.{places}f}"


def _with_interval(value: Estimate, factor: float = 1.0) -> str:
    if value.interval is None:
        return f"{_digits(value.mean * factor)} (one replication: no interval)"
    # As many digits as the interval can tell apart.
    width = value.half_width / abs(value.mean) if value.mean else 1.0
    digits = min(max(3, 2 - math.floor(math.log10(max(width, 1e-9)))), 7)
    low, high = (_digits(end * factor, digits) for end in value.interval)
    return f"{_digits(value.mean * factor, digits)} (95 % interval {low} to {high})"


def _percent(share: float) -> str:
    return f"{100.0 * share:.1f} %"


def _duration(seconds: float) -> str:
    for unit, size in (("days", 86400.0), ("h", 3600.0), ("min", 60.0)):
        if seconds >= 2.0 * size:
            return f"{_digits(seconds / size)} {unit}"
    return f"{_digits(seconds)} s"


def line_view(answer: Answer, improvements: Sequence[Improvement]) -> Group:
    """Show what a simulation says of a line.

    Parameters
    ----------
    answer
        The simulation's.
    improvements
        What changes are worth, best first.
    """
    rate = answer.throughput_per_hour
    lines = [
        f"{_with_interval(rate)} vehicles {_hour_words(answer)}",
        f"{answer.bottleneck} binds: the longest active periods on average, and in "
        f"{answer.bottleneck_share:.0%} of the replications",
        f"{_digits(answer.work_in_process)} vehicles in the line, "
        f"{_duration(answer.lead_time_s)} from its first station to its end",
    ]
    finish = answer.time_to_finish_s
    if finish is not None:
        spread = f", standard deviation {_duration(finish.standard_deviation)}"
        lines.append(
            f"{answer.vehicles:,} vehicles in {_duration(finish.mean)}"
            + (spread if answer.replications > 1 else "")
        )
    parts: list[RenderableType] = [
        heading(answer.line.name),
        paragraph(
            f"{answer.replications:,} replications of {answer.vehicles:,} vehicles, seed "
            f"{answer.seed}; {_warm_up_words(answer)}."
        ),
        Text(),
        listing(lines),
        _stations(answer),
    ]
    if improvements:
        parts.append(_improvements(improvements))
    if answer.weeks.size:
        parts.append(_weeks(answer))
    return Group(*parts)


def _hour_words(answer: Answer) -> str:
    day = f"{_digits(answer.throughput_per_hour.mean * answer.hours_per_day, 4)} a day"
    if answer.hours_per_day == 24.0:
        return f"an hour, {day}"
    return (
        f"a working hour, {day} over the week ({_digits(answer.hours_per_day)} of 24 hours worked)"
    )


def _warm_up_words(answer: Answer) -> str:
    warm = answer.warm_up
    if warm.batches == 0:
        return "from empty, nothing left out"
    words = (
        f"the first {_duration(warm.seconds)} ({warm.vehicles:,} vehicles) left out "
        f"({'as stated' if warm.how == 'stated' else 'as detected'})"
    )
    if warm.settled:
        return words
    if warm.how == "stated":
        return f"{words}, half of the run: it is too short for more"
    return f"{words}; it has not settled by half of the run"


def _stations(answer: Answer) -> RenderableType:
    rows = []
    for share in answer.stations:
        buffer = ""
        if share.feeds is not None:
            buffer = f"{_digits(share.buffer, 2)} of {share.buffer_places}"
        rows.append(
            (
                share.name,
                _percent(share.working),
                _percent(share.blocked),
                _percent(share.starved),
                _percent(share.down),
                _duration(share.active_s) if math.isfinite(share.active_s) else "always",
                buffer,
            )
        )
    columns = ("station", ">working", ">blocked", ">starved", ">down", ">active", ">waiting behind")
    return section(
        "Stations",
        table(columns, rows),
        paragraph(
            "Shares of a station's own hours. Active: mean time between two idle moments. "
            "Waiting behind: in the buffer and the places of the next station."
        ),
    )


_CHANGES = {
    "cycle": ("a second off the cycle of", ""),
    "repair": ("a minute off each repair of", ""),
    "buffer": ("a place more behind", ""),
}


def _improvements(improvements: Sequence[Improvement]) -> RenderableType:
    rows = []
    for each in improvements[:_MOST_IMPROVEMENTS]:
        gain = each.vehicles_per_hour
        ends = gain.interval
        between = f"{_digits(ends[0], 2)} to {_digits(ends[1], 2)}" if ends else ""
        what = f"{_CHANGES[each.kind][0]} {each.station}"
        rows.append((what, _digits(gain.mean, 2), between))
    more = len(improvements) - len(rows)
    note = "The same random numbers with and without each change, from a small step scaled up."
    if more > 0:
        note += f" {more} more bring less."
    return section(
        "What an improvement brings",
        table(("change", ">vehicles an hour", ">95 % interval"), rows),
        paragraph(note),
    )


def _weeks(answer: Answer) -> RenderableType:
    rows = []
    shown = answer.weeks[:, :_MOST_WEEKS]
    for place in range(shown.shape[1]):
        week = sorted(shown[:, place].tolist())
        mean = sum(week) / len(week)
        rows.append((place + 1, f"{mean:,.0f}", f"{week[0]:,.0f}", f"{week[-1]:,.0f}"))
    more = answer.weeks.shape[1] - shown.shape[1]
    parts: list[RenderableType] = [table((">week", ">mean", ">lowest", ">highest"), rows)]
    if more > 0:
        parts.append(paragraph(f"{more} more weeks are in --json."))
    return section("Vehicles a week, from the start", *parts)


def exact_view(line: Line, answer: ExactAnswer) -> Group:
    """Show what a line does, without chance.

    Parameters
    ----------
    line
        The line that was solved.
    answer
        What it does.
    """
    rate = answer.throughput_per_hour
    lines = [f"{_digits(rate, 10)} vehicles an hour; {_digits(rate * 24.0, 10)} a day"]
    if answer.bottleneck is not None:
        lines.append(f"{answer.bottleneck} binds: the longest active periods")
    lines.append(
        f"{_digits(answer.work_in_process, 6)} vehicles in the line, "
        f"{_digits(answer.lead_time_s, 6)} s from its first station to its end"
    )
    if answer.time_to_finish_s is not None:
        finish = answer.time_to_finish_s
        lines.append(
            f"{answer.vehicles:,} vehicles from empty in {_digits(finish.mean, 10)} s, standard "
            f"deviation {_digits(finish.sd, 10)} s"
        )
    rows = [
        (
            share.name,
            f"{100.0 * share.working:.4f} %",
            f"{100.0 * share.blocked:.4f} %",
            f"{100.0 * share.starved:.4f} %",
            f"{100.0 * share.down:.4f} %",
            ""
            if station.feeds is None
            else f"{_digits(share.buffer, 5)} of {station.buffer_after}",
        )
        for share, station in zip(answer.stations, line.stations, strict=True)
    ]
    columns = ("station", ">working", ">blocked", ">starved", ">down", ">waiting behind")
    return Group(
        heading(line.name),
        paragraph(
            f"Solved exactly: {answer.states:,} states, {answer.moves:,} moves ({answer.method})."
        ),
        Text(),
        listing(lines),
        section("Stations", table(columns, rows)),
    )
