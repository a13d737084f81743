"""Days that lean on a start named before: `it is now due in 2032`, `our checks point to May`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jobone.reading.events.triggers import Hit, Trigger
from jobone.reading.records import Predicate
from jobone.reading.views import View
from jobone.reading.vocabulary.trade import DELIVERY, PLANT, PRODUCTION, SCHEDULED, START

__all__ = ["find_leaning", "topic_of"]

_SPOKEN_OF: tuple[tuple[re.Pattern[str], Predicate], ...] = (
    (re.compile(rf"\b(?<!trial )(?<!pilot )(?<!test ){PRODUCTION}\b|\bsop\b"), "sop_window"),
    (re.compile(rf"\b{DELIVERY}\b"), "first_delivery_window"),
    (re.compile(r"\b(?:construction|building work)\b"), "construction_start"),
)
_LAUNCHED: tuple[tuple[re.Pattern[str], Predicate], ...] = (
    (
        re.compile(
            r"\b(?:market |sales )?launch\b|\bstart of sales\b|"
            r"\bsales\b(?=[^.;]{0,50}\b(?:start|begin))"
        ),
        "launch_window",
    ),
)
_SERVED: tuple[tuple[re.Pattern[str], Predicate], ...] = (
    (re.compile(r"\b(?:services?|rides)\b"), "launch_window"),
)
_SOLD_ELSEWHERE: tuple[tuple[re.Pattern[str], Predicate], ...] = (
    (
        re.compile(r"\b(?:on sale|launch(?:es|ed)?|start of sales|go on the market)\b"),
        "launch_window",
    ),
)
_IT_STARTS = re.compile(
    rf"\b(?:it|they)\b(?: [\w'’]+){{0,5}}? {START}(?!\w)(?! (?:with|to|by|at|work|a|the|"
    r"its|selling|making|talks)\b)"
)
_IT_RUNS = re.compile(
    r"^[\"“]?(?:it|this|both|they) (?:[\w'’]+ ){1,5}?(?:on[ -]stream|online|operational|(?:in|"
    r"into) "
    r"(?:operation|service)|up and running|opens?|opened)\b"
)
_A_PLANT = re.compile(rf"\b(?:{PLANT})\b")
_FOLLOWS = re.compile(
    r"(?:\bthe )?[\w-]+(?: and [\w-]+| [\w-]+){0,2}?,? (?:will |would |should |"
    r"(?:is|are|was|were) (?:(?:due|set|supposed|meant|expected|planned|scheduled) )?to |to )?"
    r"follow(?:s|ing)?(?= (?:in|by|from|next|this|later|early|late|at|a year|one year|on)\b)"
    r"|(?:has|have|will have|had) to (?:wait|be patient)(?= until| till)|must (?:wait|be patient)"
    r"(?= until| till)"
)
_PLACED_ANEW = re.compile(
    r"\b(?:(?:it|this|that|the (?:date|start|launch|beginning|timetable|new date))"
    r"(?: (?:is|was|are|were|becomes?|became|(?:will|would|should) be)(?: now| still| again| only)?"
    rf"(?: {SCHEDULED}| set)?| (?:had|has) been (?:first |originally |now )?(?:{SCHEDULED}|set))"
    r"(?: for| in| by| at)?"
    r"|\b(?:that|it|this) (?:to (?:happen|start|begin|come|be)|(?:will|would|should) (?:happen|"
    r"come))"
    r"(?: in| by| from| at)?"
    r"|will now (?:take place|happen|be|come|follow|start|begin|go ahead)(?: in| by| from| at)?"
    r"|(?:is|are) now (?:put at|seen|given as|dated)(?: for| in)?|now it['’]s|it['’]s now"
    r"|points? to|pointed to|pointing to|(?:now |still )?guid(?:es|ed|ing) to|"
    r"(?:now |still |previously |earlier )*(?:speaks?|spoke|spoken|talks?|talked) (?:only )?of|"
    r"(?:now|still|only) says?|"
    r"says? (?:only|now|still)|stays? on for|(?:remains?|stays?) (?:set|planned|scheduled|due) for|"
    r"(?:now |still )?(?:hoping|aiming|heading) for|pencill?ed in for(?: [\w-]+ for)?|"
    rf"(?:is|are|was|were|been|be) (?:now |still |first |originally )?{SCHEDULED}(?: for| in| by)?)"
    r"(?= (?:the |early |late |mid-?|end |about |around |calendar |at |no |not |as |by |in |for |"
    r"spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|q\d|h\d|[1-4]q|[12]h|20\d\d|next|this|\d|[\"“']|some))"
)


def topic_of(view: View) -> Predicate | None:
    """Return the start that a sentence speaks of last, or None.

    Parameters
    ----------
    view
        The sentence.
    """
    return _spoken_of(view.lower, _SPOKEN_OF)


def find_leaning(view: View, topic: Predicate | None) -> Iterator[Hit]:
    """Find words that give a day to a start named before them.

    Parameters
    ----------
    view
        The sentence.
    topic
        The start that the sentences before spoke of last.
    """
    yield from _continued(view)
    yield from _runs(view)
    yield from _followed(view, topic)
    yield from _placed_anew(view, topic)
    yield from _answered(view)


def _spoken_of(
    words: str, things: tuple[tuple[re.Pattern[str], Predicate], ...]
) -> Predicate | None:
    spoken = [
        (found.start(), predicate)
        for pattern, predicate in things
        for found in pattern.finditer(words)
    ]
    return max(spoken)[1] if spoken else None


def _continued(view: View) -> Iterator[Hit]:
    """Find `it will start in May`, where the sentence before says what."""
    match = _IT_STARTS.search(view.lower)
    if match is None:
        return
    earlier = f"{view.before} {view.lower[: match.start()]}"
    predicate = _spoken_of(earlier, (*_SPOKEN_OF, *_LAUNCHED, *_SERVED))
    if predicate is not None:
        yield Hit(Trigger(predicate, _IT_STARTS, weight=0.65), match.start(), match.end())


def _runs(view: View) -> Iterator[Hit]:
    """Find `it is to go on stream in May`, where the sentence before speaks of a plant."""
    match = _IT_RUNS.search(view.lower)
    if match is not None and _A_PLANT.search(view.before):
        yield Hit(Trigger("sop_window", _IT_RUNS, weight=0.7), match.start(), match.end())


_BUYERS = re.compile(r"\b(?:buyers|customers|clients|you)\b[^;.]*$")


def _followed(view: View, topic: Predicate | None) -> Iterator[Hit]:
    """Find `Norway follows in May`, where the words before say what began elsewhere."""
    match = _FOLLOWS.search(view.lower)
    if match is None:
        return
    own = match.group()
    if re.search(rf"\b(?:shift|crew|{PRODUCTION}|deliver\w*|sales?|launch\w*)\b", own):
        return
    earlier = f"{view.before} {view.lower[: match.start()]}"
    predicate = _spoken_of(earlier, (*_SPOKEN_OF, *_SOLD_ELSEWHERE)) or topic
    if predicate is None and _BUYERS.search(view.lower[: match.start()]):
        predicate = "first_delivery_window"
    if predicate is not None:
        yield Hit(Trigger(predicate, _FOLLOWS, weight=0.65), match.start(), match.end())


_ASKS_WHEN = re.compile(r"\b(?:when|how soon|how long|what (?:month|year))\b[^?]*\?[\"”]?$")
_ASKED_OF: tuple[tuple[re.Pattern[str], Predicate], ...] = (
    *_SPOKEN_OF,
    *_LAUNCHED,
    (re.compile(r"\b(?:build|mak|produc|assembl)(?:ing|e|ed)?\b"), "sop_window"),
    (re.compile(r"\b(?:go on sale|come to|arrive|be available|in the shops|buy (?:it|one))\b"),
     "launch_window"),
    (re.compile(r"\b(?:get (?:it|one|their|my)|receive)\b"), "first_delivery_window"),
)  # fmt: skip
_SHORT_ANSWER = 30


def _answered(view: View) -> Iterator[Hit]:
    """Find the answer to `When does production start?`."""
    if not _ASKS_WHEN.search(view.before) or view.lower.endswith("?"):
        return
    predicate = _spoken_of(view.before, _ASKED_OF)
    if predicate is not None and any(moment.start < _SHORT_ANSWER for moment in view.moments):
        yield Hit(Trigger(predicate, _ASKS_WHEN, weight=0.6, handicap=30.0), 0, 0)


_NO_START = re.compile(
    r"\b(?:decision|answer|ruling|announcement|approval|permit|verdict|details|results?|talks|vote|"
    r"agreement|deal|report|series [a-h]|round|ipo|listing|offering|review|reply|outcome|"
    r"hearing|signature|closing)\b[^,;.]{0,40} $"
)


_THAT_IS = re.compile(r"that (?:is|was|are|were|has|had|becomes?|became|will|would|should)\b")
_RELATIVE = re.compile(r"[\w%)] $")
"""`The price that was promised in 2031`: what was promised is the price."""


def _placed_anew(view: View, topic: Predicate | None) -> Iterator[Hit]:
    """Find `now it is 2032`, where the words before say what is due then."""
    for match in _PLACED_ANEW.finditer(view.lower):
        if _THAT_IS.match(match.group()) and _RELATIVE.search(view.lower[: match.start()]):
            continue
        if any(
            number.kind != "duration" and 0 <= number.start - match.end() < 24
            for number in view.numbers
        ):
            continue
        if _NO_START.search(view.lower[: match.start()]):
            continue
        own = _spoken_of(view.lower[: match.start()], (*_SPOKEN_OF, *_LAUNCHED))
        predicate = own or _spoken_of(view.before, _SPOKEN_OF) or topic
        if predicate is not None:
            trigger = Trigger(predicate, _PLACED_ANEW, close=True, weight=0.62, handicap=40.0)
            yield Hit(trigger, match.start(), match.end())
