"""What the production lines of a programme do, in words, rows and pictures for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jobone.core.quantity import Quantity
from jobone.line.statistics import StationShare
from jobone.outlook.lines import LineAnswer
from jobone.programme.standing import Standing, StandingPhase
from jobone.report import wording
from jobone.report.line_pictures import line_svg
from jobone.report.phrases import Cell, Phrase, Table, anchor, joined, link, plain

__all__ = ["LineNote", "line_notes"]

_DAYS_PER_YEAR = 365.25
_COLUMNS = ("station", "working", "down", "blocked", "starved", "waiting behind")


@dataclass(frozen=True)
class LineNote:
    """What the page says of one line.

    Parameters
    ----------
    head
        Its name.
    text
        What it stands in for, what it builds and what binds.
    wide, narrow
        Its picture.
    table
        The shares that the picture shows.
    """

    head: str
    text: Cell
    wide: str
    narrow: str
    table: Table


def line_notes(standing: Standing, lines: Sequence[LineAnswer]) -> tuple[LineNote, ...]:
    """Return what to say of each line of a programme.

    Parameters
    ----------
    standing
        The programme as of a day.
    lines
        What its lines do.
    """
    return tuple(_note(standing, each) for each in lines)


def _note(standing: Standing, line: LineAnswer) -> LineNote:
    answer = line.answer
    phases = [
        phase for plant in standing.plants for phase in plant.phases if phase.path in line.phases
    ]
    where = joined(
        [(link(each.path, anchor("field", f"{each.path}.nameplate")),) for each in phases]
    )
    weekly = wording.units(line.settled_per_day * 7.0)
    yearly = wording.units(line.settled_per_day * _DAYS_PER_YEAR)
    agreeing = round(answer.bottleneck_share * answer.replications)
    text = (
        Phrase(f"{line.file} stands in for nameplate, ramp and sustained rate of "),
        *where,
        Phrase(
            f". From empty it comes to {weekly} vehicles a week, {yearly} a year before "
            f"holidays and outages{_nameplates(phases)}. "
        ),
        Phrase(answer.bottleneck, strong=True),
        Phrase(f" binds, in {agreeing} of {answer.replications} replications."),
    )
    rows = tuple(_row(share) for share in answer.stations)
    return LineNote(
        answer.line.name,
        text,
        line_svg(answer, inline=True),
        line_svg(answer, narrow=True, inline=True),
        Table(_COLUMNS, rows, frozenset(range(1, len(_COLUMNS)))),
    )


def _nameplates(phases: list[StandingPhase]) -> str:
    """Say what the nameplates of its phases are, where they are stated."""
    stated = [
        wording.units(
            sum(
                option.weight * sum(option.value.amount.support) / 2.0
                for option in phase.nameplate.options
                if isinstance(option.value, Quantity)
            )
        )
        for phase in phases
        if phase.nameplate.options
    ]
    return f"; the nameplate says {' and '.join(dict.fromkeys(stated))}" if stated else ""


def _row(share: StationShare) -> tuple[Cell, ...]:
    shares = (share.working, share.down, share.blocked, share.starved)
    waiting = f"{share.buffer:.1f} of {share.buffer_places}" if share.feeds is not None else ""
    return (
        plain(share.name),
        *(plain(f"{each:.1%}".replace("%", " %")) for each in shares),
        plain(waiting),
    )
