"""Which days a number or an event may go with, and what speaks for each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

from jobone.reading.opinion.features import Seen, is_asked_about, looks_ahead, place_of
from jobone.reading.opinion.weights import Weights, shares
from jobone.reading.periods import Moment, Window
from jobone.reading.records import NumberMention, Predicate

__all__ = [
    "Candidate",
    "Days",
    "candidates",
    "event_window_features",
    "likely_days",
    "window_features",
]

_SENTENCES_BACK = 3
_MOST_IN_ONE = 3
"""So many days of an earlier sentence are looked at, the last ones."""
_BETWEEN = 12
_AROUND = 8

Part = Literal["none", "published", "running year", "whole", "until", "since"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Days that a number or an event may go with.

    Parameters
    ----------
    window
        The days.
    part
        ``whole`` of a day expression, ``until`` its end, ``since`` its beginning up to the
        publication; or what goes without one.
    moment
        The day expression; None where there is none.
    back
        How many sentences before it stands; -1 for the period that the article
        reports.
    direction
        ``ahead`` or ``back`` where it matters which way it is counted from the publication.
    """

    window: Window
    part: Part
    moment: Moment | None = None
    back: int = 0
    direction: str = ""


def candidates(seen: Sequence[Seen], index: int) -> tuple[Candidate, ...]:
    """Return the days that what a sentence tells may go with.

    Parameters
    ----------
    seen
        The sentences of the text.
    index
        Which of them tells it.
    """
    view = seen[index].view
    found = [Candidate(Window(None, None), "none")]
    day = view.published
    if day is not None:
        found.append(Candidate(Window(None, day), "published"))
        year = Window(date(day.year, 1, 1), date(day.year, 12, 31))
        found.append(Candidate(year, "running year"))
    moments = [(0, moment) for moment in view.moments]
    for back in range(1, min(_SENTENCES_BACK, index) + 1):
        moments += [(back, moment) for moment in seen[index - back].view.moments[-_MOST_IN_ONE:]]
    if view.reported is not None:
        moments.append((-1, view.reported))
    for back, moment in moments:
        found.extend(_parts(moment, back, day))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Days:
    """How likely each window is.

    Parameters
    ----------
    chances
        For each window the chance that it is meant.
    likeliest
        For each window the candidate that most likely means it.
    """

    chances: Mapping[Window, float]
    likeliest: Mapping[Window, Candidate]

    def best(self) -> tuple[Window, Candidate, float]:
        """Return the likeliest window, the candidate that means it, and its chance."""
        window = max(self.chances, key=self.chances.__getitem__)
        return window, self.likeliest[window], self.chances[window]


def likely_days(
    seen: Sequence[Seen], index: int, model: Weights, features: Callable[[Candidate], set[str]]
) -> Days:
    """Return how likely each window is that something in a sentence may go with.

    Parameters
    ----------
    seen
        The sentences of the text.
    index
        Which of them tells it.
    model
        What was learned of the days of such things.
    features
        The features of it with a candidate.
    """
    items = candidates(seen, index)
    likely = shares([model.scores(features(item))[0] for item in items])
    totals: defaultdict[Window, float] = defaultdict(float)
    best: dict[Window, tuple[float, Candidate]] = {}
    for item, chance in zip(items, likely, strict=True):
        totals[item.window] += chance
        if item.window not in best or chance > best[item.window][0]:
            best[item.window] = (chance, item)
    return Days(totals, {window: item for window, (_, item) in best.items()})


def _parts(moment: Moment, back: int, day: date | None) -> Iterator[Candidate]:
    windows = {
        direction: moment.resolve(day, direction == "ahead") for direction in ("back", "ahead")
    }
    if windows["back"] == windows["ahead"]:
        windows = {"": windows["back"]}
    for direction, window in windows.items():
        first, last = window.first, window.last
        if not window.resolved or (first is None and last is None):
            continue
        base = Candidate(window, "whole", moment, back, direction)
        yield base
        if first is not None and last is not None:
            end = min(last, day) if day is not None and first <= day else last
            yield replace(base, window=Window(None, end), part="until")
        if first is not None and day is not None and first < day:
            yield replace(base, window=Window(first, day), part="since")


