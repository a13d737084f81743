"""The outside view of the start of production, path by path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from jobone.core.days import DayInterval
from jobone.evidence.records import Claim
from jobone.history.cases import count_moves
from jobone.outlook.sampling import NEVER, Days, Sampler
from jobone.programme.outside import DayForecast
from jobone.programme.resolving import Option
from jobone.programme.standing import Standing, StandingModel

__all__ = ["OutsideStart", "StartPromise", "outside_starts", "start_promises", "view_starts"]


@dataclass(frozen=True)
class StartPromise:
    """A promise of a start of production that stands.

    Parameters
    ----------
    option
        Index of the side of the conflict that it is; 0 where there is none.
    said_on
        When it was made, or made again.
    window
        Closed.
    moves
        How often the date had moved to later by then.
    claims
        Ids of the claims.
    """

    option: int
    said_on: date
    window: DayInterval
    moves: int
    claims: tuple[str, ...]


@dataclass(frozen=True)
class OutsideStart:
    """What the past says of one promise."""

    promise: StartPromise
    forecast: DayForecast


def start_promises(standing: Standing, model: StandingModel) -> tuple[StartPromise, ...]:
    """Return the promises of a model's start that stand, one a side.

    A changed start counts as a promise made on the day of the one in its place.
    """
    spoken = [
        claim
        for claim in model.sop.judgement.promises
        if claim.value is not None and claim.value.days is not None and not claim.value.days.is_open
    ]
    promises = []
    for index, option in enumerate(model.sop.options):
        if option.happened or not isinstance(option.value, DayInterval):
            continue
        said = _said_on(option, spoken, standing, model)
        if said is None:
            continue
        earlier = [_window(claim) for claim in spoken if _said(claim) < said]
        first, last = option.value.closed
        moves = count_moves([*earlier, (first.toordinal(), last.toordinal())])
        promises.append(StartPromise(index, said, option.value, moves, option.claims))
    return tuple(promises)


def _said_on(
    option: Option, spoken: Sequence[Claim], standing: Standing, model: StandingModel
) -> date | None:
    own = [claim for claim in spoken if claim.id in option.claims]
    if own:
        return max(_said(claim) for claim in own)
    if model.sop.origin == "change":
        return max((_said(claim) for claim in spoken), default=standing.as_of)
    return None


def _said(claim: Claim) -> date:
    """Return the last day on which it can have been said: before it was known."""
    return min(claim.said_on.last or claim.known, claim.known)


def _window(claim: Claim) -> tuple[int, int]:
    assert claim.value is not None and claim.value.days is not None
    first, last = claim.value.days.closed
    return first.toordinal(), last.toordinal()


def outside_starts(standing: Standing) -> tuple[tuple[OutsideStart, ...], ...]:
    """Return what the past says of each model's start, as known on the day.

    Parameters
    ----------
    standing
        The programme.

    Returns
    -------
    tuple of tuple of OutsideStart
        For each model its standing promises; empty where there is none, or nobody to ask.
    """
    past, kind = standing.folder.outside, standing.folder.header.maker_type
    starts = []
    for model in standing.models:
        found = []
        for promise in start_promises(standing, model) if past is not None else ():
            assert past is not None
            forecast = past.promised_start(
                kind, promise.said_on, promise.window, promise.moves, standing.as_of
            )
            if forecast is not None:
                found.append(OutsideStart(promise, forecast))
        starts.append(tuple(found))
    return tuple(starts)


def view_starts(
    standing: Standing,
    starts: Sequence[Sequence[OutsideStart]],
    inside: Days,
    inside_unchanged: Days,
    unknown: Sequence[int],
    sampler: Sampler,
) -> Days:
    """Let each path take the inside or the outside day of every start.

    Parameters
    ----------
    standing
        The programme.
    starts
        As `outside_starts` gives them.
    inside
        Starts from the programme's own gates, shape (models, paths).
    inside_unchanged
        The same without the changes made to the programme: what a change does to the
        gates moves the outside day as well.
    unknown
        Places of models whose gates tell nothing: they take the outside day always.
    sampler
        The run of paths.

    Returns
    -------
    ndarray, shape (models, paths)
        Ordinals, `NEVER` where it does not come.
    """
    days = inside.copy()
    weight = sampler.numbers(standing.inside_weight, "programme", "inside_weight", 0, 1.0)
    outside_taken = sampler.uniform("programme", "view", 0) >= weight
    for place, model in enumerate(standing.models):
        sides = sampler.sides(model.sop, "model", "sop", place)
        drawn = sampler.uniform("model", "outside", place)
        for start in starts[place]:
            takes = (sides == start.promise.option) & (outside_taken | (place in unknown))
            reached = start.forecast.quantile(drawn[takes])
            comes = np.isfinite(reached)
            outside = np.full(reached.shape, NEVER, dtype=np.int64)
            outside[comes] = reached[comes].astype(np.int64)
            with_change, without = inside[place][takes], inside_unchanged[place][takes]
            both = (with_change < NEVER) & (without < NEVER) & comes
            shifted = np.maximum(outside + with_change - without, sampler.today + 1)
            days[place][takes] = np.where(both, shifted, outside)
    return days
