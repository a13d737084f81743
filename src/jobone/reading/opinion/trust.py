"""How likely a claim is right, from all that speaks for it; what is unlikely is dropped.

The grammar and the other models each look at a part: at words, at days. Here it counts how far
they agree, how plainly it was said, what its days look like and whether the text says it twice.
The model is learned from texts that none of them had been made with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from jobone.reading.merging import Told
from jobone.reading.opinion.events import event_of_finding, likely_event_days
from jobone.reading.opinion.features import Seen, is_asked_about, number_features, sentence_features
from jobone.reading.opinion.numbers import NUMBERED, WINDOWED, likely_number_days, number_of
from jobone.reading.opinion.reviewing import is_heard
from jobone.reading.opinion.weights import Opinion, chances, shares
from jobone.reading.opinion.windows import lies

__all__ = ["trust_features", "trusted"]

_LEAST = 0.55
"""What is less likely right than this is not proposed."""
_STEPS = (0.002, 0.01, 0.03, 0.08, 0.15, 0.25, 0.4, 0.55, 0.7, 0.82, 0.9, 0.96)
"""Chances that it makes a difference to pass."""
_WITHOUT_DAYS = frozenset(NUMBERED) - WINDOWED | {"licence_status"}


def trusted(opinion: Opinion, seen: Sequence[Seen], told: Sequence[Told]) -> Sequence[Told]:
    """Return what is likely right, with how likely that is.

    Parameters
    ----------
    opinion
        What was learned; without `trust` all is returned as it is.
    seen
        The sentences that the second opinion looked at.
    told
        What the text tells, place by place. Sentences that nobody looked at are believed.
    """
    model = opinion.trust
    if model is None:
        return told
    kept = []
    for place, item in enumerate(told):
        if item.index >= len(seen) or not is_heard(seen[item.index].view):
            kept.append(item)
            continue
        (chance,) = chances(model.scores(trust_features(opinion, seen, told, place)))
        if chance >= _LEAST:
            proposal = replace(item.proposal, confidence=round(chance, 2))
            kept.append(replace(item, proposal=proposal))
    return kept


def trust_features(
    opinion: Opinion, seen: Sequence[Seen], told: Sequence[Told], place: int
) -> set[str]:
    """Return the features of a claim, from which it is guessed whether it is right.

    Parameters
    ----------
    opinion
        What was learned.
    seen
        The sentences that the second opinion looked at.
    told
        What the text tells, place by place.
    place
        Which of it.
    """
    item = told[place]
    found = {"any"}
    for name in (
        *_of_the_models(opinion, seen, item),
        *_of_its_words(seen[item.index], item),
        *_of_its_days(seen[item.index], item),
        *_of_the_text(told, item),
    ):
        found |= {name, f"{item.finding.predicate} {name}"}
    return found


def _passed(name: str, chance: float) -> Iterator[str]:
    for step in _STEPS:
        if chance > step:
            yield f"{name} > {step}"


def _of_the_models(opinion: Opinion, seen: Sequence[Seen], item: Told) -> Iterator[str]:
    """Yield how likely the models have the predicate, and the days."""
    finding, index, here = item.finding, item.index, seen[item.index]
    predicate = finding.predicate
    if predicate in NUMBERED:
        number = number_of(here.view, finding)
        if number is None or not is_asked_about(number):
            yield "no number"
            return
        scores = opinion.numbers.scores(number_features(here, number))
        yield from _passed("told", shares(scores)[opinion.numbers.answers.index(predicate)])
        if predicate in WINDOWED:
            days = likely_number_days(opinion, seen, index, number, predicate)
            yield from _passed("days", days.chances.get(finding.window, 0.0))
    elif event := event_of_finding(finding):
        scores = opinion.events.scores(sentence_features(here))
        yield from _passed("told", chances(scores)[opinion.events.answers.index(event)])
        if predicate not in _WITHOUT_DAYS:
            days = likely_event_days(opinion, seen, index, predicate)
            yield from _passed("days", days.chances.get(finding.window, 0.0))


def _of_its_words(here: Seen, item: Told) -> Iterator[str]:
    yield "it"
    yield f"guessed {item.finding.guessed}"
    yield f"weight {item.finding.weight:.2f}"
    yield f"heading {item.heading}"
    yield f"cell {here.view.cell is not None}"
    yield f"sentence {sum(item.index >= edge for edge in (1, 3, 8))}"
    yield f"numbers {min(4, len(here.view.numbers))}"
    yield f"moments {min(3, len(here.view.moments))}"


def _of_its_days(here: Seen, item: Told) -> Iterator[str]:
    finding, proposal = item.finding, item.proposal
    if finding.predicate in _WITHOUT_DAYS:
        return
    moment = finding.moment
    yield f"dated {moment is not None}"
    if moment is not None:
        yield f"unit {moment.period.unit} {moment.limit}"
        yield f"span {moment.part} {moment.period.span}"
    yield f"open {proposal.start is None} {proposal.end is None}"
    when = lies(proposal.start, proposal.end, here.view.published)
    yield f"lies {when}"
    yield f"lies {when} {proposal.hedge}"


def _of_the_text(told: Sequence[Told], item: Told) -> Iterator[str]:
    """Yield whether other sentences say the same, or something else."""
    proposal = item.proposal
    days = (proposal.start, proposal.end)
    others = [other.proposal for other in told if other.index != item.index]
    alike = [other for other in others if other.predicate == proposal.predicate]
    same = any((x.value, x.start, x.end) == (proposal.value, *days) for x in alike)
    yield f"twice {same}"
    yield f"others {min(3, len(alike))}"
    if proposal.value is not None and proposal.predicate in NUMBERED:
        yield f"number twice {any(x.value == proposal.value for x in others)}"
    else:
        yield f"clash {any((x.start, x.end) != days for x in alike)}"
