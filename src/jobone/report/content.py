"""Everything that the report shows, gathered in one run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np

from jobone.core.changes import Change
from jobone.core.days import DayInterval, add_months
from jobone.core.quantity import Quantity
from jobone.evidence.judging import Judgement, judge_all
from jobone.evidence.records import Claim, without_qualifier
from jobone.outlook.bounds import TargetBounds, find_bounds
from jobone.outlook.forecast import (
    ConflictEffect,
    Forecast,
    SideEffect,
    conflict_effects,
    sum_up,
    target_probabilities,
    with_effects,
)
from jobone.outlook.levers import LeverWorth, RateSensitivity, lever_worths, rate_sensitivity
from jobone.outlook.lines import LineAnswer, line_answers
from jobone.outlook.looking_back import LookingBack, look_back, settled_days
from jobone.outlook.movement import Moment, news_days, track
from jobone.outlook.sampling import NEVER
from jobone.outlook.simulation import Paths, simulate
from jobone.outlook.windows import promised_day
from jobone.programme.fields import FieldValue, read_value
from jobone.programme.folder import Folder
from jobone.programme.letters import standing_letter
from jobone.programme.resolving import Resolution
from jobone.programme.standing import Standing, stand
from jobone.report.past import StartPast, VolumePast, gather_past
from jobone.version import __version__

__all__ = [
    "MULTIPLES",
    "Disagreement",
    "LastGate",
    "PromiseWindow",
    "ReportContent",
    "bearing_claims",
    "chosen_days",
    "gather",
    "gather_answer",
    "gather_disagreements",
    "gather_movement",
]

MULTIPLES = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0)
"""Sustained rates that are tried, as multiples of nameplate."""

SECONDARY_PATHS = 2000
"""Most paths for what is compared on common draws or drawn as a line."""

MOST_DAYS = 16
"""More days of news than this cannot be told apart in a figure."""

MOST_MONTHS = 24
"""Months after a start of production in which the outlook is looked at again."""

_FREELY_CHANGED = ("rate", "duration", "count", "multiple", "share")


@dataclass(frozen=True)
class PromiseWindow:
    """What was promised for a start of production, as it stood on a day.

    Parameters
    ----------
    day
        The day.
    event
        ``sop.MODEL``.
    first, last
        The window.
    happened
        Whether it is told as a happening instead.
    """

    day: date
    event: str
    first: date
    last: date
    happened: bool


@dataclass(frozen=True)
class LastGate:
    """The gate that is most often the last to be done before a start of production.

    Parameters
    ----------
    event
        ``sop.MODEL``.
    gate
        Its name; empty where every gate is done.
    share
        Of the paths on which the start comes.
    """

    event: str
    gate: str
    share: float


@dataclass(frozen=True)
class Disagreement:
    """Sides that claims take about one path, and what each is worth.

    Parameters
    ----------
    about
        The path.
    sides
        Value, claims and effect on each target. The weight is nought where an
        assumption settles it otherwise; the effect is empty where it was not reckoned.
    settled_by
        Id of the assumption that settles or weighs it; empty where the sides stand.
    bears
        Whether the path is a field, so that it can move a number.
    """

    about: str
    sides: tuple[SideEffect, ...]
    settled_by: str
    bears: bool


@dataclass(frozen=True)
class ReportContent:
    """What the report is made of.

    Parameters
    ----------
    standing
        The programme as of the day.
    paths, secondary_paths, seed, version
        How it was reckoned.
    bounds
        What arithmetic says, by name of the target.
    forecast
        The outlook.
    levers, rates
        What each lever is worth, and how targets depend on the sustained rate.
    moments
        The outlook on the days of news.
    windows
        The promises that stood on those days.
    judgements
        What the claims come to, by path; paths without effect included.
    disagreements
        Conflicts of the day.
    last_gates
        What the starts of production wait for.
    measure
        ``deliveries`` or ``production``: what monthly output is shown as.
    nameplate_months
        Month and vehicles at nameplate from the promised days.
    starts_past, volumes_past
        What the past says of the promises that stand.
    looking_back
        Earlier outlooks beside what came since.
    lines
        What the production lines that stand in for phases do.
    """

    standing: Standing
    paths: int
    secondary_paths: int
    seed: int
    version: str
    bounds: tuple[TargetBounds, ...]
    forecast: Forecast
    levers: tuple[LeverWorth, ...]
    rates: tuple[RateSensitivity, ...]
    moments: tuple[Moment, ...]
    windows: tuple[PromiseWindow, ...]
    judgements: Mapping[str, Judgement]
    disagreements: tuple[Disagreement, ...]
    last_gates: tuple[LastGate, ...]
    measure: str
    nameplate_months: tuple[tuple[str, float], ...]
    starts_past: tuple[StartPast, ...]
    volumes_past: tuple[VolumePast, ...]
    looking_back: LookingBack
    lines: tuple[LineAnswer, ...]

    @property
    def as_of(self) -> date:
        """The day of the outlook."""
        return self.standing.as_of

    @property
    def folder(self) -> Folder:
        """Where everything is from."""
        return self.standing.folder

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Claims known by the day, in the order of the files."""
        return tuple(
            claim for claim in self.folder.evidence.claims if claim.known <= self.standing.as_of
        )

    def bound(self, name: str) -> TargetBounds:
        """Return what arithmetic says of one target."""
        return next(item for item in self.bounds if item.name == name)


