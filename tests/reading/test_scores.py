"""The grammar keeps its score on the labelled texts. `make bench-reading` prints all of it."""

from benchmarks.reading import article_of, match

from jobone.reading.proposing import propose
from tests.reading.labels import labelled_texts

LEAST_PRECISION, LEAST_RECALL = 0.90, 0.75


def test_precision_and_recall_on_the_development_texts() -> None:
    right = wrong = missed = 0
    for text in labelled_texts():
        good, bad, left = match(propose(article_of(text)), text.claims)
        right, wrong, missed = right + len(good), wrong + len(bad), missed + len(left)
    assert right / (right + wrong) >= LEAST_PRECISION
    assert right / (right + missed) >= LEAST_RECALL


def test_a_planted_fault_is_counted() -> None:
    text = labelled_texts()[0]
    good, bad, left = match(propose(article_of(text)), text.claims[1:])
    assert len(bad) >= 1
    assert len(good) + len(left) == len(text.claims) - 1
