"""The labels keep the rules of README.md beside this file, and a planted fault in one is found."""

import copy
import datetime
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest

from tests.reading.drafts import WITHOUT_WINDOW, write
from tests.reading.labels import HERE, TEXTS, LabelledText, labelled_texts

VEHICLES = r"vehicles(/(day|week|month|year))?"
UNITS = {  # a pattern of the unit, or None where the predicate has no value
    "sop_window": None,
    "first_delivery_window": None,
    "launch_window": None,
    "plant_capacity": r"units/(day|week|month|year)",
    "capacity_phase": r"units/(day|week|month|year)",
    "construction_start": None,
    "construction_end": None,
    "investment": r"[A-Z]{3}",
    "headcount": "people",
    "volume_target": VEHICLES,
    "volume_actual": VEHICLES,
    "orders": "vehicles",
    "price": r"[A-Z]{3}",
    "stores": "stores",
    "test_fleet": "vehicles",
    "licence_status": "",
    "delay": "months",
    "cancellation": None,
    "range_km": "km",
}
RARER = {
    "construction_start",
    "construction_end",
    "stores",
    "test_fleet",
    "licence_status",
    "delay",
    "cancellation",
    "range_km",
}
KEYS = {
    *("subject", "predicate", "value", "value_max", "qualifier", "unit", "start", "end"),
    *("stated_start", "stated_end", "hedge", "said_by", "superseded", "spans", "quote"),
}
HEDGES = {"confirmed", "expected", "reported", "denied"}

# --- the numbers that a span names, read simply and generously ----------------------------------

ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL = {word: number for number, word in enumerate(ONES.split(), 1)}
SMALL |= {word: 10 * number for number, word in enumerate(TENS.split(), 2)}
SCALES = {
    "k": 1e3,
    "hundred": 1e2,
    "thousand": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "year": 12,  # in months
    "quarter": 3,
    "miles": 1.609344,
    "mi": 1.609344,
}
WORDS = {"a": 1.0, "an": 1.0, "half": 0.5, "dozen": 12.0, "couple": 2.0, "quarter": 0.25}


def spoken(words: list[str]) -> Iterator[float]:
    """The numbers that runs of number words make: `two hundred and forty thousand`."""
    total = part = 0.0
    for word in [*words, ""]:
        if word in SMALL:
            part += SMALL[word]
        elif word == "hundred":
            part = 100 * (part or 1)
        elif word in ("thousand", "million") and part:
            total, part = total + part * SCALES[word], 0.0
        elif word != "and" and total + part:
            yield total + part
            total = part = 0.0


def numbers(text: str) -> set[float]:
    """Every number that a text could mean: each numeral alone and times each scale beside it."""
    lower = text.lower().replace("-", " ")
    plain = {
        float(re.sub(r"[,\s\u2009\u00a0'’]", "", match))
        for match in re.findall(
            r"\d{1,3}(?:[,\s\u2009\u00a0'’]\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?", lower
        )
    }
    plain |= {float(match) for match in re.findall(r"\d+(?:\.\d+)?", lower)}
    plain |= {float(match.replace(".", "")) for match in re.findall(r"\d{1,3}(?:\.\d{3})+", lower)}
    plain |= {float(match.replace(",", ".")) for match in re.findall(r"\d+,\d+", lower)}
    words = re.findall(r"[a-z]+", lower)
    for clause in re.split(r"[^a-z\s]+", lower):
        plain |= set(spoken(clause.split()))
    plain |= {WORDS[word] for word in words if word in WORDS}
    scales = {SCALES[word.rstrip("s")] for word in words if word.rstrip("s") in SCALES} | {
        SCALES[word] for word in words if word in SCALES
    }
    once = {number * scale for number in plain for scale in scales}
    return plain | once | {number * scale for number in once for scale in scales}


# --- the rules ----------------------------------------------------------------------------------


def day(text: str | None) -> datetime.date | None:
    return None if text is None else datetime.date.fromisoformat(text)


def value_faults(claim: dict[str, Any], said: str) -> Iterator[str]:
    """What is wrong with the value and the unit of a claim."""
    unit = UNITS[claim["predicate"]]
    value, most = claim["value"], claim["value_max"]
    if claim["predicate"] == "licence_status":
        if value not in ("granted", "pending", "refused"):
            yield "no licence status"
    elif value is None:
        if unit is not None and claim["predicate"] != "delay":
            yield "no value"
    elif unit is None:
        yield "a value where there is none"
    elif isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        yield "no positive number"
    else:
        stated = numbers(said)
        for number in (value, most) if most is not None else (value,):
            if not any(
                abs(number - each) < (0.51 if unit == "km" else 1e-6 * number) for each in stated
            ):
                yield f"{number} is not said"
    if value is None or not unit:
        if claim["unit"] is not None:
            yield "a unit without a number"
    elif not re.fullmatch(unit, claim["unit"] or ""):
        yield f"unit {claim['unit']!r}"
    if claim["qualifier"] not in (None, "about", "at least", "at most"):
        yield "qualifier"
    if most is not None and not (isinstance(value, int | float) and value < most):
        yield "the range is not ordered"


