"""Whom or what a claim speaks of: companies, models and plants of one article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from jobone.reading.records import Predicate
from jobone.reading.views import View
from jobone.reading.vocabulary.counting import CODES
from jobone.reading.vocabulary.naming import (
    BODY_STYLES,
    COMPANY_LEADS,
    COMPANY_SUFFIXES,
    COMPANY_VERBS,
    MARKETS,
    NATIONALITIES,
    NO_NAMES,
    PERSON_ROLES,
    PLANT_NOUNS,
    STATES,
)
from jobone.reading.vocabulary.trade import DELIVERY, PRODUCTION

__all__ = ["Cast", "Name", "cast_of"]

Kind = Literal["company", "model", "plant", "person", "place", "other"]
Sign = Kind | Literal["firm"]
"""What speaks for a kind of name; `firm`: the text calls it a company in so many words."""

_OF_MODELS = frozenset(
    [
        "sop_window",
        "first_delivery_window",
        "launch_window",
        "price",
        "range_km",
        "delay",
        "cancellation",
        "orders",
        "test_fleet",
    ]
)
_OF_PLANTS = frozenset(
    ["plant_capacity", "capacity_phase", "construction_start", "construction_end"]
)
_AT_PLANTS = frozenset(["headcount", "volume_actual"])
"""What is said of a plant where the sentence points at one."""
_AT_THE_PLANT = re.compile(
    r"\b(?:there|on site|(?:the|this|that) (?:\w+ )?(?:plant|factory|works|facility|site|line|hall|"
    r"base|unit)(?:['’]s)?)\b"
)
_BUYS = re.compile(
    r",?(?: [\w'’-]+){0,3}? (?:orders?|ordered|reserved|signs?|signed|committed|"
    r"agreed to (?:buy|take)|will buy|"
    r"buys|bought|booked|took|takes|wants)\b"
)
"""Whoever orders is not whose orders they are."""
_IT = re.compile(r"[\"“]?(?:it|there|here)\b")
_THE_PLANT = re.compile(
    r"[\"“]?(?:the|its|this|a) (?:new |first |second )?(?:\w+ )?(?:plant|factory|works|facility|"
    r"unit|"
    r"site|line|hall|base)\b"
)
"""`The factory opens in May. It will employ 380 people`: they are the factory's."""
_RUNS = re.compile(
    r"\boperat(?:e|es|ing|ions?|ional)\b|\bon[ -]stream\b|\bfunctioning\b|\binto (?:operation|"
    r"service)\b"
)
"""Words by which a plant starts, and not a car."""
_REACH_MODEL, _REACH_PLANT, _REACH_COMPANY = 7, 7, 2
"""So many sentences back a name is still meant."""
_WORD = r"[A-Z0-9À-Þ][\w&+/-]*(?:\.(?=[A-Za-z0-9]))?[\w&+/-]*"
_NAME = re.compile(
    rf"(?<![\w-])[A-Za-z]?[A-ZÀ-Þ][\w&+/-]*(?:(?: (?:of|de|and|&) | |['’](?=[A-Z]))(?:{_WORD}))*"
)
_PLANT = re.compile(
    rf"(?P<place>(?!(?:The|A|An|Its|This|That|Our|Their|His|Her|Both|One|Another|Each|No) "
    rf")[A-ZÀ-Þ][\w-]+(?: [A-ZÀ-Þ][\w-]+){{0,2}})(?:['’]s)? "
    r"(?:(?!(?:has|have|had|is|was|will|a|an|plans|opened|builds|the|to|in|at|and|for|of|from) )"
    rf"[a-z-]+ ){{0,2}}?(?P<noun>{PLANT_NOUNS})\b"
    rf"|(?P<noun2>{PLANT_NOUNS})(?: [\w-]+){{0,4}}? (?:in|at|near|outside|of) (?:the )?"
    rf"(?P<place2>[A-ZÀ-Þ][\w-]+(?: [A-ZÀ-Þ][\w-]+){{0,2}})"
)
_PLANT_NOUN = re.compile(rf"\b(?P<noun>(?!plants|lines?\b|base\b|site\b){PLANT_NOUNS})\b")
_SUFFIX = re.compile(r"['’]s?$")
_HAS_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a sentence.

    Parameters
    ----------
    start, end
        Its span in the sentence.
    text
        The name.
    kind
        What it seems to name.
    """

    start: int
    end: int
    text: str
    kind: Kind


@dataclass(frozen=True)
class Cast:
    """The names of an article, sentence by sentence, and whom it is about.

    Parameters
    ----------
    names
        For each sentence its names in order.
    company
        The company that the article is about; may be empty.
    doubtful
        Names that little speaks for as models; they are not recalled from afar.
    paragraphs
        For each sentence the number of its paragraph.
    """

    names: tuple[tuple[Name, ...], ...]
    company: str
    doubtful: frozenset[str] = frozenset()
    paragraphs: tuple[int, ...] = ()

    def subject(self, index: int, anchor: int, predicate: Predicate, view: View) -> str:
        """Return whom or what a finding speaks of.

        Parameters
        ----------
        index
            Number of its sentence.
        anchor
            Where its words begin there.
        predicate
            What is said.
        view
            The sentence.
        """
        here = self.names[index]
        if predicate in _OF_PLANTS:
            plant = _nearest(here, anchor, "plant", view)
            if plant is not None:
                return plant.text
            return self._earlier(index, "plant", _REACH_PLANT) or self._plant_of(
                index, anchor, view
            )
        if predicate in _AT_PLANTS and (at := self._plant_meant(index, anchor, view)):
            return at
        if predicate == "sop_window" and _RUNS.search(view.lower[anchor : anchor + 60]):
            plant = _nearest(here, anchor, "plant", view)
            if plant is not None or (at := self._earlier(index, "plant", _REACH_PLANT)):
                return at if plant is None else plant.text
        if predicate in _OF_MODELS:
            model = _nearest(here, anchor, "model", view)
            if predicate in ("cancellation", "delay"):
                plant = _nearest(here, anchor, "plant", view)
                model = _nearer(plant, model, anchor)
            if model is not None:
                return model.text
            if predicate == "sop_window" and (at := self._plant_meant(index, anchor, view)):
                return at
            company = _nearest(here, anchor, "company", view)
            if (
                predicate == "orders"
                and company is not None
                and _BUYS.match(view.lower, company.end)
            ):
                company = None
            earlier = self._earlier(index, "model", _REACH_MODEL)
            if earlier and (company is None or self._is_main(company.text)):
                return earlier
        return self._company(index, anchor, view)

    def _company(self, index: int, anchor: int, view: View) -> str:
        found = _nearest(self.names[index], anchor, "company", view)
        if found is not None:
            return found.text
        return self._earlier(index, "company", _REACH_COMPANY) or self.company

    def _plant_of(self, index: int, anchor: int, view: View) -> str:
        """Return a company's plant that has no name of its own: `Aurora plant`."""
        company = self._company(index, anchor, view)
        begin, end = view.clause(anchor, anchor)
        noun = _PLANT_NOUN.search(view.lower, begin, end) or _PLANT_NOUN.search(view.lower)
        return f"{company} {noun['noun']}" if company and noun is not None else company

    def _is_main(self, name: str) -> bool:
        return name in self.company or self.company in name

    def _plant_meant(self, index: int, anchor: int, view: View) -> str:
        """Return the plant that a sentence points at, or an empty text."""
        begin, end = view.clause(anchor, anchor)
        named = [
            name for name in self.names[index]
            if name.kind == "plant" and begin <= name.start <= end
        ]  # fmt: skip
        if named:
            return min(named, key=lambda name: abs(name.start - anchor)).text
        leans = _IT.match(view.lower) and _THE_PLANT.match(view.before)
        if leans or _AT_THE_PLANT.search(view.lower[begin:end]):
            return self._earlier(index, "plant", _REACH_PLANT)
        return ""

    def _earlier(self, index: int, kind: Kind, reach: int) -> str:
        """Return the name of a kind told last, or the only one of the article."""
        named = self._told_last(index, kind, reach)
        if named or kind == "company" or self._is_of_another(index):
            return named
        every = Counter(
            name.text
            for names in self.names
            for name in names
            if name.kind == kind and not (kind == "model" and name.text in self.doubtful)
        )
        only = next(iter(every), "") if len(every) == 1 else ""
        return only if kind == "plant" or every[only] > 1 else ""

    def _is_of_another(self, index: int) -> bool:
        """Return whether a paragraph opens with another company than the article's own."""
        first = self.paragraphs.index(self.paragraphs[index])
        named = [name.text for name in self.names[first] if name.kind == "company"]
        return bool(named) and not any(self._is_main(name) for name in named)

    def _told_last(self, index: int, kind: Kind, reach: int) -> str:
        own = self._is_of_another(index)
        for back in range(index - 1, max(-1, index - 1 - reach), -1):
            if own and self.paragraphs[back] != self.paragraphs[index]:
                break
            for name in reversed(self.names[back]):
                if name.kind == kind and not (kind == "model" and name.text in self.doubtful):
                    return name.text
        return ""


