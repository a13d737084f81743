"""A sentence as the events look at it: its words, numbers, days and clauses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from jobone.reading.moments import find_moments
from jobone.reading.numbers import find_numbers, lowered
from jobone.reading.periods import Fiscal, Moment
from jobone.reading.records import NumberMention, Span
from jobone.reading.sentences import Sentence, split_sentences
from jobone.reading.tables import Cell, find_cells

__all__ = ["View", "make_views"]

_MOST = 20
"""More numbers or days than this in one sentence are a table's, and left out."""

_ASIDE = re.compile(
    r", (?:(?:on|in|at|for|of|into|from|to|under|with|by|about) )?(?:which|who|whom|whose|where)\b"
    r"(?:[^,;()]|,(?=\d))*,(?= )|\([^()]*\)"
    r"|, (?:(?:originally|initially|once|first|previously|still|now|long|last|most recently|"
    r"until (?:now|"
    r"recently)|so far) )?(?:planned|"
    r"scheduled|"
    r"slated|promised|announced|expected|due|set|meant|intended|supposed|targeted|pencill?ed in|"
    r"begun|started|opened|closed|built|launched|completed|unveiled|shown|presented|agreed|signed|"
    r"founded|formed|bought|acquired)\b"
    r"(?:[^,;()]|,(?=\d))*,(?= )"
)
"""Clauses and brackets that interrupt a sentence."""
_SPEECH = re.compile(
    r", (?:[\w.’'-]+ ){1,5}(?:said|says|admits?|admitted|adds?|added|announced|stated|explained|"
    r"confirmed|reckons?|believes?|reports?|reported|hopes?|insists?|insisted)(?: on \w+)?,"
)
_PLANNED_ASIDE = re.compile(
    r"^[^,]{0,50}, (?:(?:most )?\w+ly |once |first |still |now |long |last |until now |so far "
    r")?(?:planned|scheduled|slated|"
    r"promised|"
    r"announced|expected|due|set|meant|intended|supposed|targeted|pencill?ed in)\b"
)

_BREAKS: tuple[tuple[re.Pattern[str], int], ...] = (
    (
        re.compile(
            r"[;|•▪●·]| [–—] |—|, (?:saying|adding|citing|noting) | but | while | whereas |"
            r" although | though |(?<! \w)(?<! \w\w)(?<!\.\w)[.!?] "
        ),
        3,
    ),
    (re.compile(r", (?:and|which|who|with|where|then|after|before|when|or|as|followed) |\)|\("), 2),
    (re.compile(r" and (?:said|says|added|announced|warned) "), 2),
    (re.compile(r",|(?<=[a-z]): "), 1),
    (re.compile(r" and | with | after | before | when | followed by "), 1),
)


