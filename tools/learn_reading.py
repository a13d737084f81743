"""Learn the second opinion of the reader from the labelled texts: `make learn-reading`.

Four linear models are fitted by maximum likelihood with a Gaussian prior on the weights: a
multinomial logit of what a number tells, binary logits of the events that a sentence tells,
and two conditional logits of the days that go with a number and with an event. Nothing of
the grammar's own proposals goes in. The fifth, a binary logit of whether a claim is right,
comes on top: its lessons are what the grammar and the other four, fitted without the text,
tell of texts that the grammar was not mended by. Before the weights are written, each text is
answered by models that were fitted without it, so that the shares printed are those to expect
of texts that were not learned from.

The same texts give the same files.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.reading import article_of, is_right, overlaps, same_number, score
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from jobone.reading.opinion.events import EVENTS, event_of
from jobone.reading.opinion.features import (
    Seen,
    is_asked_about,
    number_features,
    see,
    sentence_features,
)
from jobone.reading.opinion.numbers import NONE, NUMBERED, WINDOWED
from jobone.reading.opinion.trust import trust_features
from jobone.reading.opinion.weights import (
    FOLDER,
    Opinion,
    Weights,
    chances,
    fingerprint,
    shares,
    write,
)
from jobone.reading.opinion.windows import (
    Candidate,
    candidates,
    event_window_features,
    window_features,
)
from jobone.reading.opinion.words import NAME
from jobone.reading.proposing import propose_by, tell
from jobone.reading.records import NumberMention
from jobone.reading.subjects import cast_of
from jobone.reading.views import View, make_views
from tests.reading.labels import LabelledText, labelled_texts

LEAST_TEXTS = 3
"""A feature of fewer texts is a matter of chance, or somebody's name."""
TOO_SMALL = 4
"""Weights of fewer hundredths turn no answer, and are left out of the files."""
FOLDS = 5
FRESH = 500
"""From this number on the grammar was not mended by the texts, but for signs of money and
`the three months to the end of May`."""
KINDS: Mapping[str, tuple[range, ...]] = {
    "ordinary news": (range(620, 700), range(820, 860)),
    "trouble, plants and volumes, English from all over the world": (range(700, 820),),
    "each thing said differently every time": (range(500, 620),),
    "all": (range(FRESH, 1000),),
}
"""What the fresh texts are, by their numbers."""

Claim = dict[str, Any]
Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Choice:
    """A choice that the labels make.

    Parameters
    ----------
    text
        The name of the text.
    options
        The features of each option; one set where the answers are the model's own.
    right
        The answers that are right, or for each option whether it is.
    """

    text: str
    options: tuple[frozenset[str], ...]
    right: frozenset[str] | tuple[bool, ...]


@dataclass(frozen=True)
class Lessons:
    """What texts teach, for each model; and in which texts a stem stands without a capital."""

    choices: dict[str, list[Choice]] = field(default_factory=lambda: defaultdict(list))
    plain: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def claim_of(view: View, number: NumberMention, claims: Sequence[Claim]) -> Claim | None:
    """Return the claim that a number makes by the labels, or None."""
    place = [view.place((number.start, number.end))]
    here = [
        claim
        for claim in claims
        if claim["predicate"] in NUMBERED and overlaps(place, claim["spans"])
    ]
    for value in (number.value, number.value_max):
        for claim in here:
            if value is not None and same_number(value, claim["value"]):
                return claim
    return None


def is_stated(item: Candidate, claim: Claim) -> bool:
    """Whether a candidate means the days of a claim."""
    days = (item.window.first, item.window.last)
    return tuple(str(day) if day else None for day in days) == (claim["start"], claim["end"])


def learn_from(text: LabelledText, lessons: Lessons) -> None:
    """Add what a text teaches."""
    article = article_of(text)
    seen = see(make_views(article.text, article.published))
    for index, sentence in enumerate(seen):
        for word in sentence.words:
            if sentence.view.text[word.start] == sentence.view.lower[word.start]:
                lessons.plain[word.stem].add(text.name)
        for model, options, right in (*_numbers(seen, index, text), *_events(seen, index, text)):
            lessons.choices[model].append(Choice(text.name, tuple(map(frozenset, options)), right))


