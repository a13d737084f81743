"""What the counted rows that were published last changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from jobone.core.problems import InputError
from jobone.outlook.keeping import target_probabilities
from jobone.outlook.learning import Learned, compare, learned_numbers
from jobone.outlook.sampling import Sampler
from jobone.outlook.simulation import Paths, simulate
from jobone.programme.standing import Standing

__all__ = ["LastRows", "last_rows"]

MOST_COMPARED = 2000
"""Paths that are run without the last rows."""


@dataclass(frozen=True)
class LastRows:
    """What the rows that were published last changed, all else as it stands.

    Parameters
    ----------
    published
        The day.
    says
        The rows: whose, which days, how many vehicles.
    learned
        Numbers without and with them.
    probabilities
        Of each target, without and with them.
    """

    published: date
    says: tuple[tuple[str, str, float], ...]
    learned: tuple[Learned, ...]
    probabilities: Mapping[str, tuple[float, float]]


def last_rows(standing: Standing, paths: Paths, seed: int, *, threads: int = 1) -> LastRows | None:
    """Say what the rows published last changed; None where none before them was counted.

    Nor is there anything to say where the rows before them lie outside what was thought
    possible.

    Parameters
    ----------
    standing
        The programme.
    paths, seed
        A run of it, and the seed it was drawn with. At most 2,000 of its paths are
        compared.
    threads
        Changes no number.
    """
    posterior = paths.posterior
    if posterior is None:
        return None
    published = max(item.row.published for item in posterior.rows)
    rows = [item.row for item in posterior.rows if item.row.published == published]
    earlier = replace(
        standing, observed=tuple(row for row in standing.observed if row.published < published)
    )
    few = min(paths.count, MOST_COMPARED)
    try:
        run = simulate(earlier, few, seed, targets_only=True, threads=threads)
    except InputError:
        return None
    if run.posterior is None:
        return None
    if few < paths.count:
        paths = simulate(
            standing, few, seed, posterior=posterior, targets_only=True, threads=threads
        )
    sampler = Sampler(seed, 0, len(posterior.level), standing.as_of.toordinal())
    before = target_probabilities(earlier, run)
    return LastRows(
        published=published,
        says=tuple((row.of, str(row.days), row.units) for row in rows),
        learned=compare(
            standing,
            learned_numbers(
                standing, paths.frame, posterior, replace(sampler, held=run.posterior.held)
            ),
            learned_numbers(
                standing, paths.frame, posterior, replace(sampler, held=posterior.held)
            ),
        ),
        probabilities={
            name: (before[name], probability)
            for name, probability in target_probabilities(standing, paths).items()
            if name in before
        },
    )
