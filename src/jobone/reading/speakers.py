"""Who says it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jobone.reading.subjects import Cast
from jobone.reading.views import View

__all__ = ["speaker_of"]

_VERBS = (
    "(?:said|says|told|tells|added|adds|wrote|writes|explained|announced|announces|"
    "stated|confirmed|confirms|revealed|"
    "disclosed|noted|claims|claimed|denied|denies|promised|reiterated|stressed|"
    "tweeted|posted|estimates?|reported|reports|predicts?|expects?)"
)
_NAME = (
    r"(?:(?:Mr|Ms|Mrs|Dr|Prof)\.? )?[A-ZÀ-Þ][\w'’.-]+(?: (?:[A-ZÀ-Þ][\w'’.-]+|de|van|von|"
    "bin|al|der)){0,4}"
)
_BEFORE = re.compile(
    rf"(?P<name>{_NAME})(?:, [^,]{{3,90}},| \([^)]{{2,40}}\))? (?:also |has |had |"
    rf"further |later |earlier )?{_VERBS}\b"
)
_AFTER = re.compile(rf"\b{_VERBS}(?: also)?,? (?:[a-z-]+ ){{0,6}}?(?P<name>{_NAME})")
_ACCORDING = re.compile(
    rf"\b[Aa]ccording to (?:the |its |their )?(?:[a-z’'-]+ ){{0,6}}?(?P<name>{_NAME})"
)
_ANONYMOUS = re.compile(
    r"\b(?:(?:a|the|an|one|two|three|several|some) (?:[\w-]+ ){0,3}?(?:spokes(?:man|"
    "woman|person|people)|official|officials|executive|executives|"
    "people|persons?|sources?|insiders?|blogger|analysts?|report|newspaper|reports)|"
    r"sources|insiders|analysts|media reports|local media|reports)\b"
)
_WE = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_COMPANY_SAYS = re.compile(
    r"\b(?:the company|the (?:car)?maker|the automaker|the firm|the group|the "
    "manufacturer|it|management|the official) (?:also |has |had )?"
    rf"(?:{_VERBS}|plans|aims|wants|intends|hopes|targets)\b", re.IGNORECASE,
)  # fmt: skip
_COMPANY_PLANS = re.compile(
    "^(?: also| has| had| now| still)* (?:plans?|aims?|wants?|intends?|hopes?|"
    "targets?|announced|announces|confirmed|confirms|expects?|"
    r"said|says|denied|denies|pledged|claims?|will invest|has set|forecasts?|promises?)\b"
)


def speaker_of(index: int, anchor: int, views: Sequence[View], cast: Cast) -> str:
    """Return who says what stands at a place, or an empty text.

    Parameters
    ----------
    index
        Number of the sentence.
    anchor
        Place in it.
    views
        All sentences.
    cast
        The names of the article.
    """
    view = views[index]
    for pattern in (_ACCORDING, _BEFORE, _AFTER):
        match = pattern.search(view.text)
        if match is not None and (name := _usable(match["name"])):
            return name
    anonymous = _ANONYMOUS.search(view.text)
    if anonymous is not None and re.search(
        rf"\b{_VERBS}\b|\baccording to\b|\bciting\b", view.lower
    ):
        return anonymous.group()
    if _COMPANY_SAYS.search(view.text):
        return cast.company
    for named in cast.names[index]:
        plans = _COMPANY_PLANS.match(view.lower[named.end : named.end + 40])
        if named.kind == "company" and plans:
            return named.text
    if view.text[:1] in '"“' or view.text[-1:] in '"”':
        for other in (index + 1, index - 1):
            if 0 <= other < len(views):
                match = _AFTER.search(views[other].text) or _BEFORE.search(views[other].text)
                if match is not None and (name := _usable(match["name"])):
                    return name
    if _WE.search(view.text):
        return cast.company
    return ""


_NOBODY = frozenset(
    [
        "it",
        "he",
        "she",
        "they",
        "we",
        "the",
        "this",
        "that",
        "which",
        "who",
        "a",
        "in",
        "on",
        "production",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "but",
        "i",
        "reports",
    ]
)


def _usable(name: str) -> str:
    name = re.sub(r"^(?:Mr|Ms|Mrs|Dr|Prof)\.? ", "", name).strip(" .,'’")
    name = re.sub(r"['’]s$", "", name)
    first = name.split()[0].lower() if name else ""
    if first in _NOBODY:
        return ""
    return name