def bearing_claims(folder: Folder) -> frozenset[str]:
    """Return the ids of claims that speak of a field or deny what does."""
    ids = {claim.id for claim in folder.evidence.claims if claim.about in folder.fields}
    return frozenset(
        ids
        | {claim.id for claim in folder.evidence.claims if ids & {*claim.denies, *claim.retracts}}
    )


def chosen_days(folder: Folder, as_of: date, most: int = MOST_DAYS) -> tuple[date, ...]:
    """Choose the days of articles on which the outlook is looked at again.

    Parameters
    ----------
    folder
        The checked folder.
    as_of
        Nothing later is looked at.
    most
        How many days at most. Days without a claim that bears on a field go first,
        then those with few of them close upon the day before.

    Returns
    -------
    tuple of date
        Ascending, without `as_of`.
    """
    bearing = bearing_claims(folder)
    weight = Counter(claim.known for claim in folder.evidence.claims if claim.id in bearing)
    days = [day for day in news_days(folder, as_of) if day < as_of]
    while len(days) > most - 1:
        gaps = {later: (later - earlier).days for earlier, later in pairwise(days)}
        # The first day stays, so that the line has its beginning.
        days.remove(min(days[1:], key=lambda day: (weight[day] * gaps[day], gaps[day], day)))
    return tuple(days)


def _moments(
    standing: Standing, forecast: Forecast, paths: int, seed: int, threads: int
) -> tuple[Moment, ...]:
    """Return the outlook on each chosen day; the last is the report's own."""
    folder = standing.folder
    earlier = track(folder, chosen_days(folder, standing.as_of), paths, seed, threads=threads)
    return (*earlier, _own_moment(standing, forecast))


def _own_moment(standing: Standing, forecast: Forecast) -> Moment:
    """Return the outlook of the day itself, as it was forecast."""
    folder = standing.folder
    sources = tuple(
        source.id for source in folder.evidence.sources.values() if source.known == standing.as_of
    )
    known = {
        item.target.name: item.probability
        for item in forecast.targets
        if item.probability is not None
    }
    unknown = {item.target.name: item.reason for item in forecast.targets if item.reason}
    return Moment(standing.as_of, sources, forecast.events, known, unknown)


def _windows(folder: Folder, moments: Sequence[Moment]) -> tuple[PromiseWindow, ...]:
    windows = []
    for moment in moments:
        for model in stand(folder, moment.day).models:
            for option in model.sop.options:
                if isinstance(option.value, DayInterval):
                    first, last = option.value.closed
                    windows.append(
                        PromiseWindow(moment.day, model.sop.path, first, last, option.happened)
                    )
    return tuple(windows)


def _last_gates(standing: Standing, run: Paths) -> tuple[LastGate, ...]:
    found = []
    for place, model in enumerate(standing.models):
        happened = bool(model.sop.options) and all(item.happened for item in model.sop.options)
        if happened or not model.after:
            continue
        ends = run.gates[list(model.after)]
        comes = run.sop[place] < NEVER
        if not comes.any():
            continue
        if (ends[:, comes] <= standing.as_of.toordinal()).all():
            found.append(LastGate(model.sop.path, "", 1.0))
            continue
        last = np.argmax(ends[:, comes], axis=0)
        counts = np.bincount(last, minlength=len(model.after))
        most = int(np.argmax(counts))
        name = standing.gates[model.after[most]].name
        found.append(LastGate(model.sop.path, name, float(counts[most] / counts.sum())))
    return tuple(found)


