"""Words for days."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, cast

__all__ = [
    "COUNTS",
    "DAYS_IN_WORDS",
    "LIMITS",
    "MONTHS",
    "ORDINALS",
    "PARTS",
    "SEASONS",
    "WEEKDAYS",
    "Limit",
    "Part",
]

Part = Literal["", "early", "mid", "late", "later", "earlier"]
Limit = Literal["", "by", "before", "from", "not before", "after", "since"]

_FULL = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTHS: Mapping[str, int] = MappingProxyType(
    {name: number for number, name in enumerate(_FULL, 1)}
    | {name[:3]: number for number, name in enumerate(_FULL, 1)}
    | {"sept": 9}
)
WEEKDAYS: Mapping[str, int] = MappingProxyType(
    {
        name: number
        for number, name in enumerate(
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        )
    }
)
SEASONS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}
)
"""First and last month; winter runs into the second month of the next year."""

ORDINALS: Mapping[str, int] = MappingProxyType(
    {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
     "final": 0, "last": 0, "latter": 0, "back": 0}
)  # fmt: skip
"""Which quarter or half; 0 is the last one."""

_TENTHS = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
]  # fmt: skip
DAYS_IN_WORDS: Mapping[str, int] = MappingProxyType(
    {name: number for number, name in enumerate(_TENTHS, 1)}
    | {f"twenty-{name}": 20 + number for number, name in enumerate(_TENTHS[:9], 1)}
    | {"thirtieth": 30, "thirty-first": 31}
)
"""Days of a month, as in `the fourteenth of January`."""

COUNTS: Mapping[str, int] = MappingProxyType(
    {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
     "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18,
     "twenty": 20, "twenty-four": 24, "thirty": 30, "thirty-six": 36, "couple of": 2,
     "a couple of": 2}
)  # fmt: skip

PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "early": "early", "early in": "early", "earlier in": "earlier", "earlier": "earlier",
        "beginning of": "early",
        "the beginning of": "early", "start of": "early", "the start of": "early",
        "early part of": "early", "the early part of": "early", "the first weeks of": "early",
        "the opening months of": "early", "the early months of": "early", "turn of": "early",
        "the first months of": "early", "the outset of": "early", "early-": "early",
        "mid": "mid", "mid-": "mid", "middle of": "mid", "the middle of": "mid",
        "late": "late", "late in": "late", "end of": "late", "the end of": "late",
        "the close of": "late", "close of": "late", "end-": "late", "end": "late",
        "the latter part of": "late", "late-": "late", "the tail end of": "late",
        "the last months of": "late", "the final months of": "late", "year-end": "late",
        "the closing months of": "late", "the very end of": "late", "towards the end of": "late",
        "toward the end of": "late",
        "later": "later", "later in": "later", "the rest of": "later",
        "the remainder of": "later", "the balance of": "later", "between now and": "later",
        "between now and the end of": "later",
    }
)  # fmt: skip
"""The part of a period that a word before it cuts out."""

LIMITS: Mapping[str, Limit] = MappingProxyType(
    {
        word: cast("Limit", limit)
        for limit, words in {
            "by": (
                "by", "until", "till", "up to", "no later than", "not later than", "through to",
                "at the latest in", "at the latest by", "on or before", "as late as", "through",
                "by no later than", "latest by", "within", "at the latest at", "by around",
                "by about", "by at latest", "ahead of", "by mid or",
            ),
            "before": ("before", "prior to", "earlier than"),
            "from": (
                "from", "starting", "starting in", "starting from", "beginning", "beginning in",
                "as of", "effective", "from as of", "starting with", "commencing", "commencing in",
                "beginning from", "starting on", "from about", "from around", "from the",
            ),
            "not before": (
                "as early as", "not before", "no earlier than", "not earlier than", "not until",
                "from as early as", "at the earliest in", "no sooner than", "not sooner than",
                "as soon as", "earliest in", "not likely before", "only from",
            ),
            "after": ("after", "beyond", "later than"),
            "since": ("since", "ever since"),
        }.items()
        for word in words
    }
)  # fmt: skip
"""What a word before a period makes of it."""