def _nearer(one: Name | None, other: Name | None, anchor: int) -> Name | None:
    """Return the one of two names that stands nearer to a place."""
    both = [name for name in (one, other) if name is not None]
    return min(both, key=lambda name: abs(name.start - anchor), default=None)


def _nearest(names: Sequence[Name], anchor: int, kind: Kind, view: View) -> Name | None:
    """Return the name nearest to a place: rather before it, rather in its clause."""
    best: tuple[float, Name] | None = None
    for name in names:
        if name.kind != kind:
            continue
        if name.end <= anchor:
            cost = view.cost(name.end, anchor)
        elif name.start >= anchor:
            cost = view.cost(anchor, name.start) + (8.0 if kind in ("model", "plant") else 25.0)
        else:
            cost = 0.0
        if cost < 170.0 and (best is None or cost < best[0]):
            best = (cost, name)
    return None if best is None else best[1]


def cast_of(views: Sequence[View]) -> Cast:
    """Find the names of an article.

    Parameters
    ----------
    views
        Its sentences.
    """
    raw = [
        [] if _is_title_case(view) and not _TICKER.match(view.text) else _raw_names(view)
        for view in views
    ]
    raw = _without_plain_words(views, raw)
    known = sorted({text for names in raw for _, _, text in names}, key=len, reverse=True)
    for index, view in enumerate(views):
        if _is_title_case(view) and not _TICKER.match(view.text):
            raw[index] = _known_names(view, known) or _raw_names(view)[:1]
    votes = _votes(views, raw)
    kinds = _kinds(votes)
    doubtful = frozenset(text for text, counter in votes.items() if counter["model"] < 2)
    company = _main_company(views, raw, kinds)
    places = _plant_places(views, kinds)
    cast = []
    for view, names in zip(views, raw, strict=True):
        found = [Name(start, end, text, _kind(text, kinds)) for start, end, text in names]
        plants = _plants(view, kinds, places)
        covered = [(plant.start, plant.end) for plant in plants]
        found = [
            name
            for name in found
            if name.kind == "company"
            or not any(a <= name.start and name.end <= b for a, b in covered)
        ]
        cast.append(tuple(sorted([*found, *plants], key=lambda name: name.start)))
    paragraphs = tuple(view.sentence.paragraph for view in views)
    return Cast(tuple(cast), company, doubtful, paragraphs)