def _settled_sides(
    standing: Standing, resolution: Resolution, unchanged: Paths, seed: int, threads: int
) -> tuple[SideEffect, ...]:
    """Return the sides of a conflict that an assumption settles, with what each would do."""
    baseline = target_probabilities(standing, unchanged)
    sides = []
    for side in resolution.judgement.sides:
        claim = side.claims[0]
        value = read_value(resolution.kind, without_qualifier(claim.raw), claim.unit)
        effect: dict[str, float] = {}
        # A past day cannot be put in by a change, so its worth stays unreckoned.
        if resolution.kind in _FREELY_CHANGED:
            change = Change(resolution.path, str(value))
            moved = stand(standing.folder, standing.as_of, (*standing.changes, change))
            run = simulate(
                moved,
                unchanged.count,
                seed,
                posterior=unchanged.posterior,
                targets_only=True,
                threads=threads,
            )
            effect = {
                name: probability - baseline[name]
                for name, probability in target_probabilities(moved, run).items()
                if name in baseline
            }
        weight = sum(item.weight for item in resolution.options if _same(item.value, value))
        ids = tuple(claim.id for claim in side.claims)
        sides.append(SideEffect(_label(claim), weight, ids, effect))
    return tuple(sides)


def _same(one: FieldValue, other: FieldValue) -> bool:
    """Whether two values are the same, however they were written."""
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.amount == other.amount
    return one == other


def _label(claim: Claim) -> str:
    return f"{claim.value} {claim.unit}".strip()


def _disagreements(
    standing: Standing,
    judgements: Mapping[str, Judgement],
    effects: Sequence[ConflictEffect],
    unchanged: Paths,
    seed: int,
    threads: int,
) -> tuple[Disagreement, ...]:
    standing_effects = {item.about: item for item in effects}
    found = []
    for about, judgement in judgements.items():
        resolution = standing.resolutions.get(about)
        assumption = resolution.assumption if resolution is not None else None
        settled_by = assumption.id if assumption is not None else ""
        if about in standing_effects:
            found.append(Disagreement(about, standing_effects[about].sides, settled_by, True))
        elif judgement.is_conflict and resolution is not None:
            sides = _settled_sides(standing, resolution, unchanged, seed, threads)
            found.append(Disagreement(about, sides, settled_by, True))
        elif judgement.is_conflict:
            plain = tuple(
                SideEffect(
                    _label(side.claims[0]),
                    side.weight,
                    tuple(claim.id for claim in side.claims),
                    {},
                )
                for side in judgement.sides
            )
            found.append(Disagreement(about, plain, "", False))
    missing = [item for item in effects if item.about not in judgements]
    found += [Disagreement(item.about, item.sides, "", True) for item in missing]
    return tuple(sorted(found, key=lambda item: not item.bears))


def _nameplate_months(standing: Standing, forecast: Forecast) -> tuple[tuple[str, float], ...]:
    """Return vehicles a month at nameplate, each own phase from its last promised day."""
    phases: list[tuple[date, float]] = []
    for plant in standing.plants:
        for phase in () if plant.contract else plant.phases:
            ordinal = promised_day(standing, phase.opens)
            rates = [
                option.weight * sum(option.value.amount.support) / 2.0
                for option in phase.nameplate.options
                if isinstance(option.value, Quantity)
            ]
            if ordinal is not None and rates:
                phases.append((date.fromordinal(ordinal), sum(rates)))
    months = sorted({item.period for item in forecast.months})
    return tuple(
        (
            month,
            sum(rate / 12.0 for day, rate in phases if day < add_months(_first(month), 1)),
        )
        for month in months
    )


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _measure(standing: Standing) -> str:
    """Return what is promised or counted; what is built where neither says."""
    spoken = {target.measure for target in standing.targets}
    spoken |= {row.measure for row in standing.observed}
    return "deliveries" if "deliveries" in spoken else "production"


def _looking_days(standing: Standing) -> tuple[date, ...]:
    """Return the days of news, and those of each month after the first start that came."""
    days = set(chosen_days(standing.folder, standing.as_of))
    came = [settled_days(standing, model.name) for model in standing.models]
    starts = [last for _, last in filter(None, came)]
    if starts:
        months = (add_months(min(starts), number) for number in range(1, MOST_MONTHS + 1))
        days |= {day for day in months if day < standing.as_of}
    return tuple(sorted(days))


