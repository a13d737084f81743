"""The second opinion: its words, its features, its weights, and what it is worth."""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date

import pytest

from jobone.reading.events.findings import Finding
from jobone.reading.hedges import Stance
from jobone.reading.merging import Told
from jobone.reading.opinion.events import EVENTS, event_of
from jobone.reading.opinion.features import Seen, number_features, see, sentence_features
from jobone.reading.opinion.numbers import NONE, NUMBERED, reviewed_numbers
from jobone.reading.opinion.trust import trust_features, trusted
from jobone.reading.opinion.weights import (
    Opinion,
    Weights,
    chances,
    fingerprint,
    parse,
    shares,
    shipped,
    write,
)
from jobone.reading.opinion.windows import candidates, event_window_features, window_features
from jobone.reading.opinion.words import NAME, stem, words_of
from jobone.reading.periods import Window
from jobone.reading.proposing import propose, tell
from jobone.reading.records import Article, Predicate
from jobone.reading.subjects import cast_of
from jobone.reading.views import View, make_views
from jobone.reading.vocabulary.thesaurus import GROUPS
from tests.reading.labels import TEXTS, labelled_texts
from tests.reading.reads import PUBLISHED
from tests.reading.test_scores import Matched, matches

MODELS = tuple(item.name for item in fields(Opinion))
SOLD = "The company sold 4,100 cars in April."


def view_of(text: str, published: date | None = PUBLISHED) -> View:
    (view,) = make_views(text, published)
    return view


# --- words


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("sold", "sell"),
        ("deliveries", "deliver"),
        ("delivered", "deliver"),
        ("factories", "factor"),
        ("building", "build"),
        ("planned", "plan"),
        ("was", "be"),
        ("plant's", "plant"),
        ("is", "be"),
        ("es", "es"),
        ("", ""),
    ],
)
def test_a_word_loses_its_ending(word: str, base: str) -> None:
    assert stem(word) == base


def test_numbers_and_days_are_one_word_each_and_names_are_all_alike() -> None:
    words = words_of(view_of("Of late the plant in Lund built about 4,100 cars in May 2031."))
    assert [word.stem for word in words] == [
        *("of", "lat", "the", "plant", "in", NAME, "build", "#vehicles", "in", "@month", "."),
    ]
    assert "make" in words[6].groups
    assert "plant" in words[3].groups


def test_phrases_of_two_words_have_groups_of_their_own() -> None:
    words = words_of(view_of("They will hand over some of them."))
    assert "deliver" in words[2].groups


def test_the_thesaurus_holds_words_and_pairs_that_a_sentence_can_have() -> None:
    for group, text in GROUPS.items():
        words, *phrases = text.split(", ")
        stems = [stem(word) for word in words.split()]
        assert len(stems) == len(set(stems)), group
        assert all(len(phrase.split()) == 2 for phrase in phrases), group
        for entry in [*words.split(), *phrases]:
            first = words_of(view_of(f"{entry} and so on"))[0]
            assert group in first.groups or first.stem[0] in "#@", entry


# --- features


def test_whose_name_it_is_does_not_matter() -> None:
    pairs = [
        (f"Last year {one} sold 4,100 cars in Lund.", f"Last year {other} sold 4,100 cars in Graz.")
        for one, other in (("Aurora", "Borealis"), ("A", "Ö"))
    ]
    for texts in pairs:
        first, second = (see([view_of(text)])[0] for text in texts)
        numbers = [item.view.numbers[0] for item in (first, second)]
        assert number_features(first, numbers[0]) == number_features(second, numbers[1])
        assert sentence_features(first) == sentence_features(second)


def test_features_say_what_stands_where() -> None:
    (seen,) = see([view_of(SOLD)])
    features = number_features(seen, seen.view.numbers[0])
    assert {"kind vehicles", "left1 'sell", "last ~sell", "right day month ahead "} <= features
    assert "next ~sell" not in features


def test_days_may_be_whole_or_cut_at_the_publication() -> None:
    seen = see(make_views("It has sold 900 cars since January.", PUBLISHED))
    windows = {item.part: item.window for item in candidates(seen, 0)}
    assert windows["since"] == Window(date(2031, 1, 1), PUBLISHED)
    assert windows["published"] == Window(None, PUBLISHED)
    assert windows["none"] == Window(None, None)


def test_without_a_day_of_publication_nothing_counts_from_it() -> None:
    seen = see(make_views("It sold 900 cars last year and 700 in 2029.", None))
    items = candidates(seen, 0)
    assert {item.part for item in items} == {"none", "whole", "until"}
    assert all(item.window.resolved for item in items)
    for item in items:
        assert window_features(seen, 0, seen[0].view.numbers[0], "volume_actual")(item)
        assert event_window_features(seen, 0, "sop_window", item)


# --- weights


def test_a_table_of_weights_is_read_as_it_was_written() -> None:
    weights = Weights(("yes", "no"), {"a b": ((0, 12), (1, -3)), "c": ((1, 250),)}, "abc")
    assert parse(write(weights, "A title.")) == weights
    assert weights.scores({"a b", "c", "unknown"}) == [0.12, 2.47]


def test_chances_are_chances() -> None:
    assert sum(shares([0.0, 3.0, -800.0, 700.0])) == pytest.approx(1.0)
    assert chances([0.0, 800.0, -800.0]) == [0.5, 1.0, 0.0]


@pytest.mark.parametrize("name", MODELS)
def test_the_weights_were_learned_with_these_features(name: str) -> None:
    """Where this fails, features have changed: `make learn-reading` learns the weights anew."""
    assert getattr(shipped(), name).made_for == fingerprint()