_OF_THINGS = re.compile(
    rf" (?:{PRODUCTION}|{DELIVERY}|works?|sales|vehicles?|models?|versions?|cells?|"
    rf"(?:{BODY_STYLES})s?|"
    r"lines?|charging|motors?|drivers?|are|have|were|want|say|need|pay|get|can)\b"
)
"""`Electric cars`, `Operators want`: the word that opens a sentence is no name."""
_SPOKEN_WORD = re.compile(r"(?<![\w'’-])[a-z][\w-]+")
_Spans = list[tuple[int, int, str]]


def _without_plain_words(views: Sequence[View], raw: Sequence[_Spans]) -> list[_Spans]:
    """Leave out words that begin a sentence and are plain ones elsewhere: `Residents of Lund`."""
    plain = {word for view in views for word in _SPOKEN_WORD.findall(view.text)}
    firm = {
        text.split()[0]
        for view, names in zip(views, raw, strict=True)
        for start, _, text in names
        if not _opens(view, start)
    }
    kept: list[_Spans] = []
    for view, names in zip(views, raw, strict=True):
        own: _Spans = []
        for start, end, text in names:
            first, _, rest = text.partition(" ")
            people = first.endswith("s") and rest.startswith("of ")
            of_things = not rest and _OF_THINGS.match(view.text, end)
            if (
                _opens(view, start)
                and first not in firm
                and (people or of_things or first.lower() in plain)
            ):
                text = _clean(rest)
                start = view.text.find(text, start) if text else start
                end = start + len(text)
            if len(text) > 1:
                own.append((start, end, text))
        kept.append(own)
    return kept