def window_features(
    seen: Sequence[Seen], index: int, number: NumberMention, predicate: Predicate
) -> Callable[[Candidate], set[str]]:
    """Return what gives the features of a number with the days of a candidate.

    Parameters
    ----------
    seen
        The sentences of the text.
    index
        Which of them holds the number.
    number, predicate
        The number, and what it is taken to tell.
    """
    told = "capacity" if "capacity" in predicate else predicate
    tense = looks_ahead(seen[index].view, number.start, number.end)
    # The words about a number are the same for all days of a kind.
    around = cache(lambda kind: frozenset(_for(told, _around(seen[index], number, kind))))

    def features(item: Candidate) -> set[str]:
        if item.moment is None:
            names = _without_day(seen[index], number, item, tense)
            return {*_for(told, names), *around(item.part)}
        names = _with_day(seen, index, number, item, item.moment, tense)
        return {
            *_for(told, names),
            *around(f"{item.part} {'beside' if item.back == 0 else 'far'}"),
        }

    return features


def _for(told: str, names: Iterable[str]) -> Iterator[str]:
    """Yield names as they are and, but for words, once more for what is told."""
    for name in names:
        yield name
        if not name.startswith("word "):
            yield f"{told} {name}"


def _without_day(seen: Seen, number: NumberMention, item: Candidate, tense: str) -> Iterator[str]:
    part, view = item.part, seen.view
    yield part
    yield f"{part} per {number.per}"
    yield f"{part} days {min(2, len(view.moments))}"
    yield f"{part} reported {view.reported is not None}"
    yield f"{part} qualifier {number.qualifier}"
    yield f"{part} dated {view.published is not None}"
    yield f"{part} heading {view.sentence.heading}"
    yield f"{part} tense {tense}"


def _around(seen: Seen, number: NumberMention, part: str) -> Iterator[str]:
    first, last = place_of(seen.words, number.start, number.end)
    for side, row in (
        ("left", seen.words[max(0, first - _AROUND) : first]),
        ("right", seen.words[last + 1 : last + 1 + _AROUND]),
    ):
        for word in row:
            yield f"word {part} {side} '{word.stem}"
            for group in word.groups:
                yield f"{part} {side} ~{group}"


def _with_day(
    seen: Sequence[Seen],
    index: int,
    number: NumberMention,
    item: Candidate,
    moment: Moment,
    tense: str,
) -> Iterator[str]:
    view, part = seen[index].view, item.part
    where = "reported" if item.back < 0 else f"back{item.back}"
    together = item.back < 0 or (
        seen[index - item.back].view.sentence.paragraph == view.sentence.paragraph
    )
    when = lies(item.window.first, item.window.last, view.published)
    way = f"{when} {item.direction}"
    period = moment.period
    yield f"{where} {part}"
    yield f"{where} {part} together {together}"
    yield part
    yield f"unit {period.unit} {moment.limit} {part}"
    yield f"cut {moment.part} {part}"
    yield f"span {period.span} {part}"
    yield f"limit {moment.limit} {part} {item.direction}"
    yield f"per {number.per} {part} {period.unit}"
    yield f"per {number.per} {item.direction}"
    yield f"lies {when}"
    yield f"lies {way} {part}"
    yield f"{where} lies {when}"
    yield f"{where} years {moment.years_later}"
    yield f"tense {tense} {way}"
    if item.back == 0:
        yield from _beside(seen[index], number, moment, part)
    else:
        yield f"{where} own days {min(2, len(view.moments))}"
        if item.back > 0:
            other = seen[index - item.back].view
            yield f"{where} last {other.moments[-1] is moment}"
            yield f"{where} numbers {min(2, len(other.numbers))}"


def lies(start: date | None, end: date | None, day: date | None) -> str:
    """Return where days lie, seen from the day of publication."""
    first, last = start or end, end or start
    if day is None or first is None or last is None:
        return "unknown"
    return "ahead" if first > day else "past" if last < day else "now"


def _bucket(cost: float) -> int:
    return sum(cost >= edge for edge in (3.0, 8.0, 15.0, 25.0, 40.0, 60.0, 90.0, 130.0))


def _cost(seen: Seen, number: NumberMention, moment: Moment) -> float:
    if moment.start >= number.end:
        return seen.view.cost(number.end, moment.start)
    return seen.view.cost(moment.end, number.start)


