"""The grammar keeps its score on the labelled texts. `make bench-reading` prints all of it."""

from pathlib import Path
from typing import Any

import pytest
from benchmarks.reading import article_of, match

from jobone.reading.proposing import propose
from jobone.reading.records import Proposal
from tests.reading.labels import TEXTS, labelled_texts

UNSEEN = TEXTS.parent / "unseen"

LEAST_PRECISION, LEAST_RECALL = 0.90, 0.75


Matched = list[tuple[list[tuple[Proposal, dict[str, Any]]], list[Proposal], list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def matched() -> Matched:
    """Each fourth labelled text: what is right, wrong and missed."""
    return matches(TEXTS, each=4)


def matches(folder: Path, *, second_opinion: bool = True, each: int = 1) -> Matched:
    """Read labelled texts of a folder and hold them against their labels."""
    return [
        match(propose(article_of(text), second_opinion=second_opinion), text.claims)
        for text in labelled_texts(folder)[::each]
    ]


def test_precision_and_recall_on_the_development_texts(matched: Matched) -> None:
    right = wrong = missed = 0
    for good, bad, left in matched:
        right, wrong, missed = right + len(good), wrong + len(bad), missed + len(left)
    assert right / (right + wrong) >= LEAST_PRECISION
    assert right / (right + missed) >= LEAST_RECALL


def test_confidence_claims_no_more_than_is_right(matched: Matched) -> None:
    """On texts that the grammar was written with it is too modest, and never too bold."""
    for name, (claimed, share, _) in told_and_right(matched).items():
        assert share >= claimed - 0.12, (name, claimed, share)


def test_confidence_is_about_the_share_that_is_right_unseen() -> None:
    """On texts that the grammar was not written with, as long as there are any."""
    unseen = told_and_right(matches(UNSEEN)).values() if UNSEEN.is_dir() else ()
    count = sum(number for _, _, number in unseen)
    if not count:
        pytest.skip("every labelled text has been read to mend the grammar")
    claimed = sum(claimed * number for claimed, _, number in unseen) / count
    share = sum(share * number for _, share, number in unseen) / count
    assert abs(share - claimed) <= 0.10, unseen


def told_and_right(matched: Matched) -> dict[str, tuple[float, float, int]]:
    """The mean confidence of surer and less sure proposals, the share that is right, how many."""
    told: dict[str, list[tuple[float, bool]]] = {"sure": [], "fair": [], "weak": []}
    for good, bad, _ in matched:
        for proposal, right in [(item, True) for item, _ in good] + [(item, False) for item in bad]:
            name = "sure" if proposal.confidence >= 0.8 else "fair"
            name = name if proposal.confidence >= 0.65 else "weak"
            told[name].append((proposal.confidence, right))
    return {
        name: (
            sum(confidence for confidence, _ in pairs) / len(pairs),
            sum(right for _, right in pairs) / len(pairs),
            len(pairs),
        )
        for name, pairs in told.items()
        if pairs
    }


def test_a_planted_fault_is_counted() -> None:
    text = labelled_texts()[0]
    good, bad, left = match(propose(article_of(text)), text.claims[1:])
    assert len(bad) >= 1
    assert len(good) + len(left) == len(text.claims) - 1
