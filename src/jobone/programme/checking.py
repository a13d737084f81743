"""Checking a folder as a whole: every problem, and what should at least be seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from jobone.core.problems import InputError, Problem
from jobone.evidence.records import Assumption
from jobone.programme.checks.context import Context
from jobone.programme.checks.counted import check_counts, odd_counts
from jobone.programme.checks.market import (
    check_channels,
    check_demands,
    check_supplies,
    check_teams,
    idle_channels,
)
from jobone.programme.checks.names import check_cycles, check_references, check_since
from jobone.programme.checks.tables import (
    check_calendars,
    check_gates,
    check_parts,
    check_plants,
    check_shocks,
    check_targets,
    short_seasons,
)
from jobone.programme.checks.values import (
    check_assumptions,
    check_claims,
    check_levers,
    check_literals,
    check_map,
)
from jobone.programme.folder import Folder, Notice

__all__ = ["check_folder"]


def _notices(context: Context) -> tuple[Notice, ...]:
    """Say what can never come, and which assumptions hide a happening told later."""
    folder = context.folder
    seen = (*short_seasons(folder), *idle_channels(context))
    notices = [Notice(context.at(path), text) for path, text in seen]
    for claim in folder.evidence.claims:
        assumption: Assumption | None = folder.evidence.assumption_about(claim.about, claim.known)
        if assumption is None or claim.hedge != "confirmed" or not claim.tells_happening:
            continue
        if claim.id in assumption.pool:
            continue
        if folder.evidence.assumption_about(claim.about, date.max) is assumption:
            notices.append(
                Notice(
                    assumption.location,
                    f"the assumption {assumption.id!r} stands before the claim {claim.id!r}, "
                    f"which tells since {claim.known} what happened",
                )
            )
    return (*notices, *odd_counts(context))


def check_folder(context: Context, problems: Iterable[Problem] = ()) -> Folder:
    """Check a folder as a whole.

    Parameters
    ----------
    context
        The folder as read, and what of it could not be read.
    problems
        Faults found while reading.

    Returns
    -------
    Folder
        The same, with notices.

    Raises
    ------
    InputError
        With every problem, those of reading included.
    """
    found = list(problems)
    for check in (
        check_references,
        check_cycles,
        check_since,
        check_literals,
        check_claims,
        check_map,
        check_assumptions,
        check_gates,
        check_calendars,
        check_plants,
        check_shocks,
        check_teams,
        check_supplies,
        check_demands,
        check_channels,
        check_targets,
        check_levers,
        check_parts,
        check_counts,
    ):
        found += check(context)
    if found:
        raise InputError(found)
    return replace(context.folder, notices=_notices(context))