def _opens(view: View, start: int) -> bool:
    """Whether a place opens a sentence, a quotation or what follows a colon."""
    return (
        start == 0
        or view.text[:start].rstrip("\"“‘'( ").endswith((":", ".", "?", "!"))
        or (not view.text[:start].strip("\"“‘'( -–—•*"))
    )


def _is_title_case(view: View) -> bool:
    """Whether nearly every word begins large, so that nothing can be told from it."""
    words = re.findall(r"[A-Za-z][\w'’-]*", view.text)
    large = sum(word[0].isupper() for word in words)
    return view.sentence.heading and len(words) > 4 and large > 0.65 * len(words)


def _known_names(view: View, known: Sequence[str]) -> list[tuple[int, int, str]]:
    """Find in a headline the names that the article uses elsewhere."""
    found: list[tuple[int, int, str]] = []
    for text in known[:200]:
        for match in re.finditer(rf"(?<![\w-]){re.escape(text)}(?![\w-])", view.text):
            if not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), text))
    return sorted(found)


_NO_NAME = re.compile(
    r"-(?:based|born|made|owned|backed|built|style|listed|headquartered|led|area|class|estimated|rated|certified|approved)$"
    r"|^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*-[A-Z]"
    r"|^(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$"
    r"|^[QH][1-4]\b|^FY\d|^(?:RM|Rs|Rp|US|NT|HK)\$?\d"
)
"""`Lund-based`, `April-June`, `Oct` and `RM2` name nobody."""


_NUMBERED = frozenset(
    ["highway", "route", "interstate", "class", "level", "series", "phase", "stage", "article",
     "section", "hall", "line", "tier", "euro", "formula", "gate", "building", "round",
     "regulation", "rule", "clause", "schedule", "annex", "note", "unit", "plant", "lot", "exit"]
)  # fmt: skip
"""`Highway 31` and `Series D` are no models."""


def _clean(text: str) -> str:
    text = _SUFFIX.sub("", text.strip(" .,'’-/&"))
    words = text.split()
    while words and (words[0].lower().strip(".") in NO_NAMES or words[0][0].isdigit()):
        words = words[1:]
    if words and _NO_NAME.search(words[0]):
        words = words[1:]
    if len(words) > 1 and words[0].lower() in _NUMBERED and len(words[1]) < 4:
        return ""
    if len(words) > 1 and words[0].lower() in CODES and words[1][0].isdigit():
        words = words[2:]
    while words and words[-1].lower() in ("of", "and", "de", "&", "the"):
        words = words[:-1]
    return " ".join(words)


_TICKER = re.compile(r"\d{1,2}[:.]\d\d\s+([A-ZÀ-Þ][A-ZÀ-Þ0-9 .&-]{2,30}):\s")
"""`10:40 AURORA: plant idled` speaks of Aurora."""


def _raw_names(view: View) -> list[tuple[int, int, str]]:
    found = []
    if (ticker := _TICKER.match(view.text)) is not None:
        found.append((ticker.start(1), ticker.end(1), ticker[1]))
    for match in _NAME.finditer(view.text):
        for part in _split(match.group(), view):
            text = _clean(part)
            if len(text) < 2 or text.lower() in NO_NAMES or len(text) > 60:
                continue
            if re.fullmatch(rf"{NATIONALITIES}|[IVX]+", text):
                continue
            at = view.text.find(text, match.start())
            if any(
                n.kind == "money" and n.start < at + len(text) and at < n.end for n in view.numbers
            ):
                continue  # "TL 2.45 billion"
            if at < 0 or (at == 0 and " " not in text and _is_plain_word(text, view)):
                continue
            found.append((at, at + len(text), text))
    return found


def _split(text: str, view: View) -> list[str]:
    """Split `A and B`, and nothing in a headline, where every word begins large."""
    words = text.lower().split()
    if words[0] in _BODIES or words[-1] in _BODIES:
        return [text]
    return re.split(r" (?:and|&) ", text)


def _is_plain_word(text: str, view: View) -> bool:
    """Whether a word that opens a sentence is an ordinary one."""
    return text.lower() in NO_NAMES or (
        bool(
            re.match(
                rf"{re.escape(text)} (?:of|the|a|an|to|is|are|in|on|for|at|that|which)\b", view.text
            )
        )
        and not re.search(rf"(?<!^)\b{re.escape(text)}\b", view.text)
    )


