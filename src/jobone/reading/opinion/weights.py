"""The weights of a linear model: a table to read and to compare, and its answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from math import exp, tanh
from pathlib import Path

__all__ = [
    "FOLDER",
    "Opinion",
    "Weights",
    "chances",
    "fingerprint",
    "parse",
    "shares",
    "shipped",
    "write",
]

FOLDER = Path(__file__).parent / "weights"
_SCALE = 100.0
_OF_THE_FEATURES = (
    "features.py", "trust.py", "windows.py", "words.py", "../vocabulary/thesaurus.py",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model.

    Parameters
    ----------
    answers
        What it may answer.
    rows
        For each feature the places of the answers that it speaks for or against, and how
        strongly, in hundredths.
    made_for
        The fingerprint of the features that it was learned with.
    """

    answers: tuple[str, ...]
    rows: Mapping[str, tuple[tuple[int, int], ...]]
    made_for: str

    def scores(self, features: Iterable[str]) -> list[float]:
        """Return how much speaks for each answer: the sum of the weights of the features."""
        # Whole numbers have one sum in any order, and sets have no order.
        totals = [0] * len(self.answers)
        rows = self.rows
        for name in features:
            for place, weight in rows.get(name, ()):
                totals[place] += weight
        return [total / _SCALE for total in totals]


def shares(scores: Sequence[float]) -> list[float]:
    """Return chances that sum to one: the softmax of scores."""
    most = max(scores)
    powers = [exp(score - most) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def chances(scores: Sequence[float]) -> list[float]:
    """Return the chance of each answer by itself: the logistic function of scores."""
    return [0.5 + 0.5 * tanh(0.5 * score) for score in scores]


def fingerprint() -> str:
    """Return a hash of the modules that make the features."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for name in _OF_THE_FEATURES:
        digest.update((here / name).read_bytes())
    return digest.hexdigest()[:16]


def write(weights: Weights, title: str) -> str:
    """Return a model as a table: a line a feature, and a column an answer, in hundredths.

    Parameters
    ----------
    weights
        The model.
    title
        What it answers.
    """
    lines = [f"# {title}", f"# features {weights.made_for}", "\t".join(["", *weights.answers])]
    for name in sorted(weights.rows):
        cells = [""] * len(weights.answers)
        for place, weight in weights.rows[name]:
            cells[place] = str(weight)
        lines.append("\t".join([name, *cells]).rstrip("\t"))
    return "\n".join(lines) + "\n"


def parse(text: str) -> Weights:
    """Read what :func:`write` wrote."""
    _, made_for, head, *lines = text.splitlines()
    rows = {}
    for line in lines:
        name, *cells = line.split("\t")
        rows[name] = tuple((place, int(cell)) for place, cell in enumerate(cells) if cell)
    return Weights(tuple(head.split("\t")[1:]), rows, made_for.rsplit(" ", 1)[1])


@dataclass(frozen=True, slots=True)
class Opinion:
    """What was learned from labelled texts.

    Parameters
    ----------
    numbers
        What a number tells.
    number_days
        Which days a number goes with.
    events
        Which events a sentence tells.
    event_days
        Which days an event goes with.
    trust
        Whether a claim is right; None while that is still to be learned.
    """

    numbers: Weights
    number_days: Weights
    events: Weights
    event_days: Weights
    trust: Weights | None


@cache
def shipped() -> Opinion:
    """Return the opinion that comes with Jobone."""
    return Opinion(
        **{
            item.name: parse((FOLDER / f"{item.name}.tsv").read_text("utf-8"))
            for item in fields(Opinion)
        }
    )
