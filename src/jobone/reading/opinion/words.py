"""A sentence as a row of stems, each with the groups of the thesaurus that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from jobone.reading.views import View
from jobone.reading.vocabulary.thesaurus import GROUPS

__all__ = ["NAME", "Word", "stem", "words_of"]

NAME = "Name"
"""Stands for a word with a capital that begins no sentence: whose name it is must not matter."""

_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?:[’'][a-z]{1,2}(?![^\W\d_]))?|\d[\d.,]*|[^\w\s]")
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ed", "es", "s", "e",
            "ly")  # fmt: skip
_IRREGULAR: Mapping[str, str] = MappingProxyType(
    {
        form: base
        for base, forms in {
            "be": "is was were are been being", "have": "has had having", "build": "built",
            "sell": "sold", "make": "made", "begin": "began begun", "go": "went gone",
            "spend": "spent", "take": "took taken", "rise": "rose risen", "fall": "fell fallen",
            "come": "came", "win": "won", "get": "got", "pay": "paid", "leave": "left",
            "see": "saw seen", "give": "gave given", "break": "broke broken", "lay": "laid",
            "say": "said", "tell": "told", "hold": "held", "stand": "stood", "run": "ran running",
            "think": "thought", "buy": "bought", "drive": "drove driven", "grow": "grew grown",
            "find": "found", "bring": "brought", "keep": "kept", "lose": "lost", "mean": "meant",
            "hit": "hitting", "put": "putting", "cut": "cutting", "plan": "planned planning",
            "ship": "shipped shipping", "man": "men", "woman": "women", "will": "’ll 'll",
        }.items()
        for form in forms.split()
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence.

    Parameters
    ----------
    start, end
        Its place in the sentence.
    stem
        Without its ending; `#` and the kind for a number, `@` and the unit for a day.
    groups
        What it says, by the thesaurus.
    """

    start: int
    end: int
    stem: str
    groups: tuple[str, ...]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return a word in lower case without its ending."""
    word = word.removesuffix("'s").removesuffix("’s")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
                word = word[:-1]
            break
    if word.endswith("i"):
        word = word[:-1] + "y"
    return word.removesuffix("e") if len(word) > 4 else word


@cache
def _thesaurus() -> Mapping[str, tuple[str, ...]]:
    """Return the groups of each stem, and of each pair of stems with a blank between."""
    groups: dict[str, tuple[str, ...]] = {}
    for group, text in GROUPS.items():
        words, *phrases = text.split(", ")
        for entry in [*words.split(), *phrases]:
            key = " ".join(stem(word) for word in entry.split())
            if group not in groups.get(key, ()):
                groups[key] = (*groups.get(key, ()), group)
    return groups


def words_of(view: View) -> tuple[Word, ...]:
    """Return the words of a sentence, its numbers and days as one word each.

    Parameters
    ----------
    view
        The sentence.
    """
    marks = [(item.start, item.end, f"#{item.kind}") for item in view.numbers]
    marks += [(item.start, item.end, f"@{item.period.unit}") for item in view.moments]
    found: list[tuple[int, int, str, str]] = []
    position, opens = 0, True
    for start, end, mark in [*sorted(marks), (len(view.text), len(view.text), "")]:
        if start < position:
            continue
        for match in _TOKEN.finditer(view.lower, position, start):
            token = match.group()
            if not token[0].isalpha():
                found.append((*match.span(), "#" if token[0].isdigit() else token, token))
                opens = opens or token in '.!?:"“”'
                continue
            base = stem(token)
            named = view.text[match.start()].isupper() and not opens and not view.sentence.heading
            found.append((*match.span(), NAME if named else base, base))
            opens = False
        if mark:
            found.append((start, end, mark, mark))
            opens = False
        position = end
    groups = _thesaurus()
    following = [item[3] for item in found[1:]] + [""]
    return tuple(
        Word(start, end, shown, groups.get(f"{base} {after}", ()) + groups.get(base, ()))
        for (start, end, shown, base), after in zip(found, following, strict=True)
    )
