"""Numbers in running text: digits and words, scales, currencies, ranges, what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jobone.reading.records import NumberKind, NumberMention, Period, Qualifier
from jobone.reading.vocabulary.counting import (
    CODES,
    CURRENCY_WORDS,
    NATIONAL,
    NOUNS,
    NUMBER_WORDS,
    PERIODS,
    QUALIFIERS,
    SCALES,
    STOP_WORDS,
    SYMBOLS,
)

__all__ = ["KILOMETRES_PER_MILE", "find_numbers", "lowered"]

KILOMETRES_PER_MILE = 1.609344
_MONTHS_IN = {"month": 1.0, "quarter": 3.0, "year": 12.0, "week": 12.0 / 52.0, "decade": 120.0}


def _any(words: Sequence[str] | Iterator[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_DIGITS = (
    r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?(?!\d)"
    r"|\d{1,3}(?:[\u00a0\u202f\u2009 ]\d{3})+(?![\d.,]\d)"
    r"|\d{1,3}(?:['’]\d{3})+(?!\d)"
    r"|\d{1,12}(?:\.\d{1,3})+(?!\d)"
    r"|\d{1,12}(?:[.,]\d{1,6})?"
)
_WORD = _any(iter([*NUMBER_WORDS, "hundred", "thousand"]))
_IN_WORDS = (
    r"half a|a quarter of a|three quarters of a"
    rf"|a hundred and (?:{_WORD})(?:[ -](?:{_WORD}))*"
    r"|a hundred(?: thousand)?|a (?=dozen|thousand|million"
    r"|billion|lakh|crore|hundred)|an? (?:additional|further|extra) (?=million|thousand|hundred)"
    r"|a couple of (?=hundred|thousand|million)"
    rf"|(?:{_WORD})(?:(?:[ -]|(?<=hundred) and |(?<=thousand) and )(?:{_WORD}))*(?: and a half)?"
)
_SCALE = (
    r"(?:(?:lakh|lac) crores?|hundred million|ten-thousand|hundred thousand|ten thousand|"
    r"thousand million|"
    rf"{_any(iter(SCALES))})"
)
_SYMBOL = _any(iter(SYMBOLS))
_CODE = _any(iter(CODES))
_LETTERS = {"r": "ZAR", "p": "PHP", "n": "NGN"}
_LETTER = (
    rf"[{''.join(_LETTERS)}]"
    r"(?=\d[\d.,]*[ -]?(?:million|billion|trillion|bn|m)\b|\d{1,3}(?:[ ,]\d{3})+\b)"
)
"""`R650-million` and `P1.2 billion` are money, and an `R8` is a car."""
_CURRENCY = _any(iter(CURRENCY_WORDS))
_QUALIFIER = _any(iter(QUALIFIERS))

_NUMBER = re.compile(
    rf"(?<![\w.,/])(?P<sign>(?<!['’])(?:(?:{_CODE})\.? ?(?:{_SYMBOL})?|(?:{_SYMBOL})|{_LETTER}) ?)?"
    rf"(?P<body>(?:{_DIGITS})|\b(?:{_IN_WORDS}))"
    rf"(?P<plus>\+)?"
    rf"(?:[ \u00a0-]?(?P<scale>{_SCALE})(?![a-z0-9&/]))?(?P<dot>(?<=mio|mrd|mln)\.)?"
    rf"(?P<plus2>\+)?"
    rf"(?:[ \u00a0-]?(?:of )?(?P<tail>(?:{_CURRENCY}|{_CODE})(?![a-z0-9])|[€£₹]))?",
)
_LEFT_QUALIFIER = re.compile(
    rf"(?<![a-z])(?P<word>{_QUALIFIER})(?: (?:a total of|a|an|the|another|some|its first|"
    r"an additional|a further|an estimated|a record|additional|around|about))?"
    r"(?: |(?<=[~<>]))$"
)
_RANGE_JOIN = re.compile(r" ?(?:to|[-–—]|and|or) ?(?:up to |as many as |about |around )?")
_HYPHENED = _any(iter([noun for noun in NOUNS if "-" in noun]))
_TOKEN = re.compile(
    rf"(?:{_HYPHENED})(?!\w)|" r"[^\W\d_][\w&.'’+]*(?:/[a-z]+)?|[-–/]|%|[^\w\s]|\d[\d.,]*"
)
_PER = re.compile(
    r"[ ,]*(?:\(?(?:built |made |produced |sold |each |in total )?)"
    "(?:(?:a|per|each|every|/|an|in a|in each|in one)[ /]*(?:(?:working|work|shift|production|"
    "business|"
    "calendar) )?(?P<a>year|annum|yr|month|week|day|"
    "quarter|hour)"
    "(?![a-z]|-on-| (?:ago|earlier|later|before|from now))|(?P<b>annually|yearly|monthly|"
    r"weekly|daily|p\.a\.|pa(?![a-z])))"
    r"|[ -](?:per|a)-(?P<c>year|month|week|day)"
)
_AFTER = 70
_MAXIMUM = 1e15


@dataclass(frozen=True, slots=True)
class _Raw:
    """A number before it is known what it counts."""

    start: int
    end: int
    value: float
    currency: str
    scale: float
    plus: bool
    in_words: bool
    hyphened: bool
    text: str


def _digits(body: str, scaled: bool) -> float:
    text = re.sub(r"[\u00a0\u202f\u2009 '’]", "", body)
    if re.fullmatch(r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?", text) and (
        not scaled or not re.fullmatch(r"\d{1,3},\d{1,2}", text)
    ):
        whole = re.fullmatch(r"\d{1,3},\d{2}", text)
        return float(text.replace(",", "." if whole else ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", text):
        return float(text.replace(".", ""))
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text) and not scaled:
        return float(text.replace(".", ""))
    if text.count(".") > 1:
        return float("nan")
    return float(text.replace(",", "."))


def _words(body: str) -> float:
    """Read number words, such as ``two hundred and fifty thousand``."""
    total, current = 0.0, 0.0
    half = body.endswith(" and a half")
    for word in re.split(r"[ -]", body.removesuffix(" and a half")):
        if word in ("and", "of"):
            continue
        if word == "hundred":
            current = (current or 1.0) * 100.0
        elif word == "thousand":
            total += (current or 1.0) * 1000.0
            current = 0.0
        elif word in NUMBER_WORDS:
            current += NUMBER_WORDS[word]
        elif word in ("a", "an"):
            current = current or 1.0
    return total + current + (0.5 if half else 0.0)


def _value_of_words(body: str) -> float:
    if body.startswith("half a"):
        return 0.5
    if body.startswith("a quarter"):
        return 0.25
    if body.startswith("three quarters"):
        return 0.75
    if body.startswith("a couple"):
        return 2.0
    return _words(body.strip())


def _scale(word: str | None) -> float:
    if not word:
        return 1.0
    word = word.lower()
    if word.endswith(("lakh crore", "lac crore", "lakh crores", "lac crores")):
        return 1e12
    if word == "hundred thousand":
        return 1e5
    if word == "hundred million":
        return 1e8
    if word in ("ten thousand", "ten-thousand"):
        return 1e4
    if word == "thousand million":
        return 1e9
    return SCALES[word]


def _currency(match: re.Match[str], lower: str, yen: bool) -> str:
    sign, tail = (match["sign"] or "").strip(), match["tail"]
    code = ""
    if tail:
        code = CURRENCY_WORDS.get(tail) or CODES.get(tail) or SYMBOLS.get(tail, "")
    if sign and not code:
        bare = sign.replace(" ", "").rstrip(".")
        code = SYMBOLS.get(bare) or CODES.get(bare, "")
        if not code:
            for symbol in sorted(SYMBOLS, key=len, reverse=True):
                if bare.endswith(symbol):
                    code = CODES.get(bare.removesuffix(symbol)) or SYMBOLS[symbol]
                    break
    if sign in _LETTERS:
        return _LETTERS[sign]
    if sign in ("¥", "￥") and yen:
        return "JPY"
    return code


_PRICED = re.compile(
    r"\b(?:at|for|from|costs?|priced?|prices?|under|below|of)\s+(?:just |only |about |around |"
    r"some )?$"
)
"""Words that make pounds a price and no weight."""


def _plain_raws(lower: str, yen: bool) -> Iterator[_Raw]:
    position = 0
    while match := _NUMBER.search(lower, position):
        body, scale = match["body"], match["scale"]
        position = match.end()
        in_words = not body[0].isdigit()
        # A bare letter is a scale only behind a sign of currency or a digit directly.
        apart = scale is not None and lower[match.start("scale") - 1] in " \u00a0-"
        if scale in ("m", "b", "k", "cr") and apart and not (match["sign"] or match["tail"]):
            scale = None
            position = match.end("body")
        end = match.end()
        if scale is None and match["scale"]:
            end = match.end("body")
        try:
            value = _value_of_words(body) if in_words else _digits(body, scale is not None)
        except ValueError:
            continue
        value *= _scale(scale)
        if not 0.0 <= value <= _MAXIMUM:
            continue
        currency = _currency(match, lower, yen) if end == match.end() else ""
        if match["tail"] in ("real", "re", "pound", "pounds", "crowns") and not scale:
            priced = value >= 1000 and _PRICED.search(
                lower[max(0, match.start() - 24) : match.start()]
            )
            currency = currency if match["sign"] or priced else ""
        if body.endswith((".", ",")):
            end -= 1
        value = round(value, 6)
        yield _Raw(
            match.start(),
            end,
            value,
            currency,
            _scale(scale),
            bool(match["plus"] or match["plus2"]),
            in_words,
            lower[max(0, match.start() - 1) : match.start()] in ("-", "–", "—"),
            lower[match.start() : end],
        )


def _qualifier_left(lower: str, start: int) -> tuple[Qualifier, int]:
    window = lower[max(0, start - 44) : start]
    match = _LEFT_QUALIFIER.search(window)
    if (
        match is not None
        and match["word"] == "over"
        and re.search(r"\b(?:hand|turn|t[ao]k|carr)\w* $", window[: match.start()])
    ):
        match = None  # "handed over 50,000 cars" is no comparison
    if (
        match is not None
        and match["word"] == "up to"
        and re.search(r"\b(?:scal|ramp|step|mov|go|add)\w* $", window[: match.start()])
    ):
        match = None  # nor is "scaled up to 60,000"
    if match is None:
        return "", start
    return QUALIFIERS[match["word"]], start - (len(window) - match.start())


def _noun_phrase(lower: str, end: int, original: str) -> tuple[NumberKind, str, int]:
    """Say what a number counts, from the phrase directly behind it."""
    window = lower[end : end + _AFTER]
    kind: NumberKind = "plain"
    noun, last = "", end
    unknown = 0
    if us := re.match(r" of us\b", window):
        return "people", "us", end + us.end()
    if posts := _DIRECT.match(window):
        return "people", "jobs", end + posts.end("kind")
    if outlets := _OUTLETS.match(window):
        return "stores", outlets[1], end + outlets.end()
    part = _PART_OF.match(window)
    if part is not None:
        for name in ("next", "noun"):  # "140 of its tractor dealerships"
            whole = NOUNS.get(part[name] or "")
            if whole in ("people", "stores", "vehicles"):
                return whole, part[name], end + part.end(name)
    joined = re.match(r"-([^\W\d_]+)", window)
    if joined is not None and joined[1] in NOUNS:  # "a 300,000-unit plant"
        return NOUNS[joined[1]], joined[1], end + joined.end()
    for token in _TOKEN.finditer(window):
        word = token.group().rstrip(".'’")
        gap = window[: token.start()]
        if "\n" in gap:
            break
        if word in ("-", "–"):
            continue
        if word in ("%",):
            return "share", "%", end + token.end()
        if not word or not word[0].isalpha():
            break
        if word.endswith(("'s", "’s")):
            break
        if word == "of" and noun in ("units", "sets"):
            continue
        compound = len(gap) > 1 and (gap.endswith("-") or (word == "and" and "- " in gap[-2:]))
        if word in STOP_WORDS and not compound:  # "brick-and-mortar shops" goes on
            break
        if noun and kind != "other" and word not in NOUNS:
            # "car batteries" goes on, "cars built" does not; "battery-electric cars" does.
            break
        if word in ("more", "additional", "new", "extra"):
            continue
        if word in ("square", "sq", "cubic"):
            return "other", word, end + token.end()
        known = NOUNS.get(word)
        if word == "mules" and original[end + token.start()].isupper():
            known = None
        if known is None:
            unknown += 1
            if unknown > 4:
                break
            continue
        if kind == "prototypes" and known == "vehicles":
            noun, last = word, end + token.end()
            continue
        kind, noun, last = known, word, end + token.end()
        if token.group().endswith(".") and re.match(r"\s+[A-Z]", original[last : last + 3]):
            break  # the sentence ends here
    if kind in ("plain", "other") and (place := _PLACE_OF_SALE.match(window)):
        return "stores", place["noun"] or place["points"], end + place.end()
    if kind == "plain" and unknown:
        return _unknown_noun(lower, end, original)
    if kind == "vehicles":
        phrase = lower[end:last]
        if re.search(r"\b(?:test|pilot|development|prototype|pre-?production|pre-?series|trial|"
            "validation|camouflaged|disguised)"
                     r"(?:[ -]\w+)?\b", phrase):  # fmt: skip
            return "prototypes", noun, last
    return kind, noun, last


_DIRECT = re.compile(
    r" (?P<kind>direct|permanent|full-time|skilled) and (?:about |some |up to |another |"
    r"a further )?"
    r"[\d,.]+ (?:[\w-]+ ){1,2}(?:jobs|posts|positions|workers|employees|staff)\b"
)
"""`2,500 direct and 5,000 indirect jobs`."""
_OUTLETS = re.compile(
    r" (?:[\w-]+ )?(?:sales|retail|brand) (?:and|&|or) (?:after-?sales |service |delivery )"
    r"(outlets|cent(?:re|er)s|points|locations|stores|sites)\b"
)
_PART_OF = re.compile(
    r" of (?:(?:the )?[\w-]+['’]s|the|its|their|his|our|those|these) (?:[\d,.]+ )?(?P<noun>[\w-]+)"
    r"(?: (?P<next>[\w-]+))?\b"
)
_PLACE_OF_SALE = re.compile(
    r" (?P<points>(?:points|places) of sale)\b|"
    r"[ -](?:[\w-]+ ){0,2}?(?:experience|sales|retail|brand|flagship|showroom|selling|"
    "point-of-sale) "
    "(?:and service |& service )?(?P<noun>centres?|centers?|points?|houses|locations?|"
    r"spaces|sites|offices)\b"
)


def _unknown_noun(lower: str, end: int, original: str) -> tuple[NumberKind, str, int]:
    """Say what an unknown noun counts: a name, as of a model, may stand for vehicles."""
    match = re.match(r"[ -]([^\W\d_][\w-]*)", lower[end : end + 40])
    if match is None:
        return "plain", "", end
    if any(char.isupper() for char in original[end + match.start(1) : end + match.end(1)]):
        return "plain", match[1], end
    return "other", match[1], end + match.end(1)


def _per(lower: str, end: int) -> tuple[Period, int]:
    match = _PER.match(lower, end, end + 34)
    if match is None:
        return "", end
    word = match["a"] or match["b"] or match["c"]
    if word == "pa":
        word = "year"
    return PERIODS[word], match.end()


def _joined(raws: Sequence[_Raw], lower: str) -> Iterator[tuple[_Raw, float | None, float]]:
    """Join the two ends of a range; yields the number, its upper end, its lower value."""
    index = 0
    while index < len(raws):
        low = raws[index]
        if index + 1 < len(raws):
            high = raws[index + 1]
            between = lower[low.end : high.start]
            is_range = len(between) < 20 and _RANGE_JOIN.fullmatch(between)
            left = lower[max(0, low.start - 44) : low.start]
            if is_range and _is_change(between, left):
                is_range = None
            if is_range and between.strip() in ("and", "or"):
                is_range = re.search(r"\bbetween (?:about |around |roughly |some )?$", left)
            if is_range and (joined := _range(low, high)) is not None:
                yield joined
                index += 2
                continue
        if not low.hyphened or low.currency:  # "A-3" names a thing
            yield low, None, low.value
        index += 1


_RANGE_REPLACED = re.compile(
    r"\d (?:to|and|-|–) [\d.,]+(?: (?:thousand|million|billion|[a-z]+s))?,?(?: up| down)? from $"
)
"""`to 54,000 to 55,000, from`: what follows is the range that was."""


_RANGE_MOVED = re.compile(
    r"\b(?:rais|lift|increas|extend|boost|improv|stretch|grow|cut)\w* (?:the |its |their )?"
    r"(?:[\w-]+ )?range from $"
)
"""`Raising the range from 300 to 340 km`: two ranges, and no range of numbers."""


def _is_change(between: str, left: str) -> bool:
    """Whether `from 300 to 340` tells a change and no range."""
    return (
        (between.strip().startswith("to") and _RANGE_MOVED.search(left) is not None)
        or (
            between.strip().startswith("to")
            and re.search(r"\b(?:by|another) (?:about |around |some |roughly )?$", left) is not None
        )
        or (
            between.strip().startswith("to")
            and re.search(r"\bfrom (?:about |around |some |roughly )?$", left) is not None
            and _RANGE_REPLACED.search(left) is None
            and re.search(
                r"\b(?:rang(?:e|es|ed|ing)|var(?:y|ies|ying)|anywhere|prices?|priced|cost(?:s|"
                "ing)?) from ",
                left,
            )
            is None
        )
    )


def _range(low: _Raw, high: _Raw) -> tuple[_Raw, float, float] | None:
    if low.currency and high.currency and low.currency != high.currency:
        return None
    value = low.value
    if high.scale > 1.0 and low.scale == 1.0 and value < high.value / high.scale:
        value *= high.scale
    elif value < 1000 <= high.value and "," in high.text and value * 1000 < high.value:
        value *= 1000
    if not value < high.value or value < high.value / 50:
        return None
    if _is_year(low) and _is_year(high):
        return None
    merged = replace(
        high,
        start=low.start,
        currency=low.currency or high.currency,
        value=value,
        plus=high.plus,
    )
    return merged, high.value, value


def _is_year(raw: _Raw) -> bool:
    return raw.text.isdigit() and len(raw.text) == 4 and 1900 <= raw.value <= 2100


def find_numbers(text: str, *, taken: Sequence[tuple[int, int]] = ()) -> tuple[NumberMention, ...]:
    """Find the numbers in a text.

    Parameters
    ----------
    text
        Any text; the time needed grows with its length alone.
    taken
        Spans that are days and no numbers.

    Returns
    -------
    tuple of NumberMention
        In the order of the text. Distances come in kilometres (a mile is 1.609344 km
        exactly), durations in months, money in units of its currency.
    """
    lower = lowered(text)
    crowns = _crowns_of(lower)
    yen = _IN_JAPAN.search(lower) is not None and "yuan" not in lower and "china" not in lower
    raws = [raw for raw in _plain_raws(lower, yen) if not _covered(raw, taken)]
    raws = [
        replace(raw, currency=crowns) if raw.currency == "NOK" and "kroner" in raw.text else raw
        for raw in raws
    ]
    if homes := _at_home(lower):
        raws = [replace(raw, currency=_home_currency(raw, homes)) for raw in raws]
    found = []
    for raw, high, low in _joined(raws, lower):
        mention = _mention(raw, high, low, lower, text)
        if mention is not None:
            found.append(mention)
    return tuple(_shared_currencies(_shared_nouns(found, lower), lower))


_IN_JAPAN = re.compile(r"\byen\b|japan|\b(?:tokyo|nagoya|osaka|kyoto|yokohama|hiroshima|kobe)\b")
_SPENDING_BEFORE = re.compile(
    r"\b(?:invest\w*|spen[dt]\w*|contribut\w*|pays?|paid|pour\w*|put(?:s|ting)?|rais\w*|"
    r"of which)\s*(?:about |around |some |another |a further |up to |in |only )*$"
)
_COMPARING_BEFORE = re.compile(
    r"\b(?:from|than|another|further|plus|instead of|after|against|to|and|or|at|of|for)"
    r"(?: the| an?)?(?: (?:original|earlier|previous|planned|old))?\s*$"
)
_SPENT_AFTER = re.compile(
    r" (?:has|have|had|was|were|will be|is|are)(?: to be| already| so far)? (?:been )?(?:spent|"
    r"invested|paid|raised|committed|put|earmarked)\b"
)
_COUNTED_NEXT = ("money", "vehicles", "people", "orders", "stores", "distance")
_SHARED_REACH = 400
_COMPARED_REACH = 160


def _shared_currencies(found: list[NumberMention], lower: str) -> list[NumberMention]:
    """Let the last currency hold on where millions are spent: `of which 41 million were paid`."""
    last: NumberMention | None = None
    counted: NumberMention | None = None
    for index, here in enumerate(found):
        if here.kind == "money":
            if last is None or lower[last.end : here.start].strip() != "(":
                last = here  # what brackets convert lends its currency to none
        elif last is not None and (
            _goes_on(here, last, last is counted, lower)
            or (last is counted and _prices_on(here, last, lower))
        ):
            last = found[index] = replace(here, kind="money", unit=last.unit)
        if found[index].kind in _COUNTED_NEXT:
            counted = found[index]
    for index in range(len(found) - 1):
        if _is_priced_from(found[index], found[index + 1], lower):
            found[index] = replace(found[index], kind="money", unit=found[index + 1].unit)
    return found


def _is_priced_from(here: NumberMention, following: NumberMention, lower: str) -> bool:
    """Whether a bare number is of the currency behind it: `from 39,900 to 36,900 euros`."""
    return (
        here.kind == "plain"
        and not here.per
        and following.kind == "money"
        and here.value >= 1000
        and following.value / 4 < here.value < following.value * 4
        and re.fullmatch(r" (?:to|and) ", lower[here.end : following.start]) is not None
        and re.search(r"\b(?:from|between) $", lower[max(0, here.start - 9) : here.start])
        is not None
    )


_PRICE_BEFORE = re.compile(
    r"\b(?:costs?|priced at|for|from|at|price (?:of|to)|starts at|lists at|sells for)\s*(?:just |"
    r"only |"
    r"about |around )?$"
)


def _prices_on(here: NumberMention, last: NumberMention, lower: str) -> bool:
    """Whether a bare number is a price like the one before: `the larger one costs 42,000`."""
    return (
        here.kind == "plain"
        and not here.per
        and 1000 <= here.value < 1e6
        and last.value / 4 < here.value < last.value * 4
        and here.start - last.end < _COMPARED_REACH
        and not re.search(r"[.!?\n]\s", lower[last.end : here.start])
        and (
            (
                _PRICE_BEFORE.search(lower[max(0, here.start - 30) : here.start]) is not None
                and re.match(
                    r" ?(?:[.,;)]|$|and\b|in\b|with\b|for\b)", lower[here.end : here.end + 6]
                )
                is not None
            )
            or (
                lower[max(0, here.start - 5) : here.start] == " and "
                and re.match(r" (?:with|for) (?:the|an?)\b", lower[here.end : here.end + 10])
                is not None
            )
        )
    )


def _goes_on(here: NumberMention, last: NumberMention, directly: bool, lower: str) -> bool:
    """Whether bare millions are of the currency named last; `directly`: nothing else between."""
    if here.kind != "plain" or here.value < 1e6 or here.start - last.end > _SHARED_REACH:
        return False
    if not re.search(r"[a-z]$", lower[here.start : here.bare_end]) or re.match(
        r" of (?:them|these)", lower[here.end : here.end + 10]
    ):
        return False
    before = lower[max(0, here.start - 40) : here.start]
    if _SPENDING_BEFORE.search(before) or _SPENT_AFTER.match(lower, here.end):
        return True
    return (
        directly
        and here.start - last.end < _COMPARED_REACH
        and last.value / 100 < here.value < last.value * 100
        and _COMPARING_BEFORE.search(before) is not None
    )


def _shared_nouns(found: list[NumberMention], lower: str) -> list[NumberMention]:
    """Let the last noun of a list count for all of it: `33,000, 21,000 and 9,000 cars`."""
    for index in range(len(found) - 2, -1, -1):
        here, following = found[index], found[index + 1]
        between = lower[here.end : following.start]
        if (
            here.kind == "plain"
            and here.end == here.bare_end
            and (
                (
                    re.fullmatch(
                        r"(?: direct| permanent| new)?(?:, | and |, and )(?:about |nearly |some )?",
                        between,
                    )
                    or (
                        re.fullmatch(r" to (?:about |nearly |some )?", between)
                        and lower[max(0, here.start - 5) : here.start] == "from "
                        and (
                            bool(following.per)
                            or following.kind in ("stores", "people", "distance")
                        )
                    )
                )
                and following.kind in ("vehicles", "people", "stores", "orders", "distance")
                and (not following.noun.startswith("mi") or here.value < following.value)
                and here.value >= 20
            )
        ):
            miles = following.kind == "distance" and following.noun.startswith("mi")
            found[index] = replace(
                here,
                value=float(round(here.value * KILOMETRES_PER_MILE)) if miles else here.value,
                kind=following.kind,
                noun=following.noun,
                unit=following.unit,
                per=here.per or following.per,
            )
    return found


def _crowns_of(lower: str) -> str:
    """Return whose kroner are meant where a text does not say."""
    return "DKK" if "denmark" in lower or "danish" in lower else "NOK"


_HOMES = {
    word: tuple((code, re.compile(rf"\b{country}\b|{sign}")) for code, country, sign in homes)
    for word, homes in NATIONAL.items()
}
_OTHERS = {
    "dollar": re.compile(r"\bus ?\$|\bu\.s\.|\busd\b|\bunited states\b|\bamericans?\b"),
    "pound": re.compile(
        r"\b(?:sterling|gbp|british|britons?|britain|uk|england|english|scot\w*|wales|welsh|"
        r"london)\b|£"
    ),
    "franc": re.compile(r"\b(?:swiss|switzerland|chf|french|france)\b"),
    "rupee": re.compile(r"\b(?:indian?s?|inr|lakhs?|crores?)\b|₹"),
    "peso": re.compile(r"\bmexic"),
    "dirham": re.compile(r"\b(?:emirat\w*|uae|dubai|abu dhabi)\b"),
    "shilling": re.compile(r"\bkenya"),
    "crown": re.compile(r"\bswed"),
    "riyal": re.compile(r"\bsaudi"),
}
_BARE_NAME = {
    word: re.compile(rf"(?:\d|\b{_SCALE})[ \u00a0-](?:of )?{word}s?$") for word in NATIONAL
}


_SIGNS = {"dollar": ("$",), "rupee": ("rs",), "dirham": ("dh",)}
"""Signs of the names that several countries share."""


def _home_currency(raw: _Raw, homes: Mapping[str, str]) -> str:
    """Return the currency of an amount, its bare name taken for that of the text's country."""
    if raw.currency:
        for word, code in homes.items():
            if raw.text.startswith(_SIGNS.get(word, ())) or _BARE_NAME[word].search(raw.text):
                return code
    return raw.currency