def window_faults(claim: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the window of a claim."""
    for first, last in (("start", "end"), ("stated_start", "stated_end")):
        start, end = day(claim[first]), day(claim[last])
        if start and end and start > end:
            yield f"{first} after {last}"
    timed = "stated_" if claim["predicate"] not in WITHOUT_WINDOW else ""
    if claim[f"{timed}start"] or claim[f"{timed}end"]:
        yield "a window in the wrong place"
    if claim["predicate"] == "orders" and claim["start"]:
        yield "orders have an as-of day alone"


def faults(text: LabelledText) -> list[str]:
    """Every way in which the label of a text breaks the rules."""
    found = []
    if text.published is not None and not re.fullmatch(r"\d{4}-\d\d-\d\d", text.published):
        found.append("published is no day")
    for claim in text.claims:
        wrong = []
        if set(claim) != KEYS or claim["predicate"] not in UNITS:
            found.append(f"keys or predicate of {claim}")
            continue
        quotes = [text.text[first:last] for first, last in claim["spans"]]
        if not quotes or not all(quote.strip() == quote and len(quote) > 3 for quote in quotes):
            wrong.append("an empty or ragged span")
        elif claim["quote"] != quotes[0]:
            wrong.append("the quote is not the first span")
        if claim["spans"] != sorted(claim["spans"]):
            wrong.append("spans out of order")
        if claim["hedge"] not in HEDGES or not isinstance(claim["superseded"], bool):
            wrong.append("hedge or superseded")
        if not claim["subject"] or claim["said_by"] == "":
            wrong.append("subject or speaker")
        wrong += [*value_faults(claim, " | ".join(quotes)), *window_faults(claim)]
        found += [f"{text.name}: {claim['quote']!r}: {fault}" for fault in wrong]
    keys = ("subject", "predicate", "value", "value_max", "unit", "start", "end", "superseded")
    for facts, times in Counter(tuple(claim[key] for key in keys) for claim in text.claims).items():
        if times > 1:
            found.append(f"{text.name}: said {times} times over: {facts}")
    return found


FOLDERS = [folder for folder in (TEXTS, HERE / "unseen") if folder.exists()]
ALL = [text for folder in FOLDERS for text in labelled_texts(folder)]


@pytest.mark.parametrize("text", ALL, ids=lambda text: text.name)
def test_labels_keep_the_rules(text: LabelledText) -> None:
    assert not faults(text), "\n".join(faults(text))
    assert text.text.strip() and 120 <= len(text.text.split()) <= 700


def test_every_text_has_its_label() -> None:
    for folder in FOLDERS:
        sources = {path.stem for suffix in ("*.html", "*.txt") for path in folder.glob(suffix)}
        assert {name.removesuffix(".extracted") for name in sources} == {
            path.stem for path in folder.glob("*.json")
        }


@pytest.mark.parametrize(
    "text", [text for text in ALL if text.source.suffix == ".html"], ids=lambda text: text.name
)
def test_pages_hold_the_extracted_text_and_the_day(text: LabelledText) -> None:
    page = text.source.read_text("utf-8")
    assert text.published and text.published in page
    document = html5lib.parse(page, namespaceHTMLElements=False)
    shown = re.sub(r"\s+", "", "".join(document.itertext()))
    for paragraph in text.text.splitlines():
        assert re.sub(r"\s+", "", paragraph) in shown


def test_every_predicate_has_its_share() -> None:
    seen = labelled_texts()
    counts = Counter(claim["predicate"] for text in seen for claim in text.claims)
    assert len(seen) >= 45
    assert 1 / 10 < sum(not text.claims for text in seen) / len(seen) < 1 / 6
    for predicate in UNITS:
        assert counts[predicate] >= (8 if predicate in RARER else 15), predicate


# --- the checks find what is wrong ---------------------------------------------------------------

DRAFT = """\
file: one.txt
published: 2031-05-02
about: a draft
---
The plant, opened by Jo Doe,
will make about 1.2 lakh cars a year by 2033. Cars cost 9,000 to 10,000 euros.
===
plant | plant_capacity | about 120000 | units/year | ..2033 | expected | - | plant…about 1.2 lakh
car | price | 9000 to 10000 | EUR | 2033-Q1 | confirmed! | Jo Doe | Cars cost 9,000 to 10,000 euros
"""


@pytest.fixture
def drafted(tmp_path: Path) -> LabelledText:
    """A text from a draft."""
    (tmp_path / "draft").write_text(DRAFT.replace("Doe,\n", "Doe, "))
    write(tmp_path / "draft", tmp_path)
    (only,) = labelled_texts(tmp_path)
    return only


def test_a_draft_becomes_a_text_and_a_label(drafted: LabelledText) -> None:
    assert faults(drafted) == []
    capacity, price = drafted.claims
    assert capacity["quote"] == "plant, opened by Jo Doe, will make about 1.2 lakh"
    assert (capacity["qualifier"], capacity["start"], capacity["end"]) == (
        "about",
        None,
        "2033-12-31",
    )
    assert (price["value"], price["value_max"], price["superseded"]) == (9000, 10000, True)
    assert (price["end"], price["stated_start"], price["stated_end"]) == (
        None,
        "2033-01-01",
        "2033-03-31",
    )


@pytest.mark.parametrize(
    "change",
    [
        {"predicate": "speed"},
        {"value": 130000},
        {"value": None},
        {"unit": "vehicles"},
        {"qualifier": "roughly"},
        {"value_max": 1000},
        {"start": "2034-01-01"},
        {"stated_end": "2033-12-31"},
        {"hedge": "sure"},
        {"spans": []},
        {"spans": [[4, 30]]},
        {"quote": "The plant"},
        {"said_by": ""},
        {"note": "more"},
    ],
    ids=json.dumps,
)
def test_a_planted_fault_is_found(drafted: LabelledText, change: dict[str, Any]) -> None:
    claim = copy.deepcopy(drafted.claims[0]) | change
    assert faults(LabelledText(drafted.source, drafted.text, drafted.published, "", (claim,)))


def test_a_claim_labelled_twice_is_found(drafted: LabelledText) -> None:
    twice = (drafted.claims[0], drafted.claims[0])
    assert faults(LabelledText(drafted.source, drafted.text, drafted.published, "", twice))