def _beside(seen: Seen, number: NumberMention, moment: Moment, part: str) -> Iterator[str]:
    """Yield what stands between a number and a day of its own sentence, and who is nearer."""
    view, words = seen.view, seen.words
    behind = moment.start >= number.end
    side = "right" if behind else "left"
    low, high = (number.end, moment.start) if behind else (moment.end, number.start)
    counted = [item for item in view.numbers if is_asked_about(item) and item.kind != "other"]
    numbers = sum(low <= item.start and item.end <= high for item in counted)
    moments = sum(low <= item.start and item.end <= high for item in view.moments)
    cost = _bucket(_cost(seen, number, moment))
    yield f"cost {side} {cost}"
    yield f"cost {part} {cost}"
    yield f"between {side} {min(3, numbers)} {min(2, moments)}"
    yield f"numbers between {min(3, numbers)}"
    yield f"days between {min(3, moments)}"
    alike = [item for item in view.numbers if item.kind == number.kind]
    place = f"{min(2, view.moments.index(moment))} of {min(3, len(view.moments))}"
    yield f"turn {side} {place} {min(2, alike.index(number))} of {min(3, len(alike))}"
    yield f"aside {view.interrupts(moment.start, number.start)}"
    nearest = min(counted, key=lambda item: _cost(seen, item, moment), default=None)
    yield f"nearest number {nearest is number} {side}"
    yield f"nearest day {min(view.moments, key=lambda item: _cost(seen, number, item)) is moment}"
    if moment.start < 4:
        yield f"leads {_bucket(number.start / 2)}"
    first, last = place_of(words, number.start, number.end)
    begin, end = place_of(words, moment.start, moment.end)
    gap = words[last + 1 : begin] if behind else words[end + 1 : first]
    if len(gap) <= _BETWEEN:
        for word in gap:
            yield f"word between {side} '{word.stem}"
            for group in word.groups:
                yield f"between {side} ~{group}"
    if len(gap) <= 4:
        yield " ".join(["word gap", side, *(f"'{word.stem}" for word in gap)])
    for distance in (1, 2, 3):
        if begin >= distance:
            word = words[begin - distance]
            yield f"word before day {distance} '{word.stem}"
            yield f"word before day {distance} '{word.stem} {part}"
            for group in word.groups:
                yield f"before day ~{group}"
        if end + distance < len(words):
            word = words[end + distance]
            yield f"word behind day {distance} '{word.stem}"
            for group in word.groups:
                yield f"behind day ~{group}"


_BEFORE, _BEHIND = 14, 12
"""So many words before and behind a day are looked at for the event that it is the day of."""


def event_window_features(
    seen: Sequence[Seen], index: int, predicate: Predicate, item: Candidate
) -> set[str]:
    """Return the features of an event with the days of a candidate.

    Parameters
    ----------
    seen
        The sentences of the text.
    index
        Which of them tells the event.
    predicate
        The event.
    item
        The candidate.
    """
    if item.moment is None:
        return set(_for(predicate, _event_without_day(seen[index], item)))
    return set(_for(predicate, _event_with_day(seen, index, item, item.moment)))


def _event_without_day(seen: Seen, item: Candidate) -> Iterator[str]:
    view, part = seen.view, item.part
    yield part
    yield f"{part} days {min(2, len(view.moments))}"
    yield f"{part} heading {view.sentence.heading}"
    yield f"{part} dated {view.published is not None}"
    for word in seen.words:
        yield f"word {part} '{word.stem}"
        for group in word.groups:
            yield f"{part} ~{group}"


def _event_with_day(
    seen: Sequence[Seen], index: int, item: Candidate, moment: Moment
) -> Iterator[str]:
    view, words, part = seen[index].view, seen[index].words, item.part
    where = "reported" if item.back < 0 else f"back{item.back}"
    when = lies(item.window.first, item.window.last, view.published)
    yield f"{where} {part}"
    yield f"{where} own days {min(2, len(view.moments))} {part}"
    yield f"unit {moment.period.unit} {moment.limit} {part}"
    yield f"cut {moment.part} {part}"
    yield f"limit {moment.limit} {part}"
    yield f"lies {when} {item.direction} {part}"
    yield f"{where} lies {when}"
    yield f"span {moment.period.span} years {moment.years_later}"
    if item.back != 0:
        return
    yield f"tense {looks_ahead(view, moment.start, moment.end)} {when} {item.direction}"
    place = min(2, view.moments.index(moment))
    yield f"turn {place} of {min(3, len(view.moments))}"
    if moment.start < 4:
        yield "leads"
    first, last = place_of(words, moment.start, moment.end)
    for side, row in (
        ("left", words[max(0, first - _BEFORE) : first][::-1]),
        ("right", words[last + 1 : last + 1 + _BEHIND]),
    ):
        for distance, word in enumerate(row, 1):
            near = 1 if distance <= 2 else 2 if distance <= 5 else 3
            for group in word.groups:
                yield f"{side} ~{group}"
                yield f"{side}{near} ~{group}"
            if distance <= 3:
                yield f"word {side}{distance} '{word.stem}"
        nearest = next((word.groups[0] for word in row if word.groups), None)
        if nearest is not None:
            yield f"{side} next ~{nearest}"
