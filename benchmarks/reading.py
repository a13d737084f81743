"""How much of what texts claim is read right, and how fast: `make bench-reading`.

A proposal is right if a labelled claim has its predicate, value, upper value, unit and
window (start and end, to the day; predicates without a window are compared without
one), and a span of the one overlaps a span of the other. Each labelled claim is matched
once. Subject, hedge, qualifier and `superseded` are counted apart, over what is right.
A page is compared in the text that its label file counts in.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from jobone.reading.proposing import propose  # noqa: E402
from jobone.reading.records import PREDICATES, Article, Proposal  # noqa: E402
from tests.reading.labels import TEXTS, LabelledText, labelled_texts  # noqa: E402

UNSEEN = TEXTS.parent / "unseen"
WITHOUT_WINDOW = frozenset(
    ["investment", "headcount", "price", "stores", "test_fleet", "licence_status", "range_km"]
)
CORE = ("sop_window", "plant_capacity", "capacity_phase", "volume_target", "investment", "price")
SPEED_SECONDS = 10.0


def article_of(text: LabelledText) -> Article:
    """Return a labelled text as it is given to the reader."""
    published = date.fromisoformat(text.published) if text.published else None
    return Article(text.text, published=published)


def same_number(one: Any, other: Any) -> bool:
    """Whether two values are one, up to rounding."""
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) <= 1e-6 * max(abs(one), abs(other))
    return bool(one == other)


def overlaps(spans: Iterable[Sequence[int]], others: Iterable[Sequence[int]]) -> bool:
    """Whether some span of the one overlaps one of the other."""
    return any(a[0] < b[1] and b[0] < a[1] for a in spans for b in others)


def is_right(proposal: Proposal, claim: dict[str, Any]) -> bool:
    """Whether a proposal states a labelled claim."""
    if proposal.predicate != claim["predicate"] or proposal.unit != (claim["unit"] or ""):
        return False
    if not same_number(proposal.value, claim["value"]):
        return False
    if not same_number(proposal.value_max, claim["value_max"]):
        return False
    if proposal.predicate not in WITHOUT_WINDOW:
        window = tuple(str(day) if day else None for day in (proposal.start, proposal.end))
        if window != (claim["start"], claim["end"]):
            return False
    return overlaps(proposal.spans, claim["spans"])


def match(
    proposals: Sequence[Proposal], claims: Sequence[dict[str, Any]]
) -> tuple[list[tuple[Proposal, dict[str, Any]]], list[Proposal], list[dict[str, Any]]]:
    """Return what is right, what is proposed wrongly, and what is missed."""
    left = list(claims)
    right, wrong = [], []
    for proposal in proposals:
        found = next((claim for claim in left if is_right(proposal, claim)), None)
        if found is None:
            wrong.append(proposal)
        else:
            left.remove(found)
            right.append((proposal, found))
    return right, wrong, left


def same_subject(one: str, other: str | None) -> bool:
    """Whether two names share a word, loosely."""
    words = [set((name or "").lower().replace("'s", "").split()) for name in (one, other)]
    return not words[1] or bool(words[0] & words[1])


def score(
    title: str,
    texts: Sequence[LabelledText],
    verbose: bool = False,
    read: Callable[[LabelledText], Sequence[Proposal]] = lambda text: propose(article_of(text)),
) -> None:
    """Print precision and recall of some texts."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    details: Counter[str] = Counter()
    for text in texts:
        good, bad, left = match(read(text), text.claims)
        for proposal, claim in good:
            right[proposal.predicate] += 1
            details["subject"] += same_subject(proposal.subject, claim["subject"])
            details["hedge"] += proposal.hedge == claim["hedge"]
            details["qualifier"] += (proposal.qualifier or None) == claim["qualifier"]
            details["superseded"] += proposal.superseded == claim["superseded"]
        wrong.update(proposal.predicate for proposal in bad)
        missed.update(claim["predicate"] for claim in left)
        if verbose:
            for proposal in bad:
                start, end = proposal.spans[0]
                print(f"  wrong  {text.name}: {proposal.predicate} {proposal.value} "
                      f"{proposal.start}..{proposal.end} | {text.text[start:end]!r}")  # fmt: skip
            for claim in left:
                print(f"  missed {text.name}: {claim['predicate']} {claim['value']} "
                      f"{claim['start']}..{claim['end']} | {claim['quote']!r}")  # fmt: skip
    print(f"{title}: {len(texts)} texts, {sum(right.values()) + sum(missed.values())} claims")
    for predicate in PREDICATES:
        total = right[predicate] + wrong[predicate] + missed[predicate]
        if total:
            print(f"  {predicate:22} {line(right[predicate], wrong[predicate], missed[predicate])}")
    print(f"  {'all':22} {line(*(sum(c.values()) for c in (right, wrong, missed)))}")
    core = [sum(counter[name] for name in CORE) for counter in (right, wrong, missed)]
    print(f"  {'start, volume, money':22} {line(*core)}")
    count = max(1, sum(right.values()))
    print("  of what is right:", ", ".join(f"{k} {v / count:.2f}" for k, v in details.items()))


def line(right: int, wrong: int, missed: int) -> str:
    """Return precision and recall with their counts."""
    precision = right / (right + wrong) if right + wrong else float("nan")
    recall = right / (right + missed) if right + missed else float("nan")
    return (
        f"precision {precision:.2f} ({right}/{right + wrong})  "
        f"recall {recall:.2f} ({right}/{right + missed})"
    )


def speed(texts: Sequence[LabelledText]) -> None:
    """Print how many articles a minute are read on one core, start-up aside."""
    articles = [article_of(text) for text in texts]
    propose(articles[0])
    begin, count, characters = time.process_time(), 0, 0
    while time.process_time() - begin < SPEED_SECONDS:
        article = articles[count % len(articles)]
        propose(article)
        count += 1
        characters += len(article.text)
    seconds = time.process_time() - begin
    print(f"{60 * count / seconds:.0f} articles a minute, of {characters / count:.0f} characters")


def main() -> None:
    """Score the texts that the grammar was written with, and apart those it never saw."""
    verbose = "-v" in sys.argv
    seen = labelled_texts()
    score("development", seen, verbose)
    if UNSEEN.is_dir() and (unseen := labelled_texts(UNSEEN)):
        score("unseen", unseen, verbose)
    speed(seen)


if __name__ == "__main__":
    main()
