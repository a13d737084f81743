"""Which kind of file it is, and what is wrong with one that cannot be read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NoReturn

from jobone.core.problems import InputError, Location, Problem
from jobone.reading.extraction.plain import decoded, plain_text, stated_day
from jobone.reading.records import Article

__all__ = ["MAXIMUM_BYTES", "read_article"]

MAXIMUM_BYTES = 30_000_000
_TEXTS = "a news article or press note as plain text, an HTML page or a PDF"
_PAGE = re.compile(rb"<(?:!doctype html|html|head|body|article|div|p)\b", re.IGNORECASE)
_BINARY_SHARE = 0.02


def read_article(path: Path, published: date | None = None) -> Article:
    """Read the text of an article from a file.

    Parameters
    ----------
    path
        Plain text, an HTML page or a PDF with text in it; told apart by content.
    published
        The day it appeared, where the user says so; else what the page or the first
        lines state, else nothing.

    Returns
    -------
    Article
        Hidden text and scripts are not part of it.

    Raises
    ------
    InputError
        If there is no text in the file, or none that can be read.
    """
    file = str(path)
    try:
        size = path.stat().st_size
        if size > MAXIMUM_BYTES:
            _refuse(
                file,
                f"the file has {size / 1e6:.0f} MB",
                f"at most {MAXIMUM_BYTES // 1_000_000} MB",
            )
        content = path.read_bytes()
    except OSError as failure:
        _refuse(file, failure.strerror or "it cannot be read", _TEXTS)
    article = _by_kind(content, file)
    if not article.text.strip():
        _refuse(file, "; ".join(["there is no text in it", *article.notes]), _TEXTS)
    if published is not None:
        return replace(article, published=published, basis="given")
    if article.published is None:
        day = stated_day(article.text)
        if day is not None:
            return replace(article, published=day, basis="stated in its first lines")
    return article


def _by_kind(content: bytes, file: str) -> Article:
    if not content.strip():
        _refuse(file, "the file is empty", _TEXTS)
    if content.lstrip()[:5] == b"%PDF-":
        from jobone.reading.extraction.pdf import article_of_pdf

        return article_of_pdf(content, file)
    if (
        content[:4] in (b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff\xe0")
        or content[:2] == b"\x1f\x8b"
    ):
        _refuse(file, "this is no text", _TEXTS, "save the article as text, HTML or PDF first")
    text, notes = decoded(content)
    if _is_binary(text):
        _refuse(file, "this is no text", _TEXTS, "save the article as text, HTML or PDF first")
    if file.lower().endswith((".html", ".htm", ".xhtml")) or _PAGE.search(content[:2000]):
        from jobone.reading.extraction.html import article_of_page

        return article_of_page(text, file, notes)
    return Article(plain_text(text), file, notes=notes)


def _is_binary(text: str) -> bool:
    sample = text[:20_000]
    strange = sum(
        1 for char in sample if (char < " " and char not in "\t\n\r\f\v\x1b") or char == "\ufffd"
    )
    return strange > _BINARY_SHARE * len(sample)


def _refuse(file: str, what: str, expected: str, remedy: str = "") -> NoReturn:
    raise InputError([Problem(Location(file), what, expected, remedy)])