def test_the_models_answer_what_is_asked() -> None:
    assert shipped().numbers.answers == (*NUMBERED, NONE)
    assert shipped().events.answers == EVENTS


@pytest.mark.parametrize("name", ["numbers", "events"])
def test_most_weights_are_of_features_that_texts_have(name: str) -> None:
    """A part of the texts has nearly all of them: a feature renamed would leave its own behind."""
    found: set[str] = set()
    for text in labelled_texts()[::5]:
        day = date.fromisoformat(text.published) if text.published else None
        for seen in see(make_views(text.text, day)):
            if name == "events":
                found |= sentence_features(seen)
            for number in seen.view.numbers if name == "numbers" else ():
                found |= number_features(seen, number)
    rows = set(getattr(shipped(), name).rows)
    assert len(rows - found) < 0.3 * len(rows), sorted(rows - found)[:40]


# --- what it does


def finding(predicate: Predicate, text: str) -> Finding:
    number = view_of(text).numbers[0]
    return Finding(
        predicate,
        (number.start, number.end),
        number.start,
        Stance("confirmed", False, False, False),
        value=number.value,
        unit="vehicles",
        window=Window(date(2031, 4, 1), date(2031, 4, 30)),
    )


def reviewed(text: str, *found: Finding) -> list[Finding]:
    return reviewed_numbers(shipped(), see([view_of(text)]), 0, found, None)


def test_what_both_find_stays_as_it_is() -> None:
    told = finding("volume_actual", SOLD)
    assert reviewed(SOLD, told) == [told]


def test_what_the_grammar_missed_is_added_with_its_days() -> None:
    (added,) = reviewed(SOLD)
    assert added.guessed
    assert (added.predicate, added.value, added.unit) == ("volume_actual", 4100.0, "vehicles")
    assert added.window == Window(date(2031, 4, 1), date(2031, 4, 30))


def test_what_was_mistaken_is_corrected() -> None:
    text = "The plant employs 4,100 people."
    (kept,) = reviewed(text, finding("stores", text))
    assert (kept.predicate, kept.unit) == ("headcount", "people")


def test_money_is_no_count_and_a_count_no_money() -> None:
    text = "The plant costs 900 million euros."
    assert [item.predicate for item in reviewed(text)] == ["investment"]


def test_a_sentence_without_numbers_is_left_alone() -> None:
    assert reviewed("Nothing happened.") == []


# --- how far it is trusted


def told_of(text: str) -> tuple[tuple[Seen, ...], Sequence[Told]]:
    views = make_views(text, PUBLISHED)
    return see(views), tell(views, cast_of(views), replace(shipped(), trust=None))


def test_what_is_likely_right_says_how_likely() -> None:
    seen, told = told_of(SOLD)
    (kept,) = trusted(shipped(), seen, told)
    assert 0.7 < kept.proposal.confidence <= 1.0
    assert trusted(replace(shipped(), trust=None), seen, told) == told


def test_what_is_likelier_wrong_than_right_is_dropped() -> None:
    seen, told = told_of(SOLD)
    against = Weights(("right",), {"volume_actual it": ((0, -900),)}, fingerprint())
    assert trusted(replace(shipped(), trust=against), seen, told) == []


def test_what_nobody_looked_at_is_believed() -> None:
    _, told = told_of(SOLD)
    assert trusted(shipped(), (), told) == list(told)


def test_a_claim_told_twice_speaks_for_itself() -> None:
    once = told_of(f"{SOLD} The weather was fine.")
    twice = told_of(f"{SOLD} In April 4,100 cars were sold by the company.")
    features = [trust_features(shipped(), seen, told, 0) for seen, told in (once, twice)]
    assert "volume_actual twice False" in features[0]
    assert "volume_actual twice True" in features[1]


def test_the_events_of_labels() -> None:
    assert event_of({"predicate": "licence_status", "value": "granted"}) == EVENTS[6]
    assert event_of({"predicate": "price", "value": 9.0}) is None


HOSTILE = (
    "", " ", "\n\n", "12", "12 " * 3000, "in May 2031 " * 400, "# ' ~ \t @ ' ~goal", "’s", "'",
    "sold " * 5000, "9,000 cars in 0000 and 99,999 in 9999", "\u202eracs 000,9 dlos", "5 |\t| 6",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_odd_texts_are_reviewed_in_bounded_time(text: str) -> None:
    begin = time.process_time()
    propose(Article(text, published=PUBLISHED))
    assert time.process_time() - begin < 5.0


def test_the_same_text_gives_the_same_whatever_the_order_of_sets() -> None:
    code = (
        "from datetime import date\n"
        "from jobone.reading.proposing import propose\n"
        "from jobone.reading.records import Article\n"
        "from tests.reading.labels import labelled_texts\n"
        "for text in labelled_texts()[60:62]:\n"
        "    print(propose(Article(text.text, published=date(2031, 5, 14))))\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(TEXTS.parents[2])},
            cwd=TEXTS.parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert all(text.strip() for text in told)


def counts(matched: Matched) -> tuple[int, int, int]:
    """How much is right, wrong and missed."""
    right, wrong, missed = (sum(len(text[part]) for text in matched) for part in range(3))
    return right, wrong, missed


def test_it_finds_more_of_texts_that_it_did_not_learn_from() -> None:
    folder = TEXTS.parent / "unseen"
    if not folder.is_dir():
        pytest.skip("every labelled text has been learned from")
    right, wrong, missed = counts(matches(folder))
    alone = counts(matches(folder, second_opinion=False))
    assert right > alone[0]
    assert right / (right + wrong) > alone[0] / (alone[0] + alone[1]) - 0.02
    assert missed < alone[2]
