"""What a number, and a sentence, looks like: the features that what it tells is guessed from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import log10

from jobone.reading.events.amounts import in_dollars
from jobone.reading.opinion.words import Word, stem, words_of
from jobone.reading.periods import Moment
from jobone.reading.records import NumberMention
from jobone.reading.views import View
from jobone.reading.vocabulary.speech import FUTURE, PAST

__all__ = [
    "Seen",
    "is_asked_about",
    "looks_ahead",
    "number_features",
    "place_of",
    "relation",
    "see",
    "sentence_features",
]

_FUTURE, _PAST = re.compile(FUTURE), re.compile(PAST)
_REACH = 12
"""So many words before and behind a number are looked at."""
_NEAR = 3
"""So many of them with their distance."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence as the second opinion looks at it.

    Parameters
    ----------
    view
        The sentence.
    words
        Its words.
    before
        The groups that the sentence before speaks of, if it stands in the same paragraph.
    """

    view: View
    words: tuple[Word, ...]
    before: frozenset[str]


def see(views: Sequence[View]) -> tuple[Seen, ...]:
    """Look at the sentences of a text."""
    seen: list[Seen] = []
    for view in views:
        before = (
            frozenset(group for word in seen[-1].words for group in word.groups)
            if seen and view.before
            else frozenset()
        )
        seen.append(Seen(view, words_of(view), before))
    return tuple(seen)


def is_asked_about(number: NumberMention) -> bool:
    """Whether a number may be a claim at all: shares and durations are none."""
    return number.kind not in ("share", "duration")


def place_of(words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """Return the first and last word that a span of a sentence covers."""
    first = next((at for at, word in enumerate(words) if word.end > start), len(words) - 1)
    last = first
    while last + 1 < len(words) and words[last + 1].start < end:
        last += 1
    return first, last


def relation(moment: Moment, view: View) -> str:
    """Return where a day lies, seen from the day of publication."""
    if view.published is None:
        return "unknown"
    window = moment.resolve(view.published, True)
    first, last = window.first or window.last, window.last or window.first
    if first is None or last is None:
        return "undated"
    if first > view.published:
        return "ahead"
    return "past" if last < view.published else "now"


def looks_ahead(view: View, start: int, end: int) -> str:
    """Return which words about a place tell of what will be and what has been."""
    before, behind = view.lower[max(0, start - 70) : start], view.lower[end : end + 60]
    told = [bool(part.search(text)) for text in (before, behind) for part in (_FUTURE, _PAST)]
    return "".join("-+"[value] for value in told)


def _bucket(distance: int) -> str:
    return "1" if distance == 1 else "2" if distance == 2 else "4" if distance <= 4 else (
        "8" if distance <= 8 else "12")  # fmt: skip


def number_features(seen: Seen, number: NumberMention) -> set[str]:
    """Return the features of a number.

    Parameters
    ----------
    seen
        Its sentence.
    number
        One of the numbers of that sentence.
    """
    kind = number.kind
    found = {"any", f"kind {kind}"}
    found.update(_of_itself(number))
    found.update(_of_its_sentence(seen, number))
    for name in list(_about(seen, number)):
        found.add(name)
        if name.startswith(("left ~", "right ~", "own ", "next ~", "last ~")):
            found.add(f"{kind} {name}")
    return found


def _of_itself(number: NumberMention) -> Iterator[str]:
    kind = number.kind
    yield f"noun '{stem(number.noun.lower())}" if number.noun else "no noun"
    yield f"per {number.per}"
    yield f"{kind} per {number.per}"
    yield f"qualifier {number.qualifier}"
    if number.value_max is not None:
        yield "range"
    value = in_dollars(number.value, number.unit) if kind == "money" else number.value
    size = log10(value) if value > 0 else -1.0
    yield f"{kind} size {int(2 * size)}"
    yield f"{kind} size {int(size)}."


def _of_its_sentence(seen: Seen, number: NumberMention) -> Iterator[str]:
    view = seen.view
    if view.sentence.heading:
        yield "heading"
    if view.cell is not None:
        yield "cell"
    for group in {group for word in seen.words for group in word.groups}:
        yield f"here ~{group}"
    for group in seen.before:
        yield f"before ~{group}"
    yield f"tense {looks_ahead(view, number.start, number.end)}"
    before = [moment for moment in view.moments if moment.end <= number.start]
    behind = [moment for moment in view.moments if moment.start >= number.end]
    for side, moment in (("left", before[-1:]), ("right", behind[:1])):
        if not moment:
            yield f"{side} no day"
            continue
        where = relation(moment[0], view)
        yield f"{side} day {where}"
        yield f"{side} day {moment[0].period.unit} {where} {moment[0].limit}"
    at = view.numbers.index(number)
    for side, other in (("left", view.numbers[at - 1 : at]), ("right", view.numbers[at + 1 :])):
        if other:
            yield f"{side} number {other[0].kind}"
    if at:
        last = view.numbers[at - 1]
        ratio = round(log10(max(number.value, 1.0) / max(last.value, 1.0)))
        yield f"{number.kind} behind {last.kind} {ratio}"


def _about(seen: Seen, number: NumberMention) -> Iterator[str]:
    """Yield the words to both sides: by themselves, by their group, near and in their clause."""
    view, words = seen.view, seen.words
    first, last = place_of(words, number.start, number.end)
    begin, end = view.clause(number.start, number.end)
    others = [item for item in view.numbers if item.kind not in ("other", "duration")]
    left_limit = max((item.end for item in others if item.end <= number.start), default=0)
    right_limit = min(
        (item.start for item in others if item.start >= number.end), default=len(view.text)
    )
    chains: list[list[str]] = []
    for side, row in (
        ("left", words[max(0, first - 2 * _REACH) : first][::-1]),
        ("right", words[last + 1 : last + 1 + 2 * _REACH]),
    ):
        chain: list[str] = []
        for distance, word in enumerate(row, 1):
            in_clause = begin <= word.start < end
            own = in_clause and left_limit <= word.start < right_limit
            if distance <= _REACH:
                yield f"{side} '{word.stem}"
            if distance <= _NEAR:
                yield f"{side}{distance} '{word.stem}"
            for group in word.groups:
                if distance <= _REACH:
                    yield f"{side}{_bucket(distance)} ~{group}"
                if in_clause:
                    yield f"{side} ~{group}"
                if own:
                    yield f"own {side} ~{group}"
            if in_clause and word.groups and len(chain) < 3:
                chain.append(word.groups[0])
        chains.append(chain)
        if chain:
            yield f"{'last' if side == 'left' else 'next'} ~{chain[0]}"
        for one, other in pairwise(chain):
            yield f"{side} ~{one} ~{other}"
        if len(row) > 1:
            yield f"{side} '{row[0].stem} '{row[1].stem}"
    if chains[0] and chains[1]:
        yield f"between ~{chains[0][0]} ~{chains[1][0]}"


_TELLING = frozenset(
    ["start", "end", "delay", "cancel", "pause", "licence", "build", "launch", "deliver", "sell",
     "make", "production", "plant", "deny", "will", "was", "goal", "show", "service", "report"]
)  # fmt: skip
"""Groups that name an event, or say how it is meant: each two of them are a feature."""
_MOST_WORDS = 80
"""A longer sentence is a list; no more of it is looked at."""


def sentence_features(seen: Seen) -> set[str]:
    """Return the features of a sentence, from which the events that it tells are guessed.

    Parameters
    ----------
    seen
        The sentence.
    """
    view, words = seen.view, seen.words[:_MOST_WORDS]
    found = {"any", f"days {min(2, len(view.moments))}", f"numbers {min(2, len(view.numbers))}"}
    if view.sentence.heading:
        found.add("heading")
    found |= {f"'{word.stem}" for word in words}
    found |= {f"'{one.stem} '{other.stem}" for one, other in pairwise(words)}
    found |= {f"~{group}" for word in words for group in word.groups}
    found |= {f"before ~{group}" for group in seen.before}
    chain = [word.groups[0] for word in words if word.groups]
    found |= {f"~{one} ~{other}" for one, other in pairwise(chain)}
    telling = sorted(_TELLING & {group for word in words for group in word.groups})
    found |= {f"both ~{one} ~{other}" for one, other in combinations(telling, 2)}
    for moment in view.moments:
        found.add(f"day {relation(moment, view)}")
        found.add(f"day {moment.period.unit} {moment.limit}")
    return found