Lesson = tuple[str, list[set[str]], frozenset[str] | tuple[bool, ...]]


def _numbers(seen: Sequence[Seen], index: int, text: LabelledText) -> Iterator[Lesson]:
    view = seen[index].view
    for number in filter(is_asked_about, view.numbers):
        claim = claim_of(view, number, text.claims)
        told = frozenset([claim["predicate"] if claim else NONE])
        yield "numbers", [number_features(seen[index], number)], told
        if claim is None or claim["predicate"] not in WINDOWED:
            continue
        items = candidates(seen, index)
        right = tuple(is_stated(item, claim) for item in items)
        if any(right):
            features = window_features(seen, index, number, claim["predicate"])
            yield "number_days", [features(item) for item in items], right


def _events(seen: Sequence[Seen], index: int, text: LabelledText) -> Iterator[Lesson]:
    view = seen[index].view
    place = [view.place((0, len(view.text)))]
    here = [claim for claim in text.claims if overlaps(place, claim["spans"])]
    told = frozenset(event for claim in here if (event := event_of(claim)) is not None)
    yield "events", [sentence_features(seen[index])], told
    for claim in here:
        if event_of(claim) is None or claim["predicate"] == "licence_status":
            continue
        items = candidates(seen, index)
        right = tuple(is_stated(item, claim) for item in items)
        if any(right):
            predicate = claim["predicate"]
            yield "event_days", [
                event_window_features(seen, index, predicate, item) for item in items
            ], right  # fmt: skip


Fit = Callable[[Sequence[Choice], Mapping[str, set[str]]], Weights]


def spread(choices: Iterable[Choice], plain: Mapping[str, set[str]]) -> list[str]:
    """Return the features that enough texts have, without words that are names alone."""
    texts: defaultdict[str, set[str]] = defaultdict(set)
    for choice in choices:
        for option in choice.options:
            for name in option:
                texts[name].add(choice.text)
    return sorted(
        name
        for name, where in texts.items()
        if len(where) >= LEAST_TEXTS
        and all(
            not word[1:2].isalpha()
            or word == f"'{NAME}"
            or len(plain.get(word[1:], ())) >= LEAST_TEXTS
            for word in name.split()
            if word[0] == "'"
        )
    )


def matrix(options: Sequence[frozenset[str]], names: Sequence[str]) -> csr_matrix:
    """Return which features each option has."""
    columns = {name: place for place, name in enumerate(names)}
    places = [sorted(columns[name] for name in option if name in columns) for option in options]
    starts = np.cumsum([0, *map(len, places)])
    flat = np.array([place for row in places for place in row], dtype=np.int64)
    return csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(options), len(columns)))