@dataclass(frozen=True, slots=True)
class View:
    """A sentence with what was found in it; all offsets count from its start.

    Parameters
    ----------
    sentence
        The sentence and its place.
    text, lower
        Its text, and that in lower case.
    numbers, moments
        What was found in it.
    breaks
        Place and strength (1 to 3) of what separates its clauses.
    published
        The day of publication, or None.
    before
        The sentence before it in lower case, within the paragraph; a question counts
        across paragraphs.
    cell
        The cell of a table that it says, and None for running text.
    asides
        Spans of the clauses and brackets that interrupt it.
    reported
        The month or quarter whose figures the article reports, if its first lines name one.
    driverless
        Whether the article tells of vehicles that drive themselves.
    """

    sentence: Sentence
    text: str
    lower: str
    numbers: tuple[NumberMention, ...]
    moments: tuple[Moment, ...]
    breaks: tuple[tuple[int, int], ...]
    published: date | None
    before: str = ""
    cell: Cell | None = None
    asides: tuple[tuple[int, int], ...] = ()
    reported: Moment | None = None
    driverless: bool = False

    @property
    def answers(self) -> bool:
        """Whether it follows a question and asks none itself."""
        return _asks(self.before) and not _asks(self.lower)

    def place(self, span: Span) -> Span:
        """Return where in the text a span of this sentence stands; a cell's is its row."""
        if self.cell is not None:
            return self.cell.span
        return self.sentence.start + span[0], self.sentence.start + span[1]

    def clause(self, start: int, end: int, strength: int = 3) -> tuple[int, int]:
        """Return the span of the clause around a place, cut at breaks of a strength."""
        left = max((at for at, power in self.breaks if power >= strength and at < start), default=0)
        right = min(
            (at for at, power in self.breaks if power >= strength and at >= end),
            default=len(self.text),
        )
        return left, right

    def is_planned_aside(self, start: int, end: int) -> bool:
        """Return whether an aside opens between two places that says what was planned."""
        return _PLANNED_ASIDE.search(self.lower[start:end]) is not None

    def interrupts(self, at: int, main: int) -> bool:
        """Return whether a place stands in an aside in which another one does not."""
        return any(start < at < end and not start < main < end for start, end in self.asides)

    def mainline(self) -> tuple[str, tuple[int, ...]] | None:
        """Return the sentence without its asides, and where each character of it stood."""
        if not self.asides:
            return None
        kept = [
            at
            for at in range(len(self.lower))
            if not any(start <= at < end for start, end in self.asides)
        ]
        return "".join(self.lower[at] for at in kept), tuple(kept)

    def spoken(self, start: int, end: int) -> str:
        """Return the words of a span, without the asides that begin and end within it."""
        words = self.lower[start:end]
        return _ASIDE.sub("", words)

    def cost(self, left_end: int, right_start: int) -> float:
        """Return how far apart two places are, in characters and in breaks between them."""
        if right_start < left_end:
            return 0.0
        between = sum(
            (0, 8, 22, 60)[power] for at, power in self.breaks if left_end <= at < right_start
        )
        spoken = sum(
            len(match.group()) * 0.6 + 16
            for match in _SPEECH.finditer(self.lower, left_end, right_start + 1)
        )
        for start, end in self.asides:
            if self.lower[start] == "," and left_end <= start and end <= right_start:
                spoken += (end - start) * 0.6 + sum(
                    (0, 8, 22, 60)[power] for at, power in self.breaks if start <= at < end
                )
        return max(0.0, (right_start - left_end) * 0.6 + between - spoken)

    def left(self, at: int, reach: int = 110, strength: int = 3) -> str:
        """Return the words before a place, within its clause."""
        begin, _ = self.clause(at, at, strength)
        return self.lower[max(begin, at - reach) : at]

    def right(self, at: int, reach: int = 90, strength: int = 3) -> str:
        """Return the words behind a place, within its clause."""
        _, end = self.clause(at, at, strength)
        return self.lower[at : min(end, at + reach)]


def _fiscal_of(lower: str) -> Fiscal:
    if re.search(r"\b(?:lakh|crore|rupees?|rs\.? ?\d|india)|₹", lower):
        return "april, named by its end"
    if re.search(r"\b(?:yen|japan)", lower):
        return "april, named by its start"
    return "calendar"


