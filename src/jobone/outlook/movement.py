"""How the outlook moved as things became known, and which of them moved it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jobone.core.problems import InputError
from jobone.outlook.forecast import (
    EventForecast,
    TargetForecast,
    summarise,
    target_probabilities,
)
from jobone.outlook.simulation import simulate
from jobone.programme.folder import Folder
from jobone.programme.standing import Standing, stand

__all__ = ["Difference", "DifferenceStep", "Moment", "explain_difference", "news_days", "track"]


@dataclass(frozen=True)
class Moment:
    """The outlook as of one day.

    Parameters
    ----------
    day
        The day.
    sources
        Ids of the sources that became known on it.
    events
        When each event comes.
    probabilities
        Of each target that can be judged.
    unknown
        Reason by target, of the others.
    targets
        How likely each target is kept, and what comes.
    """

    day: date
    sources: tuple[str, ...]
    events: tuple[EventForecast, ...]
    probabilities: Mapping[str, float]
    unknown: Mapping[str, str]
    targets: tuple[TargetForecast, ...] = ()


@dataclass(frozen=True)
class DifferenceStep:
    """What one piece of news, or the mere passing of days, changed.

    Parameters
    ----------
    day
        When it became known.
    kind
        ``claim``, ``assumption``, ``observed`` or ``days passing``.
    name
        Id of the claim or assumption, or the row's place.
    says
        What it says.
    change
        Gain in probability by target; targets that were not judged before or
        after are left out.
    appeared
        Probability of targets that can be judged from here on.
    """

    day: date
    kind: str
    name: str
    says: str
    change: Mapping[str, float]
    appeared: Mapping[str, float]


@dataclass(frozen=True)
class Difference:
    """Two outlooks, and the steps that lead from one to the other."""

    before: Moment
    after: Moment
    steps: tuple[DifferenceStep, ...]


def news_days(
    folder: Folder, until: date, kinds: Sequence[str] = ("article", "report", "filing", "letter")
) -> tuple[date, ...]:
    """Return the days on which a source of these kinds became known, up to a day."""
    days = {
        source.known
        for source in folder.evidence.sources.values()
        if source.kind in kinds and source.known <= until
    }
    return tuple(sorted(days))


def track(
    folder: Folder, days: Sequence[date], paths: int, seed: int, *, threads: int = 1
) -> tuple[Moment, ...]:
    """Run the outlook as of each day.

    Parameters
    ----------
    folder
        The checked folder.
    days
        In any order.
    paths, seed, threads
        As for the outlook.

    Returns
    -------
    tuple of Moment
        In the order of days.
    """
    return tuple(_moment(stand(folder, day), paths, seed, threads) for day in sorted(set(days)))


def _moment(standing: Standing, paths: int, seed: int, threads: int) -> Moment:
    sources = tuple(
        source.id
        for source in standing.folder.evidence.sources.values()
        if source.known == standing.as_of
    )
    try:
        run = simulate(standing, paths, seed, targets_only=True, threads=threads)
    except InputError as refused:
        # What was counted by that day lies outside what was thought possible on it.
        reason = refused.problems[0].what
        return Moment(
            standing.as_of, sources, (), {}, {item.name: reason for item in standing.targets}
        )
    events, targets = summarise(standing, run)
    return Moment(
        standing.as_of,
        sources,
        events,
        target_probabilities(standing, run),
        dict(run.unknown),
        targets,
    )


@dataclass(frozen=True)
class _News:
    """One thing that became known, with what the folder is without anything later."""

    day: date
    kind: str
    name: str
    says: str
    key: tuple[str, object] = ("", "")


def _news(folder: Folder, first: date, last: date) -> list[_News]:
    """Return what became known after `first` and up to `last` and may bear on a number."""
    since = {row.since for rows in _since_rows(folder) for row in rows}
    since |= {row.said for row in folder.targets}
    effective = {
        claim.id
        for claim in folder.evidence.claims
        if claim.about in folder.fields or claim.id in since or claim.retracts or claim.denies
    }
    news = [
        _News(claim.known, "claim", claim.id, claim.says, ("claim", claim.id))
        for claim in folder.evidence.claims
        if claim.id in effective and first < claim.known <= last
    ]
    news += [
        _News(item.holds_from, "assumption", item.id, item.why, ("assumption", item.id))
        for item in folder.evidence.assumptions
        if first < item.holds_from <= last
    ]
    news += [
        _News(
            row.published,
            "observed",
            f"{row.of} {row.measure} {row.days}",
            f"{row.units:,.0f} vehicles",
            ("observed", row.location),
        )
        for row in folder.observed
        if first < row.published <= last
    ]
    return sorted(news, key=lambda item: item.day)


def _since_rows(folder: Folder) -> Iterator[Sequence[Any]]:
    yield folder.gates
    yield folder.shocks
    yield folder.teams
    yield folder.models
    yield folder.plants
    yield folder.supplies
    yield folder.demands
    yield folder.channels
    yield folder.targets
    yield folder.levers
    for plant in folder.plants:
        yield plant.phase
        yield plant.outage


def _without(folder: Folder, later: Sequence[_News]) -> Folder:
    """Return the folder with some pieces of news put off to the end of time."""
    hidden = {item.key for item in later}
    evidence = folder.evidence
    return replace(
        folder,
        evidence=replace(
            evidence,
            claims=tuple(
                replace(claim, known=date.max) if ("claim", claim.id) in hidden else claim
                for claim in evidence.claims
            ),
            assumptions=tuple(
                replace(item, holds_from=date.max) if ("assumption", item.id) in hidden else item
                for item in evidence.assumptions
            ),
        ),
        observed=tuple(
            replace(row, published=date.max) if ("observed", row.location) in hidden else row
            for row in folder.observed
        ),
    )


def _step(item: _News, before: Moment, after: Moment) -> DifferenceStep:
    change = {
        name: probability - before.probabilities[name]
        for name, probability in after.probabilities.items()
        if name in before.probabilities
    }
    appeared = {
        name: probability
        for name, probability in after.probabilities.items()
        if name not in before.probabilities
    }
    return DifferenceStep(item.day, item.kind, item.name, item.says, change, appeared)


def explain_difference(
    folder: Folder, first: date, last: date, paths: int, seed: int, *, threads: int = 1
) -> Difference:
    """Say what changed between two days, and which news changed it by how much.

    The news is let in one after the other in the order in which it became known, on
    common draws; before that of a day, the day itself is let pass. The changes add
    up to the whole. What stands before what, on one day, is the order of the files.

    Parameters
    ----------
    folder
        The checked folder.
    first, last
        The two days, `first` before `last`.
    paths, seed, threads
        As for the outlook.

    Returns
    -------
    Difference
        The two outlooks and the steps between them.

    Raises
    ------
    ValueError
        If `last` is not after `first`.
    """
    if last <= first:
        raise ValueError(f"the second day, {last}, is not after the first, {first}")
    before = _moment(stand(folder, first), paths, seed, threads)
    news = _news(folder, first, last)
    steps: list[DifferenceStep] = []
    current = before
    days = sorted({item.day for item in news} | {last})
    for day in days:
        later = [item for item in news if item.day >= day]
        passed = _moment(stand(_without(folder, later), day), paths, seed, threads)
        steps.append(_step(_News(day, "days passing", "", f"no news until {day}"), current, passed))
        current = passed
        for item in (item for item in news if item.day == day):
            later = later[1:]
            known = _moment(stand(_without(folder, later), day), paths, seed, threads)
            steps.append(_step(item, current, known))
            current = known
    return Difference(
        before, current, tuple(step for step in steps if step.change or step.appeared)
    )