def least(cost: Callable[[Array], tuple[float, Array]], size: int, prior: float) -> Array:
    """Return where a convex cost and the prior together are least."""

    def whole(weights: Array) -> tuple[float, Array]:
        value, slope = cost(weights)
        return value + 0.5 * prior * float(weights @ weights), slope + prior * weights

    found = minimize(whole, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(found.x)


def model_of(names: Sequence[str], answers: tuple[str, ...], weights: Array) -> Weights:
    """Return a model with the weights that are not too small, rounded as they are written."""
    rows = {}
    hundredths = np.rint(100.0 * weights).astype(int).reshape(len(names), len(answers))
    for name, row in zip(names, hundredths.tolist(), strict=True):
        kept = tuple(
            (place, weight) for place, weight in enumerate(row) if abs(weight) >= TOO_SMALL
        )
        if kept:
            rows[name] = kept
    return Weights(answers, rows, fingerprint())


def told_by(choices: Sequence[Choice], answers: Sequence[str]) -> Array:
    """Return which answers are right for each choice, as ones and zeros."""
    return np.array([[float(answer in item.right) for answer in answers] for item in choices])


def fit_one_of(answers: tuple[str, ...], prior: float) -> Fit:
    """Return how to fit a multinomial logit: one answer of many is right."""

    def fit(choices: Sequence[Choice], plain: Mapping[str, set[str]]) -> Weights:
        names = spread(choices, plain)
        features = matrix([item.options[0] for item in choices], names)
        told = told_by(choices, answers)

        def cost(flat: Array) -> tuple[float, Array]:
            scores = features @ flat.reshape(len(names), len(answers))
            powers = np.exp(scores - scores.max(axis=1, keepdims=True))
            likely = powers / powers.sum(axis=1, keepdims=True)
            lost = -np.log((likely * told).sum(axis=1) + 1e-300).sum()
            return lost, (features.T @ (likely - told)).ravel()

        return model_of(names, answers, least(cost, len(names) * len(answers), prior))

    return fit


def fit_any_of(answers: tuple[str, ...], prior: float) -> Fit:
    """Return how to fit binary logits: any of the answers may be right."""

    def fit(choices: Sequence[Choice], plain: Mapping[str, set[str]]) -> Weights:
        names = spread(choices, plain)
        features = matrix([item.options[0] for item in choices], names)
        told = told_by(choices, answers)

        def cost(flat: Array) -> tuple[float, Array]:
            scores = features @ flat.reshape(len(names), len(answers))
            lost = np.logaddexp(0.0, np.where(told > 0.0, -scores, scores)).sum()
            return lost, (features.T @ (0.5 + 0.5 * np.tanh(0.5 * scores) - told)).ravel()

        return model_of(names, answers, least(cost, len(names) * len(answers), prior))

    return fit


def fit_options(prior: float) -> Fit:
    """Return how to fit a conditional logit: several options of a choice may be right."""

    def fit(choices: Sequence[Choice], plain: Mapping[str, set[str]]) -> Weights:
        names = spread(choices, plain)
        features = matrix([option for item in choices for option in item.options], names)
        right = np.array([value for item in choices for value in item.right], dtype=float)
        sizes = [len(item.options) for item in choices]
        starts = np.cumsum([0, *sizes[:-1]])
        group = np.repeat(np.arange(len(choices)), sizes)

        def cost(weights: Array) -> tuple[float, Array]:
            scores = features @ weights
            powers = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
            likely = powers / np.add.reduceat(powers, starts)[group]
            hit = np.add.reduceat(likely * right, starts)
            return -np.log(hit).sum(), features.T @ (likely - likely * right / hit[group])

        return model_of(names, ("right",), least(cost, len(names), prior))

    return fit


def number_of_text(name: str) -> int:
    """Return the number that a text is filed under."""
    return int(name.split("-")[0])


def fold_of(name: str) -> int:
    """Return the fold of a text."""
    return number_of_text(name) % FOLDS


MODELS: Mapping[str, tuple[str, Fit]] = {
    "numbers": ("What a number tells.", fit_one_of((*NUMBERED, NONE), 1.0)),
    "number_days": ("Which days a number goes with.", fit_options(1.0)),
    "events": ("Which events a sentence tells.", fit_any_of(EVENTS, 2.0)),
    "event_days": ("Which days an event goes with.", fit_options(1.0)),
    "trust": ("Whether a claim is right.", fit_any_of(("right",), 10.0)),
}
FIRST = ("numbers", "number_days", "events", "event_days")
"""The models that the last one goes by."""


def fitted(
    lessons: Lessons, names: Iterable[str], without: int | None = None
) -> dict[str, Weights]:
    """Return models that lessons teach, but for those of a fold."""
    return {
        name: MODELS[name][1](
            [item for item in lessons.choices[name] if fold_of(item.text) != without],
            lessons.plain,
        )
        for name in names
    }


def learn_trust(texts: Sequence[LabelledText], lessons: Lessons) -> None:
    """Add what is told of fresh texts by models that have not seen them, and whether it is so."""
    for fold in range(FOLDS):
        opinion = Opinion(**fitted(lessons, FIRST, fold), trust=None)
        for text in texts:
            if fold_of(text.name) != fold or number_of_text(text.name) < FRESH:
                continue
            article = article_of(text)
            views = make_views(article.text, article.published)
            seen, told = see(views), tell(views, cast_of(views), opinion)
            for place, item in enumerate(told):
                is_so = any(is_right(item.proposal, claim) for claim in text.claims)
                features = frozenset(trust_features(opinion, seen, told, place))
                right = frozenset(["right"] if is_so else [])
                lessons.choices["trust"].append(Choice(text.name, (features,), right))


def answered(name: str, model: Weights, choice: Choice) -> list[float]:
    """Return the chances that a model gives to the answers of a choice."""
    if name.endswith("_days"):
        return shares([model.scores(option)[0] for option in choice.options])
    scores = model.scores(choice.options[0])
    return shares(scores) if name == "numbers" else chances(scores)


def held_out(name: str, lessons: Lessons) -> list[tuple[Choice, list[float]]]:
    """Answer each choice by a model fitted without the texts of its fold."""
    told = []
    for fold in range(FOLDS):
        model = fitted(lessons, [name], fold)[name]
        told += [
            (item, answered(name, model, item))
            for item in lessons.choices[name]
            if fold_of(item.text) == fold
        ]
    return told


def report(name: str, told: Sequence[tuple[Choice, list[float]]]) -> None:
    """Print how often a model was right about texts that it had not learned from."""
    print(MODELS[name][0])
    if name.endswith("_days"):
        right = sum(bool(tuple(item.right)[likely.index(max(likely))]) for item, likely in told)
        print(f"  {right} of {len(told)} right: {right / len(told):.3f}")
        return
    answers = {"numbers": NUMBERED, "events": EVENTS, "trust": ("right",)}[name]
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("right", "said", "there")}
    for item, likely in told:
        # The likeliest number may be none; of events each is told or not.
        said = [
            answer
            for answer, chance in zip(answers, likely, strict=False)
            if (chance == max(likely) if name == "numbers" else chance > 0.5)
        ]
        counts["said"].update(said)
        counts["right"].update(answer for answer in said if answer in item.right)
        counts["there"].update(answer for answer in answers if answer in item.right)
    for answer in (*answers, ""):
        hits, claimed, stated = (
            counter[answer] if answer else counter.total() for counter in counts.values()
        )
        if claimed and stated:
            print(
                f"  {answer or 'all':22} precision {hits / claimed:.2f} ({hits}/{claimed})  "
                f"recall {hits / stated:.2f} ({hits}/{stated})"
            )