def _breaks(lower: str, kept: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    found: dict[int, int] = {}
    for pattern, strength in _BREAKS:
        for match in pattern.finditer(lower):
            at = match.start()
            if any(start <= at < end for start, end in kept):
                continue
            if not any(abs(at - other) < 2 for other in found):
                found[at] = strength
    return tuple(sorted(found.items()))


def make_views(text: str, published: date | None) -> tuple[View, ...]:
    """Split a text into sentences and find the numbers and days in them.

    Parameters
    ----------
    text
        The whole text.
    published
        The day of publication, or None.
    """
    lower = lowered(text)
    moments = find_moments(text, fiscal=_fiscal_of(lower), lower=lower)
    numbers = find_numbers(text, taken=[(item.start, item.end) for item in moments])
    views: list[View] = []
    moment_starts = [item.start for item in moments]
    number_starts = [item.start for item in numbers]
    tables = list(find_cells(text))
    for sentence in split_sentences(text):
        start, end = sentence.start, sentence.end
        if any(first < end and start < last for (first, last), _ in tables):
            continue
        own_moments = tuple(
            _moved_moment(item, start)
            for item in moments[bisect_left(moment_starts, start) : bisect_left(moment_starts, end)]
            if item.end <= end
        )
        own_numbers = tuple(
            _moved_number(item, start)
            for item in numbers[bisect_left(number_starts, start) : bisect_left(number_starts, end)]
            if item.end <= end
        )
        before = _before(views[-1], sentence) if views else ""
        views.append(_view(sentence, lower[start:end], own_numbers, own_moments, published, before))
    if tables:
        cells = [cell for _, found in tables for cell in found]
        views += [_cell_view(cell, text, published, _fiscal_of(lower)) for cell in cells]
        views.sort(key=lambda view: view.sentence.start)
    reported = _reported(views[:_FIRST_LINES])
    driverless = _DRIVERLESS.search(lower) is not None
    if reported is None and not driverless:
        return tuple(views)
    return tuple(replace(view, reported=reported, driverless=driverless) for view in views)


_DRIVERLESS = re.compile(r"\b(?:driverless|self-driving|autonomous(?:ly)?|robo-?taxis?)\b")
_FIRST_LINES = 4
_FIGURES_BEHIND = re.compile(
    r"['’]?s?[- ](?:(?:retail|vehicle|car|delivery|sales|electric|domestic) )?(?:sales|"
    r"deliveries|delivery|"
    r"registrations|output|production|despatch(?:es)?|figures|results|numbers)\b"
)
_FIGURES_BEFORE = re.compile(
    r"\b(?:sales|deliveries|delivery|registrations|output|production|figures|results|"
    r"numbers|update|report|statement)(?: figures| "
    r"numbers| results)? (?:for|in|of) (?:the )?$"
)


_SOLD_IN = re.compile(
    r"\b(?:deliver|s[eo]ll|sold|ship|regist|hand)\w*\b[^.;,]{0,40}\b\d[\d,.]*(?: [\w-]+){1,3} in "
    r"(?:the )?$"
)
"""`Aurora delivers 31,000 cars in May`: such a headline opens the figures of that month."""


def _reported(views: Sequence[View]) -> Moment | None:
    """Return the month or quarter whose figures the first lines of an article announce."""
    found = [
        moment
        for view in views
        for moment in view.moments
        if (moment.period.unit in ("month", "quarter", "half") or moment.period.span == "to")
        and not moment.part
        and not moment.limit
        and not moment.years_later
        and (
            _FIGURES_BEHIND.match(view.lower, moment.end)
            or _FIGURES_BEFORE.search(view.lower[: moment.start])
            or _SOLD_IN.search(view.lower[: moment.start])
        )
    ]
    periods = {moment.period for moment in found}
    return found[0] if len(periods) == 1 else None


def _view(
    sentence: Sentence,
    lower: str,
    numbers: tuple[NumberMention, ...],
    moments: tuple[Moment, ...],
    published: date | None,
    before: str = "",
    cell: Cell | None = None,
) -> View:
    numbers, moments = numbers[:_MOST], moments[:_MOST]
    kept = [(item.start, item.end) for item in moments]
    kept += [(item.start, item.end) for item in numbers]
    breaks = _breaks(lower, kept)
    asides = tuple(match.span() for match in _ASIDE.finditer(lower))
    return View(
        sentence, sentence.text, lower, numbers, moments, breaks, published, before, cell, asides
    )


def _cell_view(cell: Cell, text: str, published: date | None, fiscal: Fiscal) -> View:
    words = cell.words
    lower = lowered(words)
    moments = find_moments(words, fiscal=fiscal, lower=lower)
    numbers = find_numbers(words, taken=[(item.start, item.end) for item in moments])
    start, end = cell.span
    sentence = Sentence(start, end, words, text.count("\n", 0, start), heading=False)
    return _view(sentence, lower, numbers, moments, published, cell=cell)


def _asks(words: str) -> bool:
    return words.rstrip("\"”’' ").endswith("?")


def _before(previous: View, sentence: Sentence) -> str:
    if previous.sentence.paragraph == sentence.paragraph or _asks(previous.lower):
        return previous.lower
    return ""


def _moved_moment(item: Moment, start: int) -> Moment:
    return replace(
        item, start=item.start - start, end=item.end - start, core_start=item.core_start - start
    )


def _moved_number(item: NumberMention, start: int) -> NumberMention:
    return replace(
        item, start=item.start - start, end=item.end - start, bare_end=item.bare_end - start
    )
