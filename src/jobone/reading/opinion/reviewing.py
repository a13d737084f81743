"""What the grammar makes of a sentence is held against what was learned from labelled texts.

The grammar is written by hand and the models are learned, so that they err in different
places. Of a number both are heard: the odds of the model, drawn towards even, times the
weight of the grammar's word. Of an event the grammar is believed unless the model all but
excludes it, and the model alone where it is sure of the event and of its days.
"""

from __future__ import annotations

from collections.abc import Sequence

from jobone.reading.events.findings import Finding
from jobone.reading.opinion.events import reviewed_events
from jobone.reading.opinion.features import Seen
from jobone.reading.opinion.numbers import reviewed_numbers
from jobone.reading.opinion.weights import Opinion
from jobone.reading.views import View

__all__ = ["is_heard", "reviewed"]

_MOST_NUMBERS, _MOST_DAYS = 12, 10
"""A sentence with more is a list or an attack, and takes long: the grammar is believed."""


def is_heard(view: View) -> bool:
    """Whether the second opinion is heard on a sentence."""
    return len(view.numbers) <= _MOST_NUMBERS and len(view.moments) <= _MOST_DAYS


def reviewed(
    opinion: Opinion,
    seen: Sequence[Seen],
    index: int,
    found: Sequence[Finding],
    before: Finding | None,
) -> list[Finding]:
    """Return the findings of a sentence after the second opinion.

    Parameters
    ----------
    opinion
        What was learned.
    seen
        The sentences of the text.
    index
        Which of them.
    found
        What the grammar found in it.
    before
        The last number found in the sentence before it; None where there is none.

    Returns
    -------
    list of Finding
        What is unlikely is left out, what is likely something else is told as that, and
        what the grammar missed is added.
    """
    if not is_heard(seen[index].view):
        return list(found)
    counted = reviewed_numbers(opinion, seen, index, found, before)
    return reviewed_events(opinion, seen, index, counted)