_BODIES = frozenset(
    ["university", "institute", "ministry", "council", "authority", "department", "association",
     "commission", "agency", "parliament", "shimbun", "centre", "college", "academy"]
)  # fmt: skip
"""Words of names that make no cars."""
_EVENTS = frozenset(
    [
        "day",
        "summit",
        "assembly",
        "show",
        "conference",
        "congress",
        "expo",
        "forum",
        "exhibition",
        "university",
        "institute",
        "department",
        "ministry",
        "council",
        "agency",
        "association",
        "federation",
        "union",
        "parliament",
        "newspaper",
        "times",
        "post",
        "daily",
    ]
)
"""Last words of names that make no cars."""


_HAS_A_BOSS = re.compile(rf" (?i:{PERSON_ROLES}) (?=[A-ZÀ-Þ])")
"""`Aurora boss Jo Doe`: the boss is a person, and Aurora is not."""


_COUNTRY = re.compile(rf"(?:the )?(?:{MARKETS}|{STATES})s?")


def _votes(
    views: Sequence[View], raw: Sequence[Sequence[tuple[int, int, str]]]
) -> dict[str, Counter[Sign]]:
    """Count the signs by which each name seems to name something."""
    votes: dict[str, Counter[Sign]] = {}
    for view, names in zip(views, raw, strict=True):
        for start, end, text in names:
            counter = votes.setdefault(text, Counter())
            before = view.lower[max(0, start - 44) : start]
            behind = view.lower[end : end + 44]
            last = text.split()[-1].lower().rstrip(".")
            if any(word.lower() in _BODIES for word in text.split()):
                counter["other"] += 6
            if re.search(
                r"\b(?:told|tells|citing|(?:reported|seen|obtained|published) by) (?:the )?$",
                before,
            ):
                counter["person"] += 4  # whoever is told is an outlet
            if _COUNTRY.fullmatch(text.lower()):
                counter["place"] += 6
            if (ticker := _TICKER.match(view.text)) and ticker.start(1) == start:
                counter["company"] += 4
            if last in COMPANY_SUFFIXES and " " in text:
                counter["company"] += 4
            if re.search(rf"\b{COMPANY_LEADS}s? (?:the )?$", before):
                counter["company"] += 3
            if re.match(rf"(?:['’]s)? (?:\w+ly )?{COMPANY_VERBS}\b", behind) and not re.search(
                r"\bthe $", before
            ):
                counter["company"] += 1
            if re.match(
                r"['’]s (?:\w+ )?(?:deliveries|sales|shares|plant|factory|ceo|chief|board|"
                "founder|first|plan|target|deliver)",
                behind,
            ):
                counter["company"] += 2
            if last in _EVENTS:
                counter["other"] += 6
            if _HAS_A_BOSS.match(view.text, end):
                counter["company"] += 3
            elif re.search(rf"\b{PERSON_ROLES}\.? $", before) or re.match(
                rf",? (?:the |its |the company['’]s )?{PERSON_ROLES}\b", behind
            ):
                counter["person"] += 3
            if (
                re.search(r"\b(?:said|says|told|added|adds|explained|admitted) $", before)
                and " " in text
                and last not in COMPANY_SUFFIXES
            ):
                counter["person"] += 2
            if re.match(r" (?:company|group|brand|firm)\b", behind):
                counter["company"] += 3
                counter["firm"] += 1
            if (
                re.match(r",? (?:said|says|told|added|wrote|explained)\b", behind)
                and " " in text
                and last not in COMPANY_SUFFIXES
            ):
                counter["person"] += 2
            if " " not in text and re.search(
                r"\b(?:\w+-powered|all-electric|new|upcoming|facelifted|base|production|entry-level|"
                r"redesigned|outgoing) $",
                before,
            ):
                counter["model"] += 1
            if re.match(rf",? (?:the |an? )(?:[\w-]+ ){{0,3}}?{COMPANY_LEADS}\b", behind):
                counter["company"] += 3
                counter["firm"] += 1
            if re.match(
                r" (?:electric |battery |all-electric |full-size |midsize |mid-size |"
                r"[\w-]+-electric |"
                rf"small |compact )*{BODY_STYLES}(?:e?s)?\b(?! (?:keys?|makers?|plants?|sales|"
                rf"market|"
                rf"brand|unit|division))",
                behind,
            ):
                counter["model"] += 2
            if re.search(
                rf"\b{BODY_STYLES}s?,? (?:the |called |named |dubbed |code-?named )?[\"“]?$", before
            ):
                counter["model"] += 2
            if re.search(
                r"\b(?:called|named|dubbed|code-?named|badged|christened|baptised|"
                r"known (?:internally |so far )?as)(?: the)? [\"“‘']?$",
                before,
            ):
                counter["model"] += 2
            if re.search(r"\b(?:the|its|new|of the|all-new) $", before) and _HAS_DIGIT.search(text):
                counter["model"] += 2
            elif re.search(r"(?:^|\W)the $", before):
                counter["model"] += 1
            if _HAS_DIGIT.search(text) and re.search(r"[A-Za-z]", text):
                counter["model"] += 2
            if re.search(r"\b(?:in|at|near|outside|across) $", before):
                counter["place"] += 2
            elif re.search(r"\b(?:from|of) $", before):
                counter["place"] += 1
    return votes