def gather(
    folder: Folder,
    as_of: date,
    paths: int,
    seed: int,
    *,
    threads: int = 2,
    progress: Callable[[str], None] | None = None,
) -> ReportContent:
    """Run everything that the report shows.

    Parameters
    ----------
    folder
        The checked folder.
    as_of
        The day of the report.
    paths, seed
        How many paths for the outlook, and the seed; levers, rates and earlier days
        take at most 2,000 of them.
    threads
        Changes no number.
    progress
        Told in a few words what is done next.

    Returns
    -------
    ReportContent
        The same for the same input.
    """
    tell = progress or (lambda _: None)
    few = min(paths, SECONDARY_PATHS)
    standing = stand(folder, as_of)
    tell("arithmetic")
    bounds = find_bounds(standing)
    tell("outlook")
    supplied = bool(standing.parts or standing_letter(folder.letters, as_of))
    run = simulate(standing, paths, seed, weeks=supplied, threads=threads)
    forecast = with_effects(standing, run, seed, threads=threads)
    baseline = run
    if few < paths:
        baseline = simulate(
            standing, few, seed, posterior=run.posterior, targets_only=True, threads=threads
        )
    tell("levers")
    levers = lever_worths(standing, few, seed, threads=threads, baseline=baseline)
    tell("sustained rate")
    rates = rate_sensitivity(standing, MULTIPLES, few, seed, threads=threads, baseline=baseline)
    tell("how the outlook moved")
    moments = _moments(standing, forecast, few, seed, threads)
    tell("the past")
    starts_past, volumes_past = gather_past(standing, few, seed, threads, run.posterior)
    tell("what was said")
    judgements = {item.about: item for item in judge_all(folder.evidence.claims, as_of)}
    return ReportContent(
        standing=standing,
        paths=paths,
        secondary_paths=few,
        seed=seed,
        version=__version__,
        bounds=bounds,
        forecast=forecast,
        levers=levers,
        rates=rates,
        moments=moments,
        windows=_windows(folder, moments),
        judgements=judgements,
        disagreements=_disagreements(
            standing, judgements, forecast.conflicts, baseline, seed, threads
        ),
        last_gates=_last_gates(standing, baseline),
        measure=_measure(standing),
        nameplate_months=_nameplate_months(standing, forecast),
        starts_past=starts_past,
        volumes_past=volumes_past,
        looking_back=look_back(
            forecast, _looking_days(standing), few, seed, threads=threads, known=moments
        ),
        lines=line_answers(standing),
    )


def gather_answer(
    standing: Standing,
    run: Paths,
    seed: int,
    judgements: Mapping[str, Judgement] | None = None,
    forced: Mapping[str, int] | None = None,
) -> ReportContent:
    """Sum up paths that were run: the answers, the ramp, the losses and what was said.

    Parameters
    ----------
    standing
        The programme as of a day, changes included.
    run
        Its paths.
    seed
        The seed they were drawn with.
    judgements
        What the claims come to on the day, where that was found before.
    forced
        Side of a conflict that every path took, by path of the field.

    Returns
    -------
    ReportContent
        What needs further runs is left empty.
    """
    forecast = sum_up(standing, run, seed)
    if judgements is None:
        found = judge_all(standing.folder.evidence.claims, standing.as_of)
        judgements = {item.about: item for item in found}
    return ReportContent(
        standing=standing,
        paths=run.count,
        secondary_paths=min(run.count, SECONDARY_PATHS),
        seed=seed,
        version=__version__,
        bounds=find_bounds(standing, rescues=False, forced=forced),
        forecast=forecast,
        levers=(),
        rates=(),
        moments=(),
        windows=(),
        judgements=judgements,
        disagreements=(),
        last_gates=_last_gates(standing, run),
        measure=_measure(standing),
        nameplate_months=_nameplate_months(standing, forecast),
        starts_past=(),
        volumes_past=(),
        looking_back=LookingBack((), (), ()),
        lines=(),
    )


def gather_movement(
    content: ReportContent,
    *,
    threads: int = 2,
    progress: Callable[[str], None] | None = None,
) -> ReportContent:
    """Add how the outlook moved on the days of news before the day.

    Parameters
    ----------
    content
        By :func:`gather_answer`.
    threads
        Changes no number.
    progress
        Told which day is run next.
    """
    folder, few = content.folder, content.secondary_paths
    tell = progress or (lambda _: None)
    moments: list[Moment] = []
    for day in chosen_days(folder, content.as_of):
        tell(str(day))
        moments += track(folder, [day], few, content.seed, threads=threads)
    moments.append(_own_moment(content.standing, content.forecast))
    return replace(content, moments=tuple(moments), windows=_windows(folder, moments))


def gather_disagreements(
    content: ReportContent,
    *,
    threads: int = 2,
    progress: Callable[[int], None] | None = None,
) -> ReportContent:
    """Add the conflicts of the day, with what each side is worth.

    Parameters
    ----------
    content
        By :func:`gather_answer`.
    threads
        Changes no number.
    progress
        Called with the number of paths of every chunk that is done.
    """
    standing, few, seed = content.standing, content.secondary_paths, content.seed
    baseline = simulate(standing, few, seed, targets_only=True, threads=threads, progress=progress)
    effects = conflict_effects(standing, baseline, seed, threads=threads, progress=progress)
    found = _disagreements(standing, content.judgements, effects, baseline, seed, threads)
    return replace(content, disagreements=found)
