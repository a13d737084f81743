"""Taking the reference data into a programme: priors of its numbers, and the outside view."""

from __future__ import annotations

from dataclasses import replace

from jobone.core.problems import Location
from jobone.evidence.records import Assumption
from jobone.history.outside import Past, Prior
from jobone.programme.folder import Folder

__all__ = ["with_past"]

_KINDS = {"startup": "startups", "incumbent": "incumbents", "tech_entrant": "tech entrants"}


def with_past(folder: Folder, past: Past) -> Folder:
    """Return a folder that takes from the past what it does not say itself.

    Parameters
    ----------
    folder
        The programme.
    past
        Past programmes; of each day only what was known by then counts.

    Returns
    -------
    Folder
        With the past's ramps and sustained rates before the assumptions of the product,
        and its promises to ask for the outside view.
    """
    kind = folder.header.maker_type
    priors = past.priors(kind, max(folder.last_known, folder.horizon.closed[1]))
    assumptions = tuple(_assumption(prior, past.history.name, kind) for prior in priors)
    return replace(
        folder,
        standing_assumptions=assumptions + folder.standing_assumptions,
        outside=past,
    )


def _assumption(prior: Prior, name: str, kind: str) -> Assumption:
    of = "ramps" if prior.quantity == "ramp" else "plants that ran for more than a year"
    file = "volumes.csv" if prior.quantity == "ramp" else "plants.csv"
    if prior.own_kind:
        own = f"{prior.own_kind} of them by {_KINDS[kind]}, which count double"
    else:
        own = f"none of them by {_KINDS[kind]}, so that this is borrowed from other makers"
    unit = " months" if prior.quantity == "ramp" else ""
    return Assumption(
        id=f"history-{prior.quantity}",
        about=f"plant.*.*.{prior.quantity}",
        raw=f"{prior.low:g} to {prior.high:g}{unit}, middle {prior.middle:g}",
        pool={},
        who="history",
        why=f"What {prior.cases} past {of} came to, as known then; {own}.",
        holds_from=prior.since,
        written_on=prior.since,
        location=Location(f"{name}/{file}"),
    )
