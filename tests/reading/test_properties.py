"""What holds for any text: no crash, bounded time, spans that slice to what they claim."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobone.reading.model import _span
from jobone.reading.moments import find_moments
from jobone.reading.numbers import find_numbers
from jobone.reading.proposing import MAXIMUM_CHARACTERS, propose
from jobone.reading.records import PREDICATES, Article
from jobone.reading.sentences import split_sentences
from tests.reading.labels import labelled_texts

DAY = date(2031, 5, 14)
WORDS = st.sampled_from(
    [
        "will",
        "start",
        "series",
        "production",
        "by",
        "the",
        "end",
        "of",
        "2032",
        "first",
        "half",
        "next",
        "year",
        "Q3",
        "of",
        "from",
        "to",
        "between",
        "and",
        "or\n",
        "",
        "",
        "",
        "million",
        "150,000",
        "vehicles",
        "a",
        "year",
        "capacity",
        "$3.5",
        "billion",
        "invest",
        "not",
        "denied",
        "said",
        "two",
        "people",
        "orders",
        "delayed\n",
        "",
        "",
        "",
        "cancelled",
        "licence",
        "granted",
        "plant",
        "Aurora",
        "A1",
        "the",
        ",",
        ".",
        ";",
        ":",
        "-",
        '"',
        "'",
        "(",
        ")",
        "\n",
        "\n\n",
        "|",
        "%",
        "€",
        "Rs",
        "lakh",
        "crore",
        "km",
        "range",
        "May\n",
        "",
        "",
        "",
        "march",
        "within",
        "18",
        "months",
        "jobs",
        "stores",
        "price",
        "at",
        "least",
        "up",
        "to",
        "about",
        "test",
        "cars",
        "deliveries",
        "launch",
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=80).map(" ".join))


@settings(max_examples=30, deadline=None)
@given(TEXTS)
def test_any_text_is_read_and_every_span_slices_it(text: str) -> None:
    for proposal in propose(Article(text, published=DAY)):
        assert proposal.predicate in PREDICATES
        assert 0.0 <= proposal.confidence <= 1.0
        assert proposal.start is None or proposal.end is None or proposal.start <= proposal.end
        for start, end in proposal.spans:
            assert 0 <= start < end <= len(text)
        if isinstance(proposal.value, float):
            held = [
                number.value
                for start, end in proposal.spans
                for number in find_numbers(text[start:end])
            ]
            single = proposal.predicate == "delay"  # "by a year" holds no digit
            assert held or single


@settings(max_examples=30, deadline=None)
@given(TEXTS)
def test_mentions_and_sentences_lie_in_the_text_in_order(text: str) -> None:
    for found in (find_numbers(text), find_moments(text)):
        places = [(item.start, item.end) for item in found]
        assert places == sorted(places)
        assert all(0 <= start < end <= len(text) for start, end in places)
    for sentence in split_sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text


@settings(max_examples=10, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same(text: str) -> None:
    article = Article(text, published=DAY)
    assert propose(article) == propose(article)


def test_labelled_spans_hold_the_number_that_is_claimed() -> None:
    for text in labelled_texts()[:12]:
        for proposal in propose(Article(text.text, published=DAY)):
            if isinstance(proposal.value, float) and proposal.predicate != "delay":
                values = {
                    number.value
                    for start, end in proposal.spans
                    for number in find_numbers(text.text[start:end])
                }
                assert proposal.value in values, (text.name, proposal)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 30_000,
        "production " * 3_000,
        "1,000 and " * 3_000,
        "in 2032 and by the end of the first half of " * 700,
        "A" + "\u0301" * 30_000,
        "İ" * 30_000,
    ],
    ids=lambda text: repr(text[:14]),
)
def test_odd_texts_end_soon(text: str) -> None:
    begin = time.process_time()
    propose(Article(text, published=DAY))
    # The time of some twenty articles of that length together.
    assert time.process_time() - begin < 4


def test_what_lies_behind_the_limit_costs_nothing_and_says_nothing() -> None:
    text = "production " * 90_000 + "\n\nAurora will invest 300 million euros in Graz."
    begin = time.process_time()
    assert propose(Article(text, published=DAY)) == ()
    assert time.process_time() - begin < 12
    assert len(text) > 8 * MAXIMUM_CHARACTERS


def test_a_quote_of_a_model_is_found_word_for_word() -> None:
    assert _span("starts in 2032", "It starts in 2032.") == (3, 17)
    assert _span("begins in 2032", "It starts in 2032.") is None
