"""What a checked folder holds, and what is wrong with one that fails."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.text import Text

from jobone.core.problems import Problem
from jobone.programme.folder import Folder
from jobone.report.terminal.layout import heading, paragraph, plain, section, table
from jobone.report.wording import day

__all__ = ["check_view", "problems_view"]


def check_view(folder: Folder) -> Group:
    """Show what a folder without faults holds, and what to look at.

    Parameters
    ----------
    folder
        The checked folder.
    """
    evidence = folder.evidence
    effective = sum(claim.about in folder.fields for claim in evidence.claims)
    without = len(evidence.claims) - effective
    rows: list[tuple[str, str, str]] = [
        ("sources", str(len(evidence.sources)), ""),
        ("claims", str(len(evidence.claims)), f"{without} without effect on any number"),
        ("assumptions", str(len(evidence.assumptions)), ""),
        ("observed rows", str(len(folder.observed)), ""),
        ("gates", str(len(folder.gates)), ""),
        ("shocks", str(len(folder.shocks)), ""),
        ("models", str(len(folder.models)), ""),
        ("plants", str(len(folder.plants)), f"{sum(len(p.phase) for p in folder.plants)} phases"),
        *_where_described(folder),
        ("targets", str(len(folder.targets)), ""),
        ("levers", str(len(folder.levers)), ""),
        *([("parts", str(len(folder.parts)), "")] if folder.parts else []),
        ("fields", str(len(folder.fields)), f"{len(folder.literals)} written as literals"),
    ]
    first, last = folder.horizon.closed
    parts: list[RenderableType] = [
        heading(f"{folder.header.maker}: no problems"),
        paragraph(
            f"Looks at {day(first)} to {day(last)}; knows of things up to {day(folder.last_known)}."
        ),
        Text(),
        table(("what", ">count", ""), rows),
    ]
    if folder.notices:
        parts.append(section("Not wrong, but to be seen", *map(_line, folder.notices)))
    return Group(*parts)


def _where_described(folder: Folder) -> list[tuple[str, str, str]]:
    """Return the parts that most folders go without, where they are there."""
    parts = (
        ("teams", folder.teams),
        ("supplies", folder.supplies),
        ("demands", folder.demands),
        ("channels", folder.channels),
    )
    return [(name, str(len(rows)), "") for name, rows in parts if rows]


def problems_view(problems: Iterable[Problem]) -> Group:
    """Show problems as plain lines: ``file:line: what; expected; what to do``.

    A console crops to its width whatever is printed on it; print this with
    ``soft_wrap=True``, so that each problem stays one whole line.

    Parameters
    ----------
    problems
        In the order in which they are shown.
    """
    return Group(*map(_line, problems))


def _line(value: object) -> Text:
    return Text(plain(value), no_wrap=True, overflow="ignore")