def _kinds(votes: Mapping[str, Counter[Sign]]) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {
        text: max(
            (kind for kind in counter if kind != "firm"),
            key=lambda kind: counter[kind],
            default="other",
        )
        for text, counter in votes.items()
    }
    firms = {
        text for text, counter in votes.items() if counter["firm"]
    }  # a family's company has its name
    surnames = {
        word
        for text, kind in kinds.items()
        if kind == "person" and " " in text
        for word in text.split()
        if len(word) > 2
    }
    return {
        text: "person" if text in surnames and text not in firms else kind
        for text, kind in kinds.items()
    }


def _kind(text: str, kinds: dict[str, Kind]) -> Kind:
    return kinds.get(text, "other")


_WEIGHT: Mapping[Kind | None, float] = MappingProxyType(
    {"company": 3.0, "other": 1.0, "model": 0.5}
)
"""How much a mention speaks for a name as the one that an article is about."""


def _main_company(
    views: Sequence[View], raw: Sequence[Sequence[tuple[int, int, str]]], kinds: dict[str, Kind]
) -> str:
    scores: Counter[str] = Counter()
    told = Counter(text for names in raw for _, _, text in names)
    for index, names in enumerate(raw):
        for start, _, text in names:
            kind = kinds.get(text)
            if kind in _WEIGHT and not any(word.lower() in _BODIES for word in text.split()):
                weight = _WEIGHT[kind]
                if kind == "other" and told[text] == 1 and _opens(views[index], start):
                    continue  # "Numbers for the second quarter": a word like any other
                if index < 3:
                    weight *= 2.0
                if start < 5 and index < 4:
                    weight *= 1.5
                scores[text] += round(weight * 10)
    if not scores:
        return ""
    best = scores.most_common(1)[0][0]
    # "Halden" and "Halden Motors" are one: the longer name is the plainer.
    longer = [
        text for text in scores if text.startswith(best + " ") and kinds.get(text) == "company"
    ]
    return max(longer, key=len) if longer else best


def _plant_places(views: Sequence[View], kinds: dict[str, Kind]) -> dict[str, str]:
    """Return the places that have a plant, and what the plants are called."""
    return {
        plant.text.rsplit(" ", 1)[0]: plant.text
        for view in views
        for plant in _plants(view, kinds, {})
        if kinds.get(plant.text.rsplit(" ", 1)[0], "place") in ("place", "other")
    }


def _plants(view: View, kinds: dict[str, Kind], places: dict[str, str]) -> list[Name]:
    found = [
        Name(match.start(), match.end(), plant, "plant")
        for place, plant in list(places.items())[:40]
        for match in re.finditer(rf"(?<![\w-]){re.escape(place)}(?![\w-])", view.text)
    ]
    for match in _PLANT.finditer(view.text):
        place = _clean(match["place"] or match["place2"] or "")
        noun = match["noun"] or match["noun2"]
        if not place or place.lower() in NO_NAMES or kinds.get(place) == "person":
            continue
        start = match.start()
        found.append(
            Name(
                start,
                match.end(),
                f"{place} {noun.removesuffix('s') if noun != 'works' else noun}",
                "plant",
            )
        )
    return found
