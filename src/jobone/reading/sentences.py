"""Sentences of a text, with their offsets in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["MAXIMUM_SENTENCE_CHARACTERS", "Sentence", "split_sentences"]

MAXIMUM_SENTENCE_CHARACTERS = 500
"""Longer stretches without a full stop are cut, so that no article takes long."""

_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sen",
        "gov",
        "rep",
        "gen",
        "st",
        "inc",
        "corp",
        "co",
        "ltd",
        "llc",
        "plc",
        "ag",
        "jr",
        "sr",
        "vs",
        "no",
        "nos",
        "approx",
        "ca",
        "est",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "rs",
        "u.s",
        "u.k",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "u.s.a",
        "fig",
        "vol",
        "bros",
        "mt",
        "etc",
        "dept",
        "ave",
        "v",
        "cf",
        "min",
        "max",
        "p.a",
        "n.v",
        "s.a",
        "s.p.a",
        "d.c",
        "mio",
        "mrd",
    ]
)
_END = re.compile(r"•|(?:[.!?…]+|。|！|？)[\"”’'»)\]]*(?=\s|$)|(?<=[。！？])")
_OPENS = re.compile(r"\s*[\"“‘'«(\[]*(?:[A-Z0-9À-ÖØ-Þ€$£¥₹•\-–—]|[^\x00-\u02ff])")
_BULLET = re.compile(r"\s*(?:[-*•·●▪◦‣–—>]|\(?\d{1,2}[.)])\s+")
_WRAPPED_WIDTH = (45, 130)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, headline, list item or row of a table.

    Parameters
    ----------
    start, end
        Its span in the text.
    text
        What stands there.
    paragraph
        Number of the paragraph, counted from 0.
    heading
        Whether it stands alone in a line without a full stop.
    """

    start: int
    end: int
    text: str
    paragraph: int
    heading: bool


def _is_hard_wrapped(lines: list[str]) -> bool:
    """Whether lines end where a page was full, and not where a paragraph does."""
    full = [line for line in lines if line.strip()]
    if len(full) < 4:
        return False
    low, high = _WRAPPED_WIDTH
    if max(len(line) for line in full) > high:
        return False
    running = [
        line
        for line, following in pairwise(lines)
        if low <= len(line) and following.strip() and line.rstrip()[-1:] not in '.!?:;”"'
    ]
    return len(running) * 3 >= len(full)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of paragraphs: lines, or lines joined where the text is hard-wrapped."""
    lines = text.split("\n")
    wrapped = _is_hard_wrapped(lines)
    start = position = 0
    open_span: tuple[int, int] | None = None
    for line in lines:
        start, position = position, position + len(line) + 1
        end = start + len(line)
        if not line.strip():
            if open_span:
                yield open_span
            open_span = None
            continue
        joins = (
            wrapped
            and open_span is not None
            and not _BULLET.match(line)
            and "|" not in line
            and end - open_span[0] < 20_000
        )
        if joins and open_span is not None:
            open_span = (open_span[0], end)
            continue
        if open_span:
            yield open_span
        open_span = (start, end)
    if open_span:
        yield open_span


def _is_abbreviation(text: str, dot: int) -> bool:
    match = re.search(r"([\w.]+)$", text[max(0, dot - 14) : dot])
    if match is None:
        return False
    word = match[1].lower().rstrip(".")
    if word in _ABBREVIATIONS:
        # "in the U.S. The" ends a sentence all the same.
        if word in ("u.s", "u.k", "co", "inc", "ltd", "corp", "ag", "p.a", "a.m", "p.m", "etc"):
            following = re.match(r"\.?\s+([A-Z][a-z]+)", text[dot : dot + 24])
            return following is None or following[1] not in (
                "The", "It", "In", "This", "That", "A", "An", "But", "And", "Its", "They", "He",
                "She", "We", "For", "At", "On", "By", "With", "Production", "Deliveries",
            )  # fmt: skip
        return True
    return len(word) == 1 and word.isalpha() and word.isascii() and match[1][-1].isupper()


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is too long, at the last comma, semicolon or space that allows it."""
    while end - start > MAXIMUM_SENTENCE_CHARACTERS:
        window = text[start : start + MAXIMUM_SENTENCE_CHARACTERS]
        cut = max(window.rfind("; "), window.rfind(", "))
        if cut < MAXIMUM_SENTENCE_CHARACTERS // 3:
            cut = window.rfind(" ")
        cut = cut + 1 if cut > 0 else MAXIMUM_SENTENCE_CHARACTERS
        yield start, start + cut
        start += cut
    if start < end:
        yield start, end


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    paragraph = text[start:end]
    begin = 0
    for match in _END.finditer(paragraph):
        stop = match.end()
        if stop <= begin:
            continue
        mark = match.group()[:1]
        if mark == "•":
            stop = match.start()
            if stop <= begin:
                continue
        elif mark == ".":
            if _is_abbreviation(paragraph, match.start()):
                continue
            if stop < len(paragraph) and not _OPENS.match(paragraph, stop):
                continue
        elif mark == "…" and stop < len(paragraph) and not _OPENS.match(paragraph, stop):
            continue
        yield start + begin, start + stop
        begin = stop
    if begin < len(paragraph):
        yield start + begin, start + len(paragraph)


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Split a text into sentences.

    Parameters
    ----------
    text
        Any text. Paragraphs end at line breaks, unless the lines of the text are
        wrapped at a width.

    Returns
    -------
    tuple of Sentence
        In order, without surrounding blanks; none is longer than
        `MAXIMUM_SENTENCE_CHARACTERS`.
    """
    found = []
    for number, (start, end) in enumerate(_paragraphs(text)):
        for begin, stop in _spans(text, start, end):
            for cut_begin, cut_stop in _cut(text, begin, stop):
                piece = text[cut_begin:cut_stop]
                stripped = piece.strip()
                if not stripped:
                    continue
                offset = cut_begin + len(piece) - len(piece.lstrip())
                alone = begin == start and stop == end
                heading = alone and stripped[-1] not in ".!?。！？…" and len(stripped) < 160
                found.append(Sentence(offset, offset + len(stripped), stripped, number, heading))
    return tuple(found)