def _at_home(lower: str) -> dict[str, str]:
    """Return whose dollars, pounds or francs are meant, where a text speaks of one country."""
    found = {}
    for word, homes in _HOMES.items():
        if word not in lower and not any(sign in lower for sign in _SIGNS.get(word, ())):
            continue
        said = {
            code for code, country, _ in NATIONAL[word]
            if re.search(rf"\b{country} {word}s?\b", lower)
        }  # fmt: skip
        if len(said) == 1:
            found[word] = said.pop()
        elif (other := _OTHERS.get(word)) is None or not other.search(lower):
            named = {code: len(pattern.findall(lower)) for code, pattern in homes}
            code = max(named, key=lambda item: named[item])
            if named[code] >= (2 if word == "dollar" else 1):
                found[word] = code
    return found


def lowered(text: str) -> str:
    """Lower case of the same length, so that offsets hold; unusual spaces become spaces."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lower.replace("\u2011", "-").replace("\u2010", "-").replace("\u00a0", " ")


def _covered(raw: _Raw, taken: Sequence[tuple[int, int]]) -> bool:
    from bisect import bisect_right

    index = bisect_right(taken, (raw.start, 1 << 60))
    return any(
        raw.start < end and start < raw.end for start, end in taken[max(0, index - 1) : index + 1]
    )


def _mention(
    raw: _Raw, high: float | None, low: float, lower: str, text: str
) -> NumberMention | None:
    before = text[raw.start - 1] if raw.start else " "
    if before.isalnum() or _is_part_of_name(raw, text):
        return None
    qualifier, start = _qualifier_left(lower, raw.start)
    if raw.plus and not qualifier:
        qualifier = "at least"
    behind = lower[raw.end : raw.end + 14]
    if not qualifier and re.match(r" (?:or so|plus)\b", behind):
        qualifier = "about" if "so" in behind[:7] else "at least"
    if re.match(r" or (?:more|over|above)\b", behind):
        qualifier = "at least"
    if raw.currency:
        per, _ = _per(lower, raw.end)
        return NumberMention(
            start, raw.end, low, high, qualifier, "money", raw.currency, per, "", raw.end
        )
    if _ORDINAL_BEHIND.match(behind):
        return None  # "the 100,000th car" is one, and so is the thirty-first
    if raw.value < 100 and _THING.match(behind):
        return None  # a three-wheeler is a thing and no three of them
    kind, noun, end = _noun_phrase(lower, raw.end, text)
    value, unit = low, ""
    per, per_end = _per(lower, end)
    if not per and kind in ("vehicles", "plain"):
        per, per_end = _per_after_name(lower, end)
    end = max(end, per_end)
    if kind == "distance":
        if re.match(r"(?:/h|ph| ?per hour| an hour)\b", lower[end : end + 10]):
            kind = "other"
        else:
            factor = KILOMETRES_PER_MILE if noun.startswith("mi") else 1.0
            value = float(round(low * factor))
            high = None if high is None else float(round(high * factor))
            unit = "km"
    elif kind == "duration":
        months = _MONTHS_IN.get(noun.removesuffix("s"))
        if months is None:
            unit = "days" if noun.startswith("day") else ""
        else:
            unit, value = "months", round(low * months, 2)
            high = None if high is None else round(high * months, 2)
    elif _is_year(raw) and high is None and kind == "plain" and not raw.currency:
        kind = "other"  # a year that stands alone is a day's business
    if raw.in_words and raw.value < 10 and kind == "plain" and raw.scale == 1.0 and not per:
        kind = "other"
    return NumberMention(start, end, value, high, qualifier, kind, unit, per, noun, raw.end)


_ORDINAL_BEHIND = re.compile(
    r"(?:st|nd|rd|th)\b|-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b"
)
_THING = re.compile(
    r"[ -]wheel|- (?:and|or) |-(?:row|door|seat|cylinder|speed|shift|axle|passenger|star|figure|"
    r"digit|tier|"
    r"part|way|"
    r"fold|motor|metre|meter|foot|inch|kwh|stage|storey|lane|ton|tonne|litre|liter)"
)
_GRADE = re.compile(
    r"\b(?:class|type|level|mark|mk|series|grade|tier|category|euro|highway|route|chapter|page|"
    r"gate|"
    r"number|version|formula|section) $"
)
"""`A Class 3 van` is one van."""


def _is_part_of_name(raw: _Raw, text: str) -> bool:
    """Whether a small number belongs to a name that the text uses again: `Halden 26`."""
    if not raw.text.isdigit() or raw.value >= 1000:
        return False
    if raw.value < 100 and _GRADE.search(text[max(0, raw.start - 20) : raw.start].lower()):
        return True
    match = re.search(
        r"(?:^|[ (\"“])([^\W\d_]*[A-Z][\w-]*) $", text[max(0, raw.start - 24) : raw.start]
    )
    return match is not None and text.count(f"{match[1]} {raw.text}") > 1


def _per_after_name(lower: str, end: int) -> tuple[Period, int]:
    """Find the period of a rate behind a short phrase: ``100,000 of them a year``."""
    match = re.match(r"(?: (?!and\b|in\b|by\b|to\b|from\b|with\b|at\b|on\b|for\b)[\w-]+){1,4}",
                     lower[end : end + 40])  # fmt: skip
    if match is None:
        return "", end
    for cut in re.finditer(r"[\w-](?= |$)", match.group()):
        per, last = _per(lower, end + cut.end())
        if per:
            return per, last
    return "", end