def report_whole(texts: Sequence[LabelledText], lessons: Lessons) -> None:
    """Print how well fresh texts are read, each by what was learned without it."""
    opinions = [Opinion(**fitted(lessons, MODELS, fold)) for fold in range(FOLDS)]
    proposed = {
        text.name: propose_by(opinions[fold_of(text.name)], article_of(text))
        for text in texts
        if number_of_text(text.name) >= FRESH
    }
    print("Fresh texts, each read without what it taught.")
    for kind, numbers in KINDS.items():
        score(
            kind,
            [t for t in texts if any(number_of_text(t.name) in places for places in numbers)],
            read=lambda text: proposed[text.name],
        )


def main() -> None:
    """Fit, report and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--below", type=int, default=1000, help="only texts numbered below")
    parser.add_argument("--into", type=Path, default=FOLDER, help="where the weights go")
    parser.add_argument("--quick", action="store_true", help="fit and write, without the report")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if the weights would change"
    )
    options = parser.parse_args()
    lessons = Lessons()
    texts = [text for text in labelled_texts() if number_of_text(text.name) < options.below]
    for text in texts:
        learn_from(text, lessons)
    learn_trust(texts, lessons)
    print(f"{len(texts)} texts")
    if not options.quick:
        for name in MODELS:
            report(name, held_out(name, lessons))
        report_whole(texts, lessons)
    options.into.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, model in fitted(lessons, MODELS).items():
        path = options.into / f"{name}.tsv"
        table = write(model, MODELS[name][0])
        if not path.exists() or path.read_text("utf-8") != table:
            changed.append(path.name)
        if not options.check:
            path.write_text(table, "utf-8")
        print(f"{path.name}: {len(model.rows)} features, {len(table.encode())} bytes")
    if options.check and changed:
        sys.exit(f"{', '.join(changed)}: other texts or features; `make learn-reading` learns anew")


if __name__ == "__main__":
    main()
